"""Forms of the steps and of what is recorded on a line.

They collect and convert; what is allowed is said by the verbs, whose errors ``attach_errors`` puts at the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from papers.admin.forms import attach_errors
from papers.enums import OUTCOMES_WITH_AMENDED_TEXT, OUTCOMES_WITHOUT_VOTE, VOTING_ROLES, ConsultationRole, Outcome
from papers.models import Consultation, Organization
from papers.wording import line_sentence
from workflows.routing.acting import bodies_to_refer_to, outcomes_of
from workflows.routing.ahead import outcomes_ahead
from workflows.routing.consequences import Consequence
from workflows.routing.consequences import possible_outcomes as outcomes_of_another_way
from workflows.routing.correcting import possible_outcomes
from workflows.routing.plausible import Votes


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Everybody who may read the paper's history will see it."),
    )


class SubmitForm(forms.Form):
    editorial = forms.BooleanField(
        label=_("The changes are editorial"), required=False, help_text=_("Earlier signatures stay valid.")
    )

    def __init__(self, *args: Any, offer_editorial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offer_editorial:
            del self.fields["editorial"]


class CheckForm(SubmitForm):
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class DistributeForm(forms.Form):
    """``remark`` stands in the mail of a new version, and has no place in that of the first."""

    remark = forms.CharField(
        label=_("What has changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this in the mail; of a paper that is not public, only after signing in."),
    )

    def __init__(self, *args: Any, is_new_version: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new_version:
            del self.fields["remark"]


class ActForm(forms.Form):
    """Offers what the line's role allows, nothing else."""

    outcome = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    decided_on = forms.DateField(
        label=_("Date of the result"), widget=AdminDateInput, help_text=_("Day of the meeting or of the signature.")
    )
    votes_yes = forms.IntegerField(label=pgettext_lazy("votes", "Yes"), min_value=0, max_value=999, required=False)
    votes_no = forms.IntegerField(label=pgettext_lazy("votes", "No"), min_value=0, max_value=999, required=False)
    votes_abstain = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999, required=False)
    votes_biased = forms.IntegerField(
        label=_("Biased"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("Members excluded from the vote for a conflict of interest."),
    )
    votes_reason = forms.CharField(
        label=_("Why the votes stand as they are"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Stays in the record."),
    )
    order_reason = forms.CharField(
        label=_("Why it is recorded out of order"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Readers see it beside the result."),
    )
    refer_to = forms.ModelChoiceField(label=_("Refer to"), queryset=Organization.objects.none(), required=False)
    amended_text = forms.CharField(
        label=_("Amended text"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("The text as it was resolved."),
    )
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    VOTE_FIELDS = ("votes_yes", "votes_no", "votes_abstain", "votes_biased")

    def __init__(self, *args: Any, line: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = ConsultationRole(line.role)
        outcomes = self.outcomes_for(line)
        choices = [(outcome.value, outcome.label) for outcome in outcomes]
        # the field declared above
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        self.fields["decided_on"].initial = timezone.localdate()
        if len(outcomes) == 1:
            self.fields["outcome"].initial = outcomes[0].value
        if role not in VOTING_ROLES:
            for name in (*self.VOTE_FIELDS, "votes_reason"):
                del self.fields[name]
        if Outcome.REFERRED in outcomes:
            # the field declared above
            self.fields["refer_to"].queryset = bodies_to_refer_to(line)  # type: ignore[attr-defined]
        else:
            del self.fields["refer_to"]
        if OUTCOMES_WITH_AMENDED_TEXT.isdisjoint(outcomes):
            del self.fields["amended_text"]

    def outcomes_for(self, line: Consultation) -> list[Outcome]:
        return outcomes_of(line)

    @property
    def asks_about_votes(self) -> bool:
        """Shown once there is a doubt, and from then on."""
        return self.has_votes and bool(self.errors.get("votes_reason") or self["votes_reason"].value())

    @property
    def asks_about_order(self) -> bool:
        """As ``asks_about_votes``."""
        return bool(self.errors.get("order_reason") or self["order_reason"].value())

    @property
    def has_votes(self) -> bool:
        return "votes_yes" in self.fields

    # The results a field belongs to, joined by spaces: the page shows it with them alone.

    @property
    def outcomes_with_vote(self) -> str:
        return " ".join(outcome for outcome in Outcome if outcome not in OUTCOMES_WITHOUT_VOTE)

    @property
    def outcomes_with_referral(self) -> str:
        return Outcome.REFERRED.value

    @property
    def outcomes_with_amended_text(self) -> str:
        return " ".join(OUTCOMES_WITH_AMENDED_TEXT)

    def votes(self) -> Votes | None:
        """Returns None when nothing was counted; a field left empty beside filled ones counts as zero."""
        counted = [self.cleaned_data.get(name) for name in self.VOTE_FIELDS]
        if all(count is None for count in counted):
            return None
        yes, no, abstain, biased = (count or 0 for count in counted)
        return Votes(yes, no, abstain, biased)

    def attach(self, error: ValidationError) -> None:
        """As ``attach_errors``; a message about the votes goes to the first of their fields."""
        if hasattr(error, "error_dict") and "votes" in error.error_dict:
            error.error_dict["votes_yes" if self.has_votes else "outcome"] = error.error_dict.pop("votes")
        attach_errors(self, error)


class AheadForm(ActForm):
    """Asks from the beginning why it is filled in before an earlier stage."""

    def outcomes_for(self, line: Consultation) -> list[Outcome]:
        return outcomes_ahead(line)

    @property
    def asks_about_order(self) -> bool:
        return True


class CorrectForm(ActForm):
    """Filled with what was recorded."""

    reason = forms.CharField(
        label=_("What was wrong"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it beside the corrected result."),
    )

    def __init__(self, *args: Any, line: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, line=line, **kwargs)
        self.line, act = line, line.latest_act
        # why votes are right is asked again of others; the verb keeps it for the same
        hidden = {"reason", "votes_reason"} | ({"remark"} if self.hides_remark else set())
        for name in self.fields.keys() - hidden:
            if act is not None and hasattr(act, name):
                self.fields[name].initial = getattr(act, name)

    def outcomes_for(self, line: Consultation) -> list[Outcome]:
        return possible_outcomes(line)

    @property
    def hides_remark(self) -> bool:
        """What offices write while co-signing stays among them, also after somebody else sits in one of them."""
        return self.line.role == ConsultationRole.CO_SIGN

    def clean_remark(self) -> str:
        """One that is not shown stays where nothing is typed in its place."""
        typed: str = self.cleaned_data["remark"]
        act = self.line.latest_act
        return act.remark if act is not None and self.hides_remark and not typed else typed


class ThenField(forms.ChoiceField):
    """What can become of a line is said by the verb, once it has told what changed since the list was shown."""

    def valid_value(self, value: Any) -> bool:
        return True


class ChangeTheWayForm(CorrectForm):
    """Asks of each line that followed from the wrong result what becomes of it."""

    def __init__(self, *args: Any, line: Consultation, consequences: Sequence[Consequence], **kwargs: Any) -> None:
        super().__init__(*args, line=line, **kwargs)
        for name in self.fields.keys() - {"decided_on"}:
            self.fields[name].initial = None
        self.consequences = consequences
        for one in consequences:
            self.fields[f"then-{one.key}"] = ThenField(
                label=f"{one.line.organization.name}: {line_sentence(one.line)}",
                choices=[(choice.value, choice.label) for choice in one.choices],
                initial=one.choices[0].value,
                widget=forms.RadioSelect,
                required=False,  # the verb takes the usual, and refuses a list that was not shown
                help_text=_told(one.line),
            )

    def outcomes_for(self, line: Consultation) -> list[Outcome]:
        return outcomes_of_another_way(line)

    def clean_remark(self) -> str:
        """What was remarked belonged to the wrong result."""
        typed: str = self.cleaned_data["remark"]
        return typed

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[f"then-{one.key}"] for one in self.consequences]

    @property
    def then(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[f"then-{one.key}"] for one in self.consequences}


def _told(line: Consultation) -> str:
    """Since when whoever acts for the line knows that it is their turn."""
    if line.opened_at is None:
        return ""
    day = date_format(timezone.localtime(line.opened_at), "SHORT_DATETIME_FORMAT")
    return gettext("Told by mail on %(day)s that it is its turn; told again if that changes.") % {"day": day}
