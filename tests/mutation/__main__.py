"""Takes away each single question of the access rule in turn, and says which of them no test misses.

``python -m tests.mutation papers/access`` (or ``make mutation-access MODULES=papers/access``): the tests chosen for a
module run on a copy of the tree, several at a time. What came out is kept in ``var/mutation.json``; a run that was
stopped goes on where it was, and what changed is tried again.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.redundant import REDUNDANT

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "mutation.json"
KILLED, SURVIVED = "killed", "survived"
PATIENCE = 1800  # seconds; a mutant that never ends is noticed, too

# beginning of a path: tests that know it best, before those of the matrix
TESTS = {
    "papers/access": ["tests/papers/access", "tests/workflows/verbs"],
    "papers/admin": ["tests/papers/admin", "tests/umlauf/test_files.py", "tests/umlauf/test_image_library.py"],
    "papers/translation": ["tests/papers/translation", "tests/workflows/verbs"],
    "papers": ["tests/papers/test_drafting.py", "tests/papers/test_attaching.py", "tests/papers/record"],
    "workflows/distribution": ["tests/workflows/distribution"],
    "workflows/translation": ["tests/workflows/translation"],
    "workflows": ["tests/workflows/routing/steps", "tests/workflows/verbs", "tests/workflows/test_inbox.py"],
    "search": ["tests/search/test_searching.py", "tests/search/test_spelling.py"],
    "site/umlauf/portal": ["tests/umlauf/portal", "tests/umlauf/test_files.py"],
    "site/umlauf/accounts": ["tests/umlauf/accounts"],
    "site/umlauf/subscriptions": ["tests/umlauf/subscriptions"],
    "site/umlauf": ["tests/umlauf/test_principals.py", "tests/umlauf/test_admin_screens.py"],
}
MATRIX = ["tests/access"]
EVERYDAY = "not thorough and not browser and not postgres and not elasticsearch"


def tests_for(path: str) -> list[str]:
    best = max((beginning for beginning in TESTS if path.startswith(beginning)), key=len)
    return [*(test for test in TESTS[best] if (ROOT / test).exists()), *MATRIX]


class Copy:
    """Of everything git knows, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, folder / name)
        for catalogue in ROOT.glob("locale/*/LC_MESSAGES/django.mo"):
            (folder / catalogue.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(catalogue, folder / catalogue.relative_to(ROOT))
        if (ROOT / "node_modules").exists():
            (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        if (ROOT / "var" / "test-databases").exists():
            shutil.copytree(ROOT / "var" / "test-databases", folder / "var" / "test-databases")

    def outcome(self, mutant: Mutant, tests: list[str]) -> str:
        file = self.folder / mutant.path
        source = file.read_text()
        self._write(file, mutant.applied(source))
        try:
            return SURVIVED if self.passes(tests or tests_for(mutant.path)) else KILLED
        finally:
            self._write(file, source)

    @staticmethod
    def _write(file: Path, source: str) -> None:
        """What was compiled of it goes: it may be of the same second and of the same length."""
        file.write_text(source)
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()

    def passes(self, tests: list[str]) -> bool:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-m", EVERYDAY, *tests]
        environment = {**os.environ, "PYTHONPATH": ".:site", "PYTHONDONTWRITEBYTECODE": ""}
        try:
            return (
                subprocess.run(
                    command, cwd=self.folder, env=environment, timeout=PATIENCE, capture_output=True
                ).returncode
                == 0
            )
        except subprocess.TimeoutExpired:
            return False


def run(mutants: list[Mutant], results: dict[str, str], workers: int, tests: list[str]) -> None:
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    for mutant in mutants:
        if mutant.key not in results:
            waiting.put(mutant)
    writing = threading.Lock()

    def work() -> None:
        with tempfile.TemporaryDirectory(prefix="umlauf-mutation-") as folder:
            copy = Copy(Path(folder))
            while True:
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                outcome = copy.outcome(mutant, tests)
                with writing:
                    results[mutant.key] = outcome
                    if not tests:  # what other tests say is no result
                        RESULTS.parent.mkdir(exist_ok=True)
                        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True))
                    print(f"{outcome:9}{mutant}", flush=True)

    threads = [threading.Thread(target=work) for _number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="beginnings of paths; all of the product without any")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="only show what would be tried")
    parser.add_argument("--every", type=int, default=1, help="try each n-th only")
    parser.add_argument("--tests", nargs="*", default=[], help="instead of those chosen for the module")
    options = parser.parse_args()
    mutants = mutants_of(ROOT, options.modules)[:: options.every]
    if options.list:
        print("\n".join(map(str, mutants)))
        print(f"{len(mutants)} mutants")
        return 0
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() and not options.tests else {}
    run(mutants, results, options.workers, options.tests)
    survivors = [mutant for mutant in mutants if results.get(mutant.key) == SURVIVED]
    unexplained = [one for one in survivors if (one.path, " ".join(one.original.split())) not in REDUNDANT]
    print(f"{len(mutants)} mutants, {len(survivors)} survived, {len(unexplained)} of them without a reason:")
    print("\n".join(map(str, unexplained)))
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
