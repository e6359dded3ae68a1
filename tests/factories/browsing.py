"""What a browser may ask for: nothing that is not on this machine. And the order in which it is answered.

The way to anywhere else leads to a proxy that is not there. To hold up every request and let it go on would take longer
than most of them, and keep the browser from remembering what it has."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

NOBODY = "http://127.0.0.1:9"  # nobody listens there


def on_this_machine(address):
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", None)


def asked_of_others(context, may=on_this_machine):
    """Addresses its pages asked for, of those they may not; the list grows while they do."""
    foreign = []

    def look(request):
        if not may(request.url):
            foreign.append(request.url)

    context.on("request", look)
    return foreign


class Turns:
    """Requests take turns; whoever empties the database waits until none is left."""

    def __init__(self):
        self.turn = threading.RLock()
        self.changed = threading.Condition()
        self.waiting = 0

    def __enter__(self):
        with self.changed:
            self.waiting += 1
            self.changed.notify_all()
        self.turn.acquire()

    def __exit__(self, *error):
        self.turn.release()
        with self.changed:
            self.waiting -= 1
            self.changed.notify_all()

    def wait_for_all(self, seconds=30):
        with self.changed:
            assert self.changed.wait_for(lambda: self.waiting == 0, seconds), "a request was not answered"
