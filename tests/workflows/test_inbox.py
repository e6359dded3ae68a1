"""What waits for me: exactly what I can do now, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from papers.access import may_read, principals_remembered
from papers.models import Membership
from tests.factories.papers import STAGES, draft, finish_open, fresh, line_of, paper_at
from workflows.inbox import address_of_task, is_overdue, task_of, waiting_for
from workflows.routing.acting import act_on, postpone
from workflows.routing.slips import Line
from workflows.routing.steps import start_routing

AUTHORS = {"author", "colleague"}
CLERKS = {"council_clerk", "second_clerk", "admin"}
SIGNERS = {"cosigner", "second_cosigner", "deputy"}

# stage of a decision paper: number of rows by person
ROWS = {
    "draft": {},
    "co_signing": dict.fromkeys(SIGNERS, 1),
    "checking": dict.fromkeys(CLERKS, 1),
    "releasing": dict.fromkeys(CLERKS, 1),
    "deliberating": {"secretary": 2, "liaison": 1},
    "completed": {"liaison": 1},
    "returned": dict.fromkeys(AUTHORS, 1),
    "withdrawn": {},
    "returned_after_release": dict.fromkeys(AUTHORS, 1),
    "withdrawn_after_release": {},
    "confirming": dict.fromkeys(SIGNERS, 1),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_paper_waits_for_those_who_can_do_something(cast, stage):
    paper_at(stage, cast)

    with principals_remembered():
        counted = {name: waiting_for(person).count() for name, person in cast.people().items()}

    assert {name: rows for name, rows in counted.items() if rows} == ROWS[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_what_waits_for_me_is_readable_for_me(cast, stage):
    paper_at(stage, cast, confidentiality="confidential")

    with principals_remembered():
        for person in cast.people().values():
            assert all(may_read(person, row) for row in waiting_for(person))


def test_a_row_knows_its_line_task_address_and_since_when(cast):
    due = timezone.localdate() - datetime.timedelta(days=1)
    paper = draft(cast, slip=[Line(cast.org.planning_office, "co_sign", 1, due), Line(cast.org.council, "decision")])
    start_routing(paper, by=cast.author)
    line = line_of(paper, cast.org.planning_office, "co_sign")

    (row,) = waiting_for(cast.cosigner)

    assert (row.pk, row.line_pk, row.line_role, row.line_due, row.line_organization, row.waiting_since) == (
        paper.pk, line.pk, "co_sign", due, "Planungsamt", line.opened_at,
    )  # fmt: skip
    assert (task_of(row), address_of_task(row), is_overdue(row)) == (
        "Mitzeichnen",
        f"/admin/inbox/lines/{line.pk}/",
        True,
    )


@pytest.mark.parametrize(("stage", "name", "address"), [
    ("checking", "council_clerk", "/admin/inbox/papers/{pk}/check/"),
    ("releasing", "council_clerk", "/admin/inbox/papers/{pk}/release/"),
    ("returned", "author", "/admin/pages/{pk}/edit/"),
])  # fmt: skip
def test_a_step_leads_to_its_form(cast, signed_in, stage, name, address):
    paper = paper_at(stage, cast)
    person = cast.people()[name]

    (row,) = waiting_for(person)

    assert address_of_task(row) == address.format(pk=paper.pk)
    assert row.line_pk is None
    assert signed_in(person).get(address_of_task(row)).status_code == 200


def test_two_lines_of_one_paper_are_two_rows(cast):
    paper = paper_at("deliberating", cast)

    rows = list(waiting_for(cast.secretary))

    assert {row.line_organization for row in rows} == {"Europaausschuss", "Kulturausschuss"}
    assert {row.pk for row in rows} == {paper.pk}


def test_a_row_goes_when_a_colleague_acted(cast):
    paper = paper_at("co_signing", cast)
    assert waiting_for(cast.second_cosigner).count() == 1

    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")

    assert waiting_for(cast.second_cosigner).count() == 0


def test_a_postponed_line_waits_on(cast):
    paper = paper_at("deliberating", cast, "information")
    postpone(line_of(paper, cast.org.europe_committee, "deliberation"), by=cast.secretary)

    assert waiting_for(cast.secretary).count() == 1


def test_a_row_goes_with_the_membership(cast):
    paper_at("co_signing", cast)
    Membership.objects.filter(person=cast.cosigner).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert waiting_for(cast.cosigner).count() == 0
    assert waiting_for(cast.deputy).count() == 0


def test_the_most_urgent_comes_first(cast):
    today = timezone.localdate()
    for title, days in (("ohne Frist", None), ("später", 9), ("überfällig", -2)):
        due = None if days is None else today + datetime.timedelta(days=days)
        paper = draft(
            cast,
            title=title,
            slip=[Line(cast.org.planning_office, "co_sign", 1, due), Line(cast.org.council, "decision")],
        )
        start_routing(paper, by=cast.author)

    assert [row.title for row in waiting_for(cast.cosigner)] == ["überfällig", "später", "ohne Frist"]


def test_the_screen_filters_and_exports_what_waits_for_me(cast, signed_in):
    paper = paper_at("deliberating", cast, title="Für zwei Ausschüsse")
    paper_at("co_signing", cast, title="Nicht für mich")
    client = signed_in(cast.secretary)

    body = client.get("/admin/inbox/").content.decode()
    only_culture = client.get(f"/admin/inbox/?organization={cast.org.culture_committee.pk}").content.decode()
    hearing = client.get("/admin/inbox/?role=hearing").content.decode()
    overdue = client.get("/admin/inbox/?overdue=true").content.decode()
    export = b"".join(client.get("/admin/inbox/?export=csv").streaming_content).decode()

    assert body.count("Für zwei Ausschüsse") >= 2
    assert "Nicht für mich" not in body + export
    lines = [
        f"/admin/inbox/lines/{line_of(paper, organization, role).pk}/"
        for organization, role in ((cast.org.culture_committee, "hearing"), (cast.org.europe_committee, "preliminary"))
    ]
    assert [[line in page for line in lines] for page in (body, only_culture, hearing)] == [
        [True, True],
        [True, False],
        [True, False],
    ]
    assert "Für zwei Ausschüsse" not in overdue
    assert export.count("Für zwei Ausschüsse") == 2


def test_a_filter_cannot_reach_into_inboxes_of_others(cast, signed_in):
    paper_at("co_signing", cast, title="Nicht für mich")

    response = signed_in(cast.secretary).get(f"/admin/inbox/?organization={cast.org.planning_office.pk}")

    assert "Nicht für mich" not in response.content.decode()


def test_the_panel_on_the_home_screen_shows_the_same(cast, signed_in):
    paper = paper_at("co_signing", cast, title="Bitte zeichnen")

    body = signed_in(cast.cosigner).get("/admin/").content.decode()

    assert "Bitte zeichnen" in body
    assert f"/admin/inbox/lines/{line_of(paper, cast.org.planning_office, 'co_sign').pk}/" in body
    assert "Bitte zeichnen" not in signed_in(cast.secretary).get("/admin/").content.decode()


def test_clearing_the_inbox_empties_it(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing", "information")
    finish_open(paper, cast, "decision")

    assert fresh(paper).state == "completed"
    assert {name for name, person in cast.people().items() if waiting_for(person).exists()} == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan of SQLite")
@pytest.mark.parametrize("name", ["secretary", "cosigner", "author", "council_clerk", "liaison"])
def test_rows_are_found_by_what_is_under_way(cast, name):
    """Neither all papers are walked through, nor all originals."""
    plan = waiting_for(cast.people()[name]).explain()

    assert "SEARCH wagtailcore_page USING INTEGER PRIMARY KEY" in plan or "SEARCH papers_paper USING INTEGER" in plan
    assert "SCAN papers_" not in plan
    assert "(translation_of_id=?)" not in plan
    assert "SCAN V0" not in plan  # reviews
