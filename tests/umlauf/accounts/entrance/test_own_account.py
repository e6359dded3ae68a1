"""My account, on the portal: for members without a desk as well."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY, authenticate, get_user_model
from django.core import mail

from tests.shown import shown_form
from tests.umlauf.accounts.entrance.conftest import PASSWORD
from tests.umlauf.accounts.rights.records import record_of

ANOTHER = "Schiff-auf-der-Leine"


def own_form(client, address):
    return shown_form(client, address, **{"class": "umlauf-form"})


@pytest.mark.parametrize("name", ["member", "author", "admin", "liaison"])
def test_everybody_sees_their_account(cast, open_browser, with_password, name):
    person = with_password(cast.people()[name])

    page = open_browser(person).get("/de/account/").content.decode()

    assert person.get_full_name() in page
    assert person.email in page


def test_strangers_have_none(client, db):
    for address in ("account/", "account/password/", "account/address/", "account/sessions/"):
        assert client.get(f"/de/{address}").url.startswith("/de/login/"), address


def test_a_member_without_a_desk_changes_their_password_and_is_signed_out_elsewhere(cast, open_browser, with_password):
    person = with_password(cast.member)
    here, elsewhere = open_browser(person), open_browser(person)

    form = own_form(here, "/de/account/password/")
    fields = list(form.labels)
    assert len(fields) == 3
    form.fill(dict(zip(fields, (PASSWORD, ANOTHER, ANOTHER), strict=True))).saved()

    assert authenticate(email=person.email, password=ANOTHER) == person
    assert here.get("/de/account/").status_code == 200
    assert elsewhere.get("/de/account/").status_code == 302


@pytest.mark.parametrize("passwords", [("falsch", ANOTHER, ANOTHER), (PASSWORD, ANOTHER, "anders"), ("", ANOTHER, "")])
def test_a_password_is_not_changed_without_the_current_one(cast, open_browser, with_password, passwords):
    person = with_password(cast.member)
    form = own_form(open_browser(person), "/de/account/password/")

    form.fill(dict(zip(list(form.labels), passwords, strict=True))).send(user=str(cast.admin.pk))

    assert authenticate(email=person.email, password=PASSWORD) == person


def test_a_language_is_changed_and_nothing_beside_it(cast, open_browser, with_password):
    person = with_password(cast.member)
    others = record_of(cast.admin)
    form = own_form(open_browser(person), "/de/account/")

    form.saved(
        preferred_language="fr",
        first_name="Rita",
        last_name="Ratsfrau",
        email="meins@umlauf.test",
        is_superuser="on",
        id=str(cast.admin.pk),
    )

    changed = record_of(person)
    assert changed["preferred_language"] == "fr"
    for field in ("first_name", "last_name", "email", "is_superuser"):
        assert changed[field] == getattr(person, field)
    assert record_of(cast.admin) == others


# --- sessions


def test_sessions_are_listed_and_ended_one_by_one_or_all(cast, open_browser, with_password):
    person = with_password(cast.member)
    here, phone, library = (open_browser(person, HTTP_USER_AGENT=name) for name in ("Here", "Phone", "Library"))
    page = own_form(here, "/de/account/").page
    assert all(name in page.text_content() for name in ("Here", "Phone", "Library"))
    keys = page.xpath("//input[@name='session']/@value")
    assert len(keys) == 3  # two others, and all of them

    here.post("/de/account/sessions/", {"session": keys[0]})
    assert [SESSION_KEY in other.session for other in (here, phone, library)] == [True, False, True]

    here.post("/de/account/sessions/", {"session": "others"})
    assert [SESSION_KEY in other.session for other in (here, library)] == [True, False]
    assert library.get("/de/account/").status_code == 302


def test_nobody_ends_somebody_elses_session(cast, open_browser, with_password):
    person, stranger = with_password(cast.member), with_password(cast.other_member)
    theirs = open_browser(person)
    key = UserSession.objects.get(user=person).pk

    for wanted in (key, "others", "", "x"):
        open_browser(stranger).post("/de/account/sessions/", {"session": wanted})

    assert theirs.get("/de/account/").status_code == 200


# --- a new address


@pytest.fixture
def asked(cast, open_browser, with_password, run_on_commit):
    """Somebody asked for another address; their browser."""
    client = open_browser(with_password(cast.member))
    with run_on_commit():
        form = own_form(client, "/de/account/address/")
        new, password = list(form.labels)
        assert form.fill({new: "Neu@umlauf.test", password: PASSWORD}).send().status_code == 200
    return client


def address_of(person):
    return get_user_model().objects.get(pk=person.pk).email


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(cast, asked, links, run_on_commit):
    assert address_of(cast.member) == cast.member.email
    assert [message.to for message in mail.outbox] == [["neu@umlauf.test"], [cast.member.email]]
    (link,) = links("neu@umlauf.test")
    assert asked.get(link).status_code == 200
    assert address_of(cast.member) == cast.member.email  # looking at it is not confirming

    with run_on_commit():
        assert asked.post(link).status_code == 200

    assert address_of(cast.member) == "neu@umlauf.test"
    assert mail.outbox[-1].to == [cast.member.email]
    assert authenticate(email="neu@umlauf.test", password=PASSWORD) == cast.member
    assert authenticate(email=cast.member.email, password=PASSWORD) is None


def test_a_confirmation_works_once(cast, asked, links):
    (link,) = links("neu@umlauf.test")
    asked.post(link)
    get_user_model().objects.filter(pk=cast.member.pk).update(email="spaeter@umlauf.test")

    assert (asked.get(link).status_code, asked.post(link).status_code) == (410, 410)
    assert address_of(cast.member) == "spaeter@umlauf.test"


def test_a_confirmation_is_for_whoever_is_signed_in_as_that_person(cast, asked, links, open_browser, with_password):
    (link,) = links("neu@umlauf.test")

    assert open_browser().get(link).url.startswith("/de/login/")
    assert open_browser().post(link).url.startswith("/de/login/")
    assert open_browser(with_password(cast.council_clerk)).post(link).status_code == 403

    assert address_of(cast.member) == cast.member.email


def test_a_changed_link_confirms_nothing(cast, asked, links):
    (link,) = links("neu@umlauf.test")
    token = link.rstrip("/").rsplit("/", 1)[1]

    for other in (token[:-2] + ("aa" if token[-2:] != "aa" else "bb"), "x" + token, token.split(":")[0], "x"):
        assert asked.post(f"/de/account/address/{other}/").status_code == 410
    assert address_of(cast.member) == cast.member.email


def test_an_address_somebody_took_meanwhile_stays_theirs(cast, asked, links):
    (link,) = links("neu@umlauf.test")
    get_user_model().objects.filter(pk=cast.author.pk).update(email="neu@umlauf.test")

    assert asked.post(link).status_code == 410
    assert address_of(cast.member) == cast.member.email


def test_nobody_learns_which_addresses_are_known(cast, open_browser, with_password, run_on_commit):
    client = open_browser(with_password(cast.member))
    pages = []
    for wanted in (cast.author.email.upper(), "frei@umlauf.test"):
        with run_on_commit():
            response = client.post("/de/account/address/", {"address": wanted, "password": PASSWORD})
        pages.append(response.content.decode().split("<main")[1].replace(wanted, "…"))

    assert pages[0] == pages[1]
    assert [cast.author.email] not in [message.to for message in mail.outbox]


def test_no_address_is_asked_for_without_the_password(cast, open_browser, with_password, run_on_commit):
    client = open_browser(with_password(cast.member))
    with run_on_commit():
        response = client.post("/de/account/address/", {"address": "neu@umlauf.test", "password": "falsch"})

    assert response.status_code == 200
    assert mail.outbox == []


# --- changed by the council office


def changed_by(signed_in, clerk, person, run_on_commit, address="neu@umlauf.test"):
    with run_on_commit():
        form = shown_form(signed_in(clerk), f"/admin/users/edit/{person.pk}/")
        form.fill({"E-Mail": address}).saved()


def test_a_clerk_who_names_another_address_does_not_become_that_person(
    cast, signed_in, open_browser, links, run_on_commit, with_password
):
    person = with_password(cast.member)
    changed_by(signed_in, cast.council_clerk, person, run_on_commit)

    assert address_of(person) == person.email
    assert sorted(message.to[0] for message in mail.outbox) == sorted(["neu@umlauf.test", person.email])
    (link,) = links("neu@umlauf.test")
    for somebody in (open_browser(), open_browser(with_password(cast.council_clerk))):
        somebody.post(link)
    assert address_of(person) == person.email

    open_browser(person).post(link)
    assert address_of(person) == "neu@umlauf.test"


def test_an_administrator_vouches_for_an_address_and_still_it_is_confirmed(
    cast, signed_in, open_browser, links, run_on_commit, with_password
):
    person = with_password(cast.member)
    changed_by(signed_in, cast.admin, person, run_on_commit)
    assert address_of(person) == person.email

    open_browser().post(links("neu@umlauf.test")[0])

    assert address_of(person) == "neu@umlauf.test"


def test_whoever_has_no_password_yet_confirms_by_the_link_alone(cast, signed_in, open_browser, links, run_on_commit):
    cast.member.memberships.all().delete()  # of somebody with rights only an administrator moves the link
    cast.member.set_unusable_password()
    cast.member.save()
    changed_by(signed_in, cast.council_clerk, cast.member, run_on_commit)

    open_browser().post(links("neu@umlauf.test")[0])

    assert address_of(cast.member) == "neu@umlauf.test"


def test_an_address_in_use_is_refused_at_the_field(cast, signed_in):
    form = shown_form(signed_in(cast.council_clerk), f"/admin/users/edit/{cast.member.pk}/")

    response = form.fill({"E-Mail": cast.author.email.upper()}).send()

    assert "email" in response.context["form"].errors
