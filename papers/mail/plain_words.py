"""What a mail server said, in the words of an office: by the enhanced status codes of RFC 3463, else by the reply codes
of SMTP (RFC 5321, 4.2.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ENHANCED = re.compile(r"(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"^\s*([45]\d\d)\b")

NO_LETTER_BOX = _("There is no such letter box.")
NO_SERVER = _("There is no mail server for this address.")
WRONG_ADDRESS = _("The address is wrong or is no longer used.")
CLOSED = _("The letter box is closed.")
FULL = _("The letter box is full.")
TOO_LARGE = _("The mail is too large for the other mail server.")
NOT_REACHED = _("The other mail server could not be reached.")
NOT_WANTED = _("The other mail server does not want this mail, perhaps because of a filter.")
LATER = _("The mail server asks to come again later.")
REFUSED = _("The mail server refused the mail.")
OURS_AWAY = _("The mail server of the city could not be reached.")

# by subject and detail; a subject alone stands for whatever else it says
STATUSES: dict[tuple[str, ...], _StrOrPromise] = {
    ("1", "1"): NO_LETTER_BOX,
    ("1", "2"): NO_SERVER,
    ("1",): WRONG_ADDRESS,
    ("2", "2"): FULL,
    ("2", "3"): TOO_LARGE,
    ("2",): CLOSED,
    ("3", "4"): TOO_LARGE,
    ("4",): NOT_REACHED,
    ("7",): NOT_WANTED,
}


def in_plain_words(said: str) -> str:
    """In the active language; empty where nothing is known to mean what was said."""
    for subject, detail in ENHANCED.findall(said):
        words = STATUSES.get((subject, detail)) or STATUSES.get((subject,))
        if words is not None:
            return str(words)
    if reply := REPLY.match(said):
        return str(LATER if reply[1].startswith("4") else REFUSED)
    return str(OURS_AWAY) if said.startswith("[Errno") or "timed out" in said else ""
