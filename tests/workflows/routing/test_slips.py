"""The routing slip: what it may hold, who sets it, and what stays fixed once somebody acted."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from papers.models import Consultation, PaperKind
from tests.factories.papers import draft, finish_open, fresh, line_of, paper_at, slip_for
from workflows.errors import InvalidSlip
from workflows.models import SlipTemplate
from workflows.routing.acting import act_on
from workflows.routing.slips import Line, apply_template, save_as_template, set_slip, slip_of
from workflows.routing.steps import start_routing


def problems(error):
    return [(problem.index, problem.field) for problem in error.value.problems]


def shape(paper):
    return [(line.organization.name, line.role, line.stage) for line in slip_of(paper)]


def test_a_slip_keeps_order_stages_and_due_dates(cast):
    paper = draft(cast, slip=[])
    due = timezone.localdate() + datetime.timedelta(days=14)

    set_slip(
        paper,
        lines=[
            Line(cast.org.council, "decision", 2, due),
            Line(cast.org.europe_committee, "preliminary", 1),
            Line(cast.org.planning_office, "co_sign"),
        ],
        by=cast.author,
    )

    assert shape(paper) == [
        ("Europaausschuss", "preliminary", 1),
        ("Planungsamt", "co_sign", 1),
        ("Rat", "decision", 2),
    ]
    assert line_of(paper, cast.org.council, "decision").due == due
    assert set(paper.consultations.values_list("state", flat=True)) == {"planned"}


def test_a_line_taken_off_a_draft_is_gone_and_the_others_keep_their_identity(cast):
    paper = draft(cast)
    council = line_of(paper, cast.org.council, "decision")

    set_slip(paper, lines=[Line(cast.org.council, "decision", 1)], by=cast.author)

    assert list(paper.consultations.values_list("pk", flat=True)) == [council.pk]


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        ("decision", [("council", "decision", 1), ("council", "veto", 1)], [(1, "role")]),
        ("decision", [("council", "", 1)], [(0, "role")]),
        ("information", [("council", "decision", 1)], [(0, "role")]),  # no step of this workflow walks through it
        ("question", [("europe_committee", "preliminary", 1)], [(0, "role")]),
        (
            "decision",
            [("council", "decision", 1), ("europe_committee", "preliminary", 1), ("council", "decision", 2)],
            [(2, "organization")],
        ),
        ("decision", [("council", "decision", 0)], [(0, "stage")]),
        ("decision", [("council", "decision", 100)], [(0, "stage")]),
        (
            "decision",
            [("council", "decision", -1), ("council", "decision", 1), ("council", "??", 1)],
            [(0, "stage"), (1, "organization"), (2, "role")],
        ),
    ],
)
def test_every_mistake_is_named_at_its_line_and_field_and_nothing_is_lost(cast, kind, lines, expected):
    paper = draft(cast, kind)
    before = shape(paper)

    with pytest.raises(InvalidSlip) as error:
        set_slip(
            paper, lines=[Line(getattr(cast.org, name), role, stage) for name, role, stage in lines], by=cast.author
        )

    assert problems(error) == expected
    assert len(error.value.messages) == len(expected)
    assert shape(paper) == before


def test_an_organization_may_have_two_different_roles(cast):
    paper = draft(cast, slip=[Line(cast.org.council, "hearing", 1), Line(cast.org.council, "decision", 2)])

    assert shape(paper) == [("Rat", "hearing", 1), ("Rat", "decision", 2)]


@pytest.mark.parametrize(
    ("kind", "lines", "field"), [("decision", [("europe_committee", "preliminary")], "role"), ("information", [], None)]
)
def test_a_slip_that_cannot_circulate_is_refused_when_submitting(cast, kind, lines, field):
    paper = draft(cast, kind, slip=[Line(getattr(cast.org, name), role) for name, role in lines])

    with pytest.raises(InvalidSlip) as error:
        start_routing(paper, by=cast.author)

    assert problems(error) == [(None, field)]
    assert fresh(paper).state == "draft"
    assert not paper.workflow_states.exists()


def test_the_message_about_the_missing_decision_names_kind_and_role(cast):
    paper = draft(cast, "decision", slip=[Line(cast.org.europe_committee, "preliminary")])

    with pytest.raises(InvalidSlip) as error:
        start_routing(paper, by=cast.author)

    assert "Beschlussdrucksache" in error.value.messages[0]
    assert "Entscheidung" in error.value.messages[0]


@pytest.mark.parametrize(
    "name", ["cosigner", "secretary", "chair", "member", "outsider", "former_colleague", "citizen", "inactive"]
)
def test_others_do_not_touch_the_slip(cast, name):
    paper = draft(cast)
    before = shape(paper)

    with pytest.raises(PermissionDenied):
        set_slip(paper, lines=[], by=cast.people()[name])

    assert shape(paper) == before


@pytest.mark.parametrize(("stage", "author", "clerk"), [
    ("draft", True, True), ("co_signing", False, True), ("checking", False, True), ("releasing", False, True),
    ("deliberating", False, True),
    ("completed", False, False), ("withdrawn", False, False), ("returned", True, True),
])  # fmt: skip
def test_who_changes_the_slip_at_which_stage(cast, stage, author, clerk):
    paper = paper_at(stage, cast)
    due = timezone.localdate() + datetime.timedelta(days=3)
    lines = [Line(line.organization, line.role, line.stage, due) for line in slip_of(paper)]

    for person, allowed in ((cast.author, author), (cast.council_clerk, clerk)):
        if allowed:
            set_slip(paper, lines=lines, by=person)
        else:
            with pytest.raises(PermissionDenied):
                set_slip(paper, lines=lines, by=person)


def test_open_and_done_lines_stay_where_they_are(cast):
    paper = paper_at("deliberating", cast)
    without_done = [line for line in slip_for(cast, "decision") if line.role != "co_sign"]
    moved = [
        Line(line.organization, line.role, 9 if line.role == "hearing" else line.stage)
        for line in slip_for(cast, "decision")
    ]

    for lines, expected in ((without_done, [(None, "organization")]), (moved, [(2, "stage")])):
        with pytest.raises(InvalidSlip) as error:
            set_slip(paper, lines=lines, by=cast.council_clerk)
        assert problems(error) == expected

    assert shape(paper)[0] == ("Planungsamt", "co_sign", 1)
    assert line_of(paper, cast.org.planning_office, "co_sign").outcome == "signed"


def test_a_line_that_acted_once_and_waits_again_stays(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    finish_open(paper, cast, "hearing")
    act_on(
        line_of(paper, cast.org.council, "decision"),
        by=cast.chair,
        outcome="referred",
        refer_to=cast.org.finance_committee,
    )

    with pytest.raises(InvalidSlip):
        set_slip(paper, lines=[line for line in slip_of(paper) if line.role != "decision"], by=cast.council_clerk)

    assert line_of(paper, cast.org.council, "decision").latest_act.outcome == "referred"


def test_a_committee_added_during_deliberation_opens_in_its_turn(cast):
    paper = paper_at("deliberating", cast)

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "preliminary", 1)], by=cast.council_clerk)

    assert line_of(paper, cast.org.finance_committee, "preliminary").state == "open"
    assert line_of(paper, cast.org.council, "decision").state == "planned"


def test_a_committee_informed_during_deliberation_is_informed_at_once(cast):
    paper = paper_at("deliberating", cast)

    set_slip(paper, lines=[*slip_of(paper), Line(cast.org.finance_committee, "information", 7)], by=cast.council_clerk)

    assert line_of(paper, cast.org.finance_committee, "information").state == "open"


def test_taking_off_the_last_planned_line_completes_the_paper(cast):
    slip = [Line(cast.org.europe_committee, "deliberation", 1), Line(cast.org.culture_committee, "deliberation", 2)]
    paper = paper_at("deliberating", cast, "information", slip=slip)
    act_on(line_of(paper, cast.org.europe_committee, "deliberation"), by=cast.secretary, outcome="postponed")

    set_slip(paper, lines=slip[:1], by=cast.council_clerk)
    assert fresh(paper).state == "deliberating"
    finish_open(paper, cast, "deliberation")

    assert fresh(paper).state == "completed"


def test_a_circulating_decision_paper_keeps_its_decision(cast):
    """Otherwise it would complete without anybody having decided."""
    paper = paper_at("deliberating", cast)

    with pytest.raises(ValidationError):
        set_slip(paper, lines=[line for line in slip_of(paper) if line.role != "decision"], by=cast.council_clerk)

    finish_open(paper, cast, "preliminary", "hearing")
    assert fresh(paper).state == "deliberating"
    assert line_of(paper, cast.org.council, "decision").state == "open"


@pytest.mark.parametrize("stage", ["checking", "releasing", "deliberating"])
def test_a_line_whose_step_is_over_cannot_be_added(cast, stage):
    """Nobody would ever open it, and the paper would complete with a blocking line undone."""
    paper = paper_at(stage, cast)

    with pytest.raises(ValidationError):
        set_slip(paper, lines=[*slip_of(paper), Line(cast.org.works_office, "co_sign", 1)], by=cast.council_clerk)

    assert not paper.consultations.filter(organization=cast.org.works_office).exists()


# --- templates ------------------------------------------------------------------------------------------------------


def test_a_slip_is_saved_as_a_template_and_applied_to_another_paper(cast):
    template = save_as_template(draft(cast), name="  Europa  ", by=cast.author)
    other = draft(cast, slip=[Line(cast.org.council, "decision", 5), Line(cast.org.works_office, "co_sign", 1)])

    apply_template(other, template=template, by=cast.author)

    assert template.name == "Europa"
    assert shape(other) == [
        ("Tiefbauamt", "co_sign", 1),
        ("Planungsamt", "co_sign", 1),
        ("Europaausschuss", "preliminary", 1),
        ("Kulturausschuss", "hearing", 1),
        ("Bristol", "information", 1),
        ("Rat", "decision", 5),
    ]


def test_a_template_leaves_out_dissolved_organizations_and_due_dates(cast):
    paper = draft(
        cast,
        slip=[
            Line(cast.org.council, "decision", 1, timezone.localdate()),
            Line(cast.org.europe_committee, "preliminary", 1),
        ],
    )
    template = save_as_template(paper, name="Europa", by=cast.author)
    cast.org.europe_committee.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    cast.org.europe_committee.save()
    other = draft(cast, slip=[])

    apply_template(other, template=template, by=cast.author)

    assert [(line.organization.name, line.due) for line in slip_of(other)] == [("Rat", None)]


def test_a_template_with_roles_the_kind_does_not_know_is_refused_at_the_line(cast):
    template = save_as_template(draft(cast), name="Entscheidung", by=cast.author)
    paper = draft(cast, "information", slip=[])

    with pytest.raises(InvalidSlip) as error:
        apply_template(paper, template=template, by=cast.author)

    assert {field for _index, field in problems(error)} == {"role"}
    assert slip_of(paper) == []


@pytest.mark.parametrize("name", ["", "   ", "europa", "EUROPA"])
def test_a_template_needs_a_name_of_its_own(cast, name):
    save_as_template(draft(cast), name="Europa", by=cast.author)

    with pytest.raises(ValidationError) as error:
        save_as_template(draft(cast), name=name, by=cast.author)

    assert list(error.value.message_dict) == ["name"]
    assert SlipTemplate.objects.count() == 1


def test_an_empty_slip_makes_no_template(cast):
    with pytest.raises(ValidationError):
        save_as_template(draft(cast, slip=[]), name="Leer", by=cast.author)

    assert not SlipTemplate.objects.exists()


@pytest.mark.parametrize("name", ["outsider", "secretary", "citizen"])
def test_outsiders_neither_save_nor_apply_templates(cast, name):
    paper, person = draft(cast), cast.people()[name]
    template = save_as_template(paper, name="Europa", by=cast.author)

    with pytest.raises(PermissionDenied):
        save_as_template(paper, name="Kopie", by=person)
    with pytest.raises(PermissionDenied):
        apply_template(draft(cast, slip=[]), template=template, by=person)

    assert SlipTemplate.objects.count() == 1


# --- the editor -----------------------------------------------------------------------------------------------------


def slip_form(rows, **extra):
    form = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, "template": "", "name": ""}
    for index, (organization, role, stage) in enumerate(rows):
        form |= {
            f"lines-{index}-organization": organization,
            f"lines-{index}-role": role,
            f"lines-{index}-stage": stage,
            f"lines-{index}-ORDER": index + 1,
        }
    return form | extra


def test_the_editor_saves_a_slip(cast, signed_in):
    paper = draft(cast, slip=[])
    form = slip_form(
        [(cast.org.europe_committee.pk, "preliminary", 1), ("", "", 1), (cast.org.council.pk, "decision", 2)]
    )

    response = signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form)

    assert response.status_code == 302
    assert shape(paper) == [("Europaausschuss", "preliminary", 1), ("Rat", "decision", 2)]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([("council", "veto", 1)], "role"),
        ([("council", "", 1)], "role"),
        ([("", "decision", 1)], "organization"),
        ([("council", "decision", 1), ("council", "decision", 2)], "organization"),
        ([("council", "decision", 0)], "stage"),
        ([("council", "decision", "bald")], "stage"),
    ],
)
def test_the_editor_names_the_field_and_keeps_what_was_typed(cast, signed_in, rows, field):
    paper = draft(cast, slip=[])
    form = slip_form(
        [
            (getattr(cast.org, name).pk if name else "", role, stage)
            for name, role, stage in [("europe_committee", "preliminary", 7), *rows]
        ]
    )

    response = signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form)

    assert response.status_code == 200
    formset = response.context["formset"]
    assert {name for errors in formset.errors for name in errors} == {field}
    assert formset.forms[0]["stage"].value() == "7"
    assert formset.forms[-1]["stage"].value() == str(rows[-1][2])
    assert slip_of(paper) == []


def test_the_editor_of_a_circulating_paper_reads_only_for_its_author(cast, signed_in):
    paper = paper_at("co_signing", cast)
    client = signed_in(cast.author)

    assert client.get(f"/admin/inbox/papers/{paper.pk}/slip/").status_code == 200
    assert client.post(f"/admin/inbox/papers/{paper.pk}/slip/", slip_form([])).status_code == 302
    assert len(slip_of(paper)) == 5


def test_a_slip_saved_as_template_in_the_editor(cast, signed_in):
    paper = draft(cast, slip=[])
    form = slip_form([(cast.org.council.pk, "decision", 1)], name="Nur Rat", save_template="1")

    signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form)

    assert [(line.organization, line.role) for line in SlipTemplate.objects.get(name="Nur Rat").lines.all()] == [
        (cast.org.council, "decision")
    ]


def test_the_database_itself_refuses_a_doubled_line(cast):
    paper = draft(cast)

    with pytest.raises(ValidationError):
        Consultation(paper=paper, organization=cast.org.council, role="decision").full_clean()


def test_a_kind_without_workflow_offers_no_roles(cast):
    PaperKind.objects.filter(slug="question").update(workflow=None)
    paper = draft(cast, "question", slip=[])

    with pytest.raises(InvalidSlip):
        set_slip(paper, lines=[Line(cast.org.council, "deliberation")], by=cast.author)
