"""Screens for what ends and what goes on elsewhere: an organization, a line on which nobody can act, a paper whose
office or author changes."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from papers.admin.forms import attach_errors
from papers.admin.what_was_shown import is_asked_whether_it_stands, too_late, what_became_of
from papers.models import Organization
from papers.seen import FIELD
from papers.wording import title_of
from workflows.ending_verbs import END_LINE, END_ORGANIZATION, HAND_OVER_LINE
from workflows.errors import WrongState
from workflows.routing import ending
from workflows.routing.ending_forms import EndForm, WayOutForm
from workflows.routing.left_behind import Left, Sort, left_at
from workflows.routing.planned_end import PlannedEnd
from workflows.routing.settling import MORE_HAS_COME_UP
from workflows.routing.views.of_line import LineView

ONE_BY_ONE = "one_by_one"  # the button of a sort of things


class EndOrganizationView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    """Lists what is left at an organization, and ends it. What was listed comes back with the form."""

    template_name = "workflows/admin/end_organization.html"
    form_class = EndForm
    page_title = _("End of an organization")
    header_icon = "group"
    breadcrumbs_items: ClassVar[list[dict[str, str]]] = []  # a heading instead; the way back is a button

    @cached_property
    def organization(self) -> Organization:
        rows = Organization.objects.select_related("planned_end__successor", "planned_end__by")
        organization: Organization = get_object_or_404(rows, pk=self.kwargs["pk"])
        return organization

    @property
    def plan(self) -> PlannedEnd | None:
        return getattr(self.organization, "planned_end", None)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        END_ORGANIZATION.allow(request.user, self.organization)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if is_asked_whether_it_stands(request):
            is_more = not set(self.left.keys) <= set(request.GET[FIELD].split())
            return what_became_of([str(MORE_HAS_COME_UP)] if is_more else [])
        return super().get(request, *args, **kwargs)

    @cached_property
    def left(self) -> Left:
        return left_at(self.organization)

    def get_page_subtitle(self) -> str:
        return str(self.organization)

    def get_initial(self) -> dict[str, Any]:
        if self.asks_one_by_one:
            return self.request.POST.dict()
        ends_on, plan = self.organization.ends_on, self.plan
        if plan is None:
            return {"ends_on": ends_on, "successor": self.organization.successors.first()}
        chosen = {f"fate-{key}": fate for key, fate in plan.fates.items()}
        return {"ends_on": ends_on, "successor": plan.successor, "reason": plan.reason, **chosen}

    @property
    def asks_one_by_one(self) -> bool:
        return ONE_BY_ONE in self.request.POST

    @property
    def one_by_one(self) -> list[str]:
        """Sorts of things that are decided one by one: those that were before, and the one just asked for."""
        asked = self.request.POST
        found = [*asked.get("asked", "").split(), asked.get(ONE_BY_ONE, "")]
        if self.request.method == "GET" and self.plan is not None:
            found = [key.partition("-")[0] for key in self.plan.fates]
        return [name for name in Sort.values if name in found]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.asks_one_by_one:  # nothing is decided yet, so nothing is wrong with it
            kwargs = {"initial": kwargs["initial"], "prefix": kwargs["prefix"]}
        return {**kwargs, "organization": self.organization, "left": self.left, "one_by_one": self.one_by_one}

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if "take_back" in request.POST:
            return self._take_back()
        if self.asks_one_by_one:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def _take_back(self) -> HttpResponse:
        try:
            ending.take_back_end(self.organization, by=self.request.user)
        except ValidationError as error:
            messages.warning(self.request, " ".join(error.messages))
        else:
            text = gettext("“%(organization)s” goes on.") % {"organization": self.organization}
            messages.success(self.request, text)
        return redirect(self.get_success_url())

    def form_valid(self, form: EndForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            ending.end_organization(
                self.organization,
                ends_on=data["ends_on"],
                by=self.request.user,
                successor=data["successor"],
                reason=data["reason"],
                fates=form.fates,
                seen=self.request.POST.get("seen", "").split(),
            )
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _what_is_set(self.organization, data["ends_on"]))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("organizations:edit", args=[self.organization.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        context.update(
            organization=self.organization,
            plan=self.plan,
            obstacle=ending.obstacle_to(self.plan) if self.plan is not None else "",
            seen=" ".join(self.left.keys),
            head=[form[name] for name in ("ends_on", "successor", "reason")],
            heaps=form.heaps,
            asked=" ".join(self.one_by_one),
        )
        return context


def _what_is_set(organization: Organization, ends_on: datetime.date) -> str:
    words = {"organization": organization, "date": date_format(ends_on, "SHORT_DATE_FORMAT")}
    if ends_on >= timezone.localdate():
        return gettext("“%(organization)s” goes on with everything until %(date)s.") % words
    return gettext("The end of “%(organization)s” is set.") % words


class StrandedView(LineView):
    """The ways out for a line on which nobody can act."""

    template_name = "workflows/admin/stranded.html"
    form_class = WayOutForm
    page_title = _("Nobody can act")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            HAND_OVER_LINE.allow(request.user, self.line)
            END_LINE.allow(request.user, self.line)
        except WrongState as error:
            return too_late(request, error, "workflows:inbox")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return title_of(self.line.paper)

    def form_valid(self, form: WayOutForm) -> HttpResponse:
        reason, heir = form.cleaned_data["reason"], form.heir
        try:
            if heir is None:
                ending.end_line(self.line, by=self.request.user, reason=reason)
            else:
                ending.hand_over_line(self.line, to=heir, by=self.request.user, reason=reason)
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("“%(paper)s” goes on.") % {"paper": title_of(self.line.paper)})
        return redirect("workflows:inbox")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(line=self.line, paper=self.line.paper)
        return context
