"""The record of a person, as its page shows it."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group

from papers.access.groups import MANAGED_GROUPS
from tests.shown import shown_form
from tests.umlauf.accounts.rights.records import (
    EVERY_RIGHT,
    NEW,
    PASSWORD,
    rights_of,
)


@pytest.mark.parametrize("name", ["council_clerk", "admin"])
def test_a_person_is_created_and_edited_with_what_the_page_shows(cast, signed_in, name):
    client = signed_in(cast.people()[name])
    form = shown_form(client, "/admin/users/new/")
    form.fill(NEW | {"bevorzugte Sprache": "Englisch", "Postanschrift": "Am Markt 1\n30159 Hannover"}).saved()

    person = get_user_model().objects.get(email="nele@umlauf.test")
    assert (person.first_name, person.preferred_language, person.postal_address) == (
        "Nele",
        "en",
        "Am Markt 1\r\n30159 Hannover",
    )
    assert not person.has_usable_password()  # it is hers to set, by the link she is sent
    assert rights_of(person) == {"is_superuser": False, "is_staff": False, "groups": [], "permissions": 0}

    form = shown_form(client, f"/admin/users/edit/{person.pk}/")
    form.fill({"Nachname": "Neumann", "erhält Vorlagen auf Papier": True}).saved()

    person.refresh_from_db()
    assert (person.last_name, person.on_paper, person.preferred_language) == ("Neumann", True, "en")
    person.set_password(PASSWORD)
    person.save()
    assert authenticate(email="nele@umlauf.test", password=PASSWORD) == person

    shown_form(client, f"/admin/users/edit/{person.pk}/").fill({"Aktiv": False}).saved()
    assert authenticate(email="nele@umlauf.test", password=PASSWORD) is None


def test_a_language_that_is_not_offered_at_the_moment_stays_with_whoever_prefers_it(cast, signed_in, settings):
    for person, language in ((cast.member, "cs"), (cast.liaison, "en")):
        get_user_model().objects.filter(pk=person.pk).update(preferred_language=language)
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        (code, name) for code, name in settings.LANGUAGES if code != "cs"
    ]
    client = signed_in(cast.council_clerk)

    shown_form(client, f"/admin/users/edit/{cast.member.pk}/").fill({"Vorname": "Marta"}).saved()

    cast.member.refresh_from_db()
    assert (cast.member.first_name, cast.member.preferred_language) == ("Marta", "cs")
    offered = shown_form(client, f"/admin/users/edit/{cast.liaison.pk}/").page.xpath(
        "//select[@name='preferred_language']/option/@value"
    )
    assert ("en" in offered, "cs" in offered) == (True, False)


def test_an_address_in_use_is_named_at_the_field_whatever_its_case(cast, signed_in):
    form = shown_form(signed_in(cast.council_clerk), "/admin/users/new/")

    response = form.fill(NEW | {"E-Mail": cast.author.email.upper()}).send()

    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert get_user_model().objects.filter(email__iexact=cast.author.email).count() == 1


def test_a_clerk_is_offered_no_rights_to_give(cast, signed_in):
    client = signed_in(cast.council_clerk)

    for address in ("/admin/users/new/", f"/admin/users/edit/{cast.author.pk}/"):
        assert not {"Administrator", "Gruppen"} & set(shown_form(client, address).labels)


def test_a_clerk_who_posts_rights_all_the_same_gives_none(cast, signed_in, editors):
    client = signed_in(cast.council_clerk)
    before = rights_of(cast.author)

    shown_form(client, "/admin/users/new/").fill(NEW).saved(**EVERY_RIGHT)
    shown_form(client, f"/admin/users/edit/{cast.author.pk}/").saved(**EVERY_RIGHT)
    shown_form(client, f"/admin/users/edit/{cast.council_clerk.pk}/").saved(**EVERY_RIGHT)

    nele = get_user_model().objects.get(email="nele@umlauf.test")
    assert not nele.has_usable_password()
    assert rights_of(nele) == {"is_superuser": False, "is_staff": False, "groups": [], "permissions": 0}
    assert rights_of(cast.author) == before
    assert rights_of(cast.council_clerk)["is_superuser"] is False
    assert rights_of(cast.council_clerk)["groups"] == ["Authors", "Council office", "Secretaries"]


def test_an_administrator_gives_rights_but_no_group_that_follows_from_memberships(cast, signed_in, editors):
    client = signed_in(cast.admin)
    form = shown_form(client, f"/admin/users/edit/{cast.author.pk}/")
    offered = {form._own_label(control) for control in form.labels["Gruppen"]}
    assert "Editors" in offered
    assert not offered & set(MANAGED_GROUPS)

    form.fill({"Gruppen": ["Editors"], "Administrator": True}).saved()
    assert rights_of(cast.author) == {
        "is_superuser": True,
        "is_staff": False,
        "groups": ["Authors", "Editors", "Secretaries"],
        "permissions": 0,
    }

    council_office = Group.objects.get(name="Council office")
    shown_form(client, f"/admin/users/edit/{cast.author.pk}/").send(groups=[str(editors.pk), str(council_office.pk)])
    assert "Council office" not in rights_of(cast.author)["groups"]

    shown_form(client, f"/admin/users/edit/{cast.author.pk}/").fill({"Gruppen": [], "Administrator": False}).saved()
    assert rights_of(cast.author) == {
        "is_superuser": False,
        "is_staff": False,
        "groups": ["Authors", "Secretaries"],
        "permissions": 0,
    }


def test_an_administrator_creates_an_administrator(cast, signed_in, editors):
    form = shown_form(signed_in(cast.admin), "/admin/users/new/")
    form.fill(NEW | {"Administrator": True, "Gruppen": ["Editors"]}).saved()

    assert rights_of(get_user_model().objects.get(email="nele@umlauf.test"))["is_superuser"]
