"""What the page of a paper says of its way: stages, remarks, results, dates."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from papers.models import Consultation
from tests.factories.papers import edit, fresh, line_of, paper_at
from tests.umlauf.portal.paper_page.pages import (
    names,
    page_of,
)
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.paper import PaperPresentation
from workflows.routing.acting import Votes, act_on
from workflows.routing.slips import Line
from workflows.routing.steps import resubmit


def test_stages_are_counted_within_their_step(cast):
    paper = paper_at("deliberating", cast)  # co-signature, preliminary and hearing all in stage 1

    offices, committees = PaperPresentation(paper, cast.citizen).steps

    assert [names(stage) for stage in offices.stages] == [["Planungsamt"]]
    assert [names(stage) for stage in committees.stages] == [["Europaausschuss", "Kulturausschuss"], ["Rat"]]
    assert [stage.parallel for stage in committees.stages] == [True, False]
    assert [stage.state for stage in committees.stages] == ["current", "planned"]


def test_information_is_a_group_of_its_own(cast, client):
    paper = paper_at("deliberating", cast)
    view = PaperPresentation(paper, cast.citizen)

    assert [item.line.organization.name for item in view.information] == ["Bristol"]
    page = page_of(client, paper_url(paper))
    assert page.index("Zur Kenntnis") < page.index("Bristol")
    assert "/committees/bristol/" not in page  # a partner city has no page there


def test_remarks_of_bodies_are_shown_and_those_of_co_signers_are_not(cast, client):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"),
        by=cast.cosigner,
        outcome="signed_with_remarks",
        remark="Bitte unter uns klären.",
    )
    from workflows.routing.release import pass_formal_check, release

    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    act_on(
        line_of(paper, cast.org.culture_committee, "hearing"),
        by=cast.secretary,
        outcome="heard",
        remark="Mit Dank für den Bericht.",
    )

    page = page_of(client, paper_url(fresh(paper)))

    assert "Mitgezeichnet mit Anmerkungen" in page
    assert "Bitte unter uns klären." not in page
    assert "Mit Dank für den Bericht." in page


def test_what_was_resolved_with_changes_stands_beside_the_motion(cast, client):
    paper = paper_at("deliberating", cast)
    act_on(
        line_of(paper, cast.org.europe_committee, "preliminary"),
        by=cast.secretary,
        outcome="recommended",
        votes=Votes(5, 1, 0),
    )
    act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard")
    assert "Geändert beschlossen" not in page_of(client, paper_url(paper))

    act_on(
        line_of(paper, cast.org.council, "decision"),
        by=cast.chair,
        outcome="adopted_as_amended",
        votes=Votes(40, 3, 2, 1),
        amended_text="Der Radweg wird bis 2028 gebaut.",
    )

    view = PaperPresentation(fresh(paper), cast.citizen)
    assert [item.amended_text for item in view.amendments] == ["Der Radweg wird bis 2028 gebaut."]
    assert "Der Radweg wird bis 2028 gebaut." in page_of(client, paper_url(paper))


def test_a_postponed_line_tells_what_came_before(cast):
    paper = paper_at("deliberating", cast, "information")
    line = line_of(paper, cast.org.europe_committee, "deliberation")
    act_on(line, by=cast.secretary, outcome="postponed")
    act_on(Consultation.objects.get(pk=line.pk), by=cast.secretary, outcome="noted")

    item = next(item for item in PaperPresentation(fresh(paper), cast.citizen).slip if item.line.pk == line.pk)

    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert item.sentence == f"Zur Kenntnis genommen am {today}"
    assert item.earlier == [f"Vertagt am {today}"]


def test_a_signature_for_an_older_text_says_so(cast, client):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.author, summary="Mit neuen Zahlen.")
    resubmit(fresh(paper), by=cast.author)

    view = PaperPresentation(fresh(paper), cast.author)

    assert view.version.number == 2
    assert {item.given_for for item in view.slip if item.line.role == "co_sign"} == {1}
    assert "für Fassung 1" in page_of(client, paper_url(paper))


def test_an_editorial_change_leaves_signatures_alone(cast):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.council_clerk, summary="Tippfehler berichtigt.")
    resubmit(fresh(paper), by=cast.council_clerk, editorial=True)

    view = PaperPresentation(fresh(paper), cast.citizen)

    assert view.version.number == 2
    assert view.version.editorial
    assert {item.given_for for item in view.slip} == {None}


def test_due_and_overdue_are_said_in_words(cast, client):
    today = timezone.localdate()
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.europe_committee, "deliberation", 1, today - datetime.timedelta(days=3)),
        Line(cast.org.culture_committee, "deliberation", 1, today + datetime.timedelta(days=3)),
    ]
    paper = paper_at("deliberating", cast, "information", slip=slip)

    due = {item.line.organization.name: item.due for item in PaperPresentation(paper, cast.citizen).slip if item.due}

    late, early = (date_format(today + datetime.timedelta(days=days), "SHORT_DATE_FORMAT") for days in (-3, 3))
    assert due == {"Europaausschuss": f"überfällig seit {late}", "Kulturausschuss": f"fällig am {early}"}
    assert f"überfällig seit {late}" in page_of(client, paper_url(paper))
