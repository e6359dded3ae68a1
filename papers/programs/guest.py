"""What a program that may die does itself: it takes its limits, answers, and ends without tidying up.

Imported by the programs that ``host`` starts, so it knows the standard library only. What a limit forbids cannot be
allowed again, also by whoever broke into a parser. Time is looked after by the host as well, which can be relied on.
"""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

Head = dict[str, Any]


def arguments() -> Head:
    """What the host says at the start."""
    about: Head = json.loads(sys.argv[1])
    return about


def limit(
    *,
    memory: int,
    open_files: int,
    largest_file: int = 0,
    seconds: float | None = None,
    alone: bool = False,
) -> None:
    """Limits this process, for good. ``memory``: its address space; ``largest_file`` it may write, pipes not counted;
    ``seconds`` of the processor; ``alone``: it starts no other process and no thread."""
    _bound(resource.RLIMIT_AS, memory)
    _bound(resource.RLIMIT_NOFILE, open_files)
    _bound(resource.RLIMIT_FSIZE, largest_file)
    _bound(resource.RLIMIT_CORE, 0)
    if seconds is not None:
        _bound(resource.RLIMIT_CPU, math.ceil(seconds), spare=1)
    if alone:
        _bound(resource.RLIMIT_NPROC, 0)


def _bound(what: int, most: int, *, spare: int = 0) -> None:
    """Never above what the process was started with, which the kernel would refuse."""
    soft, hard = most, most + spare
    highest = resource.getrlimit(what)[1]
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(what, (soft, hard))


def answers() -> IO[bytes]:
    """Returns where to write the answer. What a library prints from now on is no part of it."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def serve(answer_to: Callable[[Head, dict[str, bytes]], tuple[Head, bytes]]) -> None:
    """Do job after job, as ``pool`` hands them over, until the host has gone.

    A job and its answer are a line of JSON each, followed by the bytes that it announces.
    """
    out = answers()
    gc.freeze()  # nothing of what was imported is ever let go, nor worth looking through after each job
    with os.fdopen(0, "rb") as jobs:
        while line := jobs.readline():
            order = json.loads(line)
            files = {name: jobs.read(size) for name, size in order["files"]}
            head, body = answer_to(order["job"], files)
            del files
            gc.collect()
            out.write(json.dumps({"head": head, "size": len(body), "resident": _resident()}).encode() + b"\n" + body)
            out.flush()


def _resident() -> int:
    """Bytes in memory now; where the kernel does not say, the most there ever were."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def end() -> NoReturn:
    """Nothing else is worth tidying up."""
    os._exit(0)
