"""The clock of the demo: every record is made at the moment it pretends to be from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

import time_machine
from django.utils import timezone

# Office work in the morning, what the council office does after it, meetings in the late afternoon.
HOURS = {
    "draft": 8,
    "revise": 9,
    "submit": 10,
    "resubmit": 10,
    "recall": 10,
    "sign": 11,
    "check": 9,
    "save_template": 13,
    "release": 14,
    "act": 17,
}
OTHERWISE = 15


class Clock:
    """Moments of one story: scattered over the hour but the same in every run, and never two steps in the wrong
    order."""

    def __init__(self, story: str) -> None:
        self.story = story
        self.last: datetime.datetime | None = None
        self.ticks = 0

    def moment(self, day: datetime.date, occasion: str) -> datetime.datetime:
        minutes = crc32(f"{self.story}/{self.ticks}".encode()) % 50
        self.ticks += 1
        time = datetime.time(HOURS.get(occasion, OTHERWISE), minutes)
        moment = timezone.make_aware(datetime.datetime.combine(day, time))
        if self.last is not None and moment <= self.last:
            moment = self.last + datetime.timedelta(minutes=1 + minutes)
        self.last = moment
        return moment


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """The time is in UTC, because time-machine would otherwise also move the time zone of the whole process."""
    with time_machine.travel(moment.astimezone(datetime.UTC), tick=True):
        yield
