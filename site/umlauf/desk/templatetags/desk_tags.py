"""What the desk offers is what it accepts."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import ListingButton

from umlauf.desk.bulk import may_do, offers_whole_lists
from umlauf.desk.left_open import for_script

register = template.Library()


@register.simple_tag(takes_context=True)
def bulk_actions_offered(context: Any, app_label: str, model_name: str) -> list[ListingButton]:
    """In place of Wagtail's ``bulk_action_choices``, which shows all there are to everybody."""
    user = context["request"].user
    actions = bulk_action_registry.get_bulk_actions_for_model(app_label, model_name)
    return [
        ListingButton(
            action.display_name,
            reverse("wagtail_bulk_action", args=[app_label, model_name, action.action_type]),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            classname=" ".join(sorted({*action.classes, "bulk-action-btn"})),
        )
        for action in sorted(actions, key=lambda action: action.action_priority)
        if may_do(user, app_label, model_name, action.action_type)
    ]


@register.simple_tag
def bulk_actions_take_whole_lists(app_label: str, model_name: str) -> bool:
    return offers_whole_lists(app_label, model_name)


@register.simple_tag(takes_context=True)
def left_open_script(context: Any) -> dict[str, Any] | None:
    """None where nobody is signed in, as on pages of errors."""
    request = context.get("request")
    return for_script(request) if request is not None and request.user.is_authenticated else None
