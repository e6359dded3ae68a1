"""Copies on paper: who gets one, ticked off as they are handed over or posted, and the labels for their envelopes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from papers.access import readers_among
from papers.enums import PaperState
from papers.files.handing_out import hand_out
from papers.files.kinds import PDF
from papers.parties.namesakes import ToldApart
from papers.pdf.content import writing_of
from papers.pdf.typesetting import NotTypeset, typeset
from workflows.distribution.deliveries import Channel, Delivery, DeliveryState
from workflows.distribution.distributing import tick_off
from workflows.distribution.recipients import reasons_of
from workflows.distribution.views.progress import OneDistributionView


class PaperCopiesView(OneDistributionView):
    template_name = "workflows/admin/paper_copies.html"
    page_title = _("Copies on paper")
    header_icon = "doc-full"

    @cached_property
    def copies(self) -> list[Delivery]:
        rows = self.distribution.deliveries.filter(channel=Channel.PAPER).select_related(
            "person", "handed_over_by", "page__locale"
        )
        return list(rows.order_by("person__last_name", "person__first_name", "pk"))

    @cached_property
    def readers(self) -> set[int]:
        """Returns the keys of those who get a copy and may still read it: a mail would be refused to the others as
        well."""
        return (
            set()
            if self.paper.state == PaperState.WITHDRAWN
            else readers_among([copy.person for copy in self.copies], self.paper)
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Changes in the record only what was changed on the screen: somebody else may be ticking off the same list."""
        before, now = set(request.POST.getlist("before")), set(request.POST.getlist("handed_over"))
        changed = [copy for copy in self.copies if (str(copy.pk) in before) != (str(copy.pk) in now)]
        for copy in changed:
            tick_off(copy, by=request.user, handed_over=str(copy.pk) in now)
        messages.success(
            request,
            ngettext("%(count)s copy was changed.", "%(count)s copies were changed.", len(changed))
            % {"count": len(changed)},
        )
        return redirect("workflows:paper_copies", self.distribution.pk)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        told = ToldApart([copy.person for copy in self.copies])
        rows = [
            {
                "copy": copy,
                "name": told.of(copy.person),
                "done": copy.state == DeliveryState.SENT,
                "why": reasons_in_words(copy),
                "may_read": copy.person_id in self.readers,
            }
            for copy in self.copies
        ]
        context.update(rows=rows, left=sum(copy.state != DeliveryState.SENT for copy in self.copies))
        return context


class LabelsView(PaperCopiesView):
    """Makes labels of the copies that are still to be handed over, and of all when there are none left."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        wanted = [copy for copy in self.copies if copy.person_id in self.readers]
        left = [copy for copy in wanted if copy.state != DeliveryState.SENT] or wanted
        if not left:
            messages.info(request, gettext("Nobody gets a copy on paper."))
            return redirect("workflows:paper_copies", self.distribution.pk)
        title = gettext("Address labels: %(number)s") % {"number": self.paper.display_number}
        content = {**writing_of(get_language() or "en"), "title": title, "labels": [label_of(copy) for copy in left]}
        try:
            pdf = typeset(content, template="labels.typ")
        except NotTypeset as problem:
            messages.error(request, str(problem))
            return redirect("workflows:paper_copies", self.distribution.pk)
        name = f"labels-{self.paper.slug}.pdf"
        return hand_out(HttpResponse(pdf), media_type=PDF, filename=name, inline=True)


def label_of(copy: Delivery) -> list[str]:
    """Name and address, line by line; the name once where the address begins with it."""
    name = str(copy.person)
    lines = [" ".join(line.split()) for line in copy.person.postal_address.splitlines() if line.strip()]
    return lines if lines and lines[0] == name else [name, *lines]


def reasons_in_words(delivery: Delivery) -> str:
    """Writes them in one line; names of committees have commas of their own."""
    return "; ".join(str(reason) for reason in reasons_of(delivery))
