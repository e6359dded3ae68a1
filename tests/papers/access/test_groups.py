"""Groups open areas of the admin and follow memberships."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from papers.models import Membership


def groups_of(person):
    return set(person.groups.values_list("name", flat=True))


def test_groups_follow_memberships_that_hold_today(cast):
    assert groups_of(cast.author) == {"Authors", "Secretaries"}
    assert groups_of(cast.council_clerk) == {"Authors", "Secretaries", "Council office"}
    assert groups_of(cast.secretary) == {"Secretaries"}
    assert groups_of(cast.member) == set()
    assert groups_of(cast.former_member) == set()


def test_an_ended_membership_closes_the_area_at_the_latest_at_the_next_log_in(cast, client):
    membership = Membership.objects.get(person=cast.council_clerk)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(pk=membership.pk).update(until=yesterday)  # as time does: without a signal

    client.force_login(cast.council_clerk)

    assert groups_of(cast.council_clerk) == set()


def test_the_council_office_keeps_the_master_data_from_the_first_migrate_on(cast, signed_in):
    client = signed_in(cast.council_clerk)

    for address in (
        "organizations",
        "organizations/new",
        "memberships/new",
        "delegations/new",
        "paper_kinds/new",
        "measures/new",
        "slip_templates",
        "users",
        "users/new",
    ):
        assert client.get(f"/admin/{address}/").status_code == 200, address
    assert "Stammdaten" in client.get("/admin/").content.decode()


def test_nobody_else_does(cast, signed_in):
    for person in (cast.author, cast.secretary):
        for address in ("organizations", "memberships/new", "paper_kinds", "users"):
            assert signed_in(person).get(f"/admin/{address}/").status_code == 302, address


def test_no_group_holds_page_permissions(cast):
    for group in Group.objects.filter(name__in=("Authors", "Secretaries", "Council office", "Translators")):
        assert not group.page_permissions.exists()
