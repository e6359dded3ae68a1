"""Wagtail's pages for actions on several things at once name those one has no right to. Here they are not there."""

from __future__ import annotations

from django.apps import apps
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.bulk_action.dispatcher import index
from wagtail.images import get_image_model
from wagtail.models import Page

from papers.access import is_council_office
from papers.access.images import images_visible_to
from papers.models import Paper


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Stands in front of Wagtail's. "All" of a list means all rows there are, so it is for those who may read all."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    chosen = set(request.GET.getlist("id"))
    keys = {int(key) for key in chosen if key.isdecimal()}
    if issubclass(model, Page):
        papers = Paper.objects.filter(pk__in=keys)
        hidden = papers.exclude(pk__in=papers.readable_by(request.user).order_by().values("pk"))
        if hidden.exists() or ("all" in chosen and not is_council_office(request.user)):
            raise Http404
    if model is get_image_model():
        visible = images_visible_to(request.user).filter(pk__in=keys)
        if action == "add_tags" or visible.count() < len(keys):  # images have no tags here (papers.admin.image_forms)
            raise Http404
    response: HttpResponseBase = index(request, app_label, model_name, action)
    return response
