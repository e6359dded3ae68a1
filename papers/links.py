"""How links in texts are shown. Texts and PDFs are read by others than those who wrote them, and what was typeset is
kept for ever; so a link has an address only if everybody may read what it leads to. Else its text stands there alone:
before a paper has its number, its address is made of the words of its title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
        return [
            WITHOUT_ADDRESS if leads_to_hidden(attrs["href"]) else f'<a href="{escape(attrs["href"])}">'
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


def leads_to_hidden(address: str) -> bool:
    """Says whether an address of this site names a paper or an annex that not everybody may read, or that is not there
    (any more): an address from the time before it had a number names its title."""
    try:
        parts = urlsplit(unescape(address))
        host = parts.hostname
    except ValueError:
        return True
    if host not in _own_hosts():
        return False
    segments = [unquote(part) for part in parts.path.split("/") if part]
    if OF_ATTACHMENTS in segments:
        key = "".join(segments[segments.index(OF_ATTACHMENTS) + 1 :][:1])
        return not (key.isdecimal() and Attachment.objects.readable_by(NOBODY).filter(pk=key).exists())
    if OF_PAPERS not in segments:
        return False
    slugs = {part for part in segments[segments.index(OF_PAPERS) + 1 :] if not part.endswith(".pdf")}
    slugs |= {slug for name, slug in parse_qsl(parts.query) if name == "paper"}
    public = Paper.objects.readable_by(NOBODY).filter(slug__in=slugs).order_by().values_list("slug", flat=True)
    return bool(slugs) and slugs != set(public)


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
    for link in links:
        if (_is_page(link) and int(link.get("id")) in hidden) or leads_to_hidden(link.get("href") or ""):
            yield strip_tags(link.text_content()).strip()


def _is_page(link: lxml_html.HtmlElement) -> bool:
    return link.get("linktype") == "page" and str(link.get("id")).isdecimal()
