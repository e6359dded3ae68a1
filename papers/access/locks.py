"""A circulating paper can be opened by those who work with it, but its text stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from papers.access import verbs
from papers.enums import PaperState

if TYPE_CHECKING:
    from papers.access import Reader


class CirculationLock(BaseLock):
    def for_user(self, user: Reader) -> bool:
        return not verbs.may_edit(user, self.object)

    def get_message(self, user: Reader) -> str:
        if not self.for_user(user):
            return _("This paper is in circulation. Change only what you are responsible for as council office.")
        if self.object.state == PaperState.WITHDRAWN:
            return _("This paper was withdrawn. It stays on record and can no longer be changed.")
        if self.object.state == PaperState.COMPLETED:
            return _("The routing of this paper is completed. Its text can no longer be changed.")
        return _("This paper is in circulation. Its text cannot be changed until it is returned or recalled.")

    def get_icon(self, user: Reader) -> str:
        return "lock"

    def get_locked_by(self, user: Reader) -> str:
        return _("Locked while in circulation")

    def get_description(self, user: Reader) -> str:
        return self.get_message(user)
