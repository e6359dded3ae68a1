"""What a reader is told about a translation, and when there is none to read."""

from __future__ import annotations

import copy

import pytest
from wagtail_localize.models import TranslationSource

from tests.factories.papers import edit, fresh, paper_at, translate
from workflows.routing.steps import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(cast, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    with django_capture_on_commit_callbacks(execute=True):
        page = translate(paper, "en", by=cast.council_clerk)
    return fresh(page)


def html(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_translation_is_read_at_the_same_address_and_says_what_it_translates(english, client):
    page = html(client, f"/en/papers/{english.slug}/")

    assert 'lang="en" dir="auto">[en] Radweg am Leineufer</h1>' in page
    assert "Translation of version 1." in page
    assert f'href="/de/papers/{english.slug}/" hreflang="de"' in page
    assert "out of date" not in page
    assert 'rel="alternate" hreflang="en"' in page
    assert 'rel="alternate" hreflang="fr"' not in page


def test_a_changed_section_is_named_and_marked_and_the_others_are_not(english, cast, client):
    paper = english.original
    body = copy.deepcopy(list(paper.body.raw_data))
    block = next(block for block in body[1]["value"]["content"] if block["type"] in ("text", "motion"))
    block["value"] = "<p>Anders als bisher.</p>"
    edit(paper, by=cast.council_clerk, body=body)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    page = html(client, f"/en/papers/{english.slug}/")

    assert "% of this translation is out of date." in page
    assert page.count("This part of the original has changed since it was translated.") == 1
    assert 'id="section-2" class="umlauf-section--outdated"' in page
    assert '<a class="kern-link" href="#section-2">' in page


def test_a_machine_translation_that_nobody_checked_is_labelled(cast, client, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast)
    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en", by=cast.council_clerk, kind="machine")

    assert "A machine translated this text, and nobody has checked it yet." in html(client, f"/en/papers/{paper.slug}/")


def test_submitting_for_translation_publishes_nothing(cast, client):
    paper = paper_at("deliberating", cast)

    translate(paper, "en", by=cast.council_clerk, publish=False)

    assert "There is no translation into your language yet." in html(client, f"/en/papers/{paper.slug}/")


def test_it_goes_with_its_original(english, cast, client):
    withdraw(english.original, by=cast.council_clerk, reason="Erledigt.")
    fresh(english.original).unpublish()

    assert client.get(f"/en/papers/{english.slug}/").status_code == 404


@pytest.mark.parametrize("sections", [1, 3, pytest.param(30, marks=pytest.mark.thorough)])
def test_the_number_of_queries_does_not_grow_with_the_sections(
    cast, client, django_assert_max_num_queries, django_capture_on_commit_callbacks, sections
):
    paper = paper_at("deliberating", cast)
    one = next(iter(paper.body.raw_data))
    body = [*paper.body.raw_data, *({"type": "section", "value": one["value"]} for _ in range(sections))]
    edit(paper, by=cast.council_clerk, body=body)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en", by=cast.council_clerk)
    assert TranslationSource.objects.get_for_instance(fresh(paper)).stringsegment_set.count() > sections

    client.get(f"/en/papers/{paper.slug}/")
    with django_assert_max_num_queries(28):
        client.get(f"/en/papers/{paper.slug}/")
