"""The editor of a paper: its text, and its record as far as it can still be changed.

No slug, no publishing dates, no "show in menus": the number gives the address, and the release gives the date.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField as RichTextColumn

from papers import access
from papers.access import images, links
from papers.admin.print_panel import PrintProblemsPanel
from papers.blocks.rich_text import NOTHING, Refused, RichTextField, refusing
from papers.models import Paper, Strategy

# Fixed once the paper has been submitted: rights, numbering and the way it takes depend on them.
FIXED_AFTER_SUBMISSION = ("kind", "originating_office", "confidentiality")


def attach() -> None:
    """Give the pages of the record their editors. From here, because the record knows no screens."""
    register_form_field_override(RichTextColumn, override={"form_class": RichTextField})
    Paper.edit_handler, Paper.base_form_class = paper_edit_handler(), PaperForm
    Strategy.edit_handler, Strategy.base_form_class = strategy_edit_handler(), PaperForm


class PaperForm(WagtailAdminPageForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        paper = self.instance
        fixed = not paper.is_with_author or paper.live or paper.number
        for name in FIXED_AFTER_SUBMISSION:
            if name in self.fields:
                self.fields[name].disabled = bool(fixed)  # Django ignores what is posted for a disabled field
        if "agenda_item" in self.fields:
            self.fields["agenda_item"].disabled = bool(paper.live)  # afterwards the agenda says it
        if "originating_office" in self.fields and not fixed and self.for_user is not None:
            self.fields["originating_office"].queryset = access.origins_open_to(self.for_user)
        if "related_topics" in self.fields and self.for_user is not None:
            topics = Strategy.objects.readable_by(self.for_user).order_by("title")
            self.fields["related_topics"].queryset = topics

    def _widget_data_value(self, widget: Any, html_name: str) -> Any:
        """Django reads each field by this, whenever it is looked at: checked, previewed, or shown again with what is
        wrong. Whatever of it the person may not use is refused in the field it stands in."""
        with refusing(self.refused):
            return super()._widget_data_value(widget, html_name)

    @cached_property
    def refused(self) -> Refused:
        if self.for_user is None:
            return NOTHING
        model, page = type(self.instance), self.instance
        fields = [field for field in images.fields_with_images(model) if field.name in self.fields]
        typed = {
            field.name: super(PaperForm, self)._widget_data_value(
                self.fields[field.name].widget, self.add_prefix(field.name)
            )
            for field in fields
        }
        return Refused(
            pages=links.pages_refused(self.for_user, page, typed),
            images=images.images_refused(self.for_user, model, typed),
        )

    def clean_related_topics(self) -> Any:
        """What was chosen, and what somebody else chose whom the rule allows more."""
        chosen = list(self.cleaned_data["related_topics"])
        offered = set(self.fields["related_topics"].queryset.values_list("pk", flat=True))
        kept = self.instance.related_topics.all()  # of a draft: rows that are not in the database cannot be filtered
        return [*chosen, *(topic for topic in kept if topic.pk not in offered)]


def paper_edit_handler() -> TabbedInterface:
    return TabbedInterface(
        [ObjectList([*_head(), FieldPanel("body")], heading=_("Text")), ObjectList(_record(), heading=_("Record"))]
    )


def strategy_edit_handler() -> TabbedInterface:
    text = [*_head(), FieldPanel("vision"), FieldPanel("body")]
    aims = [FieldPanel("goals"), FieldPanel("fields_of_action"), FieldPanel("related_topics")]
    return TabbedInterface(
        [
            ObjectList(text, heading=_("Text")),
            ObjectList(aims, heading=_("Goals and fields of action")),
            ObjectList(_record(), heading=_("Record")),
        ]
    )


def _head() -> list[Any]:
    return [
        PrintProblemsPanel(heading=_("Print")),
        FieldPanel("title", classname="title"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("date"), FieldPanel("place")])], heading=_("Signature")),
        FieldPanel("summary"),
    ]


def _record() -> list[Any]:
    return [
        FieldPanel("kind"),
        FieldPanel("originating_office"),
        FieldPanel("confidentiality"),
        FieldPanel("agenda_item"),
        FieldPanel("partner_cities", widget=forms.CheckboxSelectMultiple),
        FieldPanel("number", read_only=True),
        FieldPanel("state", read_only=True),
        FieldPanel("superordinate", read_only=True),
    ]
