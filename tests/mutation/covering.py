"""Which tests ran a line, as coverage noted it (``--cov-context=test``). Only those can miss what stood there."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coverage import CoverageData

if TYPE_CHECKING:
    from tests.mutation.mutants import Mutant

# ask questions by themselves, also those that a module puts together when it is imported
BY_THEMSELVES = tuple(f"tests/access/test_{name}" for name in ("behind_the", "more_behind", "rules_of", "verbs_behind"))


class Covering:
    def __init__(self, noted: Path) -> None:
        """``noted``: the file coverage kept."""
        self.data = CoverageData(str(noted))
        self.data.read()
        self.files = self.data.measured_files()

    def tests_of(self, mutant: Mutant) -> set[str]:
        """Node ids. Of a line that runs when its module is imported: those of the lines that function calls have in
        the same file, because nobody noted who depends on it."""
        name = next((one for one in self.files if one.endswith(f"/{mutant.path}")), None)
        if name is None:
            return set()
        by_line = self.data.contexts_by_lineno(name)
        lines = range(mutant.line, mutant.line + mutant.original.count("\n") + 1)
        own = {context for line in lines for context in by_line.get(line, ())} - {""}
        contexts = own or {context for found in by_line.values() for context in found} - {""} | self._by_themselves
        return {context.rpartition("|")[0] for context in contexts}

    @cached_property
    def _by_themselves(self) -> set[str]:
        return {context for context in self.data.measured_contexts() if context.startswith(BY_THEMSELVES)}
