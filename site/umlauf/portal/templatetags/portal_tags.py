"""What the public templates ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from papers.models import Paper
from papers.wording import line_sentence, whereabouts
from umlauf.portal.presentation import PaperPresentation, present, state_badge

register = template.Library()
register.filter("line_sentence", line_sentence)
register.filter("whereabouts", whereabouts)
register.filter("state_badge", state_badge)


@register.simple_tag(takes_context=True)
def present_paper(context: Any, paper: Paper) -> PaperPresentation:
    """The page brings all it needs along, so that Wagtail's preview shows the same page as the public address."""
    return present(paper, context["request"].user)


@register.filter
def paper_url(paper: Paper) -> str:
    """Address in the active language, without a query. ``url_path`` is ``/home/papers/slug/…/``; the first two are the tree's, not the reader's."""
    return reverse("paper", args=["/".join(paper.url_path.strip("/").split("/")[2:])])
