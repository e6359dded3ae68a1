"""Rights come with memberships, and nobody gives them to themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from tests.shown import shown_form
from tests.umlauf.accounts.rights.records import (
    EVERY_RIGHT,
    NEW,
    record_of,
    rights_of,
)

# --- groups follow memberships


def test_a_new_person_enters_the_admin_by_a_membership_and_leaves_with_it(cast, signed_in):
    clerk = signed_in(cast.council_clerk)
    shown_form(clerk, "/admin/users/new/").fill(NEW).saved()
    nele = get_user_model().objects.get(email="nele@umlauf.test")
    assert rights_of(nele)["groups"] == []

    form = shown_form(clerk, "/admin/memberships/new/")
    form.fill({"Person": "Nele Neu", "Organisation": "61 Planungsamt", "Seit": "01.01.2026"}).saved()
    assert rights_of(nele)["groups"] == ["Authors", "Secretaries"]

    shown_form(clerk, f"/admin/memberships/edit/{nele.memberships.get().pk}/").fill({"Bis": "02.01.2026"}).saved()
    assert rights_of(nele)["groups"] == []


# --- my account


@pytest.mark.parametrize("name", ["author", "council_clerk", "secretary", "liaison", "outsider", "chair", "deputy"])
def test_my_account_gives_no_rights(cast, signed_in, name):
    person = cast.people()[name]
    client = signed_in(person)
    before = rights_of(person)
    others = {other.pk: record_of(other) for other in (cast.admin, cast.member)}

    form = shown_form(client, "/admin/account/", enctype="multipart/form-data")
    assert form.unlabelled == []
    panels = ("name_email", "locale", "avatar", "password")
    everything = EVERY_RIGHT | {f"{panel}-{field}": value for panel in panels for field, value in EVERY_RIGHT.items()}
    form.fill({"Last Name" if person.preferred_language == "en" else "Nachname": "Umbenannt"}).saved(
        **everything, **{"id": str(cast.admin.pk), "user": str(cast.admin.pk), "name_email-id": str(cast.admin.pk)}
    )

    assert record_of(person)["last_name"] == "Umbenannt"
    assert rights_of(person) == before
    assert {pk: get_user_model().objects.filter(pk=pk).values().get() for pk in others} == others


def test_my_account_takes_nobodys_address(cast, signed_in):
    form = shown_form(signed_in(cast.author), "/admin/account/", enctype="multipart/form-data")

    response = form.fill({"E-Mail": cast.admin.email.upper()}).send()

    assert response.status_code == 200
    form.read(response)
    assert any("Es gibt bereits eine Person mit dieser E-Mail-Adresse." in words for words in form.errors)
    assert record_of(cast.author)["email"] == cast.author.email


def test_who_has_no_task_in_the_admin_has_no_account_page_there(cast, signed_in):
    assert signed_in(cast.member).get("/admin/account/").status_code == 302
