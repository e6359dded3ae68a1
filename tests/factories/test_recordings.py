"""What is written again is what the verbs wrote, and only where they would write it again."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from papers.models import Paper
from tests.factories import recordings
from tests.factories.papers import draft, paper_at
from umlauf.fresh.models import Stamp

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="rows are only written again on SQLite")


def everything():
    """All rows of all tables, but for the moments that stand in them: whatever is told of a moment, its order stays."""
    found = {}
    for model in apps.get_models():
        if model is Stamp:  # counts what is written, also what was taken back, with a number at random
            continue
        rows = [list(row) for row in model._base_manager.order_by("pk").values_list()]
        moments = sorted({value for row in rows for value in row if hasattr(value, "hour")})
        found[model] = [[moments.index(value) if value in moments else value for value in row] for row in rows]
    return found


def made(times, make):
    """What the tables hold and what waits for the commit, each time after beginning anew."""
    for _time in range(times):
        with transaction.atomic():
            make()
            yield everything(), [callback for _ids, callback, _robust in connection.run_on_commit]
            transaction.set_rollback(True)


@pytest.mark.parametrize("stage", ["draft", "deliberating", "confirming"])
def test_a_paper_written_again_is_the_same_in_every_row(cast, stage, monkeypatch):
    monkeypatch.setattr(recordings, "_recordings", {})

    (by_verbs, waits), (again, waits_again) = made(2, lambda: paper_at(stage, cast))

    assert len(recordings._recordings) == 2  # the draft, and what was done with it
    assert again == by_verbs
    assert waits_again == waits
    assert Paper.objects.count() == 0


def test_where_something_else_was_written_before_the_verbs_write_anew(cast, monkeypatch):
    monkeypatch.setattr(recordings, "_recordings", {})
    with transaction.atomic():
        draft(cast)
        transaction.set_rollback(True)
    type(cast.author).objects.filter(pk=cast.author.pk).update(first_name="Antje")

    draft(cast)

    assert len(recordings._recordings) == 2


def test_other_arguments_are_another_paper(cast, monkeypatch):
    monkeypatch.setattr(recordings, "_recordings", {})

    for level in ("public", "confidential"):
        with transaction.atomic():
            assert draft(cast, confidentiality=level).confidentiality == level
            transaction.set_rollback(True)


def test_under_other_settings_or_in_another_language_the_verbs_write_anew(cast, monkeypatch, settings):
    monkeypatch.setattr(recordings, "_recordings", {})

    def make():
        with transaction.atomic():
            draft(cast)
            transaction.set_rollback(True)

    make()
    with translation.override("en"):
        make()
    assert len(recordings._recordings) == 2
    settings.CITY_NAME = "Linden"
    make()
    assert len(recordings._recordings) == 2  # it is not even kept


def test_only_so_many_are_kept_and_those_asked_for_last(cast, monkeypatch):
    monkeypatch.setattr(recordings, "_recordings", {})
    monkeypatch.setattr(recordings, "MOST_KEPT", 2)

    for title in ("eins", "zwei", "eins", "drei"):
        with transaction.atomic():
            draft(cast, title=title)
            transaction.set_rollback(True)

    assert [one.result.title for one in recordings._recordings.values()] == ["eins", "drei"]


def test_moments_stay_in_their_order(cast):
    """A paper written again is not older than what the test wrote before it."""
    with transaction.atomic():
        paper_at("deliberating", cast)
        transaction.set_rollback(True)
    before = draft(cast, slip=[])

    after = paper_at("deliberating", cast)

    assert after.revisions.earliest("created_at").created_at > before.revisions.latest("created_at").created_at
