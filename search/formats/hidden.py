"""What an office program does not show is not read: hidden runs, rows, sheets and slides often hold what was to stay in
the house, and whoever adds the file does not see them.

Deleted and moved text, comments and notes are left out by name (``office``); here is what is hidden by a property.
"""

from __future__ import annotations

from typing import Any

from search.formats.markup import Markup, TextOf
from search.formats.pages import BROKEN, Pages, Refused

OFF = frozenset({"0", "false", "off", "none"})
MOST_COLUMNS = 20_000  # of a sheet, in any program


def attribute(attributes: Any, name: str) -> str:
    """By its local name; namespaces differ between programs."""
    return next((str(value) for key, value in attributes.items() if key.rpartition("}")[2] == name), "")


def number(text: str, default: int) -> int:
    return min(int(text), 10**9) if text.isdecimal() and len(text) < 12 else default


class OfPart:
    """A target for lxml that reads a part of an office document."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Office formats have none; whoever writes one wants to define entities that grow."""
        raise Refused(BROKEN)


class TextOfPart(OfPart, TextOf):
    pass


class NotesOfPart(OfPart):
    """Notes what its elements and their attributes say, and no text."""

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass


class Styles:
    """Names of styles that hide what they are given to, by their own word or by that of the style they follow."""

    def __init__(self) -> None:
        self.said: dict[str, bool] = {}
        self.follows: dict[str, str] = {}

    def hide(self, name: str) -> bool:
        for _step in range(20):
            if name in self.said:
                return self.said[name]
            if name not in self.follows:
                return False
            name = self.follows[name]
        return False


class WordStyles(NotesOfPart):
    """Reads the styles of a Word document."""

    def __init__(self) -> None:
        self.styles = Styles()
        self.style = ""

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name == "style":
            self.style = attribute(attributes, "styleId")
        elif name == "basedOn" and self.style:
            self.styles.follows[self.style] = attribute(attributes, "val")
        elif name == "vanish" and self.style:
            self.styles.said[self.style] = attribute(attributes, "val").lower() not in OFF

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] == "style":
            self.style = ""

    def close(self) -> Styles:
        return self.styles


class TextOfWord(TextOfPart):
    """Runs may hold others, in a box. Properties come first in what they belong to."""

    def __init__(self, markup: Markup, answer: Pages, styles: Styles) -> None:
        super().__init__(markup, answer)
        self.styles = styles
        self.paragraphs: list[bool] = []  # hidden by their style
        self.runs: list[bool | None] = []
        # properties of the mark at a paragraph's end, which say nothing of its text, and those before a change
        self.in_mark = self.in_old = 0

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name == "p":
            self.paragraphs.append(False)
        elif name == "r":
            self.runs.append(None)
        elif name == "pPr":
            self.in_mark += 1
        elif name.endswith("PrChange"):
            self.in_old += 1
        elif name == "pStyle" and self.paragraphs and not self.in_old:
            self.paragraphs[-1] = self.styles.hide(attribute(attributes, "val"))
        elif self.in_mark or self.in_old or not self.runs:
            pass
        elif name == "rStyle":
            if self.runs[-1] is None and self.styles.hide(attribute(attributes, "val")):
                self.runs[-1] = True
        elif name == "vanish":
            self.runs[-1] = attribute(attributes, "val").lower() not in OFF
        super().start(tag, attributes)

    def end(self, tag: str) -> None:
        super().end(tag)
        name = tag.rpartition("}")[2]
        if name == "p" and self.paragraphs:
            self.paragraphs.pop()
        elif name == "r" and self.runs:
            self.runs.pop()
        elif name == "pPr":
            self.in_mark -= 1
        elif name.endswith("PrChange"):
            self.in_old -= 1

    def data(self, text: str) -> None:
        by_style = any(self.paragraphs)
        if not any(by_style if run is None else run for run in self.runs or [None]):
            super().data(text)


class TextOfSlide(TextOfPart):
    """A shape names itself before its text."""

    SHAPES = frozenset({"sp", "grpSp", "graphicFrame", "pic", "cxnSp"})

    def __init__(self, markup: Markup, answer: Pages) -> None:
        super().__init__(markup, answer)
        self.shapes: list[bool] = []

    def hides(self, name: str, attributes: Any) -> bool:
        return name == "sld" and attribute(attributes, "show").lower() in OFF

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name in self.SHAPES:
            self.shapes.append(False)
        elif name == "cNvPr" and self.shapes and attribute(attributes, "hidden").lower() in ("1", "true"):
            self.shapes[-1] = True
        super().start(tag, attributes)

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag.rpartition("}")[2] in self.SHAPES and self.shapes:
            self.shapes.pop()

    def data(self, text: str) -> None:
        if not any(self.shapes):
            super().data(text)


class HiddenCells(NotesOfPart):
    """The rows and columns of a sheet that are hidden, counted from 0."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.row = 0

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self.row = number(attribute(attributes, "r"), self.row + 1)
            if attribute(attributes, "hidden") in ("1", "true"):
                self.rows.add(self.row - 1)
        elif name == "col" and attribute(attributes, "hidden") in ("1", "true"):
            first, last = (number(attribute(attributes, edge), 1) for edge in ("min", "max"))
            self.columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def close(self) -> HiddenCells:
        return self


class TextOfOpenDocument(TextOfPart):
    """Its styles stand before the text: those of the document in a part of their own, read first."""

    HIDDEN_BY = {  # noqa: RUF012  # element of a style: its attribute, and what hides
        "text-properties": ("display", "none"),
        "table-properties": ("display", "false"),
        "drawing-page-properties": ("visibility", "hidden"),
    }

    def __init__(self, markup: Markup, answer: Pages, styles: Styles | None = None) -> None:
        super().__init__(markup, answer)
        self.styles = styles or Styles()
        self.style = ""
        self.columns: set[int] = set()
        self.columns_seen = self.column = 0
        self.rest_hidden = False

    def start(self, tag: str, attributes: Any) -> None:
        name = tag.rpartition("}")[2]
        if name == "style":
            self.style = attribute(attributes, "name")
            self.styles.follows[self.style] = attribute(attributes, "parent-style-name")
        elif name in self.HIDDEN_BY and self.style:
            said, hides = self.HIDDEN_BY[name]
            if value := attribute(attributes, said):
                self.styles.said[self.style] = value == hides
        elif name == "hidden-paragraph" and attribute(attributes, "is-hidden") == "true":
            self.rest_hidden = True
        elif name in self.markup.blocks:
            self.rest_hidden = False
        super().start(tag, attributes)

    def hides(self, name: str, attributes: Any) -> bool:
        if name == "table":
            self.columns, self.columns_seen = set(), 0
        elif name == "table-row":
            self.column = 0
        if name in ("table-column", "table-cell", "covered-table-cell"):
            return self._is_in_hidden_column(name, attributes)
        return (
            name == "hidden-text"
            or attribute(attributes, "visibility") in ("collapse", "filter")
            or (name == "section" and attribute(attributes, "display") == "none")
            or (name == "section" and attribute(attributes, "is-hidden") == "true")
            or self.styles.hide(attribute(attributes, "style-name"))
        )

    def _is_in_hidden_column(self, name: str, attributes: Any) -> bool:
        times = min(number(attribute(attributes, "number-columns-repeated"), 1), MOST_COLUMNS)
        if name == "table-column":
            if attribute(attributes, "visibility") in ("collapse", "filter"):
                self.columns.update(range(self.columns_seen, min(self.columns_seen + times, MOST_COLUMNS)))
            self.columns_seen += times
            return False
        at = self.column
        self.column += times
        return at in self.columns

    def data(self, text: str) -> None:
        if not self.rest_hidden:
            super().data(text)
