"""The page under which all papers of one language live; ``/{lang}/papers/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from papers.access.page_permissions import PaperIndexPermissionTester

if TYPE_CHECKING:
    from papers.access import Reader


class PaperIndexPage(Page):
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["papers.Paper", "papers.Strategy"]

    class Meta:
        verbose_name = _("papers of one language")
        verbose_name_plural = _("papers of one language")

    def permissions_for_user(self, user: Reader) -> PaperIndexPermissionTester:
        return PaperIndexPermissionTester(user, self)
