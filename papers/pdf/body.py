"""The sections of a paper, and the goals, fields and measures of a strategy, as nodes for the template.

Each block of a section prints itself, in the language that is active.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.models.measure import Measure
from papers.models.strategy import Strategy
from papers.pdf import richtext
from papers.pdf.glyphs import printable
from papers.pdf.richtext import Node, nodes_of, paragraphs

if TYPE_CHECKING:
    from papers.models.paper import Paper


def body_of(page: Paper) -> list[Node]:
    nodes: list[Node] = list(_strategy(page)) if isinstance(page, Strategy) else []
    for section in page.body:
        heading = section.value["heading"]
        nodes.append(_heading(1, heading or ""))
        for block in section.value["content"]:
            nodes += block.block.nodes(block.value, richtext)
    return levelled(nodes)


def levelled(nodes: list[Node]) -> list[Node]:
    """No heading skips a level or shows nothing: PDF/UA forbids both, and a draft may lack the heading of a section."""
    level = 0
    found = []
    for node in nodes:
        if node["t"] == "h":
            if not printable("".join(run.get("v", "") for run in node["c"])).strip():
                continue
            level = min(node["l"], level + 1)
            node = node | {"l": level}
        found.append(node)
    return found


def _heading(level: int, text: str, language: str = "") -> Node:
    node: Node = {"t": "h", "l": level, "c": [{"v": text}]}
    return node | {"lang": language} if language else node


# --- strategies -----------------------------------------------------------------------------------------------------


def _strategy(page: Strategy) -> Iterator[Node]:
    vision = nodes_of(page.vision)
    if vision:
        yield {"t": "vision", "c": vision}
    if page.goals:
        yield _heading(1, _("Goals"))
        for number, block in enumerate(page.goals, start=1):
            yield from _numbered(number, block.value)
    measures = _measures_by_field(page)
    if page.fields_of_action or measures:
        yield _heading(1, _("Fields of action"))
    for number, block in enumerate(page.fields_of_action, start=1):
        yield from _numbered(number, block.value)
        yield from _measures(measures.pop(str(block.id), []))
    if measures:
        yield _heading(2, _("Further measures"))
        yield from _measures(measure for left in measures.values() for measure in left)


def _numbered(number: int, value: Any) -> Iterator[Node]:
    yield _heading(2, f"{number}. {value['title']}")
    yield from nodes_of(value["text"].source, heading_level=3) if value["text"] else ()


def _measures_by_field(page: Strategy) -> dict[str, list[Measure]]:
    by_field: dict[str, list[Measure]] = {}
    for measure in Measure.objects.filter(strategy=page.original.pk).select_related("office"):
        by_field.setdefault(measure.field_of_action, []).append(measure)
    return by_field


def _measures(measures: Iterable[Measure]) -> Iterator[Node]:
    """Measures are record, kept in the language of the originals; only the name of their state is translated."""
    language = "" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE
    for measure in measures:
        yield _heading(3, measure.title, language)
        yield {
            "t": "measure",
            "state": str(measure.get_state_display()),
            "period": measure.period,
            "office": measure.office.name_in(get_language() or "") if measure.office else "",
            "description": paragraphs(measure.description),
            "indicator": measure.indicator,
            "lang": language,
        }
