"""Every mail that left or is to leave, as a report of the council office: letters and deliveries, in one list.

It names kinds and people, never what a mail said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log

from papers.access import is_council_office
from papers.access.policies import Asking
from papers.access.verb_table import WrongState
from papers.admin.paging import DeskPaginator
from papers.mail import outbox
from papers.mail.kinds import KINDS
from papers.mail.outgoing import ANEW, LOST, Return, SendingState
from papers.mail.plain_words import in_plain_words
from papers.mail.posting import KEPT
from papers.models import Letter, Paper
from workflows.distribution.deliveries import Channel
from workflows.models import Delivery

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from papers.access import Person

DELIVERY = "delivery"
FIELDS = ("table", "pk", "of_kind", "at", "first_name", "last_name", "to", "paper", "state", "attempts", "due_at",
          "sent_at", "problem", "returned", "returned_at", "returned_words")  # fmt: skip


def mails(asked: Q | None = None) -> QuerySet[Any]:
    """One query over both tables; a row is a dictionary with ``FIELDS``. ``asked``: a condition on them."""
    condition = asked if asked is not None else Q()
    since = timezone.now() - KEPT
    letters = (
        Letter.objects.order_by()
        .filter(posted_at__gte=since)
        .annotate(
            table=Value("letter"),
            of_kind=F("kind"),
            at=F("posted_at"),
            first_name=Coalesce(F("person__first_name"), Value("")),
            last_name=Coalesce(F("person__last_name"), Value("")),
            to=Concat(F("address"), Coalesce(F("person__email"), Value("")), output_field=CharField()),
            paper=F("belongs_to"),
        )
    )
    deliveries = (
        Delivery.objects.order_by()
        .filter(channel=Channel.MAIL, distribution__at__gte=since)
        .annotate(
            table=Value(DELIVERY),
            of_kind=Value(DELIVERY),
            at=F("distribution__at"),
            first_name=F("person__first_name"),
            last_name=F("person__last_name"),
            to=F("person__email"),
            paper=Concat(Value("paper:"), Cast("distribution__paper_id", CharField()), output_field=CharField()),
        )
    )
    tables = [table.filter(condition).values(*FIELDS) for table in (letters, deliveries)]
    both: QuerySet[Any] = tables[0].union(tables[1], all=True)
    return both


@transaction.atomic
def send_letter_again(letter: Letter, *, by: Person) -> None:
    """Queue one that failed, with the same Message-ID. Raises PermissionDenied, WrongState where it did not fail or
    nothing is kept to write it by."""
    if not is_council_office(by):
        raise PermissionDenied(_("Only the council office sends a mail again."))
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not _can_leave_again({"table": "letter", "state": letter.state, "of_kind": letter.kind, "returned": ""}):
        raise WrongState(_("This mail did not fail, or nothing is kept to write it by."))
    Letter.objects.filter(pk=letter.pk).update(**ANEW, due_at=timezone.now())
    log(instance=letter, action="umlauf.send_letter_again", user=by, data={"kind": letter.kind})
    transaction.on_commit(outbox.wake)


def _can_leave_again(row: dict[str, Any]) -> bool:
    """A delivery is made anew from its paper. Of a letter that left, or need not leave, nothing is kept."""
    if row["table"] == DELIVERY:
        return row["state"] in LOST or (row["state"] == SendingState.SENT and row["returned"] == Return.FAILED)
    kind = KINDS.get(row["of_kind"])
    return row["state"] == SendingState.FAILED and kind is not None and not kind.forgets_address


@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter, pk=pk)
    try:
        send_letter_again(letter, by=request.user)
    except WrongState as problem:
        messages.warning(request, " ".join(problem.messages))
    else:
        messages.success(request, gettext("The mail is sent again."))
    return redirect("mails")


def kind_names() -> list[tuple[str, Any]]:
    return [(DELIVERY, _("Paper distributed")), *((name, kind.label) for name, kind in KINDS.items())]


class MailFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_names, empty_label=_("All"))
    person = django_filters.CharFilter(label=_("Name or e-mail of the person"))
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=SendingState.choices, widget=forms.CheckboxSelectMultiple
    )
    returned = django_filters.MultipleChoiceFilter(
        label=_("What came back"), choices=Return.choices, widget=forms.CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Letter
        fields: ClassVar[list[str]] = ["kind", "person", "state", "returned", "at"]

    def filter_queryset(self, queryset: Any) -> QuerySet[Any]:
        """Both tables are asked, each before they are put together."""
        chosen, asked = self.form.cleaned_data, Q()
        if chosen["kind"]:
            asked &= Q(of_kind=chosen["kind"])
        for word in (chosen["person"] or "").split()[:5]:
            asked &= Q(to__icontains=word) | Q(last_name__icontains=word) | Q(first_name__icontains=word)
        for name in ("state", "returned"):
            if chosen[name]:
                asked &= Q(**{f"{name}__in": chosen[name]})
        if chosen["at"] and chosen["at"].start:
            asked &= Q(at__gte=chosen["at"].start)
        if chosen["at"] and chosen["at"].stop:
            asked &= Q(at__lte=chosen["at"].stop)
        return mails(asked).order_by("-at", "table", "-pk")


class MailStateColumn(Column):
    cell_template_name = "operation/mail_state_cell.html"


class MailsView(ReportView):
    model = Letter
    permission_policy = Asking(Letter, view=is_council_office)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("Mails")
    header_icon = "mail"
    index_url_name = "mails"
    index_results_url_name = "mails_results"
    results_template_name = "operation/mails_results.html"
    filterset_class = MailFilterSet
    paginator_class = DeskPaginator
    list_export: ClassVar[list[str]] = ["at", "kind", "person", "email", "number", "state", "sent", "next", "problem"]
    export_headings: ClassVar[dict[str, Any]] = {
        "at": _("Written"),
        "kind": _("Kind"),
        "person": _("Person"),
        "email": _("E-mail"),
        "number": _("Number"),
        "state": _("State"),
        "sent": _("Sent"),
        "next": _("Next attempt"),
        "problem": _("Problem"),
    }

    def get_queryset(self) -> QuerySet[Any]:
        return mails().order_by("-at", "table", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[dict[str, Any]]:
        """In words; one query for the numbers of the papers."""
        rows = list(object_list)
        papers = {int(row["paper"][6:]) for row in rows if row["paper"].startswith("paper:")}
        numbers = dict(Paper.objects.filter(pk__in=papers).values_list("pk", "number"))
        kinds = dict(kind_names())
        for row in rows:
            is_about_paper = row["paper"].startswith("paper:")
            row["number"] = (numbers.get(int(row["paper"][6:])) or "") if is_about_paper else ""
            row["kind"] = str(kinds.get(row["of_kind"], row["of_kind"]))
            row["person"] = f"{row['first_name']} {row['last_name']}".strip()
            row["state_name"] = str(SendingState(row["state"]).label)
            row["returned_name"] = str(Return(row["returned"]).label) if row["returned"] else ""
            row["waits"] = row["state"] == SendingState.QUEUED
            row["plain"] = in_plain_words(row["problem"])
            row["returned_plain"] = in_plain_words(row["returned_words"])
            row["again"] = _can_leave_again(row)
        return rows

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=_("Written"), accessor=lambda row: _moment(row["at"])),
            Column("kind", label=_("Kind"), accessor=lambda row: row["kind"]),
            Column("person", label=_("Person"), accessor=_whom),
            Column("number", label=_("Paper"), accessor=lambda row: row["number"] or "–"),
            MailStateColumn("state", label=_("State"), accessor=lambda row: row["state_name"]),
        ]

    def get_filename(self) -> str:
        return f"mails-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        came_back = ""
        if item["returned"]:
            came_back = f"{item['returned_name']}: {item['returned_plain']} {item['returned_words']}"
        return {
            "at": _moment(item["at"]),
            "kind": item["kind"],
            "person": item["person"],
            "email": item["to"],
            "number": item["number"],
            "state": item["state_name"],
            "sent": _moment(item["sent_at"]),
            "next": _moment(item["due_at"]) if item["waits"] else "",
            "problem": " ".join(filter(None, (item["plain"], item["problem"], came_back))),
        }


def _whom(row: dict[str, Any]) -> str:
    """A letter that waits to be addressed has nobody yet; an address nobody has confirmed is not kept."""
    return " · ".join(filter(None, (row["person"], row["to"]))) or "–"


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
