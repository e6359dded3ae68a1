"""Two people act on the last lines of a step at the same moment."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry, WorkflowState

from papers.models import Act
from tests.factories.papers import fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import (
    at_once,
    errors_of,
)
from workflows.routing.acting import act_on
from workflows.routing.slips import Line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("round_", range(5))
def test_two_people_act_on_the_last_two_lines(cast, round_):
    slip = [Line(cast.org.europe_committee, "deliberation"), Line(cast.org.council, "deliberation")]
    paper = paper_at("deliberating", cast, "information", slip=slip)
    lines = [
        line_of(paper, organization, "deliberation") for organization in (cast.org.europe_committee, cast.org.council)
    ]

    results = at_once(
        lambda: act_on(lines[0], by=cast.secretary, outcome="noted"),
        lambda: act_on(lines[1], by=cast.chair, outcome="noted_with_remarks", remark="Gut."),
    )

    assert errors_of(results) == []
    assert set(Act.objects.filter(consultation__paper=paper).values_list("by__email", "outcome")) == {
        ("secretary@umlauf.test", "noted"), ("chair@umlauf.test", "noted_with_remarks"),
    }  # fmt: skip
    assert fresh(paper).state == "completed"
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.complete").count() == 1
    assert [state.status for state in WorkflowState.objects.for_instance(paper)] == ["approved"]


@pytest.mark.parametrize("round_", range(3))
def test_two_people_sign_the_last_two_lines(cast, round_):
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.works_office, "co_sign"),
        Line(cast.org.council, "decision"),
    ]
    paper = paper_at("co_signing", cast, slip=slip)
    lines = [
        line_of(paper, organization, "co_sign") for organization in (cast.org.planning_office, cast.org.works_office)
    ]

    results = at_once(
        lambda: act_on(lines[0], by=cast.cosigner, outcome="signed"),
        lambda: act_on(lines[1], by=cast.outsider, outcome="signed"),
    )

    assert errors_of(results) == []
    assert fresh(paper).state == "checking"
    state = WorkflowState.objects.for_instance(paper).get()
    assert state.task_states.filter(status="in_progress").count() == 1
