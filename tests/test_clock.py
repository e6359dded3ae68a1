"""The tests' own clock, and the watch over what is written for people."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.template_database import ROOT

NEW_YEAR = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)


def test_a_moment_is_written_in_the_time_of_the_city():
    assert date_format(timezone.localtime(NEW_YEAR), "SHORT_DATE_FORMAT") == "01.01.2027"
    with pytest.raises(pytest.fail.Exception, match="local time"):
        date_format(NEW_YEAR, "SHORT_DATE_FORMAT")


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2030-06-01T22:30:00+02:00", "clock moved to 2030-06-01 20:30 UTC"),
        ("2030-06-01T22:30:00", "its offset from UTC"),
    ],
)
def test_the_clock_can_be_moved(moment, says):
    """Asked of a run that only collects this file."""
    environment = os.environ | {"TEST_CLOCK": moment}
    command = [sys.executable, "-m", "pytest", "--collect-only", __file__]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert says in run.stdout + run.stderr
