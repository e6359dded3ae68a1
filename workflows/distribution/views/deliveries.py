"""The log of deliveries as a report: who was sent which version when, why, how, and whether they opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from papers.access import principal_of
from papers.access.policies import Asking
from papers.admin.paging import DeskPaginator
from papers.mail.outgoing import Return
from papers.models import Paper
from papers.typed_numbers import keys_of_numbered_like
from workflows.distribution.deliveries import Channel, Delivery, DeliveryState
from workflows.distribution.views.paper_copies import reasons_in_words
from workflows.verbs import DISTRIBUTE

if TYPE_CHECKING:
    from datetime import datetime

    from papers.access import Reader


def deliveries_visible_to(user: Reader) -> QuerySet[Delivery]:
    """Selects deliveries of papers whose distribution is the user's, whatever became of them since, as far as they may
    still read them."""
    principal = principal_of(user)
    if principal.council_office:
        return Delivery.objects.all()  # all of them, without asking for papers that are all readable
    papers = Paper.objects.originals_readable_by(principal).filter(DISTRIBUTE.rule(principal, in_any_state=True))
    return Delivery.objects.filter(distribution__paper__in=papers.order_by().values("pk"))


def may_see_log(user: Reader) -> bool:
    """Whoever may distribute something: the council office, and those who act for a body."""
    principal = principal_of(user)
    return principal.council_office or bool(principal.acting_bodies)


def log_url(**filters: str) -> str:
    """``number`` of a paper, or ``person``: an address."""
    return f"{reverse('deliveries')}?{urlencode(filters)}"


class DeliveriesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_log(request.user)


class DeliveryFilterSet(WagtailFilterSet):
    number = django_filters.CharFilter(label=_("Number of the paper"), method="filter_number")
    person = django_filters.CharFilter(label=_("Name or e-mail of the person"), method="filter_person")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DeliveryState.choices, widget=forms.CheckboxSelectMultiple
    )
    returned = django_filters.MultipleChoiceFilter(
        label=_("What came back"), choices=Return.choices, widget=forms.CheckboxSelectMultiple
    )
    channel = django_filters.ChoiceFilter(
        label=_("Way"), choices=Channel.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    at = django_filters.DateFromToRangeFilter(
        label=_("Distributed"), field_name="distribution__at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = ["number", "person", "state", "returned", "channel", "at"]

    def filter_number(self, queryset: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        """A number in full means that paper and not its supplements; anything shorter is a part of it."""
        value = value.strip()
        meant = Paper.objects.originals().filter(pk__in=keys_of_numbered_like(value)).order_by()
        if meant.exists():
            return queryset.filter(distribution__paper__in=meant.values("pk"))
        return queryset.filter(distribution__paper__number__icontains=value)

    def filter_person(self, queryset: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        """An address in full is that person; anything else are parts of names and addresses."""
        if get_user_model().objects.filter(email__iexact=value.strip()).exists():
            return queryset.filter(person__email__iexact=value.strip())
        for word in value.split()[:5]:
            queryset = queryset.filter(
                Q(person__email__icontains=word)
                | Q(person__last_name__icontains=word)
                | Q(person__first_name__icontains=word)
            )
        return queryset


class PaperCell(TitleColumn):
    cell_template_name = "workflows/admin/delivered_paper_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "delivery": instance,
            "language": language_of(instance),
        }


class StateCell(Column):
    cell_template_name = "workflows/admin/delivery_state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "delivery": instance}


def language_of(delivery: Delivery) -> str:
    code = delivery.page.locale.language_code
    return str(dict(settings.LANGUAGES).get(code, code))


class DeliveriesView(ReportView):
    permission_policy = Asking(Delivery, view=may_see_log)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("Deliveries of papers")
    header_icon = "mail"
    index_url_name = "deliveries"
    index_results_url_name = "deliveries_results"
    results_template_name = "workflows/admin/deliveries_results.html"
    filterset_class = DeliveryFilterSet
    paginator_class = DeskPaginator
    default_ordering = ("-distribution__at", "pk")
    list_export: ClassVar[list[str]] = [
        "at",
        "by",
        "person",
        "email",
        "number",
        "title",
        "version",
        "language",
        "reasons",
        "channel",
        "state",
        "sent",
        "opened",
        "problem",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "at": _("Distributed"),
        "by": _("Distributed by"),
        "person": _("Person"),
        "email": _("E-mail"),
        "number": _("Number"),
        "title": _("Title"),
        "version": _("Version"),
        "language": _("Language"),
        "reasons": _("Why"),
        "channel": _("Way"),
        "state": _("State"),
        "sent": _("Sent"),
        "opened": _("Opened"),
        "problem": _("Problem"),
    }

    def get_queryset(self) -> QuerySet[Delivery]:
        related = ("person", "version", "page__locale", "distribution__by", "distribution__paper__locale")
        listed: QuerySet[Delivery] = self.order_queryset(
            deliveries_visible_to(self.request.user).select_related(*related)
        )
        self.queryset = listed
        return listed

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "person",
                label=_("Person"),
                classname="umlauf-log__person",
                get_url=lambda row: log_url(person=row.person.email),
                sort_key="person__last_name",
            ),
            PaperCell(
                "paper",
                label=_("Paper"),
                accessor="page.title",
                classname="umlauf-paper-cell",
                get_url=lambda row: log_url(number=row.distribution.paper.number or ""),
            ),
            TitleColumn(
                "at",
                label=_("Distributed"),
                classname="umlauf-log__when",
                accessor=lambda row: _moment(row.distribution.at),
                get_url=lambda row: reverse("workflows:distribution", args=[row.distribution_id]),
                sort_key="distribution__at",
            ),
            Column("reasons", label=_("Why"), accessor=reasons_in_words, classname="umlauf-log__why"),
            StateCell("state", label=_("State"), sort_key="state"),
            Column(
                "opened", label=_("Opened"), accessor=lambda row: _moment(row.opened_at) or "–", sort_key="opened_at"
            ),
        ]

    def get_filename(self) -> str:
        return f"deliveries-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Delivery) -> dict[str, Any]:
        return {
            "at": _moment(item.distribution.at),
            "by": str(item.distribution.by),
            "person": str(item.person),
            "email": item.person.email,
            "number": item.distribution.paper.number or "",
            "title": item.page.title,
            "version": item.version.number,
            "language": language_of(item),
            "reasons": reasons_in_words(item),
            "channel": item.get_channel_display(),
            "state": item.get_state_display(),
            "sent": _moment(item.sent_at),
            "opened": _moment(item.opened_at),
            "problem": item.in_words,
        }


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
