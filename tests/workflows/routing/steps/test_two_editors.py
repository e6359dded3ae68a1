"""Two people, or two windows, at one text: nobody saves over a newer version unasked, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from papers.models import Paper
from tests.factories.papers import draft, edit, fresh, paper_at
from tests.factories.screens import editor_form
from workflows.routing.views.editor import BRING_BACK

JSON = {"accept": "application/json"}
TYPED = "Mein Titel, lange überlegt"


@pytest.fixture
def paper(cast):
    return draft(cast, title="Radweg")


def address(paper):
    return reverse("wagtailadmin_pages:edit", args=[paper.pk])


def begun(client, paper):
    """What an editor opened now sends."""
    shown = client.get(address(paper))
    latest = Paper.objects.get(pk=paper.pk).latest_revision
    assert f'name="loaded_revision_id" value="{latest.pk}"' in shown.text
    began = {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()}
    return editor_form(paper) | began | {"title": TYPED}


def title_of_draft(paper):
    return fresh(paper).get_latest_revision_as_object().title


def test_who_is_alone_saves_at_once(cast, signed_in, paper):
    client = signed_in(cast.author)

    assert client.post(address(paper), begun(client, paper)).status_code == 302
    assert title_of_draft(paper) == TYPED


def test_who_saves_later_is_told_first_and_keeps_what_was_typed(cast, signed_in, paper):
    client = signed_in(cast.author)
    form = begun(client, paper)
    edit(paper, by=cast.colleague, title="Titel des Kollegen")

    answer = client.post(address(paper), form)

    assert answer.status_code == 200
    assert title_of_draft(paper) == "Titel des Kollegen"
    assert f'value="{TYPED}"' in answer.text
    assert "Karl Kollege" in answer.text
    latest = fresh(paper).latest_revision
    assert reverse("wagtailadmin_pages:revisions_compare", args=[paper.pk, form["loaded_revision_id"], latest.pk]) in (
        answer.text
    )
    assert "data-w-autosave-interval-value" not in answer.text  # it must not save by itself what was just refused
    assert f'name="loaded_revision_id" value="{latest.pk}"' in answer.text

    again = form | {
        "loaded_revision_id": latest.pk,
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    assert client.post(address(paper), again).status_code == 302
    assert title_of_draft(paper) == TYPED


def test_a_third_one_in_between_is_told_of_as_well(cast, signed_in, paper):
    client = signed_in(cast.author)
    form = begun(client, paper)
    edit(paper, by=cast.colleague, title="Titel des Kollegen")
    client.post(address(paper), form)
    told = fresh(paper).latest_revision
    edit(paper, by=cast.council_clerk, title="Titel des Ratsbüros")

    again = {"loaded_revision_id": told.pk, "loaded_revision_created_at": told.created_at.isoformat()}
    answer = client.post(address(paper), form | again)

    assert "Rosa Ratsbüro" in answer.text
    assert title_of_draft(paper) == "Titel des Ratsbüros"


def test_ones_own_other_window_counts_too(cast, signed_in, paper):
    client = signed_in(cast.author)
    form = begun(client, paper)
    edit(paper, by=cast.author, title="Im anderen Fenster")

    assert client.post(address(paper), form).status_code == 200
    assert title_of_draft(paper) == "Im anderen Fenster"


def test_saving_by_itself_replaces_nothing_newer(cast, signed_in, paper):
    client = signed_in(cast.author)
    form = begun(client, paper)
    edit(paper, by=cast.colleague, title="Titel des Kollegen")

    answer = client.post(address(paper), form, headers=JSON)

    assert answer.json()["error_code"] == "invalid_revision"
    assert title_of_draft(paper) == "Titel des Kollegen"


def test_what_a_browser_kept_is_shown_and_not_saved(cast, signed_in, paper):
    client = signed_in(cast.author)
    kept = begun(client, paper)

    answer = client.post(address(paper), kept | {BRING_BACK: "1"})

    assert answer.status_code == 200
    assert f'value="{TYPED}"' in answer.text
    assert 'data-w-unsaved-force-value="true"' in answer.text
    assert "data-w-autosave-interval-value" in answer.text
    assert title_of_draft(paper) == "Radweg"


def test_what_was_kept_of_an_older_version_says_so(cast, signed_in, paper):
    client = signed_in(cast.author)
    kept = begun(client, paper)
    edit(paper, by=cast.colleague, title="Titel des Kollegen")

    answer = client.post(address(paper), kept | {BRING_BACK: "1"})

    assert f'value="{TYPED}"' in answer.text
    assert "Karl Kollege" in answer.text
    assert "data-w-autosave-interval-value" not in answer.text
    assert title_of_draft(paper) == "Titel des Kollegen"


def test_unfinished_text_comes_back_as_well(cast, signed_in, paper):
    client = signed_in(cast.author)
    kept = begun(client, paper) | {"title": "", "summary": "Erst die Zusammenfassung."}

    answer = client.post(address(paper), kept | {BRING_BACK: "1"})

    assert "Erst die Zusammenfassung." in answer.text


def test_nobody_brings_back_a_text_into_a_paper_they_may_not_edit(cast, signed_in, paper):
    form = editor_form(paper) | {BRING_BACK: "1", "title": TYPED}

    assert signed_in(cast.outsider).post(address(paper), form).status_code == 404


def test_in_circulation_what_was_typed_is_shown_and_cannot_be_saved(cast, signed_in):
    paper = paper_at("co_signing", cast)
    client = signed_in(cast.author)
    form = editor_form(paper) | {"title": TYPED}

    answer = client.post(address(paper), form | {BRING_BACK: "1"})

    assert answer.status_code == 200
    assert title_of_draft(paper) != TYPED
