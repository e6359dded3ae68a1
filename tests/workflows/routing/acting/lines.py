"""Lines that are open, and who may act on them."""

from __future__ import annotations

from tests.factories.papers import line_of, paper_at
from workflows.routing.slips import Line


def open_line(cast, role):
    """A paper whose line with this role is open, whatever the role."""
    slips = {
        "co_sign": ("decision", "co_signing", "planning_office"),
        "hearing": ("decision", "deliberating", "culture_committee"),
        "deliberation": ("information", "deliberating", "europe_committee"),
        "preliminary": ("decision", "deliberating", "europe_committee"),
        "information": ("decision", "deliberating", "bristol"),
    }
    if role == "decision":
        paper = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision", 1)])
        return line_of(paper, cast.org.council, "decision")
    slug, stage, organization = slips[role]
    return line_of(paper_at(stage, cast, slug), getattr(cast.org, organization), role)
