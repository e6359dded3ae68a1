"""Acting on a line of the slip: the paper, its slip and the form on one screen, so that the inbox is cleared without
leaving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.access import acting_person, knows_drafts, may_read
from papers.admin.what_was_shown import too_late
from papers.enums import ConsultationRole, ConsultationState
from papers.models import Act, Consultation, Version
from papers.wording import line_sentence
from workflows.changed_annexes import told_to
from workflows.errors import NotYourLine, WrongState
from workflows.inbox import waiting_for
from workflows.routing import acting, ahead
from workflows.routing.forms import ActForm, AheadForm
from workflows.routing.views.of_line import ActingView
from workflows.verbs import ACT_ON, CORRECT_RESULT, RECORD_AHEAD


class ActView(ActingView):
    template_name = "workflows/admin/act.html"
    form_class = ActForm
    verb = ACT_ON

    def may_look_at(self, line: Consultation) -> bool:
        return super().may_look_at(line) or self._was_mine(line)

    def _was_mine(self, line: Consultation) -> bool:
        """Who acts for the organization learns what was done with its line, even when that ended their right to read
        the paper."""
        return line.state == ConsultationState.DONE and ACT_ON.is_for(self.request.user, line)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not ACT_ON.is_for(request.user, self.line):
            raise NotYourLine
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.line.organization.name}: {self.line.get_role_display()}"

    def form_valid(self, form: ActForm) -> HttpResponse:
        try:
            act = self.record(form)
        except ValidationError as error:
            form.attach(error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(outcome)s” was recorded for %(organization)s.")
            % {"outcome": act.get_outcome_display(), "organization": self.line.organization.name},
        )
        following = waiting_for(self.request.user).exclude(line_pk=self.line.pk).exists()
        return redirect(reverse("workflows:inbox") if following else reverse("wagtailadmin_home"))

    def record(self, form: ActForm) -> Act:
        return acting.act_on(self.line, refer_to=form.cleaned_data.get("refer_to"), **self.recorded(form))

    def recorded(self, form: ActForm) -> dict[str, Any]:
        """What both verbs ask for."""
        data = form.cleaned_data
        return {
            "by": self.request.user,
            "outcome": data["outcome"],
            "remark": data["remark"],
            "votes": form.votes(),
            "decided_on": data["decided_on"],
            "amended_text": data.get("amended_text", ""),
            "votes_reason": data.get("votes_reason", ""),
            "order_reason": data["order_reason"],
            "seen": self.seen,
        }

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        line, paper = self.line, self.line.paper
        version = self._version()
        context.update(
            line=line,
            paper=paper,
            version=version,
            readable=may_read(self.request.user, paper),
            text=version.revision.as_object() if version else paper,
            slip=paper.consultations.not_cancelled()
            .in_slip_order()
            .select_related("organization", "latest_act__refer_to"),
            attachments=paper.attachments.readable_by(self.request.user),
            **told_to(self.request.user, line),
            for_person=self._deputised(),
            closed=self._why_closed() if self.request.method == "GET" else "",
            may_correct=CORRECT_RESULT.offered_to(self.request.user, line),
            may_record_ahead=RECORD_AHEAD.offered_to(self.request.user, line),
        )
        return context

    def _version(self) -> Version | None:
        """The one that circulates for whoever signs it or knows drafts, the released one for everybody else."""
        paper = self.line.paper
        versions = Version.objects.filter(paper=paper).select_related("revision").order_by("number")
        if self.line.role != ConsultationRole.CO_SIGN and not knows_drafts(self.request.user, paper):
            versions = versions.filter(revision=paper.live_revision_id)
        return versions.last()

    def _deputised(self) -> Any:
        person = acting_person(self.request.user, self.line)
        if person is None or person == self.request.user.pk:
            return None
        return get_user_model().objects.get(pk=person)

    def _why_closed(self) -> str:
        if not self.line.is_standing:
            return line_sentence(self.line)
        try:
            self.verb.allow(self.request.user, self.line)
        except WrongState as error:
            return " ".join(error.messages)
        return ""


class AheadView(ActView):
    """The same screen for late minutes. It names the lines whose results are missing."""

    form_class = AheadForm
    verb = RECORD_AHEAD

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            RECORD_AHEAD.allow(request.user, self.line)
        except WrongState as error:
            if ACT_ON.is_for(request.user, self.line):
                return too_late(request, error, "workflows:act", self.line.pk)
            return too_late(request, error, "workflows:inbox")
        return ActingView.dispatch(self, request, *args, **kwargs)

    def record(self, form: ActForm) -> Act:
        return ahead.record_ahead(self.line, **self.recorded(form))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"missing": ahead.waiting_before(self.line)}
