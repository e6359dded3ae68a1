"""Arabic: Django gives the separators but groups no digits, so that 14900,00 would stand where every other language has
14.900,00."""

from __future__ import annotations

NUMBER_GROUPING = 3
