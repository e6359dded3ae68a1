"""A layer needs only itself and what is below it: its names are known, and its work is done, where nothing else is.

Import-linter sees what is imported. A name in a string (an address, a template, a permission, a log action) it does not
see; such a name from above only breaks when it is used, so it is used here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.daily import daily

ROOT = Path(__file__).resolve().parents[2]
INSTALLATIONS = ("papers", "papers,workflows", "papers,search")


def run_alone(program: str, layers: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own that cannot even find the layer on top."""
    environment = {**os.environ, "LAYERS": layers, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.layers", program]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize("layers", daily(INSTALLATIONS, "papers"))
def test_every_name_is_known_without_what_stands_above(layers):
    done = run_alone("names", layers)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == []


@pytest.mark.thorough
@pytest.mark.parametrize("layers", INSTALLATIONS)
def test_its_work_is_done_without_what_stands_above(layers):
    """Checked, migrated, drafted, walked along the slip, found: see ``story``."""
    done = run_alone("story", layers)

    assert done.returncode == 0, done.stderr
