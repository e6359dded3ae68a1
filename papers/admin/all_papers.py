"""*All papers*: kind, number, state, where each is now and since when. Shows what the access rule lets the user read,
nothing by page permissions."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from papers.access import may_read, readable_rule
from papers.access.policies import Asking, drafts_somewhere, works_in_admin
from papers.access.verbs import may_open_editor
from papers.admin.columns import PaperColumn
from papers.admin.paging import DeskPaginator
from papers.enums import Confidentiality, PaperState
from papers.models import Consultation, Organization, Paper, PaperKind
from papers.models.paper_queries import routing
from papers.parties.organization_names import with_earlier
from papers.wording import title_for, whereabouts


class _ByAnyName(ModelChoiceField):
    def label_from_instance(self, organization: Organization) -> str:
        return with_earlier(str(organization), organization.former_names_in(settings.LANGUAGE_CODE))


class OrganizationFilter(django_filters.ModelChoiceFilter):
    """Whoever knows an organization by an earlier name finds it."""

    field_class = _ByAnyName


class PaperFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PaperState.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Kind of paper"),
        queryset=PaperKind.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    organization = OrganizationFilter(
        label=_("On the routing slip"), queryset=Organization.objects.all(), method="filter_organization"
    )
    originating_office = OrganizationFilter(
        label=_("Originating office"),
        queryset=Organization.objects.filter(
            Exists(Paper.objects.order_by().filter(originating_office=OuterRef("pk")))
        ),
    )
    confidentiality = django_filters.ChoiceFilter(label=_("Confidentiality"), choices=Confidentiality.choices)
    number_year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Paper
        fields: ClassVar[list[str]] = [
            "state",
            "kind",
            "organization",
            "originating_office",
            "confidentiality",
            "number_year",
        ]

    def filter_organization(self, papers: QuerySet[Paper], name: str, value: Organization) -> QuerySet[Paper]:
        """Asked of each row: a join would make rows of lines, which all had to be compared to be one again."""
        return papers.filter(Exists(Consultation.objects.filter(paper=OuterRef("pk"), organization=value)))


class AllPapersView(generic.IndexView):
    model = Paper
    permission_policy = Asking(Paper, view=works_in_admin, add=drafts_somewhere)
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = _("All papers")
    header_icon = "doc-full-inverse"
    index_url_name = "papers_admin:all"
    index_results_url_name = "papers_admin:all_results"
    add_url_name = "papers_admin:new"
    add_item_label = _("New paper")
    filterset_class = PaperFilterSet
    default_ordering = "-state_since"
    search_fields: ClassVar[list[str]] = ["number", "title"]
    is_searchable = True
    search_backend_name = None
    paginate_by = 50
    paginator_class = DeskPaginator
    results_template_name = "papers/admin/papers_results.html"
    list_export: ClassVar[list[str]] = [
        "number",
        "title",
        "kind",
        "originating_office",
        "state",
        "where",
        "since",
        "confidentiality",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "number": _("Number"),
        "title": _("Title"),
        "kind": _("Kind"),
        "originating_office": _("Originating office"),
        "state": _("State"),
        "where": _("Where it is"),
        "since": _("Since"),
        "confidentiality": _("Confidentiality"),
    }
    _show_breadcrumbs = True

    def get_base_queryset(self) -> QuerySet[Paper]:
        """Without the texts, which no row shows. Titles are in another table: in their order, all else is asked in
        words that lead SQLite to no other index to begin with."""
        readable = Paper.objects.filter(readable_rule(self.request.user)).defer("body")
        if str(self.ordering).strip("-") == "title":
            papers = readable.alias(translates=Coalesce("translation_of", 0)).filter(translates=0)
            papers = papers.prefetch_related("kind", "originating_office", "locale", "author", routing())
        else:
            papers = readable.originals().with_routing()
        return cast("QuerySet[Paper]", papers)

    def order_queryset(self, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        """Rows of one moment stand in one order on each page, which the index for the newest ones has too."""
        ordering = str(self.ordering)
        return queryset.order_by(ordering, "-pk" if ordering.startswith("-") else "pk")

    def get_add_url(self) -> str | None:
        return reverse("papers_admin:new") if self.user_has_permission("add") else None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("number", label=_("Number"), accessor=lambda paper: paper.number or "–", sort_key="number"),
            PaperColumn(
                "title",
                label=_("Paper"),
                get_url=lambda paper: reverse("papers_admin:open", args=[paper.pk]),
                sort_key="title",
                with_number=False,
            ),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("where", label=_("Where it is"), accessor=whereabouts),
            DateColumn("since", label=_("Since"), accessor="state_since", sort_key="state_since"),
        ]

    def get_filename(self) -> str:
        return f"papers-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Paper) -> dict[str, Any]:
        return {
            "number": item.number or "",
            "title": title_for(self.request.user, item),
            "kind": str(item.kind),
            "originating_office": item.office_label,
            "state": item.get_state_display(),
            "where": whereabouts(item),
            "since": date_format(timezone.localtime(item.state_since), "SHORT_DATE_FORMAT"),
            "confidentiality": item.get_confidentiality_display(),
        }


def open_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads those who work on the paper to the editor, and those who read it to its page."""
    paper = Paper.objects.originals().select_related("locale").filter(pk=pk).first()
    if paper is None or not may_read(request.user, paper):
        raise Http404
    if may_open_editor(request.user, paper):
        return redirect(reverse("wagtailadmin_pages:edit", args=[paper.pk]))
    return redirect(paper.get_url(request) or "/")
