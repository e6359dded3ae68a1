"""Small bars drawn as SVG by the server: geometry in attributes, because the content security policy allows no inline
style. Each has its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from papers.enums import MeasureState
from papers.models import Act, Measure
from papers.wording import votes_phrase

WIDTH = 300
GAP = 2  # between parts, so that they can be told apart without their colours


@dataclass(frozen=True)
class Segment:
    """``x`` and ``width`` in units of the view box."""

    name: str
    label: str
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    text: str
    segments: list[Segment]
    width: int = WIDTH


def votes_bar(act: Act) -> Bar | None:
    parts = [
        ("yes", pgettext("votes", "Yes"), act.votes_yes or 0),
        ("no", pgettext("votes", "No"), act.votes_no or 0),
        ("abstain", _("Abstentions"), act.votes_abstain or 0),
    ]
    return _bar(votes_phrase(act), parts)


def measures_bar(measures: Sequence[Measure]) -> Bar | None:
    counts = {state: sum(1 for measure in measures if measure.state == state) for state in MeasureState}
    order = (MeasureState.DONE, MeasureState.RUNNING, MeasureState.PLANNED, MeasureState.STOPPED)
    text = _("Measures: %(counts)s") % {
        "counts": ", ".join(f"{state.label} {counts[state]}" for state in order if counts[state])
    }
    return _bar(text, [(state.value, state.label, counts[state]) for state in order])


def _bar(text: str, parts: Sequence[tuple[str, Any, int]]) -> Bar | None:
    drawn = [(name, str(label), count) for name, label, count in parts if count]
    if not drawn:
        return None
    unit = (WIDTH - GAP * (len(drawn) - 1)) / sum(count for _name, _label, count in drawn)
    segments, x = [], 0.0
    for name, label, count in drawn:
        segments.append(Segment(name, label, count, round(x, 2), round(unit * count, 2)))
        x += unit * count + GAP
    return Bar(text, segments)
