"""The measures of strategies, and the papers that carry them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from papers.access.policies import CouncilOfficePolicy
from papers.admin.record_viewset import RecordViewSet
from papers.models import Measure, Paper
from papers.typed_numbers import paper_numbered

MOST_NUMBERS = 100  # papers of one measure


class NumbersField(forms.CharField):
    """Papers by their numbers: a list to choose from would be all there are. Becomes a list of papers."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(_numbers_of(value))

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").replace("\n", ",").split(",")
        numbers = list(dict.fromkeys(filter(None, map(str.strip, typed))))
        if len(numbers) > MOST_NUMBERS:
            raise ValidationError(_("At most %(count)s papers.") % {"count": MOST_NUMBERS})
        papers, wrong = [], []
        for number in numbers:
            try:
                papers.append(paper_numbered(number, Paper.objects.originals()))
            except ValidationError as error:
                wrong += [f"{number}: {message}" for message in error.messages]
        if wrong:
            raise ValidationError(wrong)
        return papers

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _numbers_of(papers: Iterable[Paper]) -> list[str]:
    return [paper.number for paper in papers if paper.number]


class MeasureForm(WagtailAdminModelForm):
    papers = NumbersField(
        label=capfirst(Measure._meta.get_field("papers").verbose_name),
        required=False,
        help_text=_("Their numbers, separated by commas."),
    )

    def clean_papers(self) -> list[Paper]:
        """With those that are named already and have no number."""
        there = self.instance.papers.filter(number=None) if self.instance.pk else ()
        return [*self.cleaned_data["papers"], *there]


class MeasureViewSet(RecordViewSet):
    model = Measure
    permission_policy = CouncilOfficePolicy(Measure)
    icon = "tasks"
    menu_label = _("Measures")
    list_display = ("title", "strategy", "office", "period", "state")
    list_filter = ("strategy", "state", "office")
    copy_view_enabled = False

    @cached_property
    def edit_handler(self) -> Any:
        names = ("field_of_action", "title", "description", "office", "period", "state", "indicator")
        strategy = FieldPanel("strategy", widget=forms.Select)  # of the few there are; not any page
        panels = [strategy, *(FieldPanel(name) for name in (*names, "papers", "position"))]
        return ObjectList(panels, base_form_class=MeasureForm).bind_to_model(Measure)
