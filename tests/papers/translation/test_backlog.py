"""What to translate next: what is in the list, in what order, and for whom."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from papers.models import Organization, Paper
from papers.translation.backlog import backlog, languages_of
from papers.translation.drafts import request_translation
from tests.factories.papers import edit, fresh, paper_at, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    for membership in cast.liaison.memberships.all():
        membership.role = "liaison"
        membership.save()
    return cast.liaison


def rows(user, *languages):
    return [(row.paper.pk, row.language) for row in backlog(user, languages or ("en",))]


def test_a_liaison_sees_the_languages_of_the_own_cities_and_others_none(cast, liaison):
    assert languages_of(liaison) == ["en"]
    assert languages_of(cast.member) == []
    assert languages_of(cast.council_clerk) == [code for code, _name in settings.LANGUAGES if code != "de"]


def test_missing_papers_are_listed_until_they_are_translated(cast, liaison, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast)
    paper_at("releasing", cast)
    assert rows(liaison) == [(paper.pk, "en")]

    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en", by=liaison)

    assert rows(liaison) == []
    edit(paper, by=cast.council_clerk, summary="Neu zusammengefasst.")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    (row,) = backlog(liaison, ["en"])
    assert (row.paper.pk, row.freshness.parts) == (paper.pk, {"summary": 1})
    assert 0 < row.weight < 2


def test_requests_and_concerned_cities_move_a_paper_up(cast, liaison):
    first, second, third = (paper_at("deliberating", cast, title=title) for title in ("Erste", "Zweite", "Dritte"))
    third.partner_cities.add(cast.org.bristol)
    third.save()
    for reader in ("a", "b"):
        assert request_translation(second, "en", reader=reader)
    assert not request_translation(second, "en", reader="a")  # the same reader, the same day

    assert [paper for paper, _language in rows(liaison)] == [third.pk, second.pk, first.pk]
    assert backlog(liaison, ["en"])[1].requests == 2


def test_a_confidential_paper_is_in_nobodys_list_who_may_not_read_it(cast, liaison):
    paper_at("completed", cast, confidentiality="confidential", slip=None)
    closed = {row.paper.confidentiality for row in backlog(liaison, ["en"])}

    assert closed <= {"public", "confidential"}
    assert all(
        row.paper.pk in set(type(row.paper).objects.readable_by(liaison).values_list("pk", flat=True))
        for row in backlog(liaison, ["en"])
    )


@pytest.mark.parametrize("papers", [1, 3, pytest.param(12, marks=pytest.mark.thorough)])
def test_the_number_of_queries_is_constant(
    cast, liaison, papers, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    for _ in range(papers):
        with django_capture_on_commit_callbacks(execute=True):
            translate(paper_at("deliberating", cast), "en", by=liaison)
        paper_at("deliberating", cast)

    with django_assert_max_num_queries(18):
        assert len(backlog(liaison, ["en", "fr"])) == papers * 3


def test_no_more_papers_are_looked_at_than_may_be_wanted_most(cast, liaison, monkeypatch):
    monkeypatch.setattr("papers.translation.backlog.MOST_OF_A_REASON", 1)
    asked, concerning, _other, newest = (paper_at("deliberating", cast) for _ in range(4))
    assert request_translation(asked, "en", reader="a")
    concerning.partner_cities.add(cast.org.bristol)
    concerning.save()

    assert rows(liaison) == [(concerning.pk, "en"), (asked.pk, "en"), (newest.pk, "en")]


def test_what_was_changed_last_is_looked_at(cast, liaison, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("papers.translation.backlog.MOST_OF_A_REASON", 1)
    changed, current = (paper_at("deliberating", cast) for _ in range(2))
    for paper in (changed, current):
        with django_capture_on_commit_callbacks(execute=True):
            translate(paper, "en", by=liaison)
    edit(changed, by=cast.council_clerk, summary="Neu zusammengefasst.")
    fresh(changed).get_latest_revision().publish(user=cast.council_clerk)

    assert rows(liaison) == [(changed.pk, "en")]


def test_what_is_current_takes_no_place_of_what_is_not(cast, liaison, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("papers.translation.backlog.MOST_COMPARED", 1)
    changed = paper_at("deliberating", cast)
    with django_capture_on_commit_callbacks(execute=True):
        translate(changed, "en", by=liaison)
    edit(changed, by=cast.council_clerk, summary="Neu zusammengefasst.")
    fresh(changed).get_latest_revision().publish(user=cast.council_clerk)
    with django_capture_on_commit_callbacks(execute=True):
        translate(paper_at("deliberating", cast), "en", by=liaison)

    assert rows(liaison) == [(changed.pk, "en")]


def test_the_page_leads_to_the_side_by_side_editor(cast, liaison, signed_in):
    paper = paper_at("deliberating", cast)
    client = signed_in(liaison)

    page = client.get("/admin/papers/translations/").content.decode()
    assert f'action="/admin/papers/{paper.pk}/translate/en/"' in page
    response = client.post(f"/admin/papers/{paper.pk}/translate/en/", follow=True)

    assert response.status_code == 200
    assert "wagtail-localize" in response.content.decode()
    assert client.post(f"/admin/papers/{paper.pk}/translate/fr/").status_code in (302, 403)
    assert not fresh(paper).get_translations().filter(locale__language_code="fr").exists()


def test_the_page_is_refused_to_others(cast, signed_in):
    assert signed_in(cast.secretary).get("/admin/papers/translations/").status_code in (302, 403)


def test_ten_readings_move_a_paper_up_like_a_request(cast, liaison, client):
    first, second = (paper_at("deliberating", cast, title=title) for title in ("Erste", "Zweite"))
    for _reading in range(10):
        client.get(f"/en/papers/{first.slug}/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    client.get(f"/en/papers/{second.slug}/")  # a program: its browser speaks no language
    client.get(f"/en/papers/{second.slug}/", headers={"Accept-Language": "de"})
    client.get(f"/de/papers/{second.slug}/", headers={"Accept-Language": "en"})

    top, other = backlog(liaison, ["en"])
    assert (top.paper.pk, top.readings, other.readings) == (first.pk, 10, 0)
    assert top.weight == other.weight + 1


def test_what_is_asked_for_of_withdrawn_papers_takes_no_place(cast, monkeypatch):
    monkeypatch.setattr("papers.translation.backlog.MOST_OF_A_REASON", 2)
    wanted = paper_at("deliberating", cast, title="Gefragt")
    assert request_translation(wanted, "fr", reader="a")
    for number in range(3):
        withdrawn = paper_at("withdrawn", cast)
        for reader in ("a", "b"):
            request_translation(withdrawn, "fr", reader=f"{reader}{number}")
    for _newer in range(3):
        paper_at("deliberating", cast)

    assert (wanted.pk, "fr") in rows(cast.council_clerk, "fr")


@pytest.fixture
def translated(cast, django_capture_on_commit_callbacks):
    """A paper, and its released translation, which says all of it."""
    paper = paper_at("deliberating", cast)
    with django_capture_on_commit_callbacks(execute=True):
        return paper, translate(paper, "en")


def published(paper, by, **words):
    edit(paper, by=by, **words)
    fresh(paper).get_latest_revision().publish(user=by)


def test_a_row_says_whether_a_translation_is_behind(cast, translated, django_capture_on_commit_callbacks):
    paper, page = translated
    assert not fresh(page).is_behind

    published(paper, cast.council_clerk, summary="Neu zusammengefasst.")
    assert fresh(page).is_behind
    assert not fresh(paper).is_behind

    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en")
    assert not fresh(page).is_behind


def test_what_says_the_same_is_not_behind_though_its_original_was_published_again(cast, translated):
    paper, page = translated

    published(paper, cast.council_clerk, place="Hannover")

    assert fresh(paper).last_published_at > fresh(page).last_published_at
    assert not fresh(page).is_behind
    assert (paper.pk, "en") not in rows(cast.council_clerk)


def test_who_takes_a_change_back_leaves_no_translation_behind(cast, translated):
    paper, page = translated
    before = fresh(paper).summary

    published(paper, cast.council_clerk, summary="Neu zusammengefasst.")
    published(paper, cast.council_clerk, summary=before)

    assert not fresh(page).is_behind


def test_the_command_finds_what_was_written_past_the_verbs(translated):
    _paper, page = translated
    Paper._base_manager.filter(pk=page.pk).update(is_behind=True)
    said = io.StringIO()

    with pytest.raises(CommandError, match="1 differ"):
        call_command("check_record", stdout=said)
    assert f"paper {page.pk} is behind its original, or is not" in said.getvalue()

    call_command("check_record", "--mend", stdout=said)
    call_command("check_record", stdout=said)
    assert not fresh(page).is_behind
