"""What the Wagtail admin lets people do with papers, answered by the table of verbs instead of by page permissions of
groups.

Nobody but a technical administrator holds group page permissions on papers: the explorer, the page choosers and the
admin API list pages by those, so they cannot leak the title of a confidential draft. What people may do with a single
paper is asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Page, PagePermissionTester

from papers import access
from papers.access import verbs

if TYPE_CHECKING:
    from papers.models.paper import Paper


class PaperIndexPermissionTester(PagePermissionTester):
    """Papers are created by ``papers.drafting``, which asks who drafts for which office; the stock "add" form is for
    administrators."""

    def can_reorder_children(self) -> bool:
        """Papers have the order of their numbers."""
        return False


class PaperPermissionTester(PagePermissionTester):
    page: Paper

    def __init__(self, user: access.Reader, page: Page) -> None:
        super().__init__(user, page.specific)

    def can_edit(self) -> bool:
        """Says whether the editor opens; the paper's lock says whether the text can be changed there."""
        return verbs.may_open_editor(self.user, self.page)

    def can_publish(self) -> bool:
        """Before release only the release itself publishes; afterwards the council office may correct the released
        text.

        Translations are published by approving them."""
        return self.page.original.pk == self.page.pk and verbs.PUBLISH_CORRECTION.offered_to(self.user, self.page)

    def can_submit_for_moderation(self) -> bool:
        """Papers are submitted by the verb ``start_routing``, never by the stock button."""
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a paper that was never numbered and never put into circulation is deleted; anything else is withdrawn
        and stays on record.

        A translation nobody has seen yet is thrown away by the council office."""
        return verbs.may_delete(self.user, self.page)

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return bool(self.user.is_superuser)

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_view_revisions(self) -> bool:
        """Drafts are among them, which are not for whoever reads the released paper."""
        return verbs.may_open_editor(self.user, self.page)

    def page_locked(self) -> Any:
        lock = self.page.get_lock()
        return lock and lock.for_user(self.user)
