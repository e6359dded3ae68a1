"""Forms for what was published by mistake. What a verb checks is not checked here again: its errors name the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.enums import Confidentiality
from papers.models import Attachment, Paper, RemovedAttachment
from workflows.restricting.restricting import former_files_left

PAPER = "paper"
FORMER = "former-"


class RestrictionForm(forms.Form):
    """``what``: the paper, or the key of an annex that is released with it."""

    what = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect, initial=PAPER)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why it was a mistake to publish this.")},
        help_text=_("Stays in the record; the public is not told."),
    )
    keeps_title = forms.BooleanField(
        label=_("The title is not the problem"),
        required=False,
        help_text=_("Where it was public it may be told what is no longer there."),
    )

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        self.annexes = {str(annex.pk): annex for annex in self.annexes_of(paper)}
        choices = [(key, annex.title) for key, annex in self.annexes.items()]
        everything = (PAPER, _("The paper with everything that belongs to it"))
        self.fields["what"].choices = [everything, *choices]  # type: ignore[attr-defined]  # the field declared above

    def annexes_of(self, paper: Paper) -> list[Attachment]:
        return list(paper.attachments.filter(waits=False, taken_off_at__isnull=True).order_by("position", "pk"))

    def subject(self) -> Any:
        """A paper or an annex, of a valid form."""
        return self.annexes.get(self.cleaned_data["what"], self.paper)


class TakeOffForm(RestrictionForm):
    """Also what no reader has any more, and the originating office can still see."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, paper=paper, **kwargs)
        self.former = {f"{FORMER}{one.pk}": one for one in former_files_left(paper)}
        # the field declared above
        self.fields["what"].choices += [(key, _called(one)) for key, one in self.former.items()]  # type: ignore[attr-defined]

    def subject(self) -> Any:
        return self.former.get(self.cleaned_data["what"]) or super().subject()


def _called(former: RemovedAttachment) -> str:
    day = date_format(timezone.localtime(former.removed_at), "SHORT_DATE_FORMAT")
    words = {"title": former.title, "file": former.filename, "day": day}
    if former.replaced:
        return gettext("%(title)s: only the file that was replaced on %(day)s (%(file)s)") % words
    return gettext("%(title)s: removed on %(day)s (%(file)s)") % words


class StricterForm(RestrictionForm):
    level = forms.ChoiceField(label=_("Confidentiality"), widget=forms.RadioSelect)
    field_order = ("what", "level", "reason", "keeps_title")

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, paper=paper, **kwargs)
        order = list(Confidentiality)
        stricter = order[order.index(Confidentiality(paper.confidentiality)) + 1 :]
        # the field declared above
        self.fields["level"].choices = [(one.value, one.label) for one in stricter]  # type: ignore[attr-defined]

    def annexes_of(self, paper: Paper) -> list[Attachment]:
        return [one for one in super().annexes_of(paper) if one.confidentiality != Confidentiality.CONFIDENTIAL]
