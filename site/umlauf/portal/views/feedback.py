"""Whoever meets a barrier tells the council office. On a page of its own, so that the statement is the same for
everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from umlauf.portal.feedback import FeedbackForm, send


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    form = FeedbackForm(request.POST or None)
    sent = form.is_valid()
    if sent and not form.is_of_a_program:
        send(form.cleaned_data)
    return render(request, "portal/feedback.html", {"form": form, "sent": sent})
