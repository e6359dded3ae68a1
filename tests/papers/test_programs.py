"""Programs that misbehave stand in for ours after somebody broke into them: whatever they do, the host goes on."""

from __future__ import annotations

import os
import select
import tempfile
import time
from dataclasses import replace

import pytest

from papers.programs import host
from papers.programs.host import MEBIBYTE, Answer, Ending
from papers.programs.pool import Busy, Died, Limits, Pool

LIMITS = Limits(seconds=20, wait=10, memory=512 * MEBIBYTE, resident=512 * MEBIBYTE, jobs=100, answer=MEBIBYTE)
SHORT = replace(LIMITS, seconds=1)
SOUND = """
def answer(job, files):
    return {"job": job, "process": os.getpid(), "folder": guest.arguments()["folder"]}, b"".join(files.values())
guest.serve(answer)
"""


@pytest.fixture
def program(tmp_path):
    """``program(text)`` is a file that the host can start."""

    def program(text):
        path = tmp_path / "program.py"
        path.write_text(f"import json, os, resource, signal, sys, time\nfrom papers.programs import guest\n{text}\n")
        return path

    return program


@pytest.fixture
def pool(program):
    """``pool(text)`` keeps processes of that program."""
    opened = []

    def pool(text, size=1):
        opened.append(Pool(program(text), size=lambda: size, prepare=lambda folder: {}))
        return opened[-1]

    yield pool
    for one in opened:
        one.close()


def run(path, given=b"", *, seconds=20.0, most=MEBIBYTE):
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        return host.run(path, {}, stdin=file, seconds=seconds, most=most)


def ask(pool, job="job", files=None, limits=LIMITS):
    return pool.ask(lambda: job, files or {}, limits)


def died(pool, limits=LIMITS, files=None):
    with pytest.raises(Died) as death:
        ask(pool, files=files, limits=limits)
    return death.value.ending


# --- once -----------------------------------------------------------------------------------------------------------


def test_what_it_says_is_heard_and_what_a_library_prints_is_not(program):
    path = program(
        "out = guest.answers(); print('library', flush=True); out.write(sys.stdin.buffer.read()[::-1]); out.flush(); "
        "guest.end()"
    )
    assert run(path, b"abc") == Answer(b"cba", None)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", Ending.TOO_LARGE),
        ("os.abort()", Ending.TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGXCPU)", Ending.TOO_SLOW),
        ("os.kill(os.getpid(), signal.SIGSEGV)", Ending.CRASHED),
        ("raise Exception", Ending.FAILED),
        ("os._exit(7)", Ending.FAILED),
        ("guest.limit(memory=2**28, open_files=32, seconds=1)\nwhile True: pass", Ending.TOO_SLOW),
    ],
)
def test_how_it_ended_is_told_with_what_it_said_before(program, text, ending):
    assert run(program(f"os.write(1, b'begun')\n{text}")) == Answer(b"begun", ending)


def test_the_host_waits_no_longer_than_it_said_and_hears_no_more(program):
    began = time.monotonic()
    assert run(program("os.write(1, b'begun'); signal.pause()"), seconds=1) == Answer(b"begun", Ending.TOO_SLOW)
    assert time.monotonic() - began < 10
    assert run(program("while True: os.write(1, b'x' * 1000)"), most=5000).ending is Ending.TOO_LARGE


# --- job after job --------------------------------------------------------------------------------------------------


def test_jobs_and_files_go_to_one_process_after_the_other(pool):
    sound = pool(SOUND)
    first, body = ask(sound, {"number": 1}, {"a": b"one\n", "b": bytes(100_000)})
    assert (first["job"], body) == ({"number": 1}, b"one\n" + bytes(100_000))
    assert ask(sound)[0]["process"] == first["process"]


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\n",
        b"[" * 60_000 + b"\n",
        b"[]\n",
        b'{"head": {}, "size": 0}\n',
        b'{"head": 1, "size": 0, "resident": 0}\n',
        b'{"head": {}, "size": "many", "resident": 0}\n',
        b'{"head": {}, "size": -1, "resident": 0}\n',
        b'{"head": {}, "size": 99999999999999, "resident": 0}\n',
        b"\xff\n",
    ],
)
def test_nonsense_is_a_death_like_any_other(pool, said):
    """Also more bytes than the host has room for."""
    assert died(pool(f"os.write(1, {said!r}); signal.pause()")) is Ending.FAILED


def test_a_line_without_an_end_is_not_listened_to(pool):
    assert died(pool("while True: os.write(1, b'x' * 1000)")) is Ending.TOO_LARGE


@pytest.mark.parametrize(
    "text",
    [
        "signal.pause()",
        "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()); signal.pause()",
        "while True: pass",
    ],
)
def test_one_that_neither_listens_nor_answers_is_ended_in_time(pool, text):
    began = time.monotonic()
    assert died(pool(text), limits=SHORT, files={"large": bytes(MEBIBYTE)}) is Ending.TOO_SLOW
    assert time.monotonic() - began < 10


def test_what_it_started_does_not_hold_up_the_host_nor_outlive_it(pool, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    deserted = pool(
        f"pipe = open({str(tmp_path / 'pipe')!r}, 'wb', 0)\nif os.fork(): "
        f"os._exit(0)\npipe.write(b'alive')\nsignal.pause()"
    )
    assert died(deserted, limits=SHORT) is Ending.TOO_SLOW
    assert os.read(pipe, 5) == b"alive"
    assert select.select([pipe], [], [], 10)[0]
    assert os.read(pipe, 5) == b""  # nobody holds the other end any more
    os.close(pipe)


def test_a_death_takes_its_folder_along_and_the_next_job_gets_another_process(pool):
    moody = pool(SOUND.replace("return", "if job == 'die': os.kill(os.getpid(), signal.SIGKILL)\n    return"))
    before = ask(moody)[0]
    with pytest.raises(Died):
        ask(moody, "die")
    after = ask(moody)[0]
    assert after["process"] != before["process"]
    assert not os.path.exists(before["folder"])
    assert os.path.isdir(after["folder"])


def test_who_finds_all_places_taken_is_told_so(pool):
    sound = pool(SOUND)

    def meanwhile():
        with pytest.raises(Busy):
            ask(sound, limits=replace(LIMITS, wait=0.01))
        return "done"

    assert sound.ask(meanwhile, {}, LIMITS)[0]["job"] == "done"


def test_a_forked_child_leaves_the_processes_to_its_parent(pool):
    sound = pool(SOUND)
    ours = ask(sound)[0]["process"]
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(tell, str(ask(sound)[0]["process"]).encode())
            sound.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    assert theirs != ours
    assert ask(sound)[0]["process"] == ours


def test_a_program_sees_neither_settings_nor_the_product(program, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    answer = run(
        program(
            "print(*sorted(os.environ), os.getcwd(), *(name for name in sys.modules if name.startswith(('django', "
            "'papers.'))))"
        )
    )
    assert answer == Answer(b"LC_ALL / papers.programs papers.programs.guest\n", None)


def test_limits_hold_inside(program):
    names = ("AS", "CPU", "NOFILE", "FSIZE", "CORE", "NPROC")
    asked = ", ".join(f"resource.getrlimit(resource.RLIMIT_{name})" for name in names)
    path = program(f"guest.limit(memory=2**28, open_files=32, seconds=2.5, alone=True)\nprint(json.dumps([{asked}]))")
    assert run(path).said == b"[[268435456, 268435456], [3, 4], [32, 32], [0, 0], [0, 0], [0, 0]]\n"
