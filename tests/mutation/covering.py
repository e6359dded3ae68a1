"""Which tests ran a line, as coverage noted it (``--cov-context=test``). Only those can miss what stood there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coverage import CoverageData

if TYPE_CHECKING:
    from tests.mutation.mutants import Mutant


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
        contexts = own or {context for found in by_line.values() for context in found} - {""}
        return {context.rpartition("|")[0] for context in contexts}
