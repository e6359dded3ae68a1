"""What people try besides the verbs, for the test of the state machine."""

from __future__ import annotations

from hypothesis.stateful import Bundle, rule

from papers.models import Paper
from tests.factories.attempts import send
from tests.factories.side_doors import buttons_of_the_editor, closed_doors
from tests.workflows.routing.oracle import chances, clerks_mostly

papers = Bundle("papers")  # of the machine this is mixed into


class PassingByTheVerbs:
    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def try_a_side_door(self, pk, name, chance):
        """Addresses of Wagtail's that change a page without asking a verb."""
        doors = closed_doors(Paper.objects.get(pk=pk))
        address, data = doors[sorted(doors)[chance % len(doors)]]
        before = self.everything()
        send(self.cast.people()[name], address, data, {})
        assert self.everything() == before

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def press_any_button_of_the_editor(self, pk, name, chance):
        """In the form of the latest version or of an earlier one; it may save the text, and no more."""
        doors = buttons_of_the_editor(Paper.objects.get(pk=pk))
        address, data = doors[sorted(doors)[chance % len(doors)]]
        before = self.record()
        send(self.cast.people()[name], address, data, {})
        assert self.record() == before
