"""Takes away each single question of the access rule in turn, and says which of them no test misses.

``python -m tests.mutation papers/access`` (or ``make mutation-access MODULES=papers/access``). Every test that runs the
line of a mutant is run, as far as coverage noted it (``make mutation-access`` has it noted first), those that know its
part of the product best first, until one fails. What came out is kept in ``var/mutation``; a run that was stopped goes
on where it was, and what changed is tried again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.mutation.covering import Covering
from tests.mutation.mutants import PRODUCT, Mutant, mutants_of, with_mutants
from tests.mutation.redundant import REDUNDANT
from tests.mutation.switch import PREAMBLE

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "mutation"
# what is left to the collector would fail whichever test runs when it comes
PLUGINS = ("-p", "no:unraisableexception", "-p", "tests.mutation.switch", "-p", "tests.mutation.trying")
EVERYDAY = "not thorough and not browser and not postgres and not elasticsearch"

# beginning of a path: tests that know it best, before those of the matrix and all others
KNOW_BEST = {
    "papers/access": ["tests/papers/access", "tests/workflows/verbs"],
    "papers/admin": ["tests/papers/admin", "tests/umlauf/test_files.py", "tests/umlauf/test_image_library.py"],
    "papers/translation": ["tests/papers/translation", "tests/workflows/verbs"],
    "papers": ["tests/papers"],
    "workflows/distribution": ["tests/workflows/distribution"],
    "workflows/translation": ["tests/workflows/translation"],
    "workflows": ["tests/workflows/routing/steps", "tests/workflows/verbs", "tests/workflows"],
    "search": ["tests/search"],
    "site/umlauf/portal": ["tests/umlauf/portal", "tests/umlauf/test_files.py"],
    "site/umlauf": ["tests/umlauf"],
}
MATRIX = "tests/access"


def words_of(path: str) -> set[str]:
    """A plural is the same word here."""
    return {word.rstrip("s") for word in re.split(r"[^a-z]+", path.partition("::")[0]) if len(word) > 3}


def in_order(path: str, tests: set[str]) -> list[str]:
    """Those whose file is called like the mutant's first, then those of ``KNOW_BEST``."""
    own = words_of(Path(path).stem)
    best = max((beginning for beginning in KNOW_BEST if path.startswith(beginning)), key=len)
    beginnings = [*KNOW_BEST[best], MATRIX]

    def place(test: str) -> tuple[int, int, str]:
        places = (number for number, beginning in enumerate(beginnings) if test.startswith(beginning))
        return -len(own & words_of(test)), next(places, len(beginnings)), test

    return sorted(tests, key=place)


class Results:
    """By key: the test that noticed, or "" of a mutant that survived."""

    def __init__(self) -> None:
        self.file = KEPT / "results.jsonl"
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        self.killed_by = {key: killed_by for key, killed_by, _seconds in map(json.loads, lines)}


def copy_with_mutants(folder: Path, mutants: dict[int, Mutant]) -> None:
    """Everything Git knows, with all mutants in it."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    catalogues = [str(file.relative_to(ROOT)) for file in ROOT.glob("locale/*/LC_MESSAGES/django.mo")]
    for name in [*filter(None, names.split("\0")), *catalogues]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for name in ("node_modules", "built"):
        (folder / name).symlink_to((ROOT / name).resolve())
    by_path: dict[str, dict[int, Mutant]] = defaultdict(dict)
    for number, mutant in mutants.items():
        by_path[mutant.path][number] = mutant
    for path, own in by_path.items():
        (folder / path).write_text(with_mutants((ROOT / path).read_text(), own))
    for package in PRODUCT:
        begin = folder / package / "__init__.py"
        begin.write_text(f"{begin.read_text()}\n{PREAMBLE}")


def run(mutants: dict[int, Mutant], workers: int) -> None:
    covering = Covering(KEPT / "covering")
    with tempfile.TemporaryDirectory(prefix="umlauf-mutation-") as name:
        folder = Path(name)
        copy_with_mutants(folder, mutants)
        tasks = [
            (number, mutant.key, in_order(mutant.path, covering.tests_of(mutant))) for number, mutant in mutants.items()
        ]
        tasks.sort(key=lambda task: len(task[2]))  # what takes little first: a run may be stopped
        (KEPT / "tasks.json").write_text(json.dumps(tasks))
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", EVERYDAY, *PLUGINS, "tests"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": ".:site", "MUTANTS": f"{KEPT}:{workers}"},
            check=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="beginnings of paths; all of the product without any")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="only show what would be tried")
    options = parser.parse_args()
    mutants = mutants_of(ROOT, options.modules)
    if options.list:
        print("\n".join(map(str, mutants)))
        print(f"{len(mutants)} mutants")
        return 0
    done = Results().killed_by
    waiting = {number: mutant for number, mutant in enumerate(mutants, 1) if mutant.key not in done}
    if waiting:
        run(waiting, options.workers)
    killed_by = Results().killed_by
    survivors = [mutant for mutant in mutants if not killed_by.get(mutant.key)]
    unexplained = [one for one in survivors if (one.path, " ".join(one.original.split())) not in REDUNDANT]
    print(f"{len(mutants)} mutants, {len(survivors)} survived, {len(unexplained)} of them without a reason:")
    print("\n".join(map(str, unexplained)))
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
