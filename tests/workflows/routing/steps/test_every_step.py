"""Each verb of the way: at its stages, by whom it should, and nothing by anybody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry

from papers.models import Act, Paper
from tests.factories.papers import STAGES, fresh, paper_at
from workflows.errors import WrongState
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

OWNERS = {"author", "colleague"}


CLERKS = {"council_clerk", "second_clerk", "admin"}


VERBS = {
    "start_routing": lambda paper, by: start_routing(paper, by=by),
    "resubmit": lambda paper, by: resubmit(paper, by=by),
    "return_to_author": lambda paper, by: return_to_author(paper, by=by, reason="Bitte ergänzen."),
    "recall": lambda paper, by: recall(paper, by=by),
    "withdraw": lambda paper, by: withdraw(paper, by=by, reason="Entfällt."),
    "pass_formal_check": lambda paper, by: pass_formal_check(paper, by=by),
    "release": lambda paper, by: release(paper, by=by),
}


# verb: stages at which it can be done, and by whom
ALLOWED = {
    "start_routing": ({"draft"}, OWNERS | CLERKS),
    "resubmit": ({"returned", "returned_after_release"}, OWNERS | CLERKS),
    "return_to_author": ({"co_signing", "checking", "releasing", "deliberating", "confirming"}, CLERKS),
    "recall": ({"co_signing", "checking", "releasing"}, OWNERS),
    "withdraw": (
        {
            "draft",
            "co_signing",
            "checking",
            "releasing",
            "deliberating",
            "returned",
            "returned_after_release",
            "confirming",
        },
        OWNERS | CLERKS,
    ),
    "pass_formal_check": ({"checking"}, CLERKS),
    "release": ({"releasing"}, CLERKS),
}


RESULT = {
    "start_routing": "co_signing", "return_to_author": "returned", "recall": "draft", "withdraw": "withdrawn",
    "pass_formal_check": "releasing", "release": "deliberating",
}  # fmt: skip


def snapshot(paper):
    return (
        Paper.objects.filter(pk=paper.pk).values().get(),
        list(paper.consultations.order_by("pk").values()),
        list(paper.workflow_states.values()),
        Act.objects.count(),
    )


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stage", STAGES)
def test_each_verb_works_at_its_stages_only_and_otherwise_changes_nothing(cast, verb, stage):
    paper = paper_at(stage, cast)
    stages, people = ALLOWED[verb]
    person = cast.author if "author" in people else cast.council_clerk

    if stage in stages:
        VERBS[verb](paper, person)
        assert fresh(paper).state == RESULT.get(
            verb, {"returned": "co_signing", "returned_after_release": "deliberating"}.get(stage)
        )
    else:
        before = snapshot(paper)
        with pytest.raises((WrongState, PermissionDenied)):
            VERBS[verb](paper, person)
        assert snapshot(paper) == before


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_refuses_everybody_else(cast, verb):
    stages, people = ALLOWED[verb]
    paper = paper_at(sorted(stages)[0], cast)
    before = snapshot(paper)

    for name, person in cast.people().items():
        if name not in people:
            with pytest.raises(PermissionDenied):
                VERBS[verb](paper, person)

    assert snapshot(paper) == before


@pytest.mark.parametrize(
    ("verb", "name"), [(verb, name) for verb, (_stages, people) in ALLOWED.items() for name in sorted(people)]
)
def test_each_verb_serves_everybody_it_should_and_logs_once(cast, verb, name):
    paper = paper_at(sorted(ALLOWED[verb][0])[0], cast)
    before = PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").count()

    VERBS[verb](paper, cast.people()[name])

    entries = PageLogEntry.objects.filter(page=paper, action__startswith="umlauf.").order_by("timestamp", "pk")
    assert entries.count() == before + 1
    assert entries.last().user == cast.people()[name]


@pytest.mark.parametrize("verb", [return_to_author, withdraw])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_is_asked_for(cast, verb, reason):
    paper = paper_at("checking", cast)

    with pytest.raises(ValidationError) as error:
        verb(paper, by=cast.council_clerk, reason=reason)

    assert list(error.value.message_dict) == ["reason"]
    assert fresh(paper).state == "checking"
