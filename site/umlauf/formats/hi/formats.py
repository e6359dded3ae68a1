"""The interface is English there, and so are its dates."""

from __future__ import annotations

from umlauf.formats.en.formats import *
