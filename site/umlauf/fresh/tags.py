"""The entity tag of a page: strong, known without making the page, and made by nobody but us.

It is a keyed digest of everything the page depends on: the stamp, the release, the day (names, terms and periods are
shown as of today), and the address as it was asked for. ``.7`` behind it names the paper whose readings are counted,
``-gz`` the compressed form, which is another row of bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from umlauf.fresh.release import release

if TYPE_CHECKING:
    from django.http import HttpRequest

TAG = re.compile(r'(?:W/)?"([0-9a-f]{32})(?:\.([0-9]{1,18}))?(?:-gz)?"')


@dataclass(frozen=True)
class Asked:
    """An address at one state of the city's records."""

    what: str

    @classmethod
    def of(cls, request: HttpRequest, stamp: str) -> Asked:
        """Raises DisallowedHost."""
        day = timezone.localdate().isoformat()
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        return cls("\0".join((stamp, release(), day, address)))

    @property
    def key(self) -> str:
        return f"page:{self._digest('kept')}"

    def tag(self, paper: int, *, packed: bool) -> str:
        """``paper``: whose readings are counted, 0 for none."""
        counted = f".{paper}" if paper else ""
        return f'"{self._digest(counted)}{counted}{"-gz" if packed else ""}"'

    def known_in(self, header: str) -> tuple[str, int] | None:
        """Which tag of an ``If-None-Match`` is that of this page, and whose readings it counts."""
        for found in TAG.finditer(header):
            digest, paper = found[1], int(found[2] or 0)
            if hmac.compare_digest(digest, self._digest(f".{paper}" if paper else "")):
                return found[0].removeprefix("W/"), paper
        return None

    def _digest(self, more: str) -> str:
        key = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"umlauf.fresh").digest()
        return hashlib.blake2b(f"{self.what}\0{more}".encode(), key=key, digest_size=16).hexdigest()
