"""Characters that belong in no text, taken out once, where a text comes in: fields of forms, the editor, catalogues of
translations, whatever a program saves. What was stored before is read through the same rule, so no page, file, feed or
mail fails over a character.

They are controls, halves of surrogate pairs and noncharacters, which databases, XML and UTF-8 refuse, and marks that
turn the direction of what follows, so that a text reads as another. Marks of direction that turn nothing, and joiners,
belong to the way Arabic, Hindi or Persian are written, and stay.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Marks that turn the direction of what follows them: a name and the address behind it, the next cell of a table.
TURNING_MARKS = "\u202a-\u202e\u2066-\u2069"
# Tabs and ends of lines are controls, too, and belong in texts. Others part words, as the line ends of word processors
# (U+000B) do, so a space stands in their place.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
UNSEEN = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff{TURNING_MARKS}]")
UNFIT = re.compile(f"{CONTROL.pattern}|{UNSEEN.pattern}")
CONTROLS = re.compile(f"{CONTROL.pattern}+")
# Places nobody sees where a line may break or must not: two titles that look the same would not be the same.
UNSEEN_IN_LINES = re.compile("[\u00ad\u200b\u2060]")
# Whatever else takes no place: marks of direction, selectors of another form of the sign before them, fillers.
TAKES_NO_PLACE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2060-\u206f\ufe00-\ufe0f\ufff9-\ufffb"
)
# They form letters where the sign before them is of a script that is written so, or part of a pictogram.
JOINERS = "\u200c\u200d"
UNSEEN_IN_WORDS = re.compile(
    f"[{TAKES_NO_PLACE}]|(?<![\u0590-\u1cff\u2190-\u2bff\ua8e0-\uabff\U0001f000-\U0001faff])[{JOINERS}]"
)
ENDS_OF_LINES = re.compile(" ?[\u2028\u2029]+ ?")
# How JSON may spell what is unfit; what it spells otherwise is in UNFIT.
SPELLED = re.compile(r"\\u(?:00[01789]|202[a-e]|206[6-9]|d[89a-f]|fd[de]|fe?ff)|\\[bf]", re.IGNORECASE)


def fit(text: str) -> str:
    """The text without what belongs in none."""
    return CONTROLS.sub(" ", UNSEEN.sub("", text)) if UNFIT.search(text) else text


def fit_line(text: str) -> str:
    """A title, a heading, a name: one line. It begins and ends with what is seen, where anything was taken out."""
    line = ENDS_OF_LINES.sub(" ", fit(UNSEEN_IN_LINES.sub("", text)))
    return line if line == text else line.strip()


def in_place(text: str) -> str:
    """As ``fit``, with one space for each control: of places counted in the text only what UNSEEN finds is to be taken
    off."""
    return CONTROL.sub(" ", UNSEEN.sub("", text))


def seen(text: str) -> str:
    """The text as it reads, for whoever compares words: without places nobody sees, and with one sign for a letter and
    what is on it. Joiners stay where they are part of how a word is written."""
    return unicodedata.normalize("NFC", UNSEEN_IN_WORDS.sub("", fit(text)))


def fit_json(value: Any) -> Any:
    """The same value, where nothing in it is unfit."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {fit(key) if isinstance(key, str) else key: fit_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [fit_json(item) for item in value]
    return value


def may_be_unfit(json_text: str) -> bool:
    """Says of JSON that was not read yet whether it is worth reading for it."""
    return bool(SPELLED.search(json_text) or UNFIT.search(json_text))
