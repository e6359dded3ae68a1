"""Headers and footers of a Word document, those that some page shows."""

from __future__ import annotations

from typing import Any

from search.formats.hidden import OFF, NotesOfPart, attribute

REFERENCES = frozenset({"headerReference", "footerReference"})
ALWAYS, FIRST = "default", "first"


class EdgesOfPages(NotesOfPart):
    """A section names its headers before it says whether its first page has one of its own; those of
    even pages alone are left out, for settings of the document say whether there are any."""

    def __init__(self) -> None:
        self.references: dict[str, None] = {}
        self.of_first: list[str] = []

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name == "sectPr":
            self.of_first = []
        elif name in REFERENCES and attribute(attributes, "type") in ("", ALWAYS):
            self.references[attribute(attributes, "id")] = None
        elif name in REFERENCES and attribute(attributes, "type") == FIRST:
            self.of_first.append(attribute(attributes, "id"))
        elif name == "titlePg" and attribute(attributes, "val").lower() not in OFF:
            self.references |= dict.fromkeys(self.of_first)

    def close(self) -> EdgesOfPages:
        return self

    def shown(self, relations: dict[str, tuple[str, str]]) -> list[str]:
        """Names of parts."""
        parts = (relations.get(reference, ("", "")) for reference in self.references)
        return list(dict.fromkeys(part for kind, part in parts if kind in {"header", "footer"}))
