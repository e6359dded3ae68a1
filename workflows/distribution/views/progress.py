"""Watching a distribution leave. The screen can be left and returned to; nothing depends on it where there are
workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_tasks import default_task_backend

from papers.access import may_read
from papers.access.verb_table import offered
from papers.mail.outbox import wake
from papers.mail.outgoing import Return
from papers.models import Paper
from workflows.distribution import outbox
from workflows.distribution.deliveries import LOST, UNFINISHED, Channel, Delivery, DeliveryState, Distribution
from workflows.distribution.distributing import try_again, try_all_again
from workflows.errors import WrongState
from workflows.routing.views.of_paper import PaperView
from workflows.verbs import DISTRIBUTE, NO_DISTRIBUTOR, TRY_AGAIN, TRY_ALL_AGAIN

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

MOST_PROBLEMS = 200
SENT_PER_LOOK = timedelta(seconds=1)
SOON = timedelta(seconds=5)


@dataclass(frozen=True)
class Progress:
    """Counts the mails of a distribution; copies on paper have a list of their own."""

    states: dict[str, int]
    copies: int
    copies_left: int
    tried_again: int
    came_back: int
    next_at: datetime | None
    finished_at: datetime | None

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def sent(self) -> int:
        return self.states.get(DeliveryState.SENT, 0)

    @property
    def failed(self) -> int:
        return sum(self.states.get(state, 0) for state in LOST)

    @property
    def lost(self) -> int:
        """Those not sent, and those that came back."""
        return self.failed + self.came_back

    @property
    def done(self) -> int:
        return self.sent + self.failed

    @property
    def is_finished(self) -> bool:
        return self.done == self.total

    @property
    def tenth(self) -> int:
        """How many tenths are done: a screen reader says so ten times, not at every look."""
        return 10 if self.is_finished else 10 * self.done // self.total

    @property
    def sentence(self) -> str:
        if self.is_finished and self.failed:
            return gettext("Finished: %(sent)s of %(total)s sent, %(failed)s not.") % {
                "sent": self.sent,
                "total": self.total,
                "failed": self.failed,
            }
        if self.is_finished:
            return gettext("Finished: all %(total)s sent.") % {"total": self.total}
        return gettext("%(sent)s of %(total)s sent") % {"sent": self.sent, "total": self.total}

    @property
    def next_look(self) -> int:
        """Milliseconds until something may have changed."""
        return 1000 if self.next_at is None or self.next_at <= timezone.now() + SOON else 10_000

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        return [
            (state.value, str(state.label), self.states[state]) for state in DeliveryState if self.states.get(state)
        ]


def progress_of(distribution: Distribution) -> Progress:
    """Two queries."""
    states: dict[str, int] = {}
    copies = copies_left = 0
    for channel, state, count in (
        distribution.deliveries.values_list("channel", "state").annotate(count=Count("pk")).order_by()
    ):
        if channel == Channel.PAPER:
            copies += count
            copies_left += count if state != DeliveryState.SENT else 0
        else:
            states[state] = count
    mails = Q(channel=Channel.MAIL)
    waiting = mails & Q(state__in=UNFINISHED)
    times = distribution.deliveries.aggregate(
        tried_again=Count("pk", filter=waiting & ~Q(problem="")),
        came_back=Count("pk", filter=mails & Q(state=DeliveryState.SENT, returned=Return.FAILED)),
        next_at=Min("due_at", filter=waiting),
        finished_at=Max("sent_at", filter=mails),
    )
    return Progress(states=states, copies=copies, copies_left=copies_left, **times)


class OneDistributionView(PaperView, TemplateView):
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not DISTRIBUTE.is_for(request.user, self.paper):
            raise PermissionDenied(NO_DISTRIBUTOR)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def distribution(self) -> Distribution:
        return get_object_or_404(Distribution.objects.select_related("by", "version"), pk=self.kwargs["pk"])

    @cached_property
    def paper(self) -> Paper:
        rows = Paper.objects.originals().select_related("kind", "originating_office", "locale", "author")
        paper: Paper = get_object_or_404(rows, pk=self.distribution.paper_id)
        if not may_read(self.request.user, paper):
            raise Http404
        return paper

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "distribution": self.distribution}


class DistributionView(OneDistributionView):
    template_name = "workflows/admin/distribution.html"
    page_title = _("Progress of the distribution")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lost = self.distribution.deliveries.lost().select_related("person")
        context.update(
            verbs={verb.name for verb in offered(self.request.user, self.paper, among=(TRY_AGAIN, TRY_ALL_AGAIN))},
            progress=progress_of(self.distribution),
            problems=list(lost.order_by("person__last_name", "person__first_name", "pk")[:MOST_PROBLEMS]),
        )
        return context


class ProgressView(DistributionView):
    """Looking on drives it forward: where there are no workers, a little is sent at every look; where all have died,
    they are woken."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not default_task_backend.supports_defer:
            outbox.run(SENT_PER_LOOK)
        elif outbox.is_stuck():
            wake()
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            return redirect("workflows:distribution", self.distribution.pk)
        return render(request, "workflows/admin/_distribution_progress.html", self.get_context_data())


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("distribution__paper__locale", "person"), pk=pk)
    if not may_read(request.user, delivery.distribution.paper):
        raise Http404
    try:
        try_again(delivery, by=request.user)
    except WrongState as problem:
        messages.warning(request, " ".join(problem.messages))
    else:
        messages.success(request, gettext("The paper is sent to %(person)s again.") % {"person": delivery.person})
    return redirect("workflows:distribution", delivery.distribution_id)


@require_POST
def send_all_again(request: HttpRequest, pk: int) -> HttpResponse:
    distribution = get_object_or_404(Distribution.objects.select_related("paper__locale"), pk=pk)
    if not may_read(request.user, distribution.paper):
        raise Http404
    try:
        count = try_all_again(distribution, by=request.user)
    except WrongState as problem:
        messages.warning(request, " ".join(problem.messages))
    else:
        done = ngettext(
            "The paper is sent to %(count)s person again.", "The paper is sent to %(count)s people again.", count
        )
        messages.success(request, done % {"count": count})
    return redirect("workflows:distribution", distribution.pk)
