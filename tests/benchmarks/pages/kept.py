"""The run that was kept last, to compare another one with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.pages.comparing import Compared


class Kept:
    """One file for all pairs of cities; ``pair`` names the one that is compared now."""

    def __init__(self, path: Path, pair: str) -> None:
        self.path, self.pair = path, pair
        self.all: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def said(self, one: Compared) -> str:
        """Milliseconds of processors the larger city took then, and how many times as many it takes now. Only a run on
        the same machine says something."""
        before = self.all.get(self.pair, {}).get(f"{one.group}: {one.name}")
        if not before:
            return ""
        return f"{before['large']:>9.1f}{1000 * one.seconds(1, 1) / before['large']:>6.2f}"

    def keep(self, found: list[Compared]) -> None:
        self.all[self.pair] = {
            f"{one.group}: {one.name}": {
                "small": 1000 * one.seconds(0, 1),
                "large": 1000 * one.seconds(1, 1),
                "growth": one.growth,
                "statements": one.large["statements"],
                "rows": one.large["rows"],
            }
            for one in found
            if not one.fails
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.all, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
