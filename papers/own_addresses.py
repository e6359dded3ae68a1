"""What a typed address names on this site, read as browsers read it: they take ``http:/de/``, ``//host/`` written with
any slashes, a host with a dot at its end or a number for one, and letters written with ``%``, for what is meant.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.conf import settings

LIKE_A_KEY = re.compile(r"[0-9]{1,18}")
OF_PAPERS, OF_ATTACHMENTS = "papers", "attachments"  # in addresses of this site
LIKE_A_NUMBER = re.compile(r"[0-9a-fx.]+")
# Browsers drop the first anywhere, the second at both ends (https://url.spec.whatwg.org/#url-parsing).
DROPPED, STRIPPED = re.compile(r"[\t\r\n]"), "".join(map(chr, range(33)))
WEB = re.compile(r"(?:https?:)(?P<slashes>/*)", re.IGNORECASE)
HERE = "x"  # stands for the paper whose page shows a link
DEEPEST = 3  # addresses within addresses, as ``?next=`` has them


@dataclass(frozen=True)
class Named:
    """What an address of this site names; nothing, where it is one of another. ``unclear``: it cannot be said."""

    slugs: frozenset[str] = frozenset()
    annexes: frozenset[int] = frozenset()
    unclear: bool = False

    def __or__(self, other: Named) -> Named:
        return Named(self.slugs | other.slugs, self.annexes | other.annexes, self.unclear or other.unclear)


def named_by(address: str, within: int = 0) -> Named:
    """An address without a host is one of this site: a page resolves it against its own, a document against the
    site's."""
    try:
        address = _as_browsers_read(address)
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return Named(unclear=True)
    if parts.scheme not in ("", "http", "https") or (host and not _is_own(host)):
        return Named()
    try:
        found = _named_in(unquote(parts.path))
        if not host and not parts.path.startswith("/") and parts.path:
            found |= _named_in(unquote(urlsplit(urljoin(f"/de/{OF_PAPERS}/{HERE}/", address)).path))
    except ValueError:
        return Named(unclear=True)
    query = parse_qsl(parts.query)
    found |= Named(slugs=frozenset(slug for name, slug in query if name == "paper"))
    for value in (parts.fragment, *(value for _name, value in query)):
        if "/" in value:
            found |= named_by(value, within + 1) if within < DEEPEST else Named(unclear=True)
    return found


def _as_browsers_read(address: str) -> str:
    address = DROPPED.sub("", unescape(address)).strip(STRIPPED).replace("\\", "/")
    web = WEB.match(address)
    if web and len(web["slashes"]) < 2:
        address = address[web.end("slashes") - len(web["slashes"]) :]  # of the page it stands on
    elif web or address.startswith("//"):
        scheme = f"{address[: web.start('slashes')]}" if web else ""
        address = f"{scheme}//{address[len(scheme) :].lstrip('/')}"
    return address


def _named_in(path: str) -> Named:
    segments = [part for part in path.replace("\\", "/").split("/") if part]
    kinds = [part.casefold() for part in segments]
    if OF_ATTACHMENTS in kinds:
        key = "".join(segments[kinds.index(OF_ATTACHMENTS) + 1 :][:1])
        return Named(annexes=frozenset({int(key)})) if LIKE_A_KEY.fullmatch(key) else Named(unclear=True)
    if OF_PAPERS not in kinds:
        return Named()
    named = {part for part in segments[kinds.index(OF_PAPERS) + 1 :] if not part.endswith(".pdf")}
    return Named(slugs=frozenset(named - {HERE}))


def _is_own(host: str) -> bool:
    """Says whether a host is one the site answers to: written in any way, with what stands before a domain that is
    allowed as a whole."""
    host = _plain(host)
    own = {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "", *settings.ALLOWED_HOSTS} - {"", "*"}
    return any(host == _plain(one) or (one.startswith(".") and f".{host}".endswith(one.lower())) for one in own)


def _plain(host: str) -> str:
    host = unicodedata.normalize("NFKC", unquote(host)).lower().strip("[]").rstrip(".")
    if LIKE_A_NUMBER.fullmatch(host):
        try:
            return socket.inet_ntoa(socket.inet_aton(host))  # 2130706433, 127.1 and 0x7f.1 are 127.0.0.1
        except OSError:
            return host
    return host
