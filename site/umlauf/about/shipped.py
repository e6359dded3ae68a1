"""The texts that pages about the site begin with. From then on they are the city's, and nothing here touches them.

A file has a line with the title, one with the description, and sections behind ``## ``. ``= term = explanation`` is a
term; everything else is rich text. ``{city}`` is the city's name; what stands in square brackets is for the city to
fill in.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Shipped:
    title: str
    description: str
    body: list[tuple[str, dict[str, Any]]]


def shipped(language: str, slug: str) -> Shipped | None:
    """None where there is no text in this language."""
    file = TEXTS / language / f"{slug}.txt"
    if not file.is_file():
        return None
    head, *sections = file.read_text(encoding="utf-8").split("\n## ")
    title, description = head.strip().splitlines()
    return Shipped(title, description.replace("{city}", settings.CITY_NAME), [_section(part) for part in sections])


def _section(part: str) -> tuple[str, dict[str, Any]]:
    heading, *lines = part.strip().splitlines()
    text = [line for line in lines if not line.startswith("= ")]
    terms = [line[2:].split(" = ", 1) for line in lines if line.startswith("= ")]
    return "section", {
        "heading": heading,
        "text": "".join(text).replace("{city}", escape(settings.CITY_NAME)),
        "terms": [{"term": term, "explanation": explanation} for term, explanation in terms],
    }
