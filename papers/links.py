"""How links in texts are shown. Texts and PDFs are read by others than those who wrote them, and what was typeset is
kept for ever; so a link has an address only if everybody may read what it leads to. Else its text stands there alone:
before a paper has its number, its address is made of the words of its title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import strip_tags
from lxml import etree
from lxml import html as lxml_html
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from papers.access import NOBODY
from papers.among import among
from papers.blocks.links import page_key
from papers.characters import fit
from papers.models import Attachment, Paper
from papers.own_addresses import named_by

WITHOUT_ADDRESS = "<a>"
CLEANED_LINK = re.compile(r'<a href="([^"]*)">')


class ShownPageLinkHandler(PageLinkHandler):
    """Links chosen from the pages of this site."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        keys = [page_key(attrs.get("id")) for attrs in attrs_list]
        named = {key for key in keys if key is not None}
        found: list[Page | None] = super().get_many([{"id": str(key)} for key in named]) if named else []
        pages = {page.pk: page for page in found if page is not None}
        for hidden in not_public({key for key, page in pages.items() if isinstance(page, Paper)}):
            del pages[hidden]
        return [None if key is None else pages.get(key) for key in keys]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[type[Page], str, str, str]]:
        if (key := page_key(attrs.get("id"))) is not None:
            yield Page, str(key), "", ""


class LinkInEditor(PageLinkElementHandler):
    """Whoever edits a text sees where its links lead, and not what a paper is called that they may not read."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, object]:
        key = page_key(attrs.get("id"))
        if key is None:
            return {"id": attrs.get("id"), "url": None, "parentId": None}
        data: dict[str, object] = super().get_attribute_data(attrs)
        if not_public({key}):
            data["url"] = reverse("papers_admin:open", args=[key])
        return data


def shown(html: str) -> str:
    """Markup that was cleaned (``papers.blocks.cleaning``), whose links are written in one way alone: without the
    addresses of what not everybody may read. Two statements at most."""
    hidden = hidden_among({unescape(href) for href in CLEANED_LINK.findall(html)})
    if not hidden:
        return html
    return CLEANED_LINK.sub(lambda link: WITHOUT_ADDRESS if unescape(link[1]) in hidden else link[0], html)


def not_public(pages: Collection[int]) -> set[int]:
    """Primary keys of those among the pages that are papers which not everybody may read. One statement at most."""
    if not pages:
        return set()
    asked = Paper.objects.filter(among("pk", pages)).order_by()
    public = Exists(Paper.objects.readable_by(NOBODY).filter(pk=OuterRef("pk")))
    return set(asked.exclude(public).values_list("pk", flat=True))


def hidden_among(addresses: Collection[str]) -> set[str]:
    """Those that name a paper or an annex of this site that not everybody may read, or that is not there (any more): an
    address from the time before it had a number names its title. Two statements at most, however many there are."""
    named = {address: named_by(address) for address in addresses}
    slugs = {slug for found in named.values() for slug in found.slugs}
    keys = {key for found in named.values() for key in found.annexes}
    if slugs:
        slugs -= set(
            Paper.objects.readable_by(NOBODY).filter(among("slug", slugs)).order_by().values_list("slug", flat=True)
        )
    if keys:
        keys -= set(Attachment.objects.readable_by(NOBODY).filter(among("pk", keys)).values_list("pk", flat=True))
    return {
        address
        for address, found in named.items()
        if found.unclear or slugs.intersection(found.slugs) or keys.intersection(found.annexes)
    }


def links_without_address(html: str) -> Iterable[str]:
    """The texts of the links that readers will see without an address."""
    if "<a" not in html.lower():
        return
    try:
        root = lxml_html.fragment_fromstring(fit(html), create_parent="div")
    except (etree.ParserError, ValueError):  # nothing that could be a link
        return
    links = list(root.iter("a"))
    pages = {link: page_key(link.get("id")) for link in links if link.get("linktype") == "page"}
    hidden = not_public({key for key in pages.values() if key is not None})
    typed = hidden_among({link.get("href") for link in links if link.get("href")})
    for link in links:
        leads_nowhere = link in pages and (pages[link] is None or pages[link] in hidden)
        if leads_nowhere or link.get("href") in typed:
            yield strip_tags(link.text_content()).strip()
