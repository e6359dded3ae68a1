"""The timeline tells everything that happened, once, in order."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.attaching import detach
from tests.factories.papers import add_attachment, draft, edit, finish_open, fresh, line_of, paper_at
from workflows.routing.acting import Votes, act_on, postpone
from workflows.routing.slips import set_slip, slip_of
from workflows.routing.steps import recall, resubmit, return_to_author, withdraw
from workflows.timeline import timeline_of


def kinds(paper):
    return [entry.kind for entry in timeline_of(fresh(paper))]


def count(paper, kind):
    return kinds(paper).count(kind)


def test_the_whole_way_of_a_paper(cast):
    paper = paper_at("completed", cast)

    entries = timeline_of(paper)

    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    told = [entry.kind for entry in entries]
    assert [kind for kind in told if kind not in ("opened", "act")] == [
        "created",
        "slip",
        "submitted",
        "checked",
        "released",
        "completed",
    ]
    assert told.count("act") == 4
    assert told.count("opened") == 5
    assert (
        told.index("submitted")
        < told.index("opened")
        < told.index("act")
        < told.index("checked")
        < told.index("released")
        < told.index("completed")
    )


def test_an_act_tells_result_votes_person_and_for_whom(cast):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"),
        by=cast.deputy,
        outcome="signed_with_remarks",
        remark="Mit Bedenken.",
    )

    (entry,) = [entry for entry in timeline_of(paper) if entry.kind == "act"]

    assert (entry.person, entry.on_behalf_of, entry.detail, entry.version, entry.outdated) == (
        cast.deputy,
        cast.cosigner,
        "Mit Bedenken.",
        1,
        False,
    )
    assert entry.text.startswith("Planungsamt: ")


def test_a_decision_is_told_with_its_votes(cast):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    act_on(
        line_of(paper, cast.org.council, "decision"),
        by=cast.chair,
        outcome="adopted_as_amended",
        votes=Votes(9, 2, 1),
        amended_text="Mit Frist.",
    )

    entry = [entry for entry in timeline_of(paper) if entry.kind == "act"][-1]

    assert "9" in entry.text
    assert "Ja" in entry.text
    assert entry.detail == "Mit Frist."


def test_every_act_on_a_line_is_told(cast):
    paper = paper_at("deliberating", cast, "information")
    line = line_of(paper, cast.org.europe_committee, "deliberation")
    postpone(line, by=cast.secretary)
    act_on(line, by=cast.secretary, outcome="noted")

    assert count(paper, "act") == 3


def test_an_act_for_an_earlier_text_is_marked_until_confirmed(cast):
    paper = paper_at("confirming", cast)

    assert [(entry.version, entry.outdated) for entry in timeline_of(paper) if entry.kind == "act"] == [(1, True)]

    finish_open(paper, cast, "co_sign")
    assert [(entry.version, entry.outdated) for entry in timeline_of(paper) if entry.kind == "act"] == [
        (1, True),
        (2, False),
    ]


def test_an_editorial_version_makes_no_act_outdated(cast):
    paper = edit(paper_at("returned_after_release", cast), by=cast.author, summary="Komma.")
    resubmit(paper, by=cast.council_clerk, editorial=True)

    assert not any(entry.outdated for entry in timeline_of(paper))


def test_an_act_given_for_an_editorial_version_is_not_outdated_by_it(cast):
    paper = edit(paper_at("returned_after_release", cast), by=cast.author, summary="Komma.")
    resubmit(paper, by=cast.council_clerk, editorial=True)
    finish_open(paper, cast, "hearing")

    assert [(entry.version, entry.outdated) for entry in timeline_of(paper) if entry.kind == "act"] == [
        (1, False),
        (2, False),
    ]


@pytest.mark.parametrize("changed", [True, False])
def test_a_resubmission_is_told_once(cast, changed):
    paper = paper_at("returned", cast)
    if changed:
        edit(paper, by=cast.author, summary="Neu.")
    before = count(paper, "submitted")

    resubmit(paper, by=cast.author)

    assert count(paper, "submitted") == before + 1


def test_return_recall_and_withdrawal_are_told_with_their_reason(cast):
    returned = paper_at("co_signing", cast)
    return_to_author(returned, by=cast.council_clerk, reason="Kosten fehlen.")
    recalled = paper_at("co_signing", cast)
    recall(recalled, by=cast.author)
    withdrawn = paper_at("co_signing", cast)
    withdraw(withdrawn, by=cast.author, reason="Entfällt.")

    for paper, kind, person, detail in (
        (returned, "returned", cast.council_clerk, "Kosten fehlen."),
        (recalled, "recalled", cast.author, ""),
        (withdrawn, "withdrawn", cast.author, "Entfällt."),
    ):
        (entry,) = [entry for entry in timeline_of(paper) if entry.kind == kind]
        assert (entry.person, entry.detail) == (person, detail)


def test_an_objection_is_told_as_act_and_as_return(cast):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="objected", remark="So nicht."
    )

    assert (count(paper, "act"), count(paper, "returned")) == (1, 1)


def test_an_afternoon_of_saving_is_one_entry_and_another_person_another(cast):
    paper = draft(cast)
    for person in (cast.author, cast.author, cast.colleague):
        edit(paper, by=person, summary="Wieder etwas.")

    assert [entry.person for entry in timeline_of(paper) if entry.kind == "edited"] == [cast.author, cast.colleague]


def test_attachments_and_slip_are_told(cast):
    paper = draft(cast)
    detach(add_attachment(paper, by=cast.author, title="Kostenplan"), by=cast.author)
    set_slip(paper, lines=slip_of(paper)[:4], by=cast.author)

    entries = timeline_of(paper)

    assert [entry.kind for entry in entries] == ["created", "slip", "attachment", "attachment", "slip"]
    assert ["Kostenplan" in entry.text for entry in entries] == [False, False, True, True, False]


def test_a_line_opened_twice_is_told_twice_and_a_changed_due_date_not(cast):
    paper = paper_at("co_signing", cast)
    assert count(paper, "opened") == 1
    line = line_of(paper, cast.org.planning_office, "co_sign")
    line.due = "2026-12-24"
    line.save()
    assert count(paper, "opened") == 1

    return_to_author(paper, by=cast.council_clerk, reason="Rückfrage.")
    resubmit(paper, by=cast.author)

    assert count(paper, "opened") == 2


def test_the_number_of_queries_does_not_grow(cast):
    short, long = paper_at("co_signing", cast), paper_at("completed", cast)

    counts = []
    for paper in (short, long):
        with CaptureQueriesContext(connection) as captured:
            timeline_of(fresh(paper))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nobody_else_sees_a_timeline(cast, signed_in):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"),
        by=cast.cosigner,
        outcome="signed_with_remarks",
        remark="Streng vertraulicher Einwand",
    )

    assert (
        "Streng vertraulicher Einwand" in signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/").content.decode()
    )
    for name in ("outsider", "secretary", "chair", "spokeswoman"):
        assert (
            "Streng vertraulicher Einwand"
            not in signed_in(cast.people()[name]).get(f"/admin/pages/{paper.pk}/edit/", follow=True).content.decode()
        )
