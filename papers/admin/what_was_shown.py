"""Screens of verbs that vouch: each carries a token of what it shows, and asks while it is open whether that still
stands (``papers.seen``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from papers.access import knows_drafts
from papers.models import Paper, PaperLogEntry
from papers.seen import FIELD, Seen, changed_since_seen

if TYPE_CHECKING:
    from papers.access import Person
    from papers.access.verb_table import WrongState


class SeenMixin:
    """For screens of verbs that vouch. The token of a page that is shown anew is that of what it shows now, never the
    one that was sent. While the page is open, it asks whether that still stands (``papers.seen``)."""

    request: HttpRequest

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_asked_whether_it_stands(request):
            return self.tell_whether_it_stands()
        # of the view this is mixed into
        answer: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def tell_whether_it_stands(self) -> HttpResponse:
        before, by = Seen.from_token(self.request.GET[FIELD]), self.request.user
        sentences = changed_since_seen(before, self.what_is_shown(), by=by) if before else []
        if sentences and (person := somebody_else_at(self.paper_shown(), by)):
            sentences.append(_("%(person)s was at work on this paper.") % {"person": person})
        return what_became_of(sentences)

    def paper_shown(self) -> Paper:
        paper: Paper = self.paper  # type: ignore[attr-defined]  # of the view this is mixed into
        return paper

    def what_is_shown(self) -> Seen:
        raise NotImplementedError

    @property
    def seen(self) -> str:
        """What was sent; empty, and so refused, where a form has none."""
        return str(self.request.POST.get(FIELD, ""))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view it is mixed into
        return context | {FIELD: self.what_is_shown().token()}


def is_asked_whether_it_stands(request: HttpRequest) -> bool:
    """By the script of a screen left open, which sends the token the screen carries."""
    return request.method == "GET" and FIELD in request.GET


def somebody_else_at(paper: Paper, reader: Person) -> str:
    """The name of who did something to the paper last; empty where that was the reader, or is not theirs to know."""
    if not knows_drafts(reader, paper):
        return ""
    entry = PaperLogEntry.objects.filter(page=paper.pk).select_related("user").order_by("-timestamp", "-pk").first()
    return "" if entry is None or entry.user is None or entry.user_id == reader.pk else str(entry.user)


def too_late(request: HttpRequest, error: WrongState, leads_to: Any, *args: Any) -> HttpResponse:
    """For whoever opens a screen whose verb is over, or has it open. ``leads_to``: as ``redirect`` takes it."""
    if is_asked_whether_it_stands(request):
        return what_became_of(error.messages)
    messages.warning(request, " ".join(error.messages))
    return redirect(leads_to, *args)


def what_became_of(sentences: Iterable[str]) -> HttpResponse:
    """``sentences``: what is not as the screen shows it; none where all of it is."""
    return JsonResponse({"changed": list(sentences)})
