"""What opens the admin follows from today's memberships, in sessions that are open already too."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from papers.access import principal_of
from papers.access.groups import MANAGED_GROUPS
from papers.models import Membership

KEPT_BY_THE_COUNCIL_OFFICE = ("users/", "organizations/", "memberships/new/", "paper_kinds/", "slip_templates/")


def end_silently(person):
    """As time does: without a signal, so that the groups still name the person."""
    Membership.objects.filter(person=person).update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert person.groups.exists()


def as_read_anew(person):
    return get_user_model().objects.get(pk=person.pk)


def test_an_ended_membership_closes_the_admin_in_an_open_session_at_once(cast, signed_in):
    client = signed_in(cast.council_clerk)
    for address in KEPT_BY_THE_COUNCIL_OFFICE:
        assert client.get(f"/admin/{address}").status_code == 200, address

    end_silently(cast.council_clerk)

    for address in ("", *KEPT_BY_THE_COUNCIL_OFFICE):
        response = client.get(f"/admin/{address}")
        assert (response.status_code, "login" in response.headers["Location"]) == (302, True), address
    assert "/desk/" not in client.get("/de/").content.decode()


def test_nothing_is_changed_in_an_open_session_after_the_end(cast, signed_in):
    client = signed_in(cast.council_clerk)
    end_silently(cast.council_clerk)

    client.post(f"/admin/users/edit/{cast.member.pk}/", {"last_name": "Anders", "email": "meins@umlauf.test"})
    client.post("/admin/organizations/new/", {"name": "Meins", "kind": "office", "is_council_office": "on"})

    assert as_read_anew(cast.member).last_name == cast.member.last_name
    assert not Membership.objects.filter(organization__name="Meins").exists()


def test_permissions_are_asked_from_memberships_and_not_from_the_groups_that_name_them(cast):
    assert as_read_anew(cast.author).has_perm("wagtailadmin.access_admin")
    end_silently(cast.author)
    assert not as_read_anew(cast.author).has_perm("wagtailadmin.access_admin")

    cast.member.groups.add(*Group.objects.filter(name__in=MANAGED_GROUPS))
    member = as_read_anew(cast.member)
    assert member.get_all_permissions() == set()
    assert not member.has_module_perms("wagtailadmin")


def test_what_administrators_gave_beside_stays(cast):
    editors = Group.objects.create(name="Guests of the desk")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    cast.member.groups.add(editors)

    assert as_read_anew(cast.member).get_all_permissions() == {"wagtailadmin.access_admin"}


@pytest.mark.parametrize("name", ["inactive", "former_member", "future_member", "member", "adviser", "citizen"])
def test_who_has_no_task_in_the_admin_is_permitted_nothing(cast, name):
    assert cast.people()[name].get_all_permissions() == set()


def test_whoever_advises_the_council_office_is_not_the_council_office(cast, signed_in):
    office = cast.org.council_office
    Membership.objects.create(person=cast.member, organization=office, role="adviser")

    assert not principal_of(cast.member).council_office
    assert signed_in(cast.member).get("/admin/users/").status_code == 302
    Membership.objects.create(person=cast.member, organization=office, role="deputy")
    assert principal_of(cast.member).council_office
    assert signed_in(cast.member).get("/admin/users/").status_code == 200


def test_a_deputy_of_a_clerk_acts_for_the_council_office_and_keeps_no_master_data(cast, signed_in):
    cast.council_clerk.delegations_given.create(deputy=cast.outsider)

    assert principal_of(cast.outsider).council_office
    assert signed_in(cast.outsider).get("/admin/users/").status_code == 302


@pytest.mark.parametrize("memberships", [1, 3])
def test_all_permissions_cost_four_queries(cast, django_assert_num_queries, memberships):
    for name in ("planning_office", "works_office")[: memberships - 1]:
        Membership.objects.create(person=cast.council_clerk, organization=getattr(cast.org, name))
    person = as_read_anew(cast.council_clerk)

    with django_assert_num_queries(4):  # given to the person, given to their groups, delegations, memberships
        assert person.has_perm("accounts.change_user")
        assert person.has_perm("papers.add_organization")
        assert not person.has_perm("auth.change_group")
