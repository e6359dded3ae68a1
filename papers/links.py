"""How links in texts are shown. Texts and PDFs are read by others than those who wrote them, and what was typeset is
kept for ever; so a link has an address only if everybody may read what it leads to. Else its text stands there alone:
before a paper has its number, its address is made of the words of its title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from lxml import etree
from lxml import html as lxml_html
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from papers.access import NOBODY
from papers.models import Attachment, Paper

WITHOUT_ADDRESS = "<a>"
LIKE_A_KEY = re.compile(r"[0-9]{1,18}")
OF_PAPERS, OF_ATTACHMENTS = "papers", "attachments"  # in addresses of this site


class ShownPageLinkHandler(PageLinkHandler):
    """Links chosen from the pages of this site."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        pages: list[Page | None] = super().get_many(attrs_list)
        hidden = not_public({page.pk for page in pages if isinstance(page, Paper)})
        return [page if page is None or page.pk not in hidden else None for page in pages]


class ShownAddressHandler(LinkHandler):
    """Links that were typed."""

    identifier = "external"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        hidden = hidden_among({attrs["href"] for attrs in attrs_list})
        return [
            WITHOUT_ADDRESS if attrs["href"] in hidden else f'<a href="{escape(attrs["href"])}">'
            for attrs in attrs_list
        ]


class LinkInEditor(PageLinkElementHandler):
    """Whoever edits a text sees where its links lead, and not what a paper is called that they may not read."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, object]:
        data: dict[str, object] = super().get_attribute_data(attrs)
        if not_public({int(attrs["id"])}):
            data["url"] = reverse("papers_admin:open", args=[attrs["id"]])
        return data


def not_public(pages: Collection[int]) -> set[int]:
    """Primary keys of those among the pages that are papers which not everybody may read. One statement at most."""
    if not pages:
        return set()
    public = Paper.objects.readable_by(NOBODY).order_by().values("pk")
    return set(Paper.objects.filter(pk__in=pages).exclude(pk__in=public).values_list("pk", flat=True))


def hidden_among(addresses: Collection[str]) -> set[str]:
    """Those that name a paper or an annex of this site that not everybody may read, or that is not there (any more): an
    address from the time before it had a number names its title. Two statements at most, however many there are."""
    named = {address: named_by(address) for address in addresses}
    slugs = {slug for found in named.values() for slug in found.slugs}
    keys = {key for found in named.values() for key in found.annexes}
    if slugs:
        slugs -= set(Paper.objects.readable_by(NOBODY).filter(slug__in=slugs).order_by().values_list("slug", flat=True))
    if keys:
        keys -= set(Attachment.objects.readable_by(NOBODY).filter(pk__in=keys).values_list("pk", flat=True))
    return {
        address
        for address, found in named.items()
        if found.unclear or slugs.intersection(found.slugs) or keys.intersection(found.annexes)
    }


@dataclass(frozen=True)
class Named:
    """What an address of this site names; nothing, where it is one of another. ``unclear``: it cannot be said."""

    slugs: frozenset[str] = frozenset()
    annexes: frozenset[int] = frozenset()
    unclear: bool = False


def named_by(address: str) -> Named:
    try:
        parts = urlsplit(unescape(address))
        host = parts.hostname
    except ValueError:
        return Named(unclear=True)
    if host not in _own_hosts():
        return Named()
    segments = [unquote(part) for part in parts.path.split("/") if part]
    if OF_ATTACHMENTS in segments:
        key = "".join(segments[segments.index(OF_ATTACHMENTS) + 1 :][:1])
        return Named(annexes=frozenset({int(key)})) if LIKE_A_KEY.fullmatch(key) else Named(unclear=True)
    if OF_PAPERS not in segments:
        return Named()
    slugs = {part for part in segments[segments.index(OF_PAPERS) + 1 :] if not part.endswith(".pdf")}
    slugs |= {slug for name, slug in parse_qsl(parts.query) if name == "paper"}
    return Named(slugs=frozenset(slugs))


def _own_hosts() -> set[str | None]:
    named = {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, *settings.ALLOWED_HOSTS}
    return {host for host in named if host and host != "*"}


def links_without_address(html: str) -> Iterable[str]:
    """The texts of the links that readers will see without an address."""
    if "<a" not in html:
        return
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):  # nothing that could be a link
        return
    links = list(root.iter("a"))
    hidden = not_public({int(link.get("id")) for link in links if _is_page(link)})
    typed = hidden_among({link.get("href") for link in links if link.get("href")})
    for link in links:
        if (_is_page(link) and int(link.get("id")) in hidden) or link.get("href") in typed:
            yield strip_tags(link.text_content()).strip()


def _is_page(link: lxml_html.HtmlElement) -> bool:
    return link.get("linktype") == "page" and str(link.get("id")).isdecimal()
