"""Columns of a paper, and values for them."""

from __future__ import annotations

from django.utils import timezone

# Something else than stands in the column, whatever stands there.
ASSIGNED = {
    "state": "completed",
    "state_since": timezone.now().replace(year=2001),
    "number": "4711/2001",
    "number_year": 2001,
    "sequence": 4711,
    "released_at": timezone.now().replace(year=2001),
    "taken_off_at": timezone.now().replace(year=2001),
    "circle": "slip",
    "is_behind": True,
}
# Those a verb writes by name; the circle follows from them.
NAMED = {name: value for name, value in ASSIGNED.items() if name != "circle"}
