"""What a verb costs only falls. ``make bench-verbs VERB=…`` shows the statements of one."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from papers.models import Organization
from tests.benchmarks.verbs import measured, steps
from tests.factories.papers import draft, fresh
from workflows.routing.slips import Line, set_slip
from workflows.routing.steps import recall, return_to_author, start_routing, withdraw

# The first paper of all, which begins the series of its number and the memory of its translators. Lower these when a
# verb takes less. What somebody is to be told is one of them, however many there are to tell.
MOST = {
    "draft_paper": 32,
    "attach": 12,  # it takes its turn: the row is locked
    "set_slip, 5 lines": 13,
    "start_routing": 39,  # one asks which annexes the version consists of, here and below
    "act_on, last co-signature": 33,  # two ask which days its result can have, here and below
    "pass_formal_check": 47,  # one asks what was found in the annexes, one locks the kind whose numbers it counts
    "release": 55,  # likewise, and one lets annexes go that waited
    "distribute": 19,
    "act_on, hearing": 19,
    "act_on, recommendation": 22,
    "act_on, decision": 34,
    "set_slip, 13 lines": 12,
    "set_slip, 13 lines moved": 12,
    "start_routing, 13 lines": 39,
    "act_on, co-signature": 19,
    "return_to_author": 23,
    "resubmit, same text": 29,
    "act_on, objection": 32,
    "resubmit, new text": 49,
    "recall": 20,
    "withdraw": 20,
    "act_on, deliberation": 22,
    "begin_translation": 285,  # one asks whose translation the new page is
    "submit_translation": 93,
    "return_translation": 24,
    "approve_translation": 115,  # one reads what it was made from, to know what it lacks
}


@pytest.fixture(autouse=True)
def _known_types(db):
    """Looked up once per process, in whichever test comes first."""
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


def statements(verb):
    return len(measured(verb).verb)


def test_no_verb_takes_more_statements_than_it_did(cast):
    counts = {name: statements(verb) for name, verb in steps(cast)}

    assert counts.keys() == MOST.keys()
    assert {name: count for name, count in counts.items() if count > MOST[name]} == {}


def signing(*numbers):
    """Lines that are opened, taken back and cancelled together."""
    made = [
        Organization.objects.create(name=f"Amt {number}", slug=f"amt-{number}", kind="office") for number in numbers
    ]
    return [Line(office, "co_sign", 1) for office in made]


@pytest.mark.parametrize("ending", [
    lambda paper, cast: return_to_author(paper, by=cast.council_clerk, reason="Es fehlen Zahlen."),
    lambda paper, cast: recall(paper, by=cast.author),
    lambda paper, cast: withdraw(paper, by=cast.author, reason="Entfällt."),
], ids=["return_to_author", "recall", "withdraw"])  # fmt: skip
def test_a_verb_takes_as_many_statements_for_twelve_lines_as_for_two(cast, ending):
    counts = []
    for lines in (signing(1, 2), signing(*range(3, 15))):
        paper = draft(cast, slip=[])
        slip = [*lines, Line(cast.org.council, "decision", 2)]
        counts.append([
            statements(lambda paper=paper, slip=slip: set_slip(paper, lines=slip, by=cast.author)),
            statements(lambda paper=paper: start_routing(fresh(paper), by=cast.author)),
            statements(lambda paper=paper: ending(fresh(paper), cast)),
        ])  # fmt: skip

    assert counts[0] == counts[1]
