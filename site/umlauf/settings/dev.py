"""For changing Umlauf: as for trying it out, with errors that show their source."""

from __future__ import annotations

from umlauf.settings.demo import *
from umlauf.settings.demo import env

DEBUG = env.bool("DEBUG", default=True)
