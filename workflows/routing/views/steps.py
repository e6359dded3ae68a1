"""Screens for the steps of a paper: submit, check, release, return, recall, withdraw. Each shows the paper, asks what
the verb needs, and calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.access import is_council_office, may_read
from papers.access.verb_table import VERBS, Verb, offered
from papers.access.verbs import may_open_editor
from papers.completeness import missing_sections
from papers.enums import ORIGINS, PaperState
from papers.inspection.warnings import problems_of_annexes
from papers.models import Organization, Paper
from papers.pdf.preflight import problems_of
from papers.seen import FIELD, Seen, what_stands, with_slip
from papers.versions import changed_since, latest_version
from papers.wording import title_for
from workflows.ending_verbs import HAND_OVER
from workflows.errors import InvalidSlip, WrongState
from workflows.routing import handing_over, release, steps
from workflows.routing.ending_forms import HandOverForm
from workflows.routing.forms import CheckForm, ReasonForm, SubmitForm, attach_errors
from workflows.routing.slips import problems_before_submission
from workflows.verbs import (
    CALL_EDITORIAL,
    PASS_FORMAL_CHECK,
    RECALL,
    RELEASE,
    RESUBMIT,
    RETURN_TO_AUTHOR,
    START_ROUTING,
    WITHDRAW,
)

if TYPE_CHECKING:
    from papers.access import Person


class PaperView(WagtailAdminTemplateMixin):
    """A screen about one paper. Who may not read the paper is told it does not exist."""

    header_icon = "doc-full-inverse"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    @cached_property
    def paper(self) -> Paper:
        paper: Paper | None = (
            Paper.objects.originals()
            .select_related("kind", "originating_office", "locale", "author")
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if paper is None or not may_read(self.request.user, paper):
            raise Http404
        return paper

    def get_page_subtitle(self) -> str:
        return title_for(self.request.user, self.paper)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["paper"] = self.paper
        return context


class VerbView(PaperView):
    """A screen where something is done to a paper. It opens for those who may do it now. Whoever comes too late is told
    so at the paper, or in the inbox where they have no editor: the page for readers shows no messages."""

    verb: Verb

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            self.verb.allow(request.user, self.paper)
        except WrongState as error:
            messages.warning(request, " ".join(error.messages))
            if may_open_editor(request.user, self.paper):
                return redirect("wagtailadmin_pages:edit", self.paper.pk)
            return redirect("workflows:inbox")
        # of the view this is mixed into
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class SeenMixin:
    """For screens of verbs that vouch. The token of a page that is shown anew is that of what it shows now, never the
    one that was sent."""

    request: HttpRequest

    def what_is_shown(self) -> Seen:
        raise NotImplementedError

    @property
    def seen(self) -> str:
        """What was sent; empty, and so refused, where a form has none."""
        return str(self.request.POST.get(FIELD, ""))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view this is mixed into
        return context | {FIELD: self.what_is_shown().token()}


class PaperStepView(SeenMixin, VerbView, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    template_name = "workflows/admin/step.html"
    form_class: type[BaseForm] = Form
    submit_label: Any = ""
    success_message: Any = ""
    explanation: Any = ""
    dangerous = False

    def what_is_shown(self) -> Seen:
        return what_stands(self.paper)

    def do(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.do(form)
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message % {"paper": title_for(self.request.user, self.paper)})
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("workflows:inbox")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(
            submit_label=self.submit_label,
            explanation=self.explanation,
            dangerous=self.dangerous,
            slip=self.slip,
            verbs={verb.name for verb in steps_for(self.request.user, self.paper)},
        )
        return context

    @cached_property
    def slip(self) -> list[Any]:
        return list(
            self.paper.consultations.not_cancelled()
            .in_slip_order()
            .select_related("organization", "latest_act__refer_to")
        )

    @cached_property
    def text_changed(self) -> bool:
        return changed_since(self.paper, latest_version(self.paper))

    @property
    def offers_editorial(self) -> bool:
        return self.text_changed and CALL_EDITORIAL.offered_to(self.request.user, self.paper)


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


class HandOverView(PaperStepView):
    page_title = _("Hand over")
    submit_label = _("Hand over")
    success_message = _("“%(paper)s” was handed over.")
    explanation = _("The new office reads and revises the paper from now on; results recorded so far stay.")
    form_class = HandOverForm
    verb = HAND_OVER

    def get_initial(self) -> dict[str, Any]:
        """The successor of an office that has ended."""
        office = self.paper.originating_office
        heir = office.successors.active().first() if office.is_dissolved else None
        return {"office": heir or office, "author": self.paper.author_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        offices = Organization.objects.filter(kind__in=ORIGINS).active()
        if not is_council_office(self.request.user):
            offices = offices.filter(pk=self.paper.originating_office_id)
        return {**super().get_form_kwargs(), "offices": offices}

    def do(self, form: Any) -> None:
        data = form.cleaned_data
        handing_over.hand_over(
            self.paper, office=data["office"], author=data["author"], by=self.request.user, reason=data["reason"]
        )


def steps_for(user: Person, paper: Paper) -> list[Verb]:
    """What the user may do with the paper now, for buttons."""
    return offered(user, paper, among=(verb for verb in VERBS.values() if verb.icon))


STEP_VIEWS: dict[str, type[PaperStepView]] = {
    "submit": SubmitView,
    "check": CheckView,
    "release": ReleaseView,
    "return": ReturnView,
    "recall": RecallView,
    "withdraw": WithdrawView,
    "hand_over": HandOverView,
}
