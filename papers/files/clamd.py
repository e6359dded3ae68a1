"""Asks ClamAV's daemon about a file, in its own protocol (clamd(8), INSTREAM): pieces with their length before them, in
answer one line that says what it found.

A client of our own, because those on PyPI are GPL or have no limit on the whole.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

PIECE = 64 * 1024  # bytes
LONGEST_ANSWER = 1024  # bytes
PORT = 3310


class Unavailable(Exception):
    """The scanner said nothing about the file: it is away, too slow, or does not take it. ``str`` is for the log."""


@dataclass(frozen=True)
class Scanner:
    """``url``: ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``; ``seconds`` for a file, all in all."""

    url: str
    seconds: float

    def virus_in(self, file: IO[bytes] | Any) -> str:
        """The name of what was found, or nothing. Raises Unavailable."""
        deadline = time.monotonic() + self.seconds
        try:
            with self._connected(deadline) as connection:
                answer = _asked(connection, file, deadline)
        except (OSError, ValueError) as problem:  # a timeout is an OSError, a bad address a ValueError
            raise Unavailable(f"{type(problem).__name__}: {problem}") from problem
        return _understood(answer)

    @contextmanager
    def _connected(self, deadline: float) -> Iterator[socket.socket]:
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(_left(deadline))
            with connection:
                connection.connect(parts.path)
                yield connection
        elif parts.scheme == "tcp" and parts.hostname:
            address = (parts.hostname, parts.port or PORT)
            with socket.create_connection(address, timeout=_left(deadline)) as connection:
                yield connection
        else:
            raise ValueError("CLAMD_URL is neither tcp://host:port nor unix:///path")


def _asked(connection: socket.socket, file: Any, deadline: float) -> bytes:
    """What it answers. It may do so, and close, before it has everything: where the file is too large for it."""
    broken: OSError | None = None
    try:
        connection.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(PIECE):
            connection.settimeout(_left(deadline))
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError) as problem:
        broken = problem
    answer = bytearray()
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        connection.settimeout(_left(deadline))
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    if not answer and broken is not None:
        raise broken
    return bytes(answer)


def _left(deadline: float) -> float:
    """Raises TimeoutError."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    return left


def _understood(answer: bytes) -> str:
    """Only a whole answer counts, and only one of two kinds. Raises Unavailable."""
    text = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if not answer.endswith((b"\0", b"\n")):
        raise Unavailable(f"broke off after {text[:80]!r}")
    if text == "stream: OK":
        return ""
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return text.removeprefix("stream: ").removesuffix(" FOUND")[:200] or "?"
    raise Unavailable(repr(text[:200]))
