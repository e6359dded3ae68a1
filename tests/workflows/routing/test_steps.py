"""The verbs of the author and the council office: submit, check, release, return, resubmit, recall, withdraw."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import PageLogEntry, Task, Workflow, WorkflowState, WorkflowTask

from papers.models import Act, Paper, PaperKind, Version
from papers.versions import latest_version
from tests.factories.papers import STAGES, STATE_OF_STAGE, draft, edit, finish_open, fresh, line_of, paper_at
from workflows.errors import IncompletePaper, WrongState
from workflows.models import FormalCheckTask, RoutingTask
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
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


# --- submitting -----------------------------------------------------------------------------------------------------


def test_an_incomplete_paper_can_be_saved_but_not_submitted_and_the_message_names_the_sections(cast):
    paper = draft(cast, "information", filled=False)

    with pytest.raises(IncompletePaper) as error:
        start_routing(paper, by=cast.author)

    assert [section.key for section in error.value.missing] == ["occasion", "gender", "costs"]
    for heading in ("Anlass", "Berücksichtigung von Gender-Aspekten", "Kostentabelle"):
        assert heading in error.value.messages[0]
    assert fresh(paper).state == "draft"
    assert not Version.objects.exists()


def test_the_latest_text_is_what_counts(cast):
    paper = draft(cast, "information")
    edit(paper, by=cast.author, body=[])

    with pytest.raises(IncompletePaper):
        start_routing(paper, by=cast.author)


def test_a_kind_without_a_workflow_says_so(cast):
    paper = draft(cast, "question")
    PaperKind.objects.filter(slug="question").update(workflow=None)

    with pytest.raises(ValidationError):
        start_routing(paper, by=cast.author)

    assert fresh(paper).state == "draft"


def test_a_workflow_that_was_switched_off_takes_no_new_papers(cast):
    paper = draft(cast)
    Workflow.objects.get(pk=paper.kind.workflow_id).deactivate(user=cast.council_clerk)

    with pytest.raises(ValidationError):
        start_routing(paper, by=cast.author)

    assert fresh(paper).state == "draft"


def test_submitting_twice_is_told(cast):
    paper = paper_at("draft", cast)
    stale = fresh(paper)
    start_routing(paper, by=cast.author)

    with pytest.raises((WrongState, PermissionDenied)):
        start_routing(stale, by=cast.colleague)

    assert WorkflowState.objects.for_instance(paper).count() == 1


@pytest.mark.parametrize("slug", ["information", "decision", "motion", "question", "strategy"])
def test_every_kind_reaches_its_end(cast, slug):
    paper = paper_at("completed", cast, slug)

    assert (paper.state, paper.live, paper.number) == ("completed", True, "0001/2026")
    state = WorkflowState.objects.for_instance(paper).get()
    assert state.status == "approved"
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.complete").count() == 1


def test_internal_first_lets_the_committees_act_before_the_release(cast):
    PaperKind.objects.filter(slug="decision").update(workflow=Workflow.objects.get(name="Erst intern"))
    paper = draft(cast)
    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")
    assert (fresh(paper).state, fresh(paper).live) == ("deliberating", False)
    finish_open(paper, cast, "preliminary", "hearing")
    finish_open(paper, cast, "decision")
    pass_formal_check(paper, by=cast.council_clerk)
    assert not fresh(paper).live

    release(paper, by=cast.council_clerk)

    assert (fresh(paper).state, fresh(paper).live) == ("completed", True)


def test_a_workflow_without_a_release_publishes_at_its_end(cast):
    workflow = Workflow.objects.create(name="Nur Gremien", active=True)
    WorkflowTask.objects.create(
        workflow=workflow, task=RoutingTask.objects.create(name="Alle", roles=["deliberation"]).task_ptr, sort_order=0
    )
    PaperKind.objects.filter(slug="information").update(workflow=workflow)
    paper = draft(cast, "information", slip=[Line(cast.org.europe_committee, "deliberation")])
    start_routing(paper, by=cast.author)
    assert not fresh(paper).live

    finish_open(paper, cast, "deliberation")

    assert (fresh(paper).state, fresh(paper).live) == ("completed", True)


# --- checking and releasing -----------------------------------------------------------------------------------------


def test_the_council_offices_change_while_checking_must_be_called_editorial(cast):
    paper = edit(paper_at("checking", cast), by=cast.council_clerk, summary="Ohne Tippfehler.")

    with pytest.raises(ValidationError) as error:
        pass_formal_check(paper, by=cast.council_clerk)
    assert list(error.value.message_dict) == ["editorial"]
    pass_formal_check(paper, by=cast.council_clerk, editorial=True)

    assert [(version.number, version.editorial) for version in Version.objects.filter(paper=paper)] == [
        (1, False),
        (2, True),
    ]
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "done"


def test_the_remark_of_the_check_is_kept(cast):
    paper = paper_at("checking", cast)

    pass_formal_check(paper, by=cast.council_clerk, remark=" Bitte bald behandeln. ")

    assert PageLogEntry.objects.get(page=paper, action="umlauf.check").data == {
        "number": "0001/2026",
        "new": True,
        "remark": "Bitte bald behandeln.",
    }


def test_an_incomplete_text_does_not_pass_the_check(cast):
    paper = edit(paper_at("checking", cast), by=cast.council_clerk, body=[])

    with pytest.raises(IncompletePaper):
        pass_formal_check(paper, by=cast.council_clerk, editorial=True)

    assert (fresh(paper).state, fresh(paper).number) == ("checking", None)


def test_the_release_publishes_under_the_number(cast):
    paper = paper_at("deliberating", cast, title="Städtepartnerschaft")

    assert (paper.title, paper.live, paper.slug, paper.live_revision_id) == (
        "Städtepartnerschaft",
        True,
        "0001-2026",
        latest_version(paper).revision_id,
    )
    assert paper.released_at is not None


# --- returning and resubmitting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["co_signing", "checking", "releasing", "deliberating"])
def test_an_unchanged_text_goes_on_where_it_was_returned(cast, stage):
    paper = paper_at(stage, cast)
    lines = list(paper.consultations.order_by("pk").values_list("pk", "state"))
    return_to_author(paper, by=cast.council_clerk, reason="Rückfrage.")
    assert not paper.consultations.open().exists()

    resubmit(paper, by=cast.author)

    assert fresh(paper).state == stage
    assert list(paper.consultations.order_by("pk").values_list("pk", "state")) == lines
    assert Version.objects.filter(paper=paper).count() == 1


def test_an_objection_returns_the_paper_with_its_reason(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    act_on(line, by=cast.cosigner, outcome="objected", remark="So nicht.")

    line.refresh_from_db()
    assert (fresh(paper).state, line.state, line.outcome) == ("returned", "planned", "objected")
    assert PageLogEntry.objects.get(page=paper, action="umlauf.return").data["reason"] == "So nicht."


def test_after_an_objection_the_objector_signs_the_changed_text(cast):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="objected", remark="So nicht."
    )
    edit(paper, by=cast.author, summary="Dann eben so.")

    resubmit(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")

    assert fresh(paper).state == "checking"
    assert list(Act.objects.order_by("pk").values_list("outcome", "version__number")) == [
        ("objected", 1),
        ("signed", 2),
    ]


def test_an_objection_beside_a_signature_keeps_the_signature(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.works_office, "co_sign"),
        Line(cast.org.council, "decision"),
    ]
    paper = paper_at("co_signing", cast, slip=slip)
    act_on(line_of(paper, cast.org.works_office, "co_sign"), by=cast.outsider, outcome="signed")
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="objected", remark="So nicht."
    )

    resubmit(paper, by=cast.author)

    assert line_of(paper, cast.org.works_office, "co_sign").state == "done"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "open"


def test_a_changed_text_begins_anew_and_everything_signed_must_be_confirmed(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    return_to_author(paper, by=cast.council_clerk, reason="Neue Zahlen.")
    edit(paper, by=cast.author, summary="Neue Zahlen.")

    resubmit(paper, by=cast.author)

    lines = {
        line.organization.name: (line.state, line.outcome)
        for line in paper.consultations.select_related("organization")
    }
    assert fresh(paper).state == "co_signing"
    assert lines["Planungsamt"] == ("open", "signed")
    assert lines["Europaausschuss"] == ("planned", "recommended")
    assert Act.objects.filter(consultation__paper=paper).count() == 2
    assert fresh(paper).number == "0001/2026"
    assert [state.status for state in paper.workflow_states.order_by("pk")] == ["cancelled", "in_progress"]


def test_an_editorial_change_keeps_the_signatures(cast):
    paper = edit(paper_at("returned_after_release", cast), by=cast.author, summary="Komma ergänzt.")

    resubmit(paper, by=cast.council_clerk, editorial=True)

    assert fresh(paper).state == "deliberating"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "done"
    assert latest_version(paper).editorial


def test_only_the_council_office_calls_a_change_editorial(cast):
    paper = edit(paper_at("returned", cast), by=cast.author, summary="Nur ein Komma.")

    with pytest.raises(PermissionDenied):
        resubmit(paper, by=cast.author, editorial=True)

    assert fresh(paper).state == "returned"


def test_a_returned_text_that_lost_a_section_is_not_resubmitted(cast):
    paper = edit(paper_at("returned", cast), by=cast.author, body=[])

    with pytest.raises(IncompletePaper):
        resubmit(paper, by=cast.author)

    assert fresh(paper).state == "returned"


def test_the_released_text_stays_public_while_its_successor_is_signed(cast):
    paper = paper_at("returned_after_release", cast, summary="Alte Zahlen.")
    edit(paper, by=cast.author, summary="Neue Zahlen.")
    resubmit(paper, by=cast.author)
    assert (fresh(paper).live, fresh(paper).summary) == (True, "Alte Zahlen.")

    finish_open(paper, cast, "co_sign")
    pass_formal_check(paper, by=cast.council_clerk)
    release(paper, by=cast.council_clerk)

    assert (fresh(paper).summary, fresh(paper).state) == ("Neue Zahlen.", "deliberating")


# --- recalling and withdrawing --------------------------------------------------------------------------------------


def test_a_recalled_paper_is_a_draft_again_and_leaves_the_inboxes(cast):
    paper = paper_at("co_signing", cast)

    recall(paper, by=cast.author)

    assert fresh(paper).state == "draft"
    assert not paper.consultations.open().exists()
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_recalled_and_unchanged_paper_keeps_its_signatures(cast):
    paper = paper_at("checking", cast)
    recall(paper, by=cast.author)

    start_routing(paper, by=cast.author)

    assert fresh(paper).state == "checking"
    assert Version.objects.filter(paper=paper).count() == 1


def test_a_recalled_and_changed_paper_must_be_signed_again(cast):
    paper = paper_at("checking", cast)
    recall(paper, by=cast.author)
    edit(paper, by=cast.author, summary="Anders.")

    start_routing(paper, by=cast.author)

    assert fresh(paper).state == "co_signing"
    assert line_of(paper, cast.org.planning_office, "co_sign").state == "open"
    assert latest_version(paper).number == 2


def test_a_withdrawn_paper_keeps_number_results_and_page(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")

    withdraw(paper, by=cast.author, reason="Der Anlass ist entfallen.")

    states = {
        line.organization.name: (line.state, line.outcome)
        for line in paper.consultations.select_related("organization")
    }
    assert (fresh(paper).number, fresh(paper).live) == ("0001/2026", True)
    assert states["Europaausschuss"] == ("done", "recommended")
    assert states["Kulturausschuss"] == states["Rat"] == states["Bristol"] == ("cancelled", "")
    assert not WorkflowState.objects.for_instance(paper).active().exists()


# --- what can be done in Wagtail's settings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("co_signing", "draft"),
        ("checking", "draft"),
        ("releasing", "draft"),
        ("deliberating", "returned"),
        ("completed", "completed"),
    ],
)
def test_a_workflow_switched_off_in_the_settings_gives_papers_back(cast, signed_in, stage, state):
    paper = paper_at(stage, cast)
    acts = list(Act.objects.order_by("pk").values())

    signed_in(cast.admin).post(f"/admin/workflows/disable/{paper.kind.workflow_id}/")

    assert not Workflow.objects.get(pk=paper.kind.workflow_id).active
    assert fresh(paper).state == state
    assert not WorkflowState.objects.for_instance(paper).active().exists()
    if state != "completed":
        assert not paper.consultations.open().exists()
    assert list(Act.objects.order_by("pk").values()) == acts


@pytest.mark.parametrize("name", ["Gremien mit Entscheidung", "Freigabe", "Formale Prüfung", "Mitzeichnung"])
def test_a_task_switched_off_in_the_settings_completes_nothing_undone(cast, signed_in, name):
    stage = {
        "Gremien mit Entscheidung": "deliberating",
        "Freigabe": "releasing",
        "Formale Prüfung": "checking",
        "Mitzeichnung": "co_signing",
    }[name]
    paper = paper_at(stage, cast)

    signed_in(cast.admin).post(f"/admin/workflows/tasks/disable/{Task.objects.get(name=name).pk}/")

    assert not Task.objects.get(name=name).active
    after = fresh(paper)
    assert after.state != "completed"
    assert after.number is not None or not after.live
    if after.state in ("draft", "returned"):
        assert not paper.consultations.open().exists()


def test_wagtails_own_cancelling_gives_a_paper_back(cast):
    paper = paper_at("checking", cast)

    paper.current_workflow_state.cancel(user=cast.council_clerk)

    assert fresh(paper).state == "draft"


def test_a_workflow_may_lose_its_check(cast):
    """The council office combines steps as it likes; what is never numbered is released without."""
    workflow = Workflow.objects.create(name="Ohne Prüfung", active=True)
    for order, task in enumerate(
        (
            RoutingTask.objects.get(name="Mitzeichnung"),
            Task.objects.get(name="Freigabe"),
            RoutingTask.objects.get(name="Gremien"),
        )
    ):
        WorkflowTask.objects.create(
            workflow=workflow, task=task.task_ptr if isinstance(task, RoutingTask) else task, sort_order=order
        )
    PaperKind.objects.filter(slug="information").update(workflow=workflow)
    paper = draft(cast, "information")
    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")

    release(paper, by=cast.council_clerk)

    assert fresh(paper).state == "deliberating"
    assert FormalCheckTask.objects.exists()


def test_stages_and_states_agree(cast):
    assert {stage: paper_at(stage, cast).state for stage in STAGES} == STATE_OF_STAGE
