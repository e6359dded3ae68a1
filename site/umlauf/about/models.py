"""Pages about the site itself: imprint, privacy, accessibility, help, contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail_localize.fields import SynchronizedField

from papers.blocks.fields import TextField
from papers.multilingual import reading_languages
from umlauf.about.blocks import InformationBlock
from umlauf.about.places import ACCESSIBILITY, PLACES

if TYPE_CHECKING:
    from papers.access import Reader


class InformationPermissionTester(PagePermissionTester):
    """Every page leads to these: their texts change, their addresses stay."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.specific.is_linked_everywhere and bool(super().can_delete(ignore_bulk))

    def can_unpublish(self) -> bool:
        return not self.page.specific.is_linked_everywhere and bool(super().can_unpublish())

    def can_move(self) -> bool:
        return False


class InformationPage(Page):
    """What everybody may read about the site. ``search_description`` says in a sentence what it is."""

    body = TextField(InformationBlock(), verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/information.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("search_description"), FieldPanel("body")]
    promote_panels: ClassVar[list[FieldPanel]] = []  # the slug is the address, and stays
    override_translatable_fields: ClassVar = [SynchronizedField("slug")]

    class Meta:
        verbose_name = _("page about the site")
        verbose_name_plural = _("pages about the site")

    @property
    def is_linked_everywhere(self) -> bool:
        return str(self.slug) in PLACES

    @property
    def is_about_accessibility(self) -> bool:
        return str(self.slug) == ACCESSIBILITY

    def permissions_for_user(self, user: Reader) -> InformationPermissionTester:
        return InformationPermissionTester(user, self)


def information_at(slug: str) -> InformationPage | None:
    """In the reader's language, or the next they know."""
    languages = reading_languages(get_language())
    pages = InformationPage.objects.live().public().filter(slug=slug, locale__language_code__in=languages)
    found = {page.locale.language_code: page for page in pages.select_related("locale")}
    return next((found[language] for language in languages if language in found), None)


def languages_of(page: InformationPage) -> set[str]:
    """In which it is there."""
    pages = InformationPage.objects.live().public().filter(translation_key=page.translation_key)
    return set(pages.values_list("locale__language_code", flat=True))
