"""A paper's document: its content, its pictures and what a program reads of it, typeset."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wagtail.images import get_image_model

from papers.among import among
from papers.models.printed import Head
from papers.pdf.content import content_digest, content_of
from papers.pdf.richtext import Node
from papers.pdf.typesetting import typeset

if TYPE_CHECKING:
    from papers.models.paper import Paper


def printed(
    page: Paper,
    *,
    edition: int = 1,
    reason: str = "",
    draft: bool = False,
    version: int | None = None,
    head: str = Head.LETTERHEAD,
) -> bytes:
    """PDF/A-2a and PDF/UA-1 in one file. The same text gives the same bytes. Raises NotTypeset."""
    return typeset_content(content_of(page, edition=edition, reason=reason, draft=draft, version=version), head=head)


def typeset_content(content: dict[str, Any], *, head: str) -> bytes:
    """Raises NotTypeset."""
    images = images_of(content)
    return typeset(laid_out(content, head=head, images=images), images)


def laid_out(
    content: dict[str, Any], *, head: str = Head.LETTERHEAD, images: dict[str, bytes] | None = None
) -> dict[str, Any]:
    """What the template gets: the content, its digest among the keywords, and which pictures to show. Raises ValueError
    for an unknown head."""
    day = datetime.date.fromisoformat(content["day"])
    return content | {
        "head": Head(head).value,
        "keywords": _keywords(content),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "body": [_with_file(node, images or {}) for node in content["body"]],
    }


def images_of(content: dict[str, Any]) -> dict[str, bytes]:
    """The files as they were uploaded; one that is gone is left out, and its text alternative is printed in its
    place."""
    wanted = {node["image"] for node in _figures(content)}
    found = {}
    for image in get_image_model().objects.filter(among("pk", wanted)):
        try:
            with image.file.open("rb") as file:
                found[_file_name(image.pk)] = file.read()
        except OSError:
            continue
    return found


def _keywords(content: dict[str, Any]) -> list[str]:
    words = [content["number"], content["kind"], content["labels"]["version"], f"sha256:{content_digest(content)}"]
    return [word for word in words if word]


def _figures(content: dict[str, Any]) -> Iterator[Node]:
    return (node for node in content["body"] if node["t"] == "figure")


def _with_file(node: Node, images: dict[str, bytes]) -> Node:
    if node["t"] != "figure" or _file_name(node["image"]) not in images:
        return node
    return node | {"file": _file_name(node["image"])}


def _file_name(image: int) -> str:
    return f"image-{image}"
