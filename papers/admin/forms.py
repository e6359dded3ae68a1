"""Forms of the record: a new paper and its attachments.

What a verb checks is not checked here again: its errors name the fields.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from papers.access import Reader, origins_open_to
from papers.enums import Confidentiality, SuffixKind
from papers.models import Organization, Paper, PaperKind, Strategy
from papers.one_by_one import there_is
from papers.typed_numbers import paper_numbered

MOST_OFFERED = 100


def attach_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Each message at its field if the form has it, otherwise above the form: a verb may demand what the screen did not
    ask for when it was opened."""
    if hasattr(error, "error_dict"):
        for field, messages in error.error_dict.items():
            form.add_error(field if field in form.fields else None, messages)
    else:
        form.add_error(None, error)


class ManyOptions(forms.Select):
    """Written without a template for each option, which would take most of the time the whole screen takes."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt({**self.attrs, "name": name, **(attrs or {})}), options)


class NewPaperForm(forms.Form):
    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind of paper"),
        queryset=PaperKind.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    originating_office = forms.ModelChoiceField(
        label=gettext_lazy("Originating office"), queryset=Organization.objects.none()
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Confidentiality"), choices=Confidentiality.choices, initial=Confidentiality.PUBLIC
    )
    superordinate = forms.CharField(
        label=gettext_lazy("Belongs to paper"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Number of the paper, if this one is a new version, a supplement or an answer."),
    )
    suffix_kind = forms.ChoiceField(label=gettext_lazy("as"), required=False, choices=[("", "–"), *SuffixKind.choices])
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Sub-topic of"),
        required=False,
        queryset=Strategy.objects.none(),
        widget=ManyOptions,
        help_text=gettext_lazy("Only for strategies: the topic it belongs below."),
    )

    def __init__(self, *args: Any, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        offices = origins_open_to(user)
        self.fields["originating_office"].queryset = offices  # type: ignore[attr-defined]  # the field declared above
        if len(offices) == 1:
            self.fields["originating_office"].initial = offices[0]
        parent = self.fields["parent"]
        parent.queryset = Strategy.objects.originals_readable_by(user)  # type: ignore[attr-defined]  # declared above
        parent.choices = self._latest_strategies  # type: ignore[attr-defined]

    def _latest_strategies(self) -> list[tuple[Any, str]]:
        """Those begun last are offered; any that may be read is taken."""
        readable = Paper.objects.originals_readable_by(self.user).filter(pk=OuterRef("pk"))
        strategies = Strategy.objects.filter(there_is(readable)).order_by("-pk")
        latest = strategies.values_list("pk", "number", "title")[:MOST_OFFERED]
        offered = [(pk, f"{number} {title}" if number else title) for pk, number, title in latest]
        return [("", "---------"), *sorted(offered, key=lambda choice: choice[1])]

    def clean_superordinate(self) -> Paper | None:
        number = self.cleaned_data["superordinate"].strip()
        if not number:
            return None
        return paper_numbered(number, Paper.objects.originals_readable_by(self.user))


class AttachmentForm(forms.Form):
    """``late``: after the release, when readers are told why there is something new."""

    file = forms.FileField(label=gettext_lazy("File"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Confidentiality"), choices=Confidentiality.choices, initial=Confidentiality.PUBLIC
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it comes after the release"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands on the page, in the print and in the mail that brings the attachment."),
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["reason"]


class ChangeAttachmentForm(forms.Form):
    """``late``: after the release, when readers are told why something is another."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is changed after the release"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands on the page, in the print and in the mail that tells of the change."),
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["reason"]


class ReplaceAttachmentForm(ChangeAttachmentForm):
    file = forms.FileField(label=gettext_lazy("New file"))
    field_order = ("file", "reason")


class RenameAttachmentForm(ChangeAttachmentForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    field_order = ("title", "reason")

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, late=late, **kwargs)
        if late:
            told = gettext_lazy("Stands in the timeline, in the print and in the mail that tells of the change.")
            self.fields["reason"].help_text = told


class AttachmentLevelForm(forms.Form):
    confidentiality = forms.ChoiceField(label=gettext_lazy("Confidentiality"), choices=Confidentiality.choices)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
