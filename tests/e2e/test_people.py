"""The council office takes a new colleague into the list of people, and the colleague signs in."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from tests.e2e.axe import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PASSWORD = "Fahrrad-am-Maschsee"


def test_a_clerk_creates_a_person_who_signs_in_and_drafts_a_paper(open_as, cast):
    clerk = open_as(cast.council_clerk)
    clerk.goto("/admin/users/")
    clerk.get_by_role("link", name=re.compile("Benutzer hinzufügen|Person")).first.click()
    clerk.get_by_label("E-Mail").fill("nele@umlauf.test")
    clerk.get_by_label("Vorname").fill("Nele")
    clerk.get_by_label("Nachname").fill("Neu")
    clerk.get_by_label("bevorzugte Sprache").select_option(label="Deutsch")
    assert clerk.get_by_text("Administrator").count() == 0
    assert violations(clerk) == []
    clerk.locator("#w-editor-form button[type=submit]").click()
    clerk.wait_for_url("**/admin/users/")
    clerk.get_by_role("link", name="Nele Neu").wait_for()

    clerk.goto("/admin/memberships/new/")
    clerk.locator("select[name=person]").select_option(label="Nele Neu")
    clerk.locator("select[name=organization]").select_option(label="61 Planungsamt")
    clerk.locator("#w-editor-form button[type=submit]").click()
    clerk.wait_for_url("**/admin/memberships/")

    nele = open_as()
    (invitation,) = [message for message in mail.outbox if message.to == ["nele@umlauf.test"]][:1]
    nele.goto(re.search(r"/de/password/\S+", invitation.body)[0])
    nele.locator("input[name=password1]").fill(PASSWORD)
    nele.locator("input[name=password2]").fill(PASSWORD)
    assert violations(nele) == []
    nele.locator("main button[type=submit]").click()
    nele.wait_for_url("**/password/done/")
    nele.goto("/de/login/")
    nele.get_by_label("E-Mail").fill("nele@umlauf.test")
    nele.get_by_label("Passwort").fill(PASSWORD)
    nele.get_by_role("button", name="Anmelden").click()
    nele.get_by_role("button", name="Abmelden").wait_for()
    nele.goto("/admin/papers/new/")
    nele.get_by_label("Titel").wait_for()

    person = get_user_model().objects.get(email="nele@umlauf.test")
    assert (person.is_superuser, sorted(person.groups.values_list("name", flat=True))) == (
        False,
        ["Authors", "Secretaries"],
    )
