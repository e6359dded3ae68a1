"""Nobody gives a right they do not have, in no form and by no request, and nobody takes over who may do more."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group, Permission

from papers.access.groups import MANAGED_GROUPS
from tests.shown import shown_form
from umlauf.accounts.looking_after import looked_after_by, may_look_after

PASSWORD = "Fahrrad-am-Maschsee"
NEW = {
    "E-Mail": "nele@umlauf.test",
    "Vorname": "Nele",
    "Nachname": "Neu",
    "Passwort": PASSWORD,
    "Passwort wiederholen": PASSWORD,
}
PEOPLE_QUERIES = 14
EVERY_RIGHT = {
    "is_superuser": "on",
    "is_staff": "on",
    "groups": ["1", "2", "3", "4", "5", "6"],
    "user_permissions": ["1", "2"],
}


def rights_of(person):
    person = get_user_model().objects.get(pk=person.pk)
    return {
        "is_superuser": person.is_superuser,
        "is_staff": person.is_staff,
        "groups": sorted(person.groups.values_list("name", flat=True)),
        "permissions": person.user_permissions.count(),
    }


def record_of(person):
    return get_user_model().objects.filter(pk=person.pk).values().get()


@pytest.fixture
def editors(cast):
    """A group that does not follow from memberships: administrators gave it rights of its own."""
    group, _created = Group.objects.get_or_create(name="Editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


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


# --- the form


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
    assert authenticate(email="nele@umlauf.test", password=PASSWORD) == person
    assert rights_of(person) == {"is_superuser": False, "is_staff": False, "groups": [], "permissions": 0}

    form = shown_form(client, f"/admin/users/edit/{person.pk}/")
    form.fill({"Nachname": "Neumann", "erhält Vorlagen auf Papier": True}).saved()

    person.refresh_from_db()
    assert (person.last_name, person.on_paper, person.preferred_language) == ("Neumann", True, "en")
    assert authenticate(email="nele@umlauf.test", password=PASSWORD) == person  # left empty, so not changed

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
