"""The words of log entries about papers, as Wagtail's history and site log print them.

Every verb leaves an entry, so whoever keeps something that follows from papers can listen to entries instead of verbs.
Most tell of a change; an app whose entries do not says so when it gets ready.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = (
    ("umlauf.attach", _("Add attachment"), _("Attachment added")),
    ("umlauf.virus", _("Find a virus"), _("Virus found in an attachment")),
    ("umlauf.detach", _("Remove attachment"), _("Attachment removed")),
    ("umlauf.replace_attachment", _("Replace attachment"), _("Attachment replaced")),
    ("umlauf.rename_attachment", _("Rename attachment"), _("Attachment renamed")),
    ("umlauf.reorder_attachments", _("Reorder attachments"), _("Attachments put into another order")),
    ("umlauf.set_attachment_level", _("Change level of attachment"), _("Level of an attachment changed")),
    ("umlauf.number_pattern", _("Change number pattern"), _("Number pattern changed")),
)

_changing_nothing: set[str] = set()


def register(actions: Any) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)


def register_without_effect(*actions: str) -> None:
    """Entries that change neither text nor record, nor who may read them."""
    _changing_nothing.update(actions)


def tells_of_a_change(action: str) -> bool:
    """Says whether an entry tells of a change. Actions nobody registered do, those of Wagtail and of later apps too."""
    return action not in _changing_nothing
