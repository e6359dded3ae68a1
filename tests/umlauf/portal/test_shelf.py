"""Numbers of papers are counted once for readers of the same rights, and anew after each change."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.enums import PaperState
from tests.factories.papers import paper_at
from umlauf.fresh import triggers
from umlauf.portal.presenters.shelf import shelf_of
from umlauf.portal.views.committees import RECENT
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.routing.steps import withdraw

DELIBERATING = {"state": PaperState.DELIBERATING}


def counted(reader):
    """How many there are, and how many statements that took."""
    with CaptureQueriesContext(connection) as asked:
        total = shelf_of(reader).total({})
    return total, len(asked)


def test_what_was_counted_is_counted_once(cast):
    paper_at("deliberating", cast)
    caches["counts"].clear()

    assert counted(cast.citizen) == (1, 3)
    assert counted(cast.citizen) == (1, 1)


def test_each_change_is_seen_by_the_next_who_asks(cast):
    paper = paper_at("deliberating", cast)
    assert (shelf_of(cast.citizen).total(DELIBERATING), shelf_of(cast.citizen).total({})) == (1, 1)

    other = paper_at("deliberating", cast)
    assert shelf_of(cast.citizen).total(DELIBERATING) == 2

    withdraw(other, by=cast.author, reason="Erledigt.")
    assert (shelf_of(cast.citizen).total(DELIBERATING), shelf_of(cast.citizen).total({})) == (1, 2)

    make_stricter(paper, level="non_public", reason="Namen.", by=cast.council_clerk)
    assert (shelf_of(cast.citizen).total({}), shelf_of(cast.member).total({})) == (1, 2)

    take_off_the_public(paper, reason="Namen.", by=cast.council_clerk)
    assert (shelf_of(cast.member).total({}), shelf_of(cast.council_clerk).total({})) == (1, 1)


def test_nobody_is_told_the_number_of_somebody_with_other_rights(cast):
    paper_at("deliberating", cast)
    paper_at("deliberating", cast, confidentiality="confidential")
    paper_at("deliberating", cast, confidentiality="non_public")

    readers = (cast.council_clerk, cast.member, cast.other_member, cast.citizen, cast.outsider)

    assert [shelf_of(reader).total({}) for reader in (*readers, *reversed(readers))] == [3, 3, 2, 1, 1, 1, 1, 2, 3, 3]


def test_where_nothing_watches_nothing_is_kept(cast, monkeypatch):
    paper_at("deliberating", cast)
    monkeypatch.setattr(triggers, "fingerprint", lambda: "of another release")

    assert [counted(cast.citizen) for _time in range(2)] == [(1, 3), (1, 3)]


def test_a_cache_that_is_away_costs_nobody_a_number(cast, settings, caplog):
    paper_at("deliberating", cast)
    missing = {"BACKEND": "umlauf.operation.shared_cache.SharedCache", "LOCATION": "no_such_table"}
    settings.CACHES = {**settings.CACHES, "counts": missing}

    assert shelf_of(cast.citizen).total({}) == 1
    assert "kept counts cannot be asked for" in caplog.text


@pytest.mark.thorough
def test_what_is_before_a_committee_comes_in_pages(cast, client):
    for _paper in range(RECENT + 1):
        paper_at("deliberating", cast)
    address = cast.org.europe_committee.get_absolute_url()

    pages = [client.get(address, {"page": page}).context for page in (1, 2, 99)]

    assert [len(context["waiting"]) for context in pages] == [RECENT, 1, 1]
    named = [line.pk for context in pages[:2] for line in context["waiting"]]
    assert len(set(named)) == RECENT + 1
