"""Whom a link in a text may lead where: nobody puts a link to a paper into a text that they may not read themselves.

How links are shown to readers is said in ``papers.links``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from papers.access.images import fields_with_images
from papers.among import among

if TYPE_CHECKING:
    from papers.access import Person
    from papers.models.paper import Paper


def pages_linked_in(model: type[Paper], text: Mapping[str, Any]) -> set[int]:
    """Primary keys of the pages that the text leads to; a link that is written as no key is leads nowhere."""
    values = {field: field.to_python(text[field.name]) for field in fields_with_images(model) if field.name in text}
    references = (reference for field, value in values.items() for reference in field.extract_references(value))
    return {int(pk) for to_model, pk, *_path in references if to_model is Page}


def pages_refused(writer: Person, page: Paper, text: Mapping[str, Any]) -> set[int]:
    """Primary keys of the pages the text leads to that are not there, or are papers the writer may not read. What stood
    in the text already, or stands in the original, was added by somebody who may.

    ``text``: values by name, of ``fields_with_images`` at least. It takes no query where there are no links.
    """
    wanted = pages_linked_in(type(page), text)
    if not wanted:
        return set()
    papers: Any = apps.get_model("papers", "Paper").objects
    hidden = set(papers.filter(among("pk", wanted)).values_list("pk", flat=True)) - set(
        papers.readable_by(writer).filter(among("pk", wanted)).order_by().values_list("pk", flat=True)
    )
    missing = wanted - set(Page.objects.filter(among("pk", wanted)).values_list("pk", flat=True))
    return (hidden | missing) - _known_before(page) if hidden or missing else set()


def check_links(writer: Person, page: Paper, text: Mapping[str, Any]) -> None:
    """Raises PermissionDenied where ``pages_refused`` names one."""
    if pages_refused(writer, page, text):
        raise PermissionDenied(_("The text links to a paper you may not read. Remove the link."))


def _known_before(page: Paper) -> set[int]:
    known: set[int] = set()
    versions: Iterable[Paper] = (page,) if page.original.pk == page.pk else (page, page.original)
    for version in versions:
        revision = version.get_latest_revision() if version.pk else None
        if revision is not None:
            known |= pages_linked_in(type(page), revision.content)
    return known
