"""The demo as a city would run it: several processes, a worker where they can share a database, and limits nobody
meets."""

from __future__ import annotations

import os
from pathlib import Path

from umlauf.settings.demo import *
from umlauf.settings.demo import LIMITS

SECRET_KEY = "for-the-benchmark"
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
LIMITS = dict.fromkeys(LIMITS, "1000000/m")
EMAIL_FILE_PATH = Path(os.environ["MEDIA_ROOT"]) / "mail"
