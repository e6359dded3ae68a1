"""Rich text as plain data: paragraphs, headings, lists, and runs of text with their marks. What is not known here is
read as text.

Nothing of it is ever markup again: the template prints strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.utils.encoding import iri_to_uri
from lxml import etree
from wagtail.rich_text import expand_db_html

from papers.blocks.in_section import Node
from papers.characters import fit
from papers.links import hidden_among

DEEPEST_MARKUP = 200  # elements within each other; the text of what lies deeper is kept, its form is not
DEEPEST_LIST = 10  # what lies deeper is read as paragraphs of its item; Typst itself gives up at 40
LONGEST_ADDRESS = 2000
SCHEMES = frozenset({"http", "https", "mailto"})
MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}
LISTS = frozenset({"ul", "ol"})
PARAGRAPHS = frozenset({"p", "div", "li", "blockquote", "pre", "table", "tr", "section", "article"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNREAD = frozenset({"script", "style", "template", "head", "title"})
SPACES = re.compile(r"[ \t\r\n\f]+")


def nodes_of(html: str, *, heading_level: int = 2) -> list[Node]:
    """Every heading becomes one of ``heading_level``: the editor offers a single level."""
    if not html.strip():
        return []
    expanded = fit(expand_db_html(html))
    try:
        # without "huge" libxml2 drops what lies deeper than 255 elements
        root = lxml.html.fragment_fromstring(expanded, create_parent="div", parser=lxml.html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError):  # nothing but comments
        return [paragraph(text)] if (text := re.sub(r"<[^>]*>", "", expanded).strip()) else []
    hidden = hidden_among({link.get("href") for link in root.iter("a") if link.get("href")})
    for link in root.iter("a"):
        if link.get("href") in hidden:
            del link.attrib["href"]
    reading = _Reading(heading_level)
    reading.read(root)
    return reading.finished()


def paragraph(text: str) -> Node:
    return {"t": "p", "c": [{"v": text}]}


def paragraphs(text: str) -> list[Node]:
    """Reads plain text: an empty line ends a paragraph, as on the web page; a single line end is a line break."""
    found: list[Node] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        runs: list[Node] = []
        for line in part.splitlines():
            runs += [{"br": True}] if runs else []
            runs.append({"v": line.strip()})
        if runs:
            found.append({"t": "p", "c": runs})
    return found


def safe_address(href: str) -> str:
    """Absolute, or empty for what a document must not link to: scripts, files, places within a page."""
    if not href or href.startswith("#"):
        return ""
    try:
        address = iri_to_uri(urljoin(settings.WAGTAILADMIN_BASE_URL, href.strip())) or ""
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES or not (parts.netloc or parts.scheme == "mailto") or len(address) > LONGEST_ADDRESS:
        return ""
    return address


def list_depth(nodes: list[Node]) -> int:
    deepest = 0
    for node in nodes:
        for item in node.get("items", ()):
            deepest = max(deepest, 1 + list_depth(item))
    return deepest


class _Reading:
    """``depth`` counts lists, ``within`` all elements around what is read."""

    def __init__(self, heading_level: int, depth: int = 0, within: int = 0) -> None:
        self.heading_level = heading_level
        self.depth = depth
        self.within = within
        self.nodes: list[Node] = []
        self.runs: list[Node] = []
        self.heading = False

    def read(self, element: Any, marks: frozenset[str] = frozenset(), href: str = "") -> None:
        if self.within == DEEPEST_MARKUP:
            self.add_text(" ".join(element.itertext()), marks, href)
            return
        self.within += 1
        self.add_text(element.text, marks, href)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in UNREAD:
                self.read_child(child, marks, href)
            self.add_text(child.tail, marks, href)
        self.within -= 1

    def read_child(self, child: Any, marks: frozenset[str], href: str) -> None:
        tag = child.tag
        if tag in LISTS and self.depth < DEEPEST_LIST:
            self.end_paragraph()
            items = [item for item in self.items_of(child) if item]
            if items:
                self.nodes.append({"t": tag, "items": items})
        elif tag == "br":
            self.runs.append({"br": True})
        elif tag in HEADINGS:
            self.end_paragraph()
            self.heading = True
            self.read(child, marks, href)
            self.end_paragraph()
        elif tag in PARAGRAPHS or tag in LISTS:
            self.end_paragraph()
            self.read(child, marks, href)
            self.end_paragraph()
        elif tag == "a":
            self.read(child, marks, safe_address(child.get("href", "")))
        else:
            self.read(child, marks | {MARKS[tag]} if tag in MARKS else marks, href)

    def items_of(self, element: Any) -> Iterator[list[Node]]:
        for child in element:
            if isinstance(child.tag, str):
                inner = _Reading(self.heading_level, self.depth + 1, self.within)
                if child.tag == "li":
                    inner.read(child)
                else:
                    inner.read_child(child, frozenset(), "")
                yield inner.finished()

    def add_text(self, text: str | None, marks: frozenset[str], href: str) -> None:
        text = SPACES.sub(" ", text or "")
        if not text:
            return
        run: Node = {"v": text}
        if marks:
            run["m"] = sorted(marks)
        if href:
            run["href"] = href
        self.runs.append(run)

    def end_paragraph(self) -> None:
        runs = _trimmed(self.runs)
        if runs:
            self.nodes.append({"t": "h", "l": self.heading_level, "c": runs} if self.heading else {"t": "p", "c": runs})
        self.runs = []
        self.heading = False

    def finished(self) -> list[Node]:
        self.end_paragraph()
        return self.nodes


def _trimmed(runs: list[Node]) -> list[Node]:
    """Drops spaces and line breaks at either end and joins equal neighbours."""
    joined: list[Node] = []
    for run in runs:
        if joined and "v" in run and "v" in joined[-1] and _style(run) == _style(joined[-1]):
            joined[-1] = joined[-1] | {"v": joined[-1]["v"] + run["v"]}
        else:
            joined.append(run)
    while joined and not joined[0].get("v", "").strip():
        joined.pop(0)
    while joined and not joined[-1].get("v", "").strip():
        joined.pop()
    if joined:
        joined[0] = joined[0] | {"v": joined[0]["v"].lstrip(" ")}
        joined[-1] = joined[-1] | {"v": joined[-1]["v"].rstrip(" ")}
    return joined


def _style(run: Node) -> tuple[Any, Any]:
    return run.get("m"), run.get("href")
