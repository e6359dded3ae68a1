"""What is changed about people is written down with old and new value, and told to them."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.models import ModelLogEntry

from papers.models import Delegation, Membership
from tests.shown import shown_form


@pytest.fixture(autouse=True)
def _nothing_written_yet(cast):
    """Making the cast wrote as well."""
    ModelLogEntry.objects.all().delete()


def notes(action="umlauf.changed"):
    return [
        (entry.user and entry.user.email, change)
        for entry in ModelLogEntry.objects.filter(action=action).order_by("pk")
        for change in entry.data["changes"]
    ]


def told():
    return sorted(message.to[0] for message in mail.outbox)


def test_a_changed_record_is_written_down_and_told(cast, signed_in, run_on_commit):
    with run_on_commit():
        form = shown_form(signed_in(cast.council_clerk), f"/admin/users/edit/{cast.member.pk}/")
        form.fill({"Nachname": "Neumann", "erhält Vorlagen auf Papier": True}).saved()

    clerk = cast.council_clerk.email
    assert notes() == [(clerk, ["last_name", "Mitglied", "Neumann"]), (clerk, ["on_paper", False, True])]
    assert told() == [cast.member.email]
    assert "Mitglied → Neumann" in mail.outbox[0].body
    assert str(cast.council_clerk) in mail.outbox[0].body


def test_saving_what_was_there_is_no_change(cast, signed_in, run_on_commit):
    with run_on_commit():
        shown_form(signed_in(cast.council_clerk), f"/admin/users/edit/{cast.member.pk}/").saved()

    assert (notes(), told()) == ([], [])


def test_memberships_are_told_from_beginning_to_end(cast, signed_in, run_on_commit):
    client = signed_in(cast.council_clerk)
    with run_on_commit():
        form = shown_form(client, "/admin/memberships/new/")
        form.fill({"Person": str(cast.liaison), "Organisation": "61 Planungsamt", "Seit": "01.01.2026"}).saved()
    membership = Membership.objects.get(person=cast.liaison, organization__code="61")
    with run_on_commit():
        shown_form(client, f"/admin/memberships/edit/{membership.pk}/").fill({"Bis": "02.01.2026"}).saved()

    assert (cast.council_clerk.email, ["organization", None, "61 Planungsamt"]) in notes("umlauf.created")
    assert notes() == [(cast.council_clerk.email, ["until", None, "2026-01-02"])]
    assert told() == [cast.liaison.email] * 2
    assert "– → 2 Jan 2026" in mail.outbox[1].body  # in the person's language


def test_a_delegation_is_told_to_both(cast, signed_in, run_on_commit):
    client = signed_in(cast.council_clerk)
    delegation = Delegation.objects.get(delegator=cast.cosigner, deputy=cast.deputy)

    with run_on_commit():
        client.post(f"/admin/delegations/delete/{delegation.pk}/")

    assert told() == sorted([cast.cosigner.email, cast.deputy.email])
    assert (cast.council_clerk.email, ["deputy", str(cast.deputy), None]) in notes("umlauf.removed")


def test_rights_given_and_accounts_closed_by_several_are_told_to_each(cast, signed_in, editors, run_on_commit):
    client = signed_in(cast.admin)
    ids = f"id={cast.author.pk}&id={cast.member.pk}"
    with run_on_commit():
        client.post(f"/admin/bulk/accounts/user/assign_role/?{ids}", {"role": editors.pk})
        client.post(f"/admin/bulk/accounts/user/set_active_state/?{ids}", {"mark_as_active": "False"})

    assert notes() == [
        *[(cast.admin.email, ["groups", "", "Editors"])] * 2,
        *[(cast.admin.email, ["is_active", True, False])] * 2,
    ]
    assert told() == sorted([cast.author.email, cast.member.email] * 2)


def test_an_administrator_made_is_told(cast, signed_in, run_on_commit):
    with run_on_commit():
        shown_form(signed_in(cast.admin), f"/admin/users/edit/{cast.author.pk}/").fill({"Administrator": True}).saved()

    assert notes() == [(cast.admin.email, ["is_superuser", False, True])]
    assert told() == [cast.author.email]


def test_ones_own_language_is_written_down_and_not_told(cast, signed_in, run_on_commit):
    with run_on_commit():
        signed_in(cast.member).post("/de/account/", {"preferred_language": "fr"})

    assert notes() == [(cast.member.email, ["preferred_language", "de", "fr"])]
    assert told() == []


def test_a_command_is_written_down_and_not_told(cast, run_on_commit):
    with run_on_commit():
        cast.member.last_name = "Neumann"
        cast.member.save()

    assert notes() == [(None, ["last_name", "Mitglied", "Neumann"])]
    assert told() == []


def test_the_history_of_a_record_says_what_changed(cast, signed_in):
    client = signed_in(cast.council_clerk)
    shown_form(client, f"/admin/users/edit/{cast.member.pk}/").fill({"Nachname": "Neumann"}).saved()

    assert "Mitglied → Neumann" in client.get(f"/admin/users/history/{cast.member.pk}/").content.decode()


def test_logging_in_changes_nothing(cast, signed_in):
    signed_in(cast.member)

    assert get_user_model().objects.get(pk=cast.member.pk).last_login is not None
    assert notes() == []


# --- groups


@pytest.mark.parametrize("name", ["admin", "council_clerk"])
def test_nobody_edits_groups(cast, signed_in, name):
    client = signed_in(cast.people()[name])
    group = Group.objects.get(name="Council office")

    for address in ("", "new/", f"edit/{group.pk}/", f"delete/{group.pk}/", f"edit/{group.pk}/users/"):
        assert client.get(f"/admin/groups/{address}").status_code in (302, 404), address
        client.post(f"/admin/groups/{address}", {"name": "Alles", "permissions": ["1"]})

    assert Group.objects.filter(pk=group.pk, name="Council office").exists()
    assert not Group.objects.filter(name="Alles").exists()
    assert 'href="/admin/groups/"' not in client.get("/admin/").content.decode()


# --- rights of all members at once ------------------------------------------------------------------------------------


def test_what_gives_rights_to_all_members_is_logged_and_told_to_them(cast, signed_in, run_on_commit):
    """They read every paper from now on."""
    office = cast.org.works_office
    form = shown_form(signed_in(cast.admin), f"/admin/organizations/edit/{office.pk}/")
    with run_on_commit():
        form.fill({"Ist das Ratsbüro": True}).saved()

    entry = ModelLogEntry.objects.filter(action="umlauf.changed", object_id=str(office.pk)).get()
    assert entry.data["changes"] == [["is_council_office", False, True]]
    assert told() == sorted(seat.person.email for seat in office.memberships.all())
    assert office.name in mail.outbox[0].body


def test_an_office_with_people_in_it_does_not_become_a_committee(cast, signed_in):
    """They would read what only committees read."""
    form = shown_form(signed_in(cast.council_clerk), f"/admin/organizations/edit/{cast.org.works_office.pk}/")

    response = form.fill({"Art": "Ausschuss"}).send()

    assert response.status_code == 200
    cast.org.works_office.refresh_from_db()
    assert cast.org.works_office.kind == "office"
