"""Nobody talks to another server while a transaction is open.

A mail server that takes 24 seconds would keep everybody from writing as long, on SQLite, and hold locks and a
connection on PostgreSQL. So every test fails in which a socket connects, a connected one sends, a name is looked up, or
mail goes out, while this thread is inside a transaction of ours.

Allowed are: the blocks the tests themselves run in (Django marks them, ``around_tests`` marks ours); the database's own
connection (libpq opens it, past Python); sockets of one machine's processes (AF_UNIX); and, where a test has a live
server, the thread of the test: it shares the server's connection to SQLite, so its own requests fall into the server's
transactions. What the server does there is looked at in the server's thread.
"""

from __future__ import annotations

import socket
import threading
import traceback
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from unittest.mock import patch
from weakref import WeakSet

import pytest
from django.core.mail.backends import console, locmem, smtp
from django.db import connections, transaction

ROOT = Path(__file__).resolve().parents[1]
INTERNET = (socket.AF_INET, socket.AF_INET6)


def around_tests():
    """A transaction several tests share: the code they test must not take it for its own."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


def in_transaction() -> bool:
    """Whether this thread is inside a block that is a transaction, or a savepoint in one, when no test is around it."""
    blocks = (block for connection in connections.all(initialized_only=True) for block in connection.atomic_blocks)
    return any(not block._from_testcase for block in blocks)


class Watch:
    """``seen``: what was done inside a transaction. Kept, because a task that runs at once swallows what it raises."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.exempt: threading.Thread | None = None
        self.connected: WeakSet[socket.socket] = WeakSet()

    def take(self) -> list[str]:
        seen, self.seen = self.seen, []
        return seen

    def look(self, what: str) -> None:
        if threading.current_thread() is not self.exempt and in_transaction():
            self.seen.append(f"{what} inside a transaction, by {_by_whom()}")
            pytest.fail(self.seen[-1])

    @contextmanager
    def watching(self):
        def watched(owner, name, what):
            original = getattr(owner, name)

            @wraps(original)
            def call(*args, **kwargs):
                described = what(*args, **kwargs)
                if described:
                    self.look(described)
                return original(*args, **kwargs)

            return patch.object(owner, name, call)

        def connecting(sock, address, *args):
            if sock.family in INTERNET:
                self.connected.add(sock)
                return f"connecting to {address}"
            return ""

        def sending(sock, *args):
            return "sending" if sock in self.connected else ""

        def mailing(backend, messages):
            return "mailing" if messages else ""

        with ExitStack() as stack:
            for name in ("connect", "connect_ex"):
                stack.enter_context(watched(socket.socket, name, connecting))
            for name in ("send", "sendall"):
                stack.enter_context(watched(socket.socket, name, sending))
            stack.enter_context(watched(socket, "getaddrinfo", lambda host, *args, **kwargs: f"looking up {host}"))
            for backend in (console, locmem, smtp):
                stack.enter_context(watched(backend.EmailBackend, "send_messages", mailing))
            yield


def _by_whom() -> str:
    names = []
    for frame in traceback.extract_stack():
        if frame.filename.startswith(str(ROOT)) and "/.venv/" not in frame.filename and frame.filename != __file__:
            names.append(f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno} {frame.name}")
    return " < ".join(reversed(names[-8:]))
