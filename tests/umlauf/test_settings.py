"""What no environment may change."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.template_database import ROOT


@pytest.mark.parametrize("url", ["sqlite:///x.sqlite3", "postgres://umlauf@127.0.0.1/x"])
def test_a_request_is_no_transaction(url):
    """Or the mail and the translations asked for in it would hold it open."""
    show = "from umlauf.settings.base import DATABASES; print(DATABASES['default']['ATOMIC_REQUESTS'])"
    environment = {**os.environ, "DATABASE_URL": f"{url}?ATOMIC_REQUESTS=true", "PYTHONPATH": str(ROOT / "site")}

    shown = subprocess.run([sys.executable, "-c", show], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"
