from workflows.models.distribution import Delivery, DeliveryState, Distribution
from workflows.models.slips import SlipTemplate, SlipTemplateLine
from workflows.models.tasks import (
    FormalCheckTask,
    PaperTask,
    ReleaseTask,
    RolesField,
    RoutingTask,
    TranslationReviewTask,
)

__all__ = [
    "Delivery",
    "DeliveryState",
    "Distribution",
    "FormalCheckTask",
    "PaperTask",
    "ReleaseTask",
    "RolesField",
    "RoutingTask",
    "SlipTemplate",
    "SlipTemplateLine",
    "TranslationReviewTask",
]
