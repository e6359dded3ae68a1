"""What the council office takes back, for the test of the state machine."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from papers.models import Paper
from tests.workflows.routing.oracle import CLERKS, chances, clerks_mostly
from workflows.restricting.restricting import make_stricter, take_off_the_public

papers = Bundle("papers")  # of the machine this is mixed into


class TakingBack:
    @rule(pk=papers, name=clerks_mostly, level=st.sampled_from(["public", "non_public", "confidential"]))
    def make_it_stricter(self, pk, name, level):
        if self.attempt(
            "make_stricter",
            name,
            CLERKS,
            lambda person: make_stricter(Paper.objects.get(pk=pk), level=level, reason="Versehen.", by=person),
        ):
            self.restricted.add(pk)

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def take_it_off(self, pk, name, chance):
        if chance % 4 == 0 and self.attempt(  # or most papers would end here
            "take_off",
            name,
            CLERKS,
            lambda person: take_off_the_public(Paper.objects.get(pk=pk), reason="Versehen.", by=person),
        ):
            self.taken_off.add(pk)
