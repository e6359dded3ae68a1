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
    known = record_of(person)
    form.saved(**everything, **{"id": str(cast.admin.pk), "user": str(cast.admin.pk)})

    assert record_of(person) == known
    assert rights_of(person) == before
    assert {pk: get_user_model().objects.filter(pk=pk).values().get() for pk in others} == others


@pytest.mark.parametrize("name", ["author", "council_clerk", "admin"])
def test_nobody_renames_themselves_or_takes_an_address_at_the_desk(cast, signed_in, name):
    person = cast.people()[name]
    form = shown_form(signed_in(person), "/admin/account/", enctype="multipart/form-data")
    names = {"first_name": "Rita", "last_name": "Ratsfrau", "email": "meins@umlauf.test"}
    assert not {"Vorname", "Nachname", "E-Mail", "Aktuelles Passwort"} & set(form.labels)

    form.saved(**names, **{f"name_email-{field}": value for field, value in names.items()})

    assert {field: record_of(person)[field] for field in names} == {field: getattr(person, field) for field in names}


def test_a_clerk_does_not_rename_themselves_in_the_list_of_people(cast, signed_in):
    form = shown_form(signed_in(cast.council_clerk), f"/admin/users/edit/{cast.council_clerk.pk}/")
    assert not {"Vorname", "Nachname"} & set(form.labels)

    form.saved(first_name="Rita", last_name="Ratsfrau")

    assert record_of(cast.council_clerk)["last_name"] == cast.council_clerk.last_name


def test_who_has_no_task_in_the_admin_has_no_account_page_there(cast, signed_in):
    assert signed_in(cast.member).get("/admin/account/").status_code == 302
