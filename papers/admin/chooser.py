"""Wagtail's page chooser answers for any page id; these stand in front of it and let only readable papers through."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.chooser import ChosenMultipleView

from papers.models import Paper


def chosen_pages(request: HttpRequest) -> HttpResponse:
    wanted = [pk for pk in request.GET.getlist("id") if pk.isdigit()]
    papers = set(Paper.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    readable = set(Paper.objects.filter(pk__in=wanted).readable_by(request.user).values_list("pk", flat=True))
    if papers - readable:
        raise Http404
    response: HttpResponse = ChosenMultipleView.as_view()(request)
    return response
