"""Run the tests at another time than now: ``TEST_CLOCK=2027-03-28T00:59:30+00:00 make test``.

What depends on the day is wrong only between midnight here and midnight UTC, in the hours around a clock change, or
from New Year on; whoever runs the tests at noon in November never sees it. The clock goes on from the moment named, in
every worker; processes the tests start keep the real one.

The commonest of these mistakes is seen at any time of the day: whatever is written for people, a moment in it must be
in the city's time, for in UTC it carries yesterday's date until one or two in the morning.
"""

from __future__ import annotations

import datetime
import inspect
import os
import re
from contextlib import contextmanager
from unittest.mock import patch

import pytest
import time_machine
from django.utils import timezone
from django.utils.dateformat import TimeFormat

TEST_CLOCK = os.environ.get("TEST_CLOCK", "")
TIMES = re.compile(r"timezone\.|localdate|localtime|datetime|timedelta|time_machine|%Y|%H")


def move_clock(config) -> None:
    if not TEST_CLOCK:
        return
    moment = datetime.datetime.fromisoformat(TEST_CLOCK)
    if moment.tzinfo is None:
        raise ValueError(f"TEST_CLOCK={TEST_CLOCK} does not say its offset from UTC")
    # in UTC, because time-machine would otherwise also move the time zone of the whole process
    journey = time_machine.travel(moment.astimezone(datetime.UTC), tick=True)
    journey.start()
    config.add_cleanup(journey.stop)


def is_about_time(test) -> bool:
    """Whether the test's own lines name a day or a time: then it is run at awkward moments, see ``.ci/clocks``."""
    return TIMES.search(inspect.getsource(test)) is not None


def is_file_without_times(path) -> bool:
    """So that nothing of it need be imported."""
    return path.name.startswith("test_") and TIMES.search(path.read_text()) is None


@contextmanager
def only_local_times():
    """Every way Django has to write a date or a time for people comes through here."""
    begin = TimeFormat.__init__

    def checked(self, value):
        is_moment = isinstance(value, datetime.datetime) and timezone.is_aware(value)
        if is_moment and value.utcoffset() != timezone.localtime(value).utcoffset():
            pytest.fail(f"{value} is formatted without being brought into local time")
        begin(self, value)

    with patch.object(TimeFormat, "__init__", checked):
        yield
