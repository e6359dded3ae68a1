"""What nobody sends by clicking is answered with a page of ours, and is no failure."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from wagtail.models import Page

from tests.factories.fixtures import *  # noqa: F403
from tests.factories.images import image_of
from tests.factories.papers import draft
from umlauf.operation.inputs import InputsMiddleware

DIGITS = "9" * 25


@pytest.mark.parametrize(
    "address",
    [
        f"/de/translation-request/{DIGITS}/",
        f"/de/attachments/{DIGITS}/anlage.pdf",
        f"/admin/pages/{DIGITS}/edit/",
        f"/admin/inbox/papers/{DIGITS}/slip/",
        f"/admin/images/chooser/chosen/{DIGITS}/",
        f"/admin/organizations/edit/{2**63}/",
        "/de/papers/a%00b/",
        "/media/a%00b.png",
        "/admin/failwhale/",
    ],
)
def test_what_no_row_can_be_called_is_not_there(cast, signed_in, address):
    response = signed_in(cast.admin).get(address)

    assert response.status_code == 404
    assert "umlauf" in response.content.decode()


def test_the_largest_number_is_only_not_found(cast, signed_in):
    assert signed_in(cast.admin).get(f"/de/translation-request/{2**63 - 1}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/de/login/", {"username": "a\0b@umlauf.test", "password": "x"}),
        ("/de/login/", {"username": "a@umlauf.test", "pass\0word": "x"}),
        ("/de/verify/", {"sha256": "\0"}),
        ("/admin/choose-external-link/", {}),
        ("/admin/redirects/import/process/", {}),
        ("/admin/redirects/import/process/", {"import_file_name": "x", "input_format": "0"}),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_and_says_so(cast, signed_in, address, data):
    response = signed_in(cast.admin).post(address, data)

    assert response.status_code == 400
    assert "Diese Anfrage wurde nicht verstanden" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/api/main/pages/find/?id=abc",
        "/admin/api/main/images/find/?id=abc",
        "/admin/choose-page/chosen-multiple/?id=abc",
    ],
)
def test_words_where_a_number_belongs_are_refused(cast, signed_in, address):
    assert signed_in(cast.admin).get(address).status_code == 400


@pytest.mark.parametrize("value", ["", "x" * 3000, "9" * 5000, "abc", "é" * 150])
def test_a_number_that_is_none_is_known_by_what_the_exception_quotes(rf, value):
    request = rf.post("/", {"a": value})
    with pytest.raises(ValueError, match="int") as failure:
        int(value)

    with pytest.raises(BadRequest):
        InputsMiddleware(lambda _request: None).process_exception(request, failure.value)


def test_a_failure_of_ours_stays_one(rf):
    request = rf.post("/", {"a": "b", "c": "x" * 200})

    for failure in (ValueError("invalid literal for int() with base 10: 'other'"), TypeError("'b'"), ValueError("y")):
        assert InputsMiddleware(lambda _request: None).process_exception(request, failure) is None


def test_words_in_an_address_that_names_something_name_nothing(cast, signed_in):
    client = signed_in(cast.admin)

    assert client.get("/admin/images/chooser/chosen/abc/").status_code == 404
    assert client.post("/admin/editing-sessions/ping/papers/paper/nichts/1/").status_code == 404


def test_a_list_of_keys_that_no_row_can_have(cast, signed_in):
    image = image_of(cast.author)

    response = signed_in(cast.author).get(f"/admin/images/chooser/chosen-multiple/?id={image.pk}&id={DIGITS}")

    assert response.status_code == 400


def test_half_a_letter_in_what_a_program_sends(cast, signed_in):
    """In JSON a surrogate can stand alone; no database writes one down."""
    paper = draft(cast)
    raw = json.dumps([{"type": "section", "value": {}, "id": "1"}, "\ud800"])

    response = signed_in(cast.author).post(f"/admin/pages/{paper.pk}/edit/", {"title": "x", "body": raw})

    assert response.status_code < 500


def test_the_root_of_the_tree_has_no_place_to_move_from(cast, signed_in):
    root = Page.objects.get(depth=1)
    client = signed_in(cast.admin)

    for address in (f"{root.pk}/lock/", f"{root.pk}/unlock/", f"{root.pk}/move/{root.pk}/confirm/"):
        assert client.post(f"/admin/pages/{address}").status_code == 404, address


def test_what_others_refer_to_is_kept(cast, signed_in):
    """Wagtail refuses by itself what its index of references knows of; the database knows of everything."""
    response = signed_in(cast.admin).post(f"/admin/organizations/delete/{cast.org.planning_office.pk}/")

    assert response.status_code in (302, 403)
    assert type(cast.org.planning_office).objects.filter(pk=cast.org.planning_office.pk).exists()


def test_the_page_about_it_needs_no_host(db):
    response = Client().get("/de/", headers={"host": "nowhere.example"})

    assert response.status_code == 400
    assert "Nothing was changed." in response.content.decode()


def test_a_damaged_link_still_leads_somewhere(db, client):
    assert client.get("/de/papers/?q=%00Radweg&p%00age=1").status_code == 200
