"""Whom a decision about an address of the desk can name.

They are asked before the view runs, with the person and with what the address points at. None of them asks a permission
of Wagtail's: groups open areas of the admin and say nothing about a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail_localize.models import Translation

from papers.access import Person, is_council_office, may_read, principal_of
from papers.access.image_policy import policy as image_policy
from papers.access.images import may_see_image
from papers.access.verbs import EDIT_TRANSLATION, may_delete, may_open_editor
from papers.models import Paper
from papers.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What Wagtail calls the key of a page in its addresses; a comparison of two versions has it as the first group.
PAGE_KEYS = ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pk", 0)


class Asked:
    """Who asks, and what the address points at."""

    def __init__(self, user: Person, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None) -> None:
        self.user = user
        self.named: dict[str | int, Any] = dict(enumerate(args))
        self.named.update(kwargs or {})

    @cached_property
    def page_key(self) -> Any:
        return next((self.named[key] for key in PAGE_KEYS if key in self.named), None)

    @cached_property
    def paper(self) -> Paper | None:
        """A paper or a translation of one."""
        return next(iter(_paper(pk=int(self.page_key))), None) if self.page_key is not None else None

    @cached_property
    def translation(self) -> Translation | None:
        translation: Translation | None = Translation.objects.filter(pk=self.named["translation_id"]).first()
        return translation

    def keeps(self, pages: Any) -> bool:
        """``pages``: a queryset. Papers are kept by the verbs, and so is whatever has papers below it."""
        found = list(pages) if self.user.is_superuser else []
        return bool(found) and not any(holds_papers(page) for page in found)


@prepared
def _paper(*, pk: Any) -> QuerySet[Paper]:
    paper: QuerySet[Paper] = Paper.objects.select_related("locale").filter(pk=pk).order_by()
    return paper


def holds_papers(page: Page) -> bool:
    return bool(Paper.objects.descendant_of(page, inclusive=True).exists())


@dataclass(frozen=True, eq=False)
class Who:
    """``sentence`` goes on from "is opened by". ``hidden``: to everybody else the address does not exist; otherwise
    they are told that they may not, as Wagtail does."""

    sentence: str
    holds: Callable[[Asked], bool]
    hidden: bool = True


ANYBODY = Who("anybody, signed in or not", lambda asked: True)
DESK = Who("everybody who works at the desk", lambda asked: True)
ITSELF = Who("whom the screen itself asks the rule or a verb about", lambda asked: True)
COUNCIL_OFFICE = Who("the council office of today", lambda asked: is_council_office(asked.user), hidden=False)
ADMINISTRATORS = Who("technical administrators", lambda asked: bool(asked.user.is_superuser), hidden=False)
GLOSSARIANS = Who(
    "the council office of today, and liaisons",
    lambda asked: is_council_office(asked.user) or bool(principal_of(asked.user).languages),
    hidden=False,
)
NOBODY = Who("nobody", lambda asked: False)


# --- papers, by their own key ---------------------------------------------------------------------------------------

READERS = Who(
    "whoever may read the paper",
    lambda asked: asked.paper is not None and may_read(asked.user, asked.paper),
)

# --- pages ----------------------------------------------------------------------------------------------------------


def _opens_editor(asked: Asked) -> bool:
    if asked.paper is None:
        return bool(asked.user.is_superuser)
    return may_read(asked.user, asked.paper) and may_open_editor(asked.user, asked.paper)


def _deletes(asked: Asked) -> bool:
    if asked.paper is None:
        return asked.keeps(Page.objects.filter(pk=asked.page_key))
    return may_delete(asked.user, asked.paper)


EDITORS = Who("whoever may open the editor of the paper; of other pages, technical administrators", _opens_editor)
DELETERS = Who("whoever the verb lets delete the paper; of pages without papers, technical administrators", _deletes)
KEEPERS_OF_OTHER_PAGES = Who(
    "technical administrators, for pages that are no papers and have none below them",
    lambda asked: asked.keeps(Page.objects.filter(pk=asked.page_key)),
)


def _edits_session(asked: Asked) -> bool:
    """Wagtail names the page by its model and key."""
    asked.page_key = asked.named["object_id"] if str(asked.named["object_id"]).isdecimal() else None
    return asked.page_key is not None and _opens_editor(asked)


EDITORS_IN_SESSION = Who(EDITORS.sentence, _edits_session)

# --- translations ---------------------------------------------------------------------------------------------------


def _translates(asked: Asked) -> bool:
    page = asked.translation.get_target_instance() if asked.translation is not None else None
    if isinstance(page, Paper):
        return EDIT_TRANSLATION.offered_to(asked.user, page)
    return page is not None and bool(asked.user.is_superuser)


TRANSLATORS = Who("whoever the verb lets edit the translation; of other pages, technical administrators", _translates)

# --- images ---------------------------------------------------------------------------------------------------------


def _image_rule(sentence: str, *actions: str) -> Who:
    def holds(asked: Asked) -> bool:
        allowed = image_policy.instances_user_has_any_permission_for(asked.user, actions)
        return bool(allowed.filter(pk=asked.named["image_id"]).exists())

    return Who(sentence, holds)


LIBRARY = Who(
    "whoever may add or see images at all",
    lambda asked: image_policy.user_has_any_permission(asked.user, ("add", "choose", "view")),
    hidden=False,
)
ADDERS_OF_IMAGES = Who(
    "whoever drafts papers", lambda asked: image_policy.user_has_permission(asked.user, "add"), hidden=False
)
CHANGERS_OF_IMAGE = _image_rule("whoever may still change this image", "change")
DELETERS_OF_IMAGE = _image_rule("whoever may still delete this image", "delete")


def _sees(asked: Asked) -> bool:
    """The choosers of Wagtail have the key as a word."""
    key = str(asked.named.get("image_id", asked.named.get("pk")))
    return key.isdecimal() and may_see_image(asked.user, int(key))


VIEWERS_OF_IMAGE = Who("whoever may see this image", _sees)
