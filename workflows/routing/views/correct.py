"""Correcting a result: what was recorded, what stands after it, and the form filled with what is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.admin.what_was_shown import too_late
from papers.seen import Seen
from papers.wording import result_sentence, title_for
from workflows.errors import WrongState
from workflows.routing import consequences, correcting
from workflows.routing.forms import ChangeTheWayForm, CorrectForm
from workflows.routing.views.of_line import ActingView
from workflows.verbs import ACT_ON, CHANGE_THE_WAY, CORRECT_RESULT


class CorrectView(ActingView):
    template_name = "workflows/admin/correct.html"
    form_class = CorrectForm
    page_title = gettext_lazy("Correct a result")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            CORRECT_RESULT.allow(request.user, self.line)
        except WrongState as error:
            if ACT_ON.is_for(request.user, self.line):
                return too_late(request, error, "workflows:act", self.line.pk)
            return too_late(request, error, "workflows:inbox")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.line.organization.name}: {self.line.get_role_display()}"

    def form_valid(self, form: CorrectForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            act = correcting.correct_result(
                self.line,
                by=self.request.user,
                outcome=data["outcome"],
                reason=data["reason"],
                remark=data["remark"],
                votes=form.votes(),
                decided_on=data["decided_on"],
                amended_text=data.get("amended_text", ""),
                votes_reason=data.get("votes_reason", ""),
                order_reason=data["order_reason"],
                seen=self.seen,
            )
        except ValidationError as error:
            form.attach(error)
            return self.form_invalid(form)
        messages.success(self.request, _("The result was corrected: %(result)s") % {"result": result_sentence(act)})
        return redirect(self.line.paper.get_url(self.request) or "wagtailadmin_home")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        paper = self.line.paper
        return context | {
            "line": self.line,
            "paper": paper,
            "title": title_for(self.request.user, paper),
            "recorded": result_sentence(self.line.latest_act) if self.line.latest_act else "",
            "followed": correcting.followed(self.line),
            "way_back": paper.get_url(self.request),
            "may_change_the_way": CHANGE_THE_WAY.offered_to(self.request.user, self.line),
        }


class ChangeTheWayView(ActingView):
    """For the council office: a result of another kind, and what becomes of all that followed."""

    template_name = "workflows/admin/change_the_way.html"
    form_class = ChangeTheWayForm
    page_title = gettext_lazy("Correct a result and its consequences")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            CHANGE_THE_WAY.allow(request.user, self.line)
        except WrongState as error:
            return too_late(request, error, "workflows:inbox")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.line.organization.name}: {self.line.get_role_display()}"

    def what_is_shown(self) -> Seen:
        return consequences.line_and_slip(self.line, self.line.paper)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "consequences": consequences.consequences_of(self.line)}

    def form_valid(self, form: ChangeTheWayForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            act = consequences.change_the_way(
                self.line,
                by=self.request.user,
                outcome=data["outcome"],
                reason=data["reason"],
                then=form.then,
                remark=data["remark"],
                votes=form.votes(),
                decided_on=data["decided_on"],
                refer_to=data.get("refer_to"),
                amended_text=data.get("amended_text", ""),
                votes_reason=data.get("votes_reason", ""),
                order_reason=data["order_reason"],
                seen=self.seen,
            )
        except ValidationError as error:
            form.attach(error)
            return self.form_invalid(form)
        messages.success(self.request, _("The result was corrected: %(result)s") % {"result": result_sentence(act)})
        return redirect("workflows:slip", self.line.paper_id)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        line, paper = self.line, self.line.paper
        return context | {
            "line": line,
            "paper": paper,
            "title": title_for(self.request.user, paper),
            "recorded": result_sentence(line.latest_act) if line.latest_act else "",
            "comes_back": consequences.comes_back(line),
        }
