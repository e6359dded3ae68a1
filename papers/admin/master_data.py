"""The council office's master data: who exists, who belongs where, what kinds of paper there are, how far measures have
got."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from papers.access.policies import CouncilOfficePolicy, GlossaryPolicy
from papers.admin.kinds import PaperKindViewSet
from papers.admin.measures import MeasureViewSet
from papers.admin.organizations import (
    OrganizationCopyView,
    OrganizationEditView,
    OrganizationForm,
    OrganizationIndexView,
)
from papers.admin.people import PeopleForm
from papers.admin.record_viewset import RecordViewSet
from papers.models import Delegation, GlossaryTerm, Membership, Organization

ORGANIZATION_FIELDS = (
    "name",
    "renamed_on",
    "former_names",
    "short_name",
    "slug",
    "kind",
    "code",
    "is_council_office",
    "parent",
    "position",
    "description",
    "email",
    "website",
    "submission_deadline_days",
    "notice_period_days",
    "country",
    "partner_since",
    "languages",
    "distributes_to",
    "successors",
    "translations",
)


class OrganizationViewSet(RecordViewSet):
    model = Organization
    permission_policy = CouncilOfficePolicy(Organization)
    icon = "group"
    menu_label = _("Organizations")
    list_display = ("name", "kind", "code", "is_council_office", "ends_on")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "code")
    search_backend_name = None
    index_view_class = OrganizationIndexView
    edit_view_class = OrganizationEditView
    copy_view_class = OrganizationCopyView

    @cached_property
    def edit_handler(self) -> Any:
        panels = [FieldPanel(name) for name in ORGANIZATION_FIELDS]
        panels.append(FieldPanel("ends_on", read_only=True))
        return ObjectList(panels, base_form_class=OrganizationForm).bind_to_model(Organization)


class MembershipViewSet(RecordViewSet):
    model = Membership
    permission_policy = CouncilOfficePolicy(Membership)
    icon = "user"
    menu_label = _("Memberships")
    list_display = (
        "person",
        Column("address", label=_("E-mail"), accessor="person.email"),
        "organization",
        "role",
        "voting_right",
        "since",
        "until",
    )
    list_filter = ("organization", "role")
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        names = ("person", "organization", "role", "voting_right", "since", "until")
        panels = [FieldPanel(name) for name in names]
        return ObjectList(panels, base_form_class=PeopleForm).bind_to_model(Membership)


class DelegationViewSet(RecordViewSet):
    model = Delegation
    permission_policy = CouncilOfficePolicy(Delegation)
    icon = "user"
    menu_label = _("Delegations")
    list_display = (
        "delegator",
        Column("delegators_address", label=_("E-mail"), accessor="delegator.email"),
        "deputy",
        Column("deputys_address", label=_("E-mail of the deputy"), accessor="deputy.email"),
        "since",
        "until",
    )
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        panels = [FieldPanel(name) for name in ("delegator", "deputy", "since", "until")]
        return ObjectList(panels, base_form_class=PeopleForm).bind_to_model(Delegation)


class GlossaryTermViewSet(RecordViewSet):
    model = GlossaryTerm
    permission_policy = GlossaryPolicy(GlossaryTerm)
    icon = "wagtail-localize-language"
    menu_label = _("Glossary")
    list_display = ("term", "note")
    search_fields = ("term", "note")
    search_backend_name = None
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        panels = [FieldPanel("term"), FieldPanel("note"), FieldPanel("renderings")]
        return ObjectList(panels).bind_to_model(GlossaryTerm)


class RecordViewSetGroup(ModelViewSetGroup):
    menu_label = _("Master data")
    menu_icon = "cogs"
    menu_order = 400
    items = (
        OrganizationViewSet("organizations"),
        MembershipViewSet("memberships"),
        DelegationViewSet("delegations"),
        PaperKindViewSet("paper_kinds"),
        MeasureViewSet("measures"),
        GlossaryTermViewSet("glossary"),
    )
