"""Names of files as people gave them, made harmless: they stand in headers, lists, logs and on other people's disks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from papers.characters import TURNING_MARKS

LONGEST_NAME = 120  # characters; 255 bytes is what most disks take, and a character has up to four
# What Windows does not allow in names, and what means something in addresses or to a shell.
FORBIDDEN = re.compile(r'[<>:"|?*`$\\/]')
TURNING = re.compile(f"[{TURNING_MARKS}]")
SPACE = re.compile(r"\s+")


def safe_name(name: str) -> str:
    """The last part of a path, composed (NFC), without characters that are not seen: controls, marks that turn the
    direction of writing so that ``fdp.exe`` reads as another, and what no font knows. Its suffix stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    written = SPACE.sub(" ", last)  # line breaks are controls, and part words
    seen = "".join(character for character in written if not unicodedata.category(character).startswith("C"))
    seen = SPACE.sub(" ", seen)  # what stood between two spaces may be gone
    clean = FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen)).rstrip(" .~-")
    suffix = clean[len(clean) - len(suffix_of(clean)) :]
    stem = clean[: len(clean) - len(suffix)].strip(" .~-")
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip(' .') or 'file'}{suffix}"


def suffix_of(name: str) -> str:
    """In lower case with its dot; empty where there is none. ``.pdf`` alone has one, too."""
    suffix = PurePath(f"x{name}").suffix.lower()
    return suffix if len(suffix) <= 12 else ""
