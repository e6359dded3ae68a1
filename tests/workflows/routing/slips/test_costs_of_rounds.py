"""Screens and verbs take as many statements for a slip of many lines as for a short one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.models import Organization
from tests.factories.papers import finish_open, fresh, line_of, paper_at
from umlauf.portal.addresses import paper_url
from workflows.routing.acting import act_on, refer_to
from workflows.routing.ahead import record_ahead
from workflows.routing.consequences import change_the_way
from workflows.routing.slips import Line

pytestmark = pytest.mark.django_db


def statements(do):
    do()  # what is looked up once per process
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


def with_rounds(cast, number):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    for _round in range(number):
        decision = line_of(paper, cast.org.council, "decision")
        refer_to(decision, by=cast.chair, organization=cast.org.europe_committee)
        line = paper.consultations.filter(organization=cast.org.europe_committee).order_by("round").last()
        act_on(line, by=cast.secretary, outcome="recommended")
    act_on(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="adopted")
    return fresh(paper)


@pytest.mark.parametrize("screen", ["page", "slip", "change_the_way", "correct"])
def test_screens_of_two_rounds_and_of_six(cast, client, screen):
    client.force_login(cast.council_clerk)
    counts = []
    for number in (1, 5):
        paper = with_rounds(cast, number)
        latest = paper.consultations.filter(organization=cast.org.europe_committee).order_by("round").last()
        address = {
            "page": paper_url(paper),
            "slip": reverse("workflows:slip", args=[paper.pk]),
            "change_the_way": reverse("workflows:change_the_way", args=[latest.pk]),
            "correct": reverse("workflows:correct", args=[latest.pk]),
        }[screen]
        assert client.get(address).status_code == 200
        counts.append(statements(lambda address=address: client.get(address)))

    assert counts[0] == counts[1]


def in_parallel(cast, number):
    """A hearing, and so many bodies at the stage after it; the council decides at last."""
    bodies = [
        Organization.objects.create(name=f"Bezirk {number} {one}", slug=f"bezirk-{number}-{one}", kind="committee")
        for one in range(number)
    ]
    slip = [
        Line(cast.org.culture_committee, "hearing", 1),
        *(Line(body, "preliminary", 2) for body in bodies),
        Line(cast.org.council, "decision", 3),
    ]
    return paper_at("deliberating", cast, slip=slip)


def test_late_minutes_and_consequences_of_two_lines_and_of_twelve(cast):
    counts = []
    for number in (2, 12):
        paper = in_parallel(cast, number)
        with CaptureQueriesContext(connection) as ahead:
            record_ahead(
                line_of(paper, cast.org.council, "decision"),
                by=cast.chair,
                outcome="adopted",
                order_reason="Fehlt noch.",
            )
        finish_open(paper, cast, "hearing")
        with CaptureQueriesContext(connection) as changed:
            change_the_way(
                line_of(paper, cast.org.culture_committee, "hearing"),
                by=cast.council_clerk,
                outcome="not_dealt_with",
                reason="Falsche Zeile.",
            )
        assert paper.consultations.filter(state="planned").count() == number
        counts.append((len(ahead), len(changed)))

    assert counts[0] == counts[1]
