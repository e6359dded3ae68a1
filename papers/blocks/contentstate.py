"""What the editor of rich text sends, read strictly: nothing passes but what the editor could have written.

The editor sends JSON (https://draftjs.org/docs/api-reference-data-conversion#convertfromraw). Anybody can send another,
and what is not as it should be would be saved and make the paper fail for whoever opens it. So the text is built anew
from the parts that are known here. What was wrong is said beside it, and the words around it stay.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from papers.blocks.cleaning import SCHEMES
from papers.blocks.links import page_key
from papers.characters import UNFIT, UNSEEN, fit, in_place

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DEEPEST = 100  # lists within each other; the check list warns of far fewer
LONGEST_ADDRESS = 2000  # characters, as in documents
LINK = "LINK"


@dataclass(frozen=True)
class Known:
    """What one editor offers, by the names Draft.js gives it."""

    blocks: Collection[str]
    styles: Collection[str]
    entities: Collection[str]


@dataclass
class Reading:
    """``state`` is what can be converted, whatever was sent. ``problems`` are sentences for whoever sent it."""

    known: Known
    refused_pages: Collection[int] = ()
    problems: list[StrOrPromise] = field(default_factory=list)
    state: dict[str, Any] | None = None

    def damaged(self) -> None:
        problem = _("This text arrived damaged. What could be read of it is shown; check it and save again.")
        if problem not in self.problems:
            self.problems.append(problem)


def read(sent: str, known: Known, refused_pages: Collection[int] = ()) -> Reading:
    """``null`` is how the editor says that nothing was written."""
    reading = Reading(known, refused_pages)
    try:
        state = json.loads(sent)
    except (ValueError, RecursionError):
        state = False
    if state is None:
        return reading
    if not isinstance(state, dict) or not isinstance(state.get("blocks"), list):
        reading.damaged()
        return reading
    entities = state.get("entityMap", {})
    if not isinstance(entities, dict):
        reading.damaged()
        entities = {}
    blocks = [block for sent_block in state["blocks"] for block in _block(sent_block, entities, reading)]
    links = {str(number): link for number, link in enumerate(link for _block, links in blocks for link in links)}
    number = 0
    for block, own in blocks:
        for place in block["entityRanges"]:
            place["key"] += number
        number += len(own)
    reading.state = {"blocks": [block for block, _links in blocks], "entityMap": links}
    return reading


def _block(sent: Any, entities: Mapping[str, Any], reading: Reading) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """The block, and the entities in it; keys of their ranges count from 0 in each block."""
    if not isinstance(sent, dict) or not isinstance(sent.get("text"), str):
        reading.damaged()
        return
    kind, depth, key = sent.get("type", "unstyled"), sent.get("depth", 0), sent.get("key")
    if not isinstance(kind, str) or kind not in reading.known.blocks:
        reading.damaged()
        kind = "unstyled"
    if not _is_whole(depth) or depth > DEEPEST:
        reading.damaged()
        depth = 0
    text = sent["text"]
    styles = [
        {"offset": start, "length": length, "style": place["style"]}
        for start, length, place in _ranges(sent.get("inlineStyleRanges", []), text, reading)
        if _is_known(place.get("style"), reading.known.styles, reading)
    ]
    places: list[dict[str, int]] = []
    links: list[dict[str, Any]] = []
    end = 0
    for start, length, place in sorted(_ranges(sent.get("entityRanges", []), text, reading), key=lambda one: one[:2]):
        if start < end:
            reading.damaged()
            continue
        words = in_place(text)[start : start + length].strip()
        link = _entity(entities.get(str(place.get("key"))), words, reading)
        if link is not None:
            places.append({"offset": start, "length": length, "key": len(links)})
            links.append(link)
            end = start + length
    block = {"type": kind, "depth": depth, "text": in_place(text), "inlineStyleRanges": styles, "entityRanges": places}
    yield block | {"key": fit(key) if isinstance(key, str) else None}, links


def _is_known(style: Any, styles: Collection[str], reading: Reading) -> bool:
    known = isinstance(style, str) and style in styles
    if not known:
        reading.damaged()
    return known


def _ranges(sent: Any, text: str, reading: Reading) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Offset and length of what lies within the text, counted without what is taken out of it. Browsers count a
    character of the higher planes as two."""
    if not isinstance(sent, list):
        reading.damaged()
        return
    longest = len(text.encode("utf-16-le", "surrogatepass")) // 2
    left_out = [match.start() for match in UNSEEN.finditer(text)]
    for place in sent:
        if not isinstance(place, dict) or not (_is_whole(place.get("offset")) and _is_whole(place.get("length"))):
            reading.damaged()
            continue
        start, end = place["offset"], place["offset"] + place["length"]
        if end > longest:
            reading.damaged()
        start, end = (min(at, len(text)) - bisect_left(left_out, at) for at in (start, end))
        yield start, end - start, place


def _entity(sent: Any, words: str, reading: Reading) -> dict[str, Any] | None:
    data = sent.get("data") if isinstance(sent, dict) else None
    if not isinstance(data, dict) or sent.get("type") != LINK or LINK not in reading.known.entities:
        reading.damaged()
        return None
    if "id" in data and data["id"] is not None:
        number = str(data["id"]) if _is_whole(data["id"]) else data["id"]
        key = page_key(number)
        if key is None:
            reading.problems.append(_no_address(words))
        elif key in reading.refused_pages:
            message = _("The link “%(text)s” leads to a page that is not there or that you may not read.")
            reading.problems.append(message % {"text": words})
        else:
            return {"type": LINK, "mutability": "MUTABLE", "data": {"id": number}}
        return None
    if not is_address(data.get("url")):
        reading.problems.append(_no_address(words))
        return None
    return {"type": LINK, "mutability": "MUTABLE", "data": {"url": data["url"]}}


def _no_address(words: str) -> str:
    return _("The link “%(text)s” has no address that could be opened.") % {"text": words}


def is_address(url: Any) -> bool:
    """Says whether a link may have this address: of a kind that is shown, in characters that can be sent."""
    if not isinstance(url, str) or not url.strip() or len(url) > LONGEST_ADDRESS or UNFIT.search(url):
        return False
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in SCHEMES or not (parts.scheme or ":" in url.split("/")[0].split("?")[0].split("#")[0])


def _is_whole(number: Any) -> bool:
    """True is a number to Python, and 1.0 one to JSON."""
    return type(number) is int and number >= 0
