"""People who do something at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

PATIENCE = 30  # seconds until a test that hangs is a test that failed


def at_once(*verbs):
    """Run all of them at the same moment, each on a connection of its own; their results or errors, in order."""
    barrier = threading.Barrier(len(verbs), timeout=PATIENCE)

    def run(verb):
        try:
            connection.ensure_connection()
            barrier.wait()
            return verb()
        except Exception as error:  # noqa: BLE001  # the error is the result
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return [future.result(timeout=PATIENCE) for future in [pool.submit(run, verb) for verb in verbs]]


def errors_of(results):
    return [result for result in results if isinstance(result, Exception)]
