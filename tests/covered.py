"""What the everyday tests run, line by line and branch by branch, for a fifth of what coverage takes to notice it.

Coverage has Python 3.11 tell it about every line of every package, which makes a test half as dear again. SlipCover
marks the lines and branches of the product alone while they are imported: named in PYTEST_PLUGINS, this module has
every worker of the tests do so. Processes that tests start are noted by coverage as before; they are few.

``python -m tests.covered`` (``--html`` for pages) puts both together as coverage keeps it, so that what counts as a
line or a branch, what is left out and how it is shown stays coverage's, and fails below ``--fail-under``."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from coverage import Coverage, CoverageData
from coverage.cmdline import main as command_line
from coverage.python import PythonFileReporter

ROOT = Path(__file__).resolve().parents[1]
NOTED = ROOT / "var" / "coverage"
SOURCES = tuple(ROOT / name for name in ("papers", "workflows", "search", "site/umlauf"))
LEFT_OUT = "*/migrations/*"

Branch = tuple[int, int]  # from a line to a line; 0 and less: out of the function

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    from slipcover import FileMatcher, ImportManager, Slipcover

    noting = Slipcover(branch=True, d_miss_threshold=2_000)  # looking for what to mark no longer takes time, too
    ImportManager(noting, FileMatcher(sources=SOURCES, omit=[LEFT_OUT])).__enter__()
    os.environ |= {"COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"), "COVERAGE_FILE": str(NOTED / "data")}

    def pytest_sessionfinish() -> None:
        NOTED.mkdir(parents=True, exist_ok=True)
        (NOTED / f"{worker}.{os.getpid()}.json").write_text(json.dumps(noting.get_coverage()["files"]))


def noted_by_workers() -> tuple[dict[str, set[int]], dict[str, set[Branch]]]:
    """Lines and branches, by file."""
    lines: dict[str, set[int]] = defaultdict(set)
    branches: dict[str, set[Branch]] = defaultdict(set)
    for file in NOTED.glob("gw*.json"):
        for name, noted in json.loads(file.read_text()).items():
            lines[name].update(noted["executed_lines"])
            branches[name].update(map(tuple, noted["executed_branches"]))
    return lines, branches


def as_coverage_has_it(path: Path, lines: set[int], branches: set[Branch]) -> set[Branch]:
    """Of a branch both know the way into its body; the other way is the other one, whatever line each of them names as
    its end."""
    parser = PythonFileReporter(str(path), Coverage(data_file=None)).parser
    ways: dict[int, set[int]] = defaultdict(set)
    for start, end in parser.arcs():
        ways[start].add(end)
    found = {(-1, parser.first_line(line)) for line in lines}
    taken: dict[int, set[int]] = defaultdict(set)
    for start, end in branches:
        taken[parser.first_line(start)].add(parser.first_line(end))
    for start, ends in taken.items():
        found |= {(start, end) for end in ends & ways[start]}
        body = min((end for end in ways[start] if end > start), default=0)
        others = ways[start] - ends - {body}
        if ends - ways[start] and len(others) == 1:
            found.add((start, others.pop()))
    for match in matches_in(path):
        found |= set(past_cases(match, lines, ways, taken[match.lineno]))
    return found


def matches_in(path: Path) -> Iterator[ast.Match]:
    return (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Match))


def past_cases(match: ast.Match, lines: set[int], ways: dict[int, set[int]], led_to: set[int]) -> Iterator[Branch]:
    """SlipCover knows where a ``match`` led to, but not past which of its cases."""
    within = range(match.lineno, (match.end_lineno or match.lineno) + 1)
    for case in (case.pattern.lineno for case in match.cases):
        if case in lines:
            yield from ((case, end) for end in ways[case] & lines if end in within)
            yield from ((case, end) for end in ways[case] if end not in within and led_to - set(within))


def put_together() -> None:
    lines, branches = noted_by_workers()
    data = CoverageData(str(NOTED / "data.workers"))
    data.erase()
    data.add_arcs({str(ROOT / name): as_coverage_has_it(ROOT / name, lines[name], branches[name]) for name in lines})
    files = (file for source in SOURCES for file in source.rglob("*.py") if not file.match(LEFT_OUT))
    data.touch_files(map(str, files))  # those no test imports, too
    data.write()


if __name__ == "__main__":
    put_together()
    command_line(["combine", "--quiet"])
    if "--html" in sys.argv:
        command_line(["html", "--quiet"])
    sys.exit(command_line(["report", *(option for option in sys.argv[1:] if option != "--html")]))
