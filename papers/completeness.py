"""What the council demands of a kind of paper, and whether a paper has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papers.models.kind import RequiredSection
    from papers.models.paper import Paper


def missing_sections(paper: Paper) -> list[RequiredSection]:
    """Required sections that are absent or empty, in the order the kind demands. A section counts by its key or by its
    heading."""
    present: set[str] = set()
    for block in paper.body:
        if all(child.block.is_empty(child.value) for child in block.value["content"]):
            continue
        present.add(block.value.get("key") or "")
        present.add(_plain(block.value["heading"]))
    return [
        section
        for section in paper.kind.required_sections.all()
        if section.key not in present and _plain(section.heading) not in present
    ]


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
