"""Screens for the steps of a paper: submit, check, release, return, recall, withdraw. Each shows the paper, asks what
the verb needs, and calls it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.access.verb_table import Verb
from papers.completeness import missing_sections
from papers.enums import PaperState
from papers.inspection.warnings import problems_of_annexes
from papers.pdf.preflight import problems_of
from papers.seen import Seen, what_stands, with_slip
from workflows.errors import InvalidSlip
from workflows.routing import release, steps
from workflows.routing.forms import CheckForm, ReasonForm, SubmitForm
from workflows.routing.slips import problems_before_submission
from workflows.routing.views.handing_over import HandOverView
from workflows.routing.views.of_paper import PaperStepView
from workflows.verbs import (
    PASS_FORMAL_CHECK,
    RECALL,
    RELEASE,
    RESUBMIT,
    RETURN_TO_AUTHOR,
    START_ROUTING,
    WITHDRAW,
)


class SubmitView(PaperStepView):
    """A check list before sending: what is missing is named here, with a link to the place, before anybody presses the
    button."""

    page_title = _("Submit")
    submit_label = _("Submit")
    success_message = _("“%(paper)s” was submitted.")
    form_class = SubmitForm
    template_name = "workflows/admin/submit.html"

    @property
    def verb(self) -> Verb:  # type: ignore[override]  # which of two depends on the paper
        return RESUBMIT if self.paper.state == PaperState.RETURNED else START_ROUTING

    def what_is_shown(self) -> Seen:
        return with_slip(what_stands(self.paper), self.paper)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offer_editorial": self.offers_editorial}

    def do(self, form: Any) -> None:
        if self.verb is RESUBMIT:
            editorial = form.cleaned_data.get("editorial", False)
            steps.resubmit(self.paper, by=self.request.user, editorial=editorial, seen=self.seen)
        else:
            steps.start_routing(self.paper, by=self.request.user, seen=self.seen)

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.paper.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        draft = self.paper.get_latest_revision_as_object()
        problems = problems_before_submission(self.paper)
        context["missing"] = missing_sections(draft)
        context["print_problems"] = problems_of(draft)
        context["annex_problems"] = problems_of_annexes(self.paper)
        context["slip_errors"] = InvalidSlip(problems).messages if problems else []
        context["confirmation_needed"] = self.verb is RESUBMIT and self.text_changed
        return context


class CheckView(PaperStepView):
    page_title = _("Formal check")
    submit_label = _("Pass the check and assign the number")
    success_message = _("“%(paper)s” passed the formal check.")
    explanation = _(
        "Sections, costs and routing slip complete? Passing the check gives the paper its number; it is then ready "
        "for release."
    )
    form_class = CheckForm
    template_name = "workflows/admin/check.html"
    verb = PASS_FORMAL_CHECK

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offer_editorial": self.offers_editorial}

    def do(self, form: Any) -> None:
        data = form.cleaned_data
        release.pass_formal_check(
            self.paper,
            by=self.request.user,
            remark=data["remark"],
            editorial=data.get("editorial", False),
            seen=self.seen,
        )

    def get_success_url(self) -> str:
        self.paper.refresh_from_db()
        if self.paper.state == PaperState.RELEASING:
            return reverse("workflows:release", args=[self.paper.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        text = self.paper.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "missing": missing_sections(text),
            "print_problems": problems_of(text),
            "annex_problems": problems_of_annexes(self.paper),
        }


class ReleaseView(PaperStepView):
    page_title = _("Release")
    submit_label = _("Release")
    success_message = _("“%(paper)s” was released.")
    explanation = _(
        "Releasing publishes the checked version to those who may read it and opens the lines of the committees."
    )
    form_class = SubmitForm
    verb = RELEASE

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offer_editorial": self.offers_editorial}

    def do(self, form: Any) -> None:
        editorial = form.cleaned_data.get("editorial", False)
        release.release(self.paper, by=self.request.user, editorial=editorial, seen=self.seen)


class ReturnView(PaperStepView):
    page_title = _("Return to the author")
    submit_label = _("Return")
    success_message = _("“%(paper)s” was returned to its author.")
    explanation = _("The author can change the text and submit it again. Results recorded so far stay.")
    form_class = ReasonForm
    verb = RETURN_TO_AUTHOR

    def do(self, form: Any) -> None:
        steps.return_to_author(self.paper, by=self.request.user, reason=form.cleaned_data["reason"], seen=self.seen)


class RecallView(PaperStepView):
    page_title = _("Recall")
    submit_label = _("Recall")
    success_message = _("“%(paper)s” is a draft again.")
    explanation = _("The paper becomes a draft again and leaves the inboxes of those who have not acted yet.")
    verb = RECALL

    def do(self, form: Any) -> None:
        steps.recall(self.paper, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.paper.pk])


class WithdrawView(PaperStepView):
    page_title = _("Withdraw")
    submit_label = _("Withdraw for good")
    success_message = _("“%(paper)s” was withdrawn.")
    explanation = _(
        "The paper ends here. It keeps its number and its history; open and planned lines are cancelled. This cannot "
        "be undone."
    )
    form_class = ReasonForm
    dangerous = True
    verb = WITHDRAW

    def do(self, form: Any) -> None:
        steps.withdraw(self.paper, by=self.request.user, reason=form.cleaned_data["reason"], seen=self.seen)


STEP_VIEWS: dict[str, type[PaperStepView]] = {
    "submit": SubmitView,
    "check": CheckView,
    "release": ReleaseView,
    "return": ReturnView,
    "recall": RecallView,
    "withdraw": WithdrawView,
    "hand_over": HandOverView,
}
