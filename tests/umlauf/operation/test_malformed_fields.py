"""A field that no form of ours could have sent is answered as one, whichever code reads it first."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from tests.factories.fixtures import *  # noqa: F403
from tests.factories.papers import draft, fresh
from tests.papers.admin.test_rich_text_sent import form_with, state

ODD = ["", "x" * 3000, "abc", "9" * 5000, "[]", "1.0", "NaN"]
NO_OBJECTS = ["[1]", '"x"', "1", "null", "NaN", '{"a":1e999}', "[" * 5000, '{"a":' * 5000, "", "{", '{"a": "\\ud800"}']
NO_OBJECTS += ['{"a": "\\u0000"}', '{"a": Infinity}', '{"a": -1e999}', '{"a": 1' + "0" * 5000 + "}", "\udcff"]


@pytest.mark.parametrize("sent", NO_OBJECTS)
def test_a_program_sends_an_object_of_what_can_be_kept(cast, signed_in, sent):
    body = sent.encode("utf-8", "surrogateescape")

    response = signed_in(cast.author).patch("/admin/dismissibles/", body, content_type="application/json")

    assert response.status_code == 400


@pytest.mark.parametrize("depth", [10, 200])
def test_what_lies_deep_is_kept_or_refused(cast, signed_in, depth):
    body = '{"a":' + "[" * depth + "]" * depth + "}"

    response = signed_in(cast.author).patch("/admin/dismissibles/", body, content_type="application/json")

    assert response.status_code == (200 if depth == 10 else 400)


def test_an_object_is_kept(cast, signed_in):
    client = signed_in(cast.author)

    assert client.patch("/admin/dismissibles/", '{"a": true}', content_type="application/json").json() == {"a": True}


@pytest.mark.parametrize("view", ["edit", "preview_on_edit"])
@pytest.mark.parametrize(
    "name", ["body-count", "body-0-order", "body-0-value-content-count", "body-0-value-content-0-order"]
)
def test_a_place_that_is_no_number_is_refused(cast, signed_in, view, name):
    paper = draft(cast)
    client = signed_in(cast.author)
    before = paper.latest_revision_id

    for odd in ODD:
        form = form_with(paper, "null") | {name: odd}
        assert client.post(reverse(f"wagtailadmin_pages:{view}", args=[paper.pk]), form).status_code == 400, odd[:10]
    assert fresh(paper).latest_revision_id == before


def test_two_blocks_at_the_same_place_are_refused(cast, signed_in):
    paper = draft(cast)
    at = "body-0-value-content"
    form = form_with(paper, "null") | {f"{at}-count": "2", f"{at}-1-deleted": "", f"{at}-1-order": "0"}
    form |= {f"{at}-1-type": "text", f"{at}-1-id": "", f"{at}-1-value": json.dumps(state())}

    response = signed_in(cast.author).post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form)

    assert response.status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 25, "[1]", "1.0", " ", "²"])
def test_an_image_that_is_no_number_is_refused(cast, signed_in, key):
    paper = draft(cast)
    at = "body-0-value-content-0-value"
    form = form_with(paper, {f"{at}-image-image": key, f"{at}-image-alt_text": "", f"{at}-caption": ""}, "image")

    response = signed_in(cast.author).post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form)

    assert response.status_code in (200, 400)
    assert response.status_code == 400 or "Dieses Bild gibt es nicht" in response.text


def test_a_table_that_fits_no_table_is_refused(cast, signed_in):
    paper = draft(cast)
    at = "body-0-value-content-0-value-table"
    table = {f"{at}-caption": "", f"{at}-column-count": "1", f"{at}-row-count": "x"}
    table |= {f"{at}-column-0-{name}": value for name, value in {"type": "text", "order": "0", "heading": "a"}.items()}
    client = signed_in(cast.author)

    for odd in ({}, {f"{at}-column-0-deleted": ""}, {f"{at}-column-0-deleted": "", f"{at}-column-0-type": "what"}):
        form = form_with(paper, table | odd, "table")
        assert client.post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form).status_code == 400
