"""The processes that typeset: limited, ended, replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from papers.pdf import typesetting
from papers.pdf.typesetting import TYPESETTERS, Limits, NotTypeset, Reason, typeset
from tests.papers.pdf.samples import text_in
from tests.papers.pdf.typesetting.contents import (
    said,
    with_body,
)

MEBIBYTE = 1024 * 1024


def endless(content, rows=60_000):
    """Takes far longer than any test waits."""
    row = [{"v": "Zelle"}, {"v": "noch eine"}]
    return with_body(
        content,
        {
            "t": "table",
            "caption": "",
            "head": ["A", "B"],
            "numeric": [False, False],
            "widths": [0, 0],
            "rows": [row] * rows,
        },
    )


def test_what_takes_too_long_is_ended_and_the_next_paper_is_typeset(content):
    began = time.monotonic()
    with pytest.raises(NotTypeset) as refused:
        typeset(endless(content), limits=Limits(seconds=1.0))
    assert refused.value.reason_code == Reason.TOO_SLOW
    assert time.monotonic() - began < typesetting.LIMITS.seconds, "the limit named, not the usual one"
    assert typeset(content).startswith(b"%PDF-")


@pytest.mark.thorough
def test_what_takes_too_much_memory_is_ended_and_the_next_paper_is_typeset(content):
    TYPESETTERS.close()
    with pytest.raises(NotTypeset) as refused:
        typeset(endless(content), limits=Limits(seconds=60.0, memory=700 * MEBIBYTE))
    assert refused.value.reason_code == Reason.TOO_LARGE
    assert typeset(content).startswith(b"%PDF-")


@pytest.mark.thorough
def test_one_hostile_paper_does_not_hold_up_the_others(content):
    typeset(content)
    refusals = []

    def hostile():
        with pytest.raises(NotTypeset) as refused:
            typeset(endless(content), limits=Limits(seconds=4.0))
        refusals.append((refused.value.reason_code, time.monotonic()))

    thread = threading.Thread(target=hostile)
    thread.start()
    done = [(typeset(content)[:5], time.monotonic()) for _paper in range(10)]
    thread.join()
    [(reason, ended)] = refusals
    assert reason == Reason.TOO_SLOW
    assert [head for head, _at in done] == [b"%PDF-"] * 10
    assert done[-1][1] < ended


def test_papers_of_many_threads_do_not_mix(content):
    found = {}

    def one(number):
        found[number] = typeset(with_body(content, said(f"Nummer {number} Ende")))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # read one after the other: PDFium must not be asked by two threads at once
    assert all(f"Nummer {number} Ende" in text_in(found[number]) for number in range(12))


@pytest.mark.thorough
def test_who_waits_too_long_is_told_so(content, settings):
    TYPESETTERS.close()
    settings.TYPESETTERS = 1
    started = threading.Event()

    def hostile():
        started.set()
        with pytest.raises(NotTypeset):
            typeset(endless(content), limits=Limits(seconds=3.0))

    thread = threading.Thread(target=hostile)
    thread.start()
    started.wait()
    reasons = set()
    while thread.is_alive() and Reason.BUSY not in reasons:
        try:
            typeset(content, limits=Limits(wait=0.01))
        except NotTypeset as refused:
            reasons.add(refused.reason_code)
    thread.join()
    TYPESETTERS.close()
    assert reasons == {Reason.BUSY}


def test_a_process_killed_while_it_typesets_is_replaced(content):
    TYPESETTERS.close()
    typeset(content)
    [child] = typesetters()
    refusals = []

    def long_one():
        with pytest.raises(NotTypeset) as refused:
            typeset(endless(content))
        refusals.append(refused.value.reason_code)

    thread = threading.Thread(target=long_one)
    thread.start()
    while not is_working(child):
        pass
    os.kill(child, signal.SIGKILL)
    thread.join()
    assert refusals == [Reason.TOO_LARGE]  # nobody but the kernel kills a process that takes too much
    assert typeset(content).startswith(b"%PDF-")
    assert child not in typesetters()


def test_a_process_killed_while_it_waits_is_replaced_unseen(content):
    TYPESETTERS.close()
    first = typeset(content)
    [child] = typesetters()
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert typeset(content) == first
    assert child not in typesetters()


def test_a_process_stays_until_it_has_done_its_jobs(content):
    TYPESETTERS.close()
    limits = Limits(jobs=2)
    typeset(content, limits=limits)
    [first] = typesetters()
    typeset(content, limits=limits)
    assert typesetters() == []
    typeset(content, limits=limits)
    assert typesetters() != [first]


def test_a_process_that_has_grown_is_replaced(content):
    TYPESETTERS.close()
    typeset(content, limits=Limits(resident=1))
    assert typesetters() == []


def test_processes_end_with_their_parent_and_leave_nothing_behind():
    program = (
        "import os, django; django.setup(); from papers.pdf.typesetting import LIMITS, TYPESETTERS; from "
        "papers.programs.pool import _Worker; "
        "started = _Worker(TYPESETTERS, LIMITS); print(started.process.pid, started.folder, flush=True); os._exit(0)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "umlauf.settings.test", "PYTHONPATH": ".:site"}
    child, root = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    deadline = time.monotonic() + 10
    while os.path.exists(f"/proc/{child}/root") and time.monotonic() < deadline:
        pass
    assert not os.path.exists(f"/proc/{child}/root")
    assert not os.path.exists(root)


def test_the_worker_knows_nothing_of_django_nor_of_our_settings(content):
    TYPESETTERS.close()
    typeset(content)
    [child] = typesetters()
    with open(f"/proc/{child}/environ", "rb") as environment, open(f"/proc/{child}/maps") as maps:
        assert b"DJANGO" not in environment.read()
        assert "psycopg" not in maps.read()


def typesetters() -> list[int]:
    """Ids of the processes that wait for a job or work."""
    children = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline", "rb") as command:
                    fields = stat.read().rpartition(")")[2].split()
                    if int(fields[1]) == os.getpid() and fields[0] != "Z" and b"pdf/worker.py" in command.read():
                        children.append(int(entry))
            except OSError:
                continue
    return children


def is_working(process: int) -> bool:
    """Whether it has used the processor for longer than a start and a small paper take."""
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 1.5
