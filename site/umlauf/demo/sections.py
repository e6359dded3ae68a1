"""The texts of a content file as the JSON of StreamFields.

A section is given as a string (its text, or the motion where the kind opens it with one), as a cost table, or as a list
of blocks: ``{text = …}``, ``{table = [[heading, …], [cell, …], …]}``, ``{quotation = …, source = …}``. Block ids are
made from the names in the file, so a revised text keeps the blocks that did not change."""

from __future__ import annotations

import json
import uuid
from typing import Any

from papers.enums import SectionBlockKind
from papers.models import PaperKind
from umlauf.demo.content import DemoPaper
from umlauf.demo.prose import rich_text

NAMESPACE = uuid.UUID("5d2f7c1e-9f0b-4d57-8f3e-0b6f1a3c9e24")


def block_id(*names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def body_of(paper: DemoPaper, kind: PaperKind, *, revised: bool = False) -> str:
    required = {section.key: section for section in kind.required_sections.all()}
    text = {**paper.text, **paper.revised} if revised else paper.text
    sections = []
    for name, content in text.items():
        demanded = required.get(name)
        opens_with = demanded.block if demanded else SectionBlockKind.TEXT
        blocks = _blocks(content, opens_with)
        for position, block in enumerate(blocks):
            _identify(block, paper.key, name, str(position))
        value = {"key": name if demanded else "", "heading": demanded.heading if demanded else name, "content": blocks}
        sections.append({"type": "section", "id": block_id(paper.key, name), "value": value})
    return json.dumps(sections)


def _identify(block: dict[str, Any], *names: str) -> None:
    """Without an id, Wagtail would take a list item for the older format and its value for nothing."""
    block["id"] = block_id(*names)
    if block["type"] == "cost_table":
        for number, row in enumerate(block["value"]["rows"]):
            row["id"] = block_id(*names, str(number))


def goals_of(paper: DemoPaper) -> str:
    return json.dumps([_titled("goal", block_id(paper.key, "goal", goal["title"]), goal) for goal in paper.goals])


def fields_of_action_of(paper: DemoPaper) -> str:
    return json.dumps([_titled("field", block_id(paper.key, "field", entry["key"]), entry) for entry in paper.fields])


def _titled(kind: str, identity: str, entry: dict[str, str]) -> dict[str, Any]:
    return {"type": kind, "id": identity, "value": {"title": entry["title"], "text": rich_text(entry["text"])}}


def _blocks(content: Any, opens_with: str) -> list[dict[str, Any]]:
    if isinstance(content, str):
        kind = "motion" if opens_with == SectionBlockKind.MOTION else "text"
        return [{"type": kind, "value": rich_text(content)}]
    if isinstance(content, dict):
        return _costs(content)
    return [_block(entry) for entry in content]


def _block(entry: dict[str, Any]) -> dict[str, Any]:
    if "table" in entry:
        heading, *rows = entry["table"]
        columns = [{"type": "text", "heading": title} for title in heading]
        table = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": entry.get("caption", "")}
        return {"type": "table", "value": {"table": table}}
    if "quotation" in entry:
        return {"type": "quotation", "value": {"text": entry["quotation"], "source": entry.get("source", "")}}
    return {"type": "text", "value": rich_text(entry["text"])}


def _costs(content: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for row in content.get("rows", ()):
        direction, nature, period = row["kind"].split()
        value = {
            "label": row["item"],
            "direction": direction,
            "nature": nature,
            "period": period,
            "year": row["year"],
            "amount": f"{row['amount']}.00",
        }
        rows.append({"type": "item", "value": value})
    table = {
        "type": "cost_table",
        "value": {"caption": content.get("caption", ""), "rows": rows, "note": content.get("note", "")},
    }
    if content.get("text"):
        return [{"type": "text", "value": rich_text(content["text"])}, table]
    return [table]
