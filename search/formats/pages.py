"""What a reader of files gives back: pages as they are read, and what stood in the way."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import IO

from papers.characters import seen

ENCRYPTED = "encrypted"
BROKEN = "broken"
TOO_LARGE = "too_large"
TOO_SLOW = "too_slow"
NO_TEXT = "no_text"
UNKNOWN_FORMAT = "unknown_format"

# Control characters (NUL among them, which PostgreSQL refuses) and what is no character; what nobody sees goes with
# them (``seen``).
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Refused(Exception):
    """Its argument is the problem."""


class Pages:
    """The pages as they are read. What was read before a problem is answered too."""

    def __init__(self, out: IO[bytes], *, pages: int, characters: int) -> None:
        self.out = out
        self.pages_left = pages
        self.characters_left = characters
        self.letters = 0
        self.page: list[str] = []

    def add(self, text: str) -> None:
        """Adds text to the page at hand. Raises Refused where the text grows too large."""
        if len(text) > self.characters_left:
            self.page.append(text[: self.characters_left])
            self.characters_left = 0
            raise Refused(TOO_LARGE)
        self.page.append(text)
        self.characters_left -= len(text)

    def end_page(self) -> None:
        """Raises Refused where there are too many."""
        if not self.pages_left:
            self.page = []
            raise Refused(TOO_LARGE)
        self.pages_left -= 1
        text, self.page = cleaned("".join(self.page)), []
        self.letters += sum(map(str.isalpha, text))
        self._write(page=text)

    def end(self, problem: str) -> None:
        if self.page:
            with suppress(Refused, MemoryError):
                self.end_page()
        self._write(problem=problem)

    def _write(self, **line: str) -> None:
        self.out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self.out.flush()


def cleaned(text: str) -> str:
    """One line for each line that says something, one space between words."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = (" ".join(seen(UNPRINTABLE.sub("", line)).split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))
