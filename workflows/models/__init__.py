from workflows.distribution.deliveries import Delivery, DeliveryState, Distribution
from workflows.routing.planned_end import PlannedEnd
from workflows.routing.slip_templates import SlipTemplate, SlipTemplateLine
from workflows.routing.task_types import (
    FormalCheckTask,
    PaperTask,
    ReleaseTask,
    RolesField,
    RoutingTask,
    TranslationReviewTask,
)
from workflows.stranding import Stranding

__all__ = [
    "Delivery",
    "DeliveryState",
    "Distribution",
    "FormalCheckTask",
    "PaperTask",
    "PlannedEnd",
    "ReleaseTask",
    "RolesField",
    "RoutingTask",
    "SlipTemplate",
    "SlipTemplateLine",
    "Stranding",
    "TranslationReviewTask",
]
