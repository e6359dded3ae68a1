"""The clerks of ``make bench-writers`` can use the screens as they are, and what they look for afterwards is seen. How
long anything takes, is no matter of tests."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.benchmarks.writers.browser import block_fields
from tests.benchmarks.writers.invariants import Before, broken
from tests.benchmarks.writers.journal import Journal
from tests.benchmarks.writers.people import Seat, at_once, known, seated
from tests.factories.cast import build_cast
from tests.factories.papers import paper_at

PASSWORD = "ein Passwort fuer die Probe"
SEATS = [Seat("author@umlauf.test", writes=True), Seat("council_clerk@umlauf.test", office=True)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_clerks_do_what_waits_and_begin_papers(live_server):
    cast = build_cast()
    for seat in SEATS:
        person = get_user_model().objects.get(email=seat.email)
        person.set_password(PASSWORD)
        person.save()
    for stage in ("checking", "releasing", "deliberating"):
        paper_at(stage, cast)
    org = cast.org
    bodies = [org.europe_committee.pk, org.culture_committee.pk]
    house = known([org.planning_office.pk, org.works_office.pk], bodies, org.council.pk)
    journal, before = Journal(), Before.now(timezone.now())
    clerks = seated(live_server.url, SEATS, known=house, journal=journal, seed="1", password=PASSWORD)

    def work(clerk):
        clerk.work(moves=2)
        for move in (clerk.draft, clerk.write, clerk.set_slip, clerk.annex, clerk.submit) if clerk is clerks[0] else ():
            move()

    at_once(clerks, work, journal)

    assert list(journal.of("error")) == []
    done = {row.verb for row in journal.of("done")}
    assert {"draft", "write", "slip", "attach", "submit"} < done
    assert done & {"check", "release", "return", "act"}
    assert broken(journal, before) == []
    assert "submit" in "\n".join(journal.table())


def test_blocks_are_sent_as_the_editor_sends_them():
    content = [{"type": "text", "value": "Wort", "id": "b"}]
    section = [{"type": "section", "value": {"key": "k", "content": content, "folded": False}, "id": "a"}]

    assert dict(block_fields("body", section)) == {
        "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-id": "a", "body-0-type": "section",
        "body-0-value-key": "k",
        "body-0-value-content-count": "1",
        "body-0-value-content-0-deleted": "", "body-0-value-content-0-order": "0",
        "body-0-value-content-0-id": "b", "body-0-value-content-0-type": "text",
        "body-0-value-content-0-value": "Wort",
    }  # fmt: skip
