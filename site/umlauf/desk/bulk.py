"""Actions on several things at once: which there are here, for whom, and on which things.

Wagtail offers all of them to everybody and refuses when it is too late, with the names of what it refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.bulk_action.dispatcher import index
from wagtail.models import Page

from papers.access import Person
from papers.access.images import images_visible_to
from papers.among import among
from umlauf.desk.who import ADDERS_OF_IMAGES, ADMINISTRATORS, COUNCIL_OFFICE, Asked, Who

ALL = "all"  # how Wagtail calls every row of a list, also those on other pages of it


def _pages_without_papers(user: Person, chosen: set[str]) -> bool:
    """Whether there are papers among all rows cannot be known before they are listed."""
    return ALL not in chosen and Asked(user).keeps(Page.objects.filter(among("pk", _keys(chosen))))


def _images_one_sees(user: Person, chosen: set[str]) -> bool:
    """All rows are, for our policy, those the person may change."""
    keys = _keys(chosen)
    return images_visible_to(user).filter(among("pk", keys)).count() == len(keys)


def _people(user: Person, chosen: set[str]) -> bool:
    """Each of them is asked about in the action (``umlauf.accounts.wagtail_hooks``)."""
    return True


def _keys(chosen: set[str]) -> set[int]:
    return {int(key) for key in chosen if key.isdecimal()}


@dataclass(frozen=True)
class Several:
    """``on``: whether the person may do it to exactly these rows, by key; it is asked before any of them is named."""

    who: Who
    why: str
    on: Callable[[Person, set[str]], bool]
    whole_lists: bool = True


_OTHER_PAGES = Several(
    ADMINISTRATORS, "Papers are changed by verbs, one by one; other pages as ever.", _pages_without_papers, False
)
BULK: dict[tuple[str, str, str], Several] = {
    **{("wagtailcore", "page", action): _OTHER_PAGES for action in ("delete", "move", "publish", "unpublish")},
    ("wagtailimages", "image", "delete"): Several(
        ADDERS_OF_IMAGES, "Whoever drafts papers throws away what stands in no text.", _images_one_sees
    ),
    ("wagtailimages", "image", "add_to_collection"): Several(
        ADMINISTRATORS, "Collections are kept by who keeps the installation.", _images_one_sees
    ),
    ("accounts", "user", "set_active_state"): Several(
        COUNCIL_OFFICE, "The council office keeps the list of people.", _people
    ),
    ("accounts", "user", "assign_role"): Several(ADMINISTRATORS, "Only administrators give rights.", _people),
    ("accounts", "user", "delete"): Several(ADMINISTRATORS, "What people did stays on record.", _people),
}
# images have no tags here (papers.admin.image_forms), and documents are none of the product's
CLOSED = {("wagtailimages", "image", "add_tags")} | {
    ("wagtaildocs", "document", action) for action in ("add_tags", "add_to_collection", "delete")
}


def may_do(user: Person, app_label: str, model_name: str, action: str, chosen: set[str] | None = None) -> bool:
    """Says whether an action is offered (without ``chosen``), and whether it is accepted."""
    several = BULK.get((app_label, model_name, action))
    if several is None or not several.who.holds(Asked(user)):
        return False
    return chosen is None or several.on(user, chosen)


def offers_whole_lists(app_label: str, model_name: str) -> bool:
    return all(
        several.whole_lists
        for (app, model, _action), several in BULK.items()
        if (app, model) == (app_label, model_name)
    )


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Stands in front of Wagtail's."""
    if not may_do(request.user, app_label, model_name, action, set(request.GET.getlist("id"))):
        raise Http404
    response: HttpResponseBase = index(request, app_label, model_name, action)
    return response
