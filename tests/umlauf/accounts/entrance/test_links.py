"""Links to set a password: for whoever was entered, and for whoever has lost theirs. They work once."""

from __future__ import annotations

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY, authenticate, get_user_model
from django.core import mail

from tests.shown import shown_form
from tests.umlauf.accounts.entrance.conftest import PASSWORD
from tests.umlauf.accounts.rights.records import NEW, record_of

ANOTHER = "Schiff-auf-der-Leine"


def set_password(client, link, password=ANOTHER):
    form = client.get(link)
    assert form.status_code == 302, "an open link leads to an address without the key"
    return client.post(form.url, {"password1": password, "password2": password})


@pytest.fixture
def invited(cast, signed_in, run_on_commit):
    with run_on_commit():
        shown_form(signed_in(cast.council_clerk), "/admin/users/new/").fill(NEW).saved()
    return get_user_model().objects.get(email="nele@umlauf.test")


def test_whoever_is_entered_sets_their_password_by_a_link_and_signs_in(invited, open_browser, links, run_on_commit):
    (link,) = links("nele@umlauf.test")
    assert not invited.has_usable_password()
    nele = open_browser()

    assert set_password(nele, link, PASSWORD).status_code == 302

    assert SESSION_KEY in open_browser(invited).session
    assert authenticate(email="nele@umlauf.test", password=PASSWORD) == invited


def test_a_link_works_once(invited, open_browser, links):
    (link,) = links("nele@umlauf.test")
    set_password(open_browser(), link)

    again = open_browser().get(link)

    assert again.status_code == 410
    assert "<input" not in again.content.decode().split("<main")[1]
    assert authenticate(email="nele@umlauf.test", password=ANOTHER)


def test_a_form_that_is_open_still_is_refused_once_the_link_is_used(invited, open_browser, links):
    (link,) = links("nele@umlauf.test")
    first, second = open_browser(), open_browser()
    address = second.get(link).url
    set_password(first, link, PASSWORD)

    response = second.post(address, {"password1": ANOTHER, "password2": ANOTHER})

    assert response.status_code == 410
    assert authenticate(email="nele@umlauf.test", password=PASSWORD)


def test_a_link_for_one_opens_nobody_else(cast, invited, open_browser, links, with_password):
    (link,) = links("nele@umlauf.test")
    before = record_of(with_password(cast.author))
    key = link.rstrip("/").rsplit("/", 1)[1].split("-", 1)[1]
    swapped = f"/de/password/{user_pk_to_url_str(cast.author)}-{key}/"

    assert open_browser().get(swapped).status_code == 410
    assert record_of(cast.author) == before


def test_a_link_ends_with_the_account_with_another_address_and_with_time(invited, open_browser, links, settings):
    (link,) = links("nele@umlauf.test")
    assert open_browser().get(link).status_code == 302
    for field, value in (("is_active", False), ("email", "anders@umlauf.test")):
        before = getattr(invited, field)
        get_user_model().objects.filter(pk=invited.pk).update(**{field: value})
        assert open_browser().get(link).status_code == 410, field
        get_user_model().objects.filter(pk=invited.pk).update(**{field: before})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert open_browser().get(link).status_code == 410


def test_a_weak_password_is_refused(invited, open_browser, links):
    (link,) = links("nele@umlauf.test")

    for weak in ("12345678", "kurz", "nele@umlauf.test"):
        assert set_password(open_browser(), link, weak).status_code == 200

    assert not get_user_model().objects.get(pk=invited.pk).has_usable_password()


# --- lost


def test_asking_for_a_link_is_answered_the_same_for_everybody(cast, open_browser, links, run_on_commit):
    answers = []
    for address in (cast.member.email, "niemand@umlauf.test", cast.inactive.email):
        with run_on_commit():
            response = shown_form(open_browser(), "/de/password/").fill({"E-Mail": address}).saved()
        answers.append((response.status_code, response.url, len(mail.outbox)))

    assert answers == [(302, "/de/password/sent/", number) for number in (1, 2, 3)]
    assert [bool([link for link in links(to) if "/password/" in link]) for to in (cast.member.email,)] == [True]
    assert links("niemand@umlauf.test") == links(cast.inactive.email) == []


def test_the_mail_is_in_the_persons_language_and_names_this_installation(cast, open_browser, links, run_on_commit):
    with run_on_commit():
        open_browser().post("/de/password/", {"email": cast.liaison.email}, headers={"x-forwarded-host": "evil.test"})

    assert links(cast.liaison.email)[0].startswith("/en/password/")
    assert "evil.test" not in mail.outbox[0].body


def test_a_new_password_ends_the_sessions_there_were(cast, open_browser, links, run_on_commit, with_password):
    elsewhere = open_browser(with_password(cast.author))
    assert elsewhere.get("/admin/papers/").status_code == 200
    with run_on_commit():
        open_browser().post("/de/password/", {"email": cast.author.email})

    set_password(open_browser(), links(cast.author.email)[-1])

    assert elsewhere.get("/admin/papers/").status_code == 302


def test_nobodys_letter_box_is_filled(cast, open_browser, run_on_commit):
    with run_on_commit():
        for _time in range(6):
            last = open_browser().post("/de/password/", {"email": cast.member.email})

    assert (len(mail.outbox), last.status_code) == (3, 429)


def test_who_tried_too_often_signs_in_with_a_new_password(cast, open_browser, links, run_on_commit, with_password):
    person = with_password(cast.member)
    client = open_browser()
    for _try in range(6):
        client.post("/de/login/", {"username": person.email, "password": "falsch"})
    with run_on_commit():
        client.post("/de/password/", {"email": person.email})

    set_password(client, links(person.email)[-1])
    client.post("/de/login/", {"username": person.email, "password": ANOTHER})

    assert client.session[SESSION_KEY] == str(person.pk)


# --- sent by the council office


def test_a_clerk_sends_a_link_and_sees_none(cast, signed_in, links, run_on_commit, with_password):
    person = with_password(cast.member)
    before = record_of(person)
    with run_on_commit():
        form = shown_form(signed_in(cast.council_clerk), f"/admin/users/send_link/{person.pk}/", method="post")
        response = form.saved()

    assert response.url == f"/admin/users/edit/{person.pk}/"
    assert len(links(person.email)) == 1
    assert links(cast.council_clerk.email) == []
    assert record_of(person) == before  # until the person sets another, theirs stays


@pytest.mark.parametrize(("sender", "person"), [("council_clerk", "admin"), ("author", "member"), ("member", "member")])
def test_nobody_else_has_links_sent(cast, signed_in, links, run_on_commit, sender, person):
    people = cast.people()
    with run_on_commit():
        response = signed_in(people[sender]).post(f"/admin/users/send_link/{people[person].pk}/")

    assert response.status_code == 302
    assert links(people[person].email) == []
