"""The same thing is done twice at the same moment."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry, WorkflowState

from papers.models import Act, Version
from tests.factories.papers import fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import (
    at_once,
    errors_of,
)
from workflows.errors import LineAlreadyDone
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import recall, resubmit, start_routing, withdraw

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("round_", range(5))
def test_two_people_on_one_line_make_one_act_and_the_second_learns_who_was_faster(cast, round_):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    results = at_once(
        lambda: act_on(line, by=cast.cosigner, outcome="signed"),
        lambda: act_on(line, by=cast.second_cosigner, outcome="signed_with_remarks", remark="Beeilung."),
        lambda: act_on(line, by=cast.deputy, outcome="signed"),
    )

    act = Act.objects.get(consultation=line)
    errors = errors_of(results)
    assert [type(error) for error in errors] == [LineAlreadyDone, LineAlreadyDone]
    assert all(str(act.by) in error.messages[0] for error in errors)
    assert fresh(paper).state == "checking"


def test_one_person_who_clicks_twice_acts_once(cast):
    line = line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")

    results = at_once(*[lambda: act_on(line, by=cast.cosigner, outcome="signed")] * 4)

    assert Act.objects.filter(consultation=line).count() == 1
    assert len(errors_of(results)) == 3


@pytest.mark.parametrize(("stage", "verb"), [
    ("draft", lambda paper, cast: start_routing(paper, by=cast.author)),
    ("returned", lambda paper, cast: resubmit(paper, by=cast.author)),
    ("checking", lambda paper, cast: pass_formal_check(paper, by=cast.council_clerk)),
    ("releasing", lambda paper, cast: release(paper, by=cast.council_clerk)),
    ("deliberating", lambda paper, cast: withdraw(paper, by=cast.author, reason="Entfällt.")),
    ("co_signing", lambda paper, cast: recall(paper, by=cast.author)),
])  # fmt: skip
def test_a_step_taken_twice_at_once_is_taken_once(cast, stage, verb):
    paper = paper_at(stage, cast)
    before = PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").count()

    results = at_once(lambda: verb(paper, cast), lambda: verb(paper, cast), lambda: verb(paper, cast))

    assert len(errors_of(results)) == 2
    assert PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").count() == before + 1
    assert WorkflowState.objects.for_instance(paper).active().count() <= 1
    assert Version.objects.filter(paper=paper).count() == 1
