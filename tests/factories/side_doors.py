"""Every address of Wagtail's and wagtail-localize's that changes a page without asking a verb, filled in so that
nothing but the gate stands in the way."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from tests.factories.screens import editor_form

# Buttons Wagtail and wagtail-localize know in the form of the editor.
BUTTONS = (
    {"action-submit": "1"},
    {"action-restart-workflow": "1"},
    {"action-cancel-workflow": "1"},
    {"action-workflow-action": "1", "workflow-action-name": "approve"},
    {"action-workflow-action": "1", "workflow-action-name": "reject"},
    {"localize-restart-translation": "1"},
    {"localize-convert-to-alias": "1"},
)
IN_PROGRAMS = (
    "convert_alias",
    "copy",
    "copy_for_translation",
    "create_alias",
    "delete",
    "move",
    "publish",
    "revert_to_page_revision",
    "unpublish",
)


class Door(NamedTuple):
    address: str
    data: dict


def closed_doors(page) -> dict[str, Door]:
    """By the name of the address, and what is asked for there where one address knows several things."""
    root, parent = Page.get_first_root_node(), page.get_parent()
    state = page.workflow_states.order_by("-pk").first()
    task = state.current_task_state_id if state is not None else None
    oldest = Revision.objects.for_instance(page).order_by("pk").values_list("pk", flat=True).first()
    doors = {
        "unpublish": ([], {"include_descendants": "on"}),
        "convert_alias": ([], {}),
        "move": ([], {"new_parent_page": root.pk}),
        "move_confirm": ([root.pk], {}),
        "set_page_position": ([], {"position": 0}),
        "copy": ([], {"new_title": "Kopie", "new_slug": f"kopie-{page.pk}", "new_parent_page": parent.pk}),
        "set_privacy": ([], {"restriction_type": "password", "password": "geheim"}),
        "lock": ([], {}),
        "revisions_unschedule": ([oldest or 0], {}),
        "confirm_workflow_cancellation": ([], {}),
        "workflow_preview": ([1], {}),
        **{
            f"{name} {action}": ([action, task or 0], {"comment": "So."})
            for name in ("workflow_action", "collect_workflow_action_data")
            for action in ("approve", "reject")
        },
    }
    found = {
        name: Door(reverse(f"wagtailadmin_pages:{name.partition(' ')[0]}", args=[page.pk, *args]), data)
        for name, (args, data) in doors.items()
    }
    for action in ("delete", "move", "publish", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        found[f"bulk {action}"] = Door(f"{address}?id={page.pk}", {"include_descendants": "on", "chooser": root.pk})
    for action in IN_PROGRAMS:
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        found[f"api {action}"] = Door(address, {"revision_id": oldest or 0, "locale": "en", "recursive": "true"})
    return found | of_localize(page)


def of_localize(page) -> dict[str, Door]:
    found = {
        "submit": Door(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [2, 3]}),
        "convert_to_alias": Door(reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {}),
    }
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()
    if translation is not None:
        found["stop"] = Door(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {})
    return found


def buttons_of_the_editor(paper) -> dict[str, Door]:
    """Whoever may write may save by these, and nothing else may come of it."""
    oldest = Revision.objects.for_instance(paper).order_by("pk").values_list("pk", flat=True).first()
    addresses = {
        "edit": reverse("wagtailadmin_pages:edit", args=[paper.pk]),
        "revert": reverse("wagtailadmin_pages:revisions_revert", args=[paper.pk, oldest]),
    }
    form = editor_form(paper)
    return {
        f"{name} {' '.join(button)}": Door(address, form | button)
        for name, address in addresses.items()
        for button in ({}, *BUTTONS)
    }
