"""The routing slip's own editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from papers.access.verb_table import offered
from papers.access.verbs import may_open_editor
from papers.admin.forms import attach_errors
from papers.admin.what_was_shown import SeenMixin, is_asked_whether_it_stands
from papers.enums import ConsultationRole, ConsultationState
from papers.models import Consultation
from papers.seen import FIELD, Changed, Seen, slip_that_stands
from workflows.errors import InvalidSlip
from workflows.out_of_turn import may_change_the_way, may_overtake
from workflows.routing import slips
from workflows.routing.slip_forms import SlipFormSet, TemplateForm
from workflows.routing.views.of_paper import PaperView
from workflows.verbs import (
    CHANGE_THE_WAY,
    CORRECT_RESULT,
    RECORD_AHEAD,
    RESUBMIT,
    SAVE_AS_TEMPLATE,
    SET_SLIP,
    START_ROUTING,
)


class SlipView(SeenMixin, PaperView, TemplateView):
    """One form with four buttons: save, add a line (for browsers without JavaScript), insert a template, save as a
    template.

    Only "save" and "save as a template" change the record; the others show the form again with everything typed still
    there."""

    template_name = "workflows/admin/slip.html"
    page_title = gettext_lazy("Routing slip")
    header_icon = "list-ol"
    was_refused = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_open_editor(request.user, self.paper):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_asked_whether_it_stands(request):
            return self.tell_whether_it_stands()
        return self._show(self._formset(lines=slips.slip_of(self.paper)), TemplateForm())

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        SET_SLIP.allow(request.user, self.paper)
        formset, templates = self._formset(data=request.POST), TemplateForm(request.POST)
        if not formset.is_valid() or not templates.is_valid():
            return self._show(formset, templates)
        lines = formset.lines()
        if "add_line" in request.POST:
            return self._show(self._formset(lines=lines, extra=3), templates)
        if "insert_template" in request.POST:
            if template := templates.cleaned_data["template"]:
                lines = slips.merged_with_template(lines, template)
                messages.info(
                    request, _("The lines of “%(template)s” were added. Check them and save.") % {"template": template}
                )
            else:
                templates.add_error("template", _("Choose a template."))
            return self._show(self._formset(lines=lines), templates)
        return self._save(formset, templates)

    def what_is_shown(self) -> Seen:
        return slip_that_stands(self.paper)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """The rows on the screen are those that were typed, on top of the slip that was shown first; only a refusal
        tells what became another meanwhile."""
        context = super().get_context_data(**kwargs)
        return context | ({FIELD: self.seen} if self.seen and not self.was_refused else {})

    def _save(self, formset: Any, templates: TemplateForm) -> HttpResponse:
        try:
            back = slips.set_slip(self.paper, lines=formset.lines(), by=self.request.user, seen=self.seen)
        except Changed as error:
            self.was_refused = True
            formset.non_form_errors().extend(error.messages)
            return self._show(formset, templates)
        except InvalidSlip as error:
            rows = formset.filled_forms()
            for problem in error.problems:
                if problem.index is None:
                    formset.non_form_errors().append(problem.message)
                else:
                    rows[problem.index].add_error(problem.field, problem.message)
            return self._show(formset, templates)
        messages.success(self.request, _("The routing slip was saved."))
        if back:
            message = _(
                "These lines wait again, because an earlier stage comes first; they are told by mail: %(lines)s"
            )
            messages.warning(self.request, message % {"lines": ", ".join(str(line) for line in back)})
        if "save_template" in self.request.POST:
            try:
                template = slips.save_as_template(self.paper, name=templates.cleaned_data["name"], by=self.request.user)
            except ValidationError as error:
                attach_errors(templates, error)
                return self._show(self._formset(lines=slips.slip_of(self.paper)), templates)
            messages.success(self.request, _("Saved as template “%(template)s”.") % {"template": template})
        return redirect(reverse("workflows:slip", args=[self.paper.pk]))

    def _formset(self, *, data: Any = None, lines: list[slips.Line] | None = None, extra: int = 1) -> Any:
        initial = [
            {
                "organization": line.organization.pk,
                "role": line.role,
                "stage": line.stage,
                "due": line.due,
                "round": line.round,
                "is_meant": line.is_meant,
            }
            for line in lines or []
        ]
        possible = slips.roles_on_the_way(self.paper.kind)
        on_slip = [line["organization"] for line in initial]
        roles = [(role.value, role.label) for role in ConsultationRole if role in possible]
        if data is not None:
            return SlipFormSet(data, on_slip=self._organizations_on_slip(), roles=roles, prefix="lines")
        formset = SlipFormSet(initial=initial, on_slip=on_slip, roles=roles, prefix="lines")
        formset.extra = extra
        return formset

    def _organizations_on_slip(self) -> list[int]:
        return list(self.paper.consultations.not_cancelled().values_list("organization_id", flat=True))

    def _doors(self, line: Consultation, slip: Iterable[Consultation]) -> list[tuple[str, Any]]:
        """Addresses of what can be recorded on a line besides its turn, with what they are called."""
        user, doors = self.request.user, []
        if may_overtake(line, slip, self.paper) and RECORD_AHEAD.is_for(user, line):
            doors.append((RECORD_AHEAD, _("Record its result …")))
        if CORRECT_RESULT.offered_to(user, line):
            doors.append((CORRECT_RESULT, _("Correct …")))
        if may_change_the_way(line, slip) and CHANGE_THE_WAY.is_for(user, line):
            doors.append((CHANGE_THE_WAY, _("Correct with consequences …")))
        return [(reverse(verb.view, args=[line.pk]), label) for verb, label in doors]

    def _show(self, formset: Any, templates: TemplateForm) -> HttpResponse:
        states = {
            tuple(map(str, slips.key_of(line))): line
            for line in self.paper.consultations.not_cancelled().select_related("organization", "latest_act__refer_to")
        }
        for form in formset.forms:
            form.line = line = states.get(form.typed_key)
            form.is_fixed = line is not None and (
                line.state != ConsultationState.PLANNED or line.latest_act_id is not None
            )
            form.doors = self._doors(line, states.values()) if line is not None else []
        among = (SET_SLIP, SAVE_AS_TEMPLATE, START_ROUTING, RESUBMIT)
        verbs = {verb.name for verb in offered(self.request.user, self.paper, among=among)}
        return self.render_to_response(
            self.get_context_data(formset=formset, templates=templates, media=formset.media, verbs=verbs)
        )
