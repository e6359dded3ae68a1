"""The bench of pages fills cities that are what they say, and everything it asks is answered. How fast, is no matter of
tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from tests.benchmarks.pages import fill
from tests.benchmarks.pages.asking import Asked
from tests.benchmarks.pages.cities import City

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the bench fills databases of its own"),
]

TOWN, CITY = City(7), City(30, open_lines=10, of_busy=9)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fill, "FOLDER", tmp_path_factory.mktemp("bench"))
        yield fill.filled(CITY, TOWN)


@pytest.fixture(scope="module")
def rows(url):
    """``rows(statement)`` of the city."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        yield lambda statement: database.execute(statement).fetchall()


def test_a_city_holds_what_was_asked_for(rows):
    assert rows("SELECT count(*) FROM papers_paper JOIN wagtailcore_page ON id = page_ptr_id WHERE locale_id = 1") == [
        (CITY.papers,)
    ]
    assert rows("SELECT count(*) FROM papers_consultation WHERE state = 'open'") == [(CITY.open_lines,)]
    assert rows(
        "SELECT count(*) FROM papers_consultation c JOIN papers_organization o ON o.id = organization_id "
        "WHERE c.state = 'open' AND o.slug = 'bauausschuss'"
    ) == [(CITY.of_busy,)]


def test_each_copy_is_a_whole_paper(rows):
    lines = rows("SELECT count(*) FROM papers_consultation GROUP BY paper_id")
    assert set(lines) == {(13,)}
    assert len(lines) == CITY.papers
    [(titles, years)] = rows(
        "SELECT count(DISTINCT title), count(DISTINCT number_year) "
        "FROM papers_paper JOIN wagtailcore_page ON id = page_ptr_id"
    )
    assert titles >= CITY.papers
    assert years > 10


def test_what_a_copy_was_signed_with_is_its_own(rows):
    annexes = rows(
        "SELECT v.paper_id, a.paper_id FROM papers_version v, json_each(v.contents, '$.annexes') one "
        "LEFT JOIN papers_attachment a ON a.id = one.value ->> 'key'"
    )
    assert len(annexes) > CITY.papers
    assert all(paper == owner for paper, owner in annexes)


def test_a_measure_is_of_a_field_of_its_own_strategy(rows):
    [(measures, strategies, fields)] = rows(
        "SELECT count(*), count(DISTINCT strategy_id), count(DISTINCT field_of_action) FROM papers_measure"
    )
    assert strategies > 1
    assert (measures, fields) == (3 * strategies, strategies)


def test_every_question_is_answered_and_every_verb_done(url):
    asked = Asked(url)

    questions = {f"{one['group']}: {one['name']}": one["optional"] for one in asked.asked(do="list")}
    answers = {name: asked.asked(do="count", name=name)["status"] for name in questions}
    verbs = asked.asked(do="count verbs")

    asked.close()
    assert len(answers) > 60
    assert {name: status for name, status in answers.items() if status != 200 and not questions[name]} == {}
    assert {"draft_paper", "release", "act_on, decision", "approve_translation"} <= set(verbs)
