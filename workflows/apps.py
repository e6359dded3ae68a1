from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS_THAT_MOVE_A_PAPER = (
    "workflows.routing.steps.start_routing",
    "workflows.routing.steps.resubmit",
    "workflows.routing.steps.return_to_author",
    "workflows.routing.steps.recall",
    "workflows.routing.steps.withdraw",
    "workflows.routing.acting.act_on",
    "workflows.routing.release.pass_formal_check",
    "workflows.routing.release.release",
    "workflows.routing.ending.end_organization",
    "workflows.routing.ending.settle_ended",
    "workflows.routing.ending.hand_over_line",
    "workflows.routing.ending.end_line",
    "workflows.restricting.restricting.take_off_the_public",
)


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Routing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from papers import log_actions
        from papers.access import groups
        from papers.admin import organizations
        from papers.mail import outbox
        from papers.record import written_by
        from workflows import signals  # receivers register on import
        from workflows.distribution.outbox import DELIVERIES
        from workflows.notifications import take_over_from_wagtail
        from workflows.panels import end_button

        signals.connect()
        outbox.register_box(DELIVERIES)
        organizations.register_button(end_button)
        take_over_from_wagtail()
        groups.grant(groups.COUNCIL_OFFICE, "workflows", sliptemplate=groups.KEEPING_AND_DELETING)
        groups.grant(groups.COUNCIL_OFFICE, "wagtailcore", workflow=("add", "change"), task=("add", "change"))
        log_actions.register_without_effect("umlauf.distribute", "umlauf.deliver_again")
        written_by(*VERBS_THAT_MOVE_A_PAPER, fields=("state", "state_since"))
        written_by("workflows.routing.release.release", fields=("released_at",))
        written_by("workflows.restricting.restricting.take_off_the_public", fields=("taken_off_at", "circle"))
        written_by(
            "workflows.routing.release.release", "workflows.restricting.restricting.make_stricter", fields=("circle",)
        )
