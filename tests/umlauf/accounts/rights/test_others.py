"""Who keeps whose record, one or several at once."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail

from tests.shown import shown_form
from tests.umlauf.accounts.rights.records import (
    PASSWORD,
    record_of,
    rights_of,
)
from umlauf.accounts.looking_after import looked_after_by, may_look_after

PEOPLE_QUERIES = 14


@pytest.fixture
def keeper(cast, editors):
    """Whom administrators gave a right beside those of the memberships."""
    cast.colleague.groups.add(editors)
    return cast.colleague


@pytest.fixture
def permitted(cast):
    """The same by a single permission."""
    cast.outsider.user_permissions.add(Permission.objects.get(codename="change_group"))
    return cast.outsider


# --- other people's records


def test_people_who_may_do_more_are_looked_after_by_administrators_alone(cast, signed_in, keeper, permitted):
    client = signed_in(cast.council_clerk)
    for person in (cast.admin, keeper, permitted):
        before = record_of(person)
        address = f"/admin/users/edit/{person.pk}/"
        data = {
            "email": "meins@umlauf.test",
            "first_name": "M",
            "last_name": "M",
            "preferred_language": "de",
            "password1": PASSWORD,
            "password2": PASSWORD,
        }

        assert client.get(address).status_code == 302
        client.post(address, data)
        client.post(f"/admin/users/delete/{person.pk}/")

        assert record_of(person) == before
        assert address not in client.get("/admin/users/").content.decode()
    assert f"/admin/users/edit/{cast.author.pk}/" in client.get("/admin/users/").content.decode()
    assert f"/admin/users/edit/{keeper.pk}/" in signed_in(cast.admin).get("/admin/users/").content.decode()


def test_the_rule_for_lists_is_the_rule_for_one(cast, keeper, permitted):
    everybody = list(get_user_model().objects.all())
    for name in ("council_clerk", "second_clerk", "admin", "author"):
        user = cast.people()[name]
        listed = set(get_user_model().objects.filter(looked_after_by(user)))
        assert listed == {person for person in everybody if may_look_after(user, person)}
        assert (listed == set(everybody)) == (name == "admin")


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_people_asks_a_fixed_number_of_questions(cast, signed_in, django_assert_num_queries, count):
    client = signed_in(cast.council_clerk)
    client.get("/admin/users/")
    people = get_user_model().objects.exclude(pk=cast.council_clerk.pk)
    people.exclude(pk__in=list(people.values_list("pk", flat=True)[:count])).update(is_active=False)

    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get("/admin/users/?is_active=true")


@pytest.mark.parametrize("name", ["author", "secretary", "liaison", "outsider"])
def test_nobody_else_keeps_people(cast, signed_in, name):
    client = signed_in(cast.people()[name])
    before = record_of(cast.member)

    for address in (
        "/admin/users/",
        "/admin/users/new/",
        f"/admin/users/edit/{cast.member.pk}/",
        "/admin/groups/",
        "/admin/groups/new/",
    ):
        assert client.get(address).status_code == 302, address
        client.post(address, {"email": "meins@umlauf.test", "name": "Alles"})

    assert record_of(cast.member) == before
    assert not Group.objects.filter(name="Alles").exists()


def test_groups_themselves_are_kept_by_administrators_alone(cast, signed_in):
    client = signed_in(cast.council_clerk)
    group = Group.objects.get(name="Council office")
    before = set(group.permissions.values_list("pk", flat=True))

    for address in (
        "/admin/groups/",
        "/admin/groups/new/",
        f"/admin/groups/edit/{group.pk}/",
        f"/admin/groups/delete/{group.pk}/",
    ):
        assert client.get(address).status_code == 302, address
        client.post(
            address,
            {
                "name": "Council office",
                "permissions": [str(permission.pk) for permission in Permission.objects.all()[:50]],
            },
        )

    assert set(Group.objects.get(pk=group.pk).permissions.values_list("pk", flat=True)) == before


# --- several at once


def bulk(client, action, *people, **data):
    ids = "&".join(f"id={person.pk}" for person in people)
    return client.post(f"/admin/bulk/accounts/user/{action}/?{ids}", data)


def test_no_role_is_given_to_several_at_once_by_a_clerk(cast, signed_in, editors):
    for group in Group.objects.all():
        bulk(signed_in(cast.council_clerk), "assign_role", cast.author, cast.council_clerk, role=group.pk)

    assert rights_of(cast.author)["groups"] == ["Authors", "Secretaries"]
    assert "Editors" not in rights_of(cast.council_clerk)["groups"]


def test_an_administrator_gives_several_a_role_but_none_that_follows_from_memberships(cast, signed_in, editors):
    client = signed_in(cast.admin)
    bulk(client, "assign_role", cast.author, cast.member, role=editors.pk)
    bulk(client, "assign_role", cast.author, cast.member, role=Group.objects.get(name="Council office").pk)

    assert rights_of(cast.author)["groups"] == ["Authors", "Editors", "Secretaries"]
    assert rights_of(cast.member)["groups"] == ["Editors"]


def test_a_clerk_closes_accounts_but_not_those_of_administrators(cast, signed_in, keeper, permitted):
    bulk(
        signed_in(cast.council_clerk),
        "set_active_state",
        cast.admin,
        keeper,
        permitted,
        cast.member,
        mark_as_active="False",
    )

    active = {name: record_of(person)["is_active"] for name, person in cast.people().items() if person.pk}
    assert [name for name, is_active in active.items() if not is_active] == ["member", "inactive"]


def test_a_clerk_deletes_nobody(cast, signed_in):
    bulk(signed_in(cast.council_clerk), "delete", cast.future_member, cast.admin)

    assert get_user_model().objects.filter(pk__in=[cast.future_member.pk, cast.admin.pk]).count() == 2


def test_the_link_of_an_account_with_rights_is_not_sent_elsewhere_by_a_clerk(cast, signed_in):
    """Nobody set a password yet, so whoever gets the link sets it, and acts as the chair."""
    cast.chair.set_unusable_password()
    cast.chair.save()
    form = shown_form(signed_in(cast.council_clerk), f"/admin/users/edit/{cast.chair.pk}/")

    response = form.fill({"E-Mail": "elsewhere@umlauf.test"}).send()

    assert response.status_code == 200
    assert "Administrator" in response.content.decode()
    assert not mail.outbox


def test_an_administrator_sends_it_where_it_belongs(cast, signed_in):
    cast.chair.set_unusable_password()
    cast.chair.save()

    shown_form(signed_in(cast.admin), f"/admin/users/edit/{cast.chair.pk}/").fill(
        {"E-Mail": "elsewhere@umlauf.test"}
    ).saved()
