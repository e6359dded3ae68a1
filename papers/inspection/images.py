"""What a photograph says beside its pixels. Annexes are documents as they were handed in, so it stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from PIL import Image

POSITION = 0x8825
ARTIST = 0x013B


def findings(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    with Image.open(file) as image:
        tags = image.getexif()
        if tags.get_ifd(POSITION):
            yield "position", ""
        if artist := str(tags.get(ARTIST, "")).strip("\0 "):
            yield "author", artist
