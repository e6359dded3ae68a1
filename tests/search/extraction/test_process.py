"""The program that reads may die, and says nothing it should not."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from papers.programs import host
from search import extraction
from search.extraction import Extracted, Limits, Problem, extract
from tests.search.extraction.files import (
    SHORT,
    pdf,
    word,
)


@pytest.fixture
def read_with(read, monkeypatch, tmp_path):
    """Reads with another program than ours."""

    def read_with(program, limits=extraction.LIMITS):
        path = tmp_path / "program.py"
        path.write_text(f"import json, os, signal, sys\n{program}\n")
        monkeypatch.setattr(extraction, "PROGRAM", path)
        return read(b"", "txt", limits)

    return read_with


def test_other_files_are_read_meanwhile(read, endless):
    path, end = endless
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(extract, path, suffix="txt")
        assert list(threads.map(read, [word("Eins"), pdf("Zwei und etwas mehr")], ["docx", "pdf"])) == [
            Extracted(["Eins"]),
            Extracted(["Zwei und etwas mehr"]),
        ]
        assert not slow.done()
        os.write(end, b"x" * 8)
        assert slow.result() == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", Problem.TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGABRT)", Problem.TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGSEGV)", Problem.BROKEN),
        ("os.kill(os.getpid(), signal.SIGXCPU)", Problem.TOO_SLOW),
        ("raise Exception", Problem.BROKEN),
        ("pass", Problem.BROKEN),
    ],
)
def test_a_process_that_dies(read_with, program, problem):
    assert read_with(program) == Extracted([], problem)


def test_pages_read_before_a_crash_are_kept(read_with):
    died = read_with(
        'print(json.dumps({"page": "Eins"}), flush=True); print("{", end="", flush=True); os.kill(os.getpid(), '
        "signal.SIGSEGV)"
    )
    assert died == Extracted(["Eins"], Problem.BROKEN)


@pytest.mark.parametrize(
    "program", ["while True: pass", "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()); signal.pause()"]
)
def test_a_process_that_does_not_end(read_with, program):
    assert read_with(program, SHORT) == Extracted([], Problem.TOO_SLOW)


def test_a_process_that_says_too_much(read_with):
    assert read_with("while True: print('x' * 1000)", Limits(characters=1000, pages=10)).problem == Problem.BROKEN
    assert read_with("while True: print('x' * 1000, end='')", Limits(characters=1000, pages=10)) == Extracted(
        [], Problem.TOO_LARGE
    )


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense",
        b"[" * 100_000,
        b"{}",
        b'{"page": 1}',
        b'{"page": "a\\u0000b"}',
        b'{"page": "\\ud800"}',
        b'{"problem": "unheard of"}',
        b'{"problem": []}',
        b'{"other": ""}',
        b'\xff{"page": ""}',
    ],
)
def test_a_process_that_says_what_ours_would_not(read_with, said):
    assert read_with(f"os.write(1, {said!r} + b'\\n')") == Extracted([], Problem.BROKEN)


def test_no_more_pages_than_allowed(read_with):
    said = read_with("for _ in range(20): print(json.dumps({'page': ''}))", Limits(pages=3))
    assert said == Extracted(["", "", ""], Problem.BROKEN)


def test_its_children_do_not_outlive_it(read_with, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    program = (
        f"pipe = open({str(tmp_path / 'pipe')!r}, 'wb', 0)\nif os.fork(): "
        f"os._exit(0)\npipe.write(b'alive')\nwhile True: print('x' * 1000, end='')"
    )
    assert read_with(program, Limits(characters=1000, pages=10)) == Extracted([], Problem.TOO_LARGE)
    assert os.read(pipe, 5) == b"alive"
    assert select.select([pipe], [], [], 10)[0]
    assert os.read(pipe, 5) == b""  # nobody holds the other end any more
    os.close(pipe)


def test_it_sees_no_settings(read_with, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = read_with(
        "print(json.dumps({'page': ' '.join([*os.environ, os.getcwd()])})); print(json.dumps({'problem': ''}))"
    )
    assert seen == Extracted(["LC_ALL /"])


def test_it_needs_nothing_installed_to_read_plain_text(tmp_path):
    """So it starts without Django, and without the parsers of other formats."""
    path = tmp_path / "file.txt"
    path.write_text("Größe")
    job = {"suffix": "txt", "seconds": 9, "memory": 2**28, "pages": 1, "characters": 9, "unpacked": 9}
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-S", *host.command(extraction.PROGRAM, job)[1:]],
            stdin=file,
            capture_output=True,
            check=True,
        )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"page": "Größe"}, {"problem": ""}]


def test_it_limits_itself(tmp_path):
    """The limits are there when the file is read: they are asked for from inside, by a library that is loaded then."""
    program = (
        "import json, resource, runpy, sys, types\n"
        "def rtf_to_text(text, errors):\n"
        "    names = ('AS', 'CPU', 'NOFILE', 'FSIZE', 'CORE', 'NPROC')\n"
        "    return ' '.join(str(resource.getrlimit(getattr(resource, 'RLIMIT_' + name))[0]) for name in names)\n"
        "sys.modules['striprtf'] = types.ModuleType('striprtf')\n"
        "sys.modules['striprtf.striprtf'] = module = types.ModuleType('striprtf.striprtf')\n"
        "module.rtf_to_text = rtf_to_text\n"
        f"sys.path.append({str(host.ROOT)!r})\n"
        f"runpy.run_path({str(extraction.PROGRAM)!r}, run_name='__main__')\n"
    )
    path = tmp_path / "file.rtf"
    path.write_text("{\\rtf1}")
    job = json.dumps({"suffix": "rtf", "seconds": 2.5, "memory": 2**28, "pages": 1, "characters": 99, "unpacked": 9})
    with path.open("rb") as file:
        done = subprocess.run([sys.executable, "-I", "-c", program, job], stdin=file, capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[0]) == {"page": f"{2**28} 3 32 0 0 0"}
