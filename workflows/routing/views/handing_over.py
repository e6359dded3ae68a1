"""The screen on which a paper goes to another office or author."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.access import is_council_office
from papers.enums import ORIGINS
from papers.models import Organization
from workflows.ending_verbs import HAND_OVER
from workflows.routing import handing_over
from workflows.routing.ending_forms import HandOverForm
from workflows.routing.views.of_paper import PaperStepView


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
