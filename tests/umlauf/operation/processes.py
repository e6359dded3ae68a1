"""Production as it starts: a process of its own that knows nothing but its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("PATH", "HOME", "LANG")
COMPLETE = {
    "SECRET_KEY": "a-key-for-one-process-that-ends-in-a-moment-0123456789",
    "ALLOWED_HOSTS": "umlauf.hannover.example",
    "SITE_URL": "https://umlauf.hannover.example",
    "EMAIL_URL": "smtp+tls://umlauf:secret@mail.hannover.example:587",
    "DEFAULT_FROM_EMAIL": "umlauf@hannover.example",
    "BOUNCE_ADDRESS": "bounces@hannover.example",
    "ANSWER_ADDRESS": "ratsbuero@hannover.example",
}


def in_production(*arguments: str, without: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """``python`` with these arguments, in an environment that is complete but for ``without``; ``more`` may name other
    settings.
    """
    kept = {name: os.environ[name] for name in os.environ if name in KEPT or name.startswith("COVERAGE_")}
    path = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    environment = {
        **kept,
        **COMPLETE,
        "DJANGO_SETTINGS_MODULE": "umlauf.settings.production",
        "PYTHONPATH": path,
        **more,
    }
    for name in without:
        del environment[name]
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
