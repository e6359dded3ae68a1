"""What one can subscribe to. Each source is registered by the part of the site that knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from papers.access import Reader


@dataclass(frozen=True)
class News:
    """``key``: what tells it from other news, up to 100 characters; ``path``: address on this site, beginning with a
    slash; ``language``: of the title and the summary; ``is_public``: says whether everybody may read it."""

    key: str
    title: str
    path: str
    language: str
    at: datetime
    summary: str = ""
    is_public: bool = True


class Source(Protocol):
    def title(self, key: str) -> str | None:
        """What is subscribed to, in the active language; None for something that does not exist (any more)."""

    def title_language(self, key: str) -> str:
        """Of the title of something that exists."""

    def address(self, key: str) -> str:
        """Path of the page where one subscribes."""

    def known_until(self) -> datetime:
        """Says up to when the source knows everything; what it does not know yet is told next time."""

    def news(self, key: str, *, since: datetime, reader: Reader) -> list[News]:
        """What the reader may read and was published after ``since``, newest first, in the active language where it
        exists."""


SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    SOURCES[name] = source
