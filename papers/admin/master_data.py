"""The council office's master data: who exists, who belongs where, what kinds of paper there are, how far measures have
got."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from papers.models import Delegation, GlossaryTerm, Measure, Membership, Organization, PaperKind

ORGANIZATION_FIELDS = (
    "name",
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
    "ends_on",
)


class OrganizationForm(WagtailAdminModelForm):
    """Name and description in every language the city offers: partner cities are read about in their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in _foreign_languages():
            texts = self.instance.translations.get(code, {})
            attrs = {"lang": code, "dir": "auto"}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                required=False,
                max_length=255,
                initial=texts.get("name", ""),
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("Description (%(language)s)") % {"language": language},
                required=False,
                initial=texts.get("description", ""),
                widget=forms.Textarea(attrs={**attrs, "rows": 2}),
            )

    def save(self, commit: bool = True) -> Any:
        translations = {
            code: texts for code, texts in self.instance.translations.items() if f"name_{code}" not in self.fields
        }
        for code, _language in _foreign_languages():
            texts = {name: self.cleaned_data.get(f"{name}_{code}", "").strip() for name in ("name", "description")}
            if any(texts.values()):
                translations[code] = {name: text for name, text in texts.items() if text}
        self.instance.translations = translations
        return super().save(commit=commit)


class OrganizationViewSet(ModelViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Organizations")
    list_display = ("name", "kind", "code", "is_council_office", "ends_on")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "code")
    search_backend_name = None

    @cached_property
    def edit_handler(self) -> Any:
        return ObjectList(
            [FieldPanel(name) for name in ORGANIZATION_FIELDS], base_form_class=OrganizationForm
        ).bind_to_model(Organization)


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    menu_label = _("Memberships")
    list_display = ("person", "organization", "role", "voting_right", "since", "until")
    list_filter = ("organization", "role")
    form_fields = ("person", "organization", "role", "voting_right", "since", "until")
    copy_view_enabled = False


class DelegationViewSet(ModelViewSet):
    model = Delegation
    icon = "user"
    menu_label = _("Delegations")
    list_display = ("delegator", "deputy", "since", "until")
    form_fields = ("delegator", "deputy", "since", "until")
    copy_view_enabled = False


class PaperKindForm(WagtailAdminModelForm):
    """One name field per content language; a language is configuration, so the fields come from the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                self.fields[f"name_{code}"] = forms.CharField(
                    label=_("Name (%(language)s)") % {"language": language},
                    required=False,
                    max_length=80,
                    initial=self.instance.name_translations.get(code, ""),
                )

    def save(self, commit: bool = True) -> Any:
        names = {
            code: self.cleaned_data.get(f"name_{code}", "").strip()
            for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES
        }
        self.instance.name_translations = {code: name for code, name in names.items() if name}
        return super().save(commit=commit)


class PaperKindViewSet(ModelViewSet):
    model = PaperKind
    icon = "doc-full"
    menu_label = _("Kinds of paper")
    list_display = ("name", "abbreviation", "number_pattern", "requires_decision", "workflow")
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        panels = [
            FieldPanel("name"),
            FieldPanel("abbreviation"),
            FieldPanel("slug"),
            FieldPanel("number_pattern"),
            FieldPanel("requires_decision"),
            FieldPanel("workflow"),
            FieldPanel("position"),
            InlinePanel("required_sections", heading=_("Required sections"), label=_("Section")),
        ]
        return ObjectList(panels, base_form_class=PaperKindForm).bind_to_model(PaperKind)


class MeasureViewSet(ModelViewSet):
    model = Measure
    icon = "tasks"
    menu_label = _("Measures")
    list_display = ("title", "strategy", "office", "period", "state")
    list_filter = ("strategy", "state", "office")
    form_fields = (
        "strategy",
        "field_of_action",
        "title",
        "description",
        "office",
        "period",
        "state",
        "indicator",
        "papers",
        "position",
    )
    copy_view_enabled = False


class GlossaryTermForm(WagtailAdminModelForm):
    """One field per language; a language is configuration, so the fields come from the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in _foreign_languages():
            self.fields[f"in_{code}"] = forms.CharField(
                label=_("In %(language)s") % {"language": language},
                help_text=_("Several that may stand are separated by “;”, the preferred one first."),
                required=False,
                max_length=300,
                initial=self.instance.renderings.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )

    def save(self, commit: bool = True) -> Any:
        renderings = {code: self.cleaned_data.get(f"in_{code}", "").strip() for code, _language in _foreign_languages()}
        languages_no_longer_offered = {
            code: text for code, text in self.instance.renderings.items() if code not in renderings
        }
        self.instance.renderings = {
            **languages_no_longer_offered,
            **{code: text for code, text in renderings.items() if text},
        }
        return super().save(commit=commit)


def _foreign_languages() -> list[tuple[str, Any]]:
    return [(code, name) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES if code != settings.LANGUAGE_CODE]


class GlossaryTermViewSet(ModelViewSet):
    model = GlossaryTerm
    icon = "wagtail-localize-language"
    menu_label = _("Glossary")
    list_display = ("term", "note")
    search_fields = ("term", "note")
    search_backend_name = None
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        return ObjectList([FieldPanel("term"), FieldPanel("note")], base_form_class=GlossaryTermForm).bind_to_model(
            GlossaryTerm
        )


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
