"""Screens for what was published by mistake: what is to go, whom it has reached, and the list that stays afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from papers.access import is_council_office
from workflows.distribution.views.deliveries import log_url
from workflows.restricting.forms import PAPER, StricterForm, TakeOffForm
from workflows.restricting.reached import deliveries_reached, what_was_restricted
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.restricting_verbs import MAKE_STRICTER, ONLY_THE_COUNCIL_OFFICE, TAKE_OFF_THE_PUBLIC
from workflows.routing.views.of_paper import PaperStepView, PaperView


class RestrictingView(PaperStepView):
    """Neither verb vouches, so what the token says is asked by nobody."""

    template_name = "workflows/admin/restrict.html"
    dangerous = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "paper": self.paper}

    def what_it_was_about(self, form: Any) -> str:
        what = form.cleaned_data["what"]
        return super().what_it_was_about(form) if what == PAPER else str(dict(form.fields["what"].choices)[what])

    def get_success_url(self) -> str:
        return reverse("workflows:reached", args=[self.paper.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "deliveries": list(deliveries_reached(self.paper))}


class MakeStricterView(RestrictingView):
    page_title = _("Make stricter")
    submit_label = _("Make stricter")
    success_message = _("“%(paper)s”: made stricter")
    explanation = _(
        "Whoever may not read it at the new level finds it nowhere any more, from this moment on. This cannot be "
        "undone: nothing becomes more open again."
    )
    form_class = StricterForm
    verb = MAKE_STRICTER

    def do(self, form: Any) -> None:
        data = form.cleaned_data
        make_stricter(
            form.subject(),
            level=data["level"],
            reason=data["reason"],
            keeps_title=data["keeps_title"],
            by=self.request.user,
        )


class TakeOffView(RestrictingView):
    page_title = _("Take off the public")
    submit_label = _("Take off the public for good")
    success_message = _("“%(paper)s”: taken off the public")
    explanation = _(
        "From this moment on only the council office can read it; the office it comes from and the committees cannot. "
        "A paper that is still on its way ends here. This cannot be undone."
    )
    form_class = TakeOffForm
    verb = TAKE_OFF_THE_PUBLIC

    def do(self, form: Any) -> None:
        data = form.cleaned_data
        take_off_the_public(
            form.subject(), reason=data["reason"], keeps_title=data["keeps_title"], by=self.request.user
        )


class ReachedView(PaperView, TemplateView):
    """Whom the paper or an annex had reached, for as long as the record stands. To be printed, or exported from the log
    of deliveries."""

    template_name = "workflows/admin/reached.html"
    page_title = _("Whom it had reached")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_council_office(request.user):
            raise PermissionDenied(ONLY_THE_COUNCIL_OFFICE)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "told": what_was_restricted(self.paper),
            "log": f"{log_url(number=self.paper.number or '')}&export=",
        }
