"""One log-in page, throttled, with sessions that end."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.shown import shown_form
from tests.umlauf.accounts.entrance.conftest import PASSWORD
from umlauf.accounts.sessions import BEGAN, DAY, USED

TRIES = 5  # for one address, in five minutes
TRIES_FROM_ONE_PLACE = 20  # in a minute


def sign_in(client, person, password=PASSWORD, **headers):
    return client.post("/de/login/", {"username": person.email, "password": password}, **headers)


def test_the_desk_has_no_log_in_page_of_its_own(cast, client, with_password):
    entrance = client.get("/admin/login/?next=/admin/papers/")
    assert entrance.url == "/de/login/?next=%2Fadmin%2Fpapers%2F"
    assert client.get("/admin/").url == "/de/login/?next=/admin/"
    assert client.get("/admin/password_reset/", follow=True).status_code == 404

    form = shown_form(client, entrance.url)
    response = form.fill({"E-Mail": with_password(cast.author).email, "Passwort": PASSWORD}).saved()

    assert response.url == "/admin/papers/"
    assert client.get("/admin/papers/").status_code == 200


def test_who_is_signed_in_and_may_not_enter_the_desk_is_not_sent_in_circles(cast, signed_in):
    response = signed_in(cast.member).get("/admin/", follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/de/"


def test_nobody_is_led_elsewhere_after_signing_in(cast, client, with_password):
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        data = {"username": with_password(cast.member).email, "password": PASSWORD, "next": elsewhere}
        assert client.post("/de/login/", data).url == "/de/"
        client.post("/de/logout/")


@pytest.mark.parametrize("address", ["/admin/logout/", "/de/logout/"])
def test_a_link_signs_nobody_out_and_a_button_does(cast, signed_in, address):
    client = signed_in(cast.author)

    client.get(address, follow=True)
    assert SESSION_KEY in client.session

    assert client.post(address).url == "/de/"
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("name", ["inactive", "member"])
def test_a_closed_account_does_not_open(cast, client, with_password, name):
    person = with_password(cast.people()[name])

    sign_in(client, person)

    assert (SESSION_KEY in client.session) == (name == "member")


def test_an_address_is_tried_a_few_times_and_the_right_password_no_more(cast, client, with_password):
    person = with_password(cast.member)
    for _try in range(TRIES):
        assert sign_in(client, person, "falsch").status_code == 200

    sign_in(client, person)
    assert SESSION_KEY not in client.session

    sign_in(client, with_password(cast.author))  # others are not held up
    assert client.session[SESSION_KEY] == str(cast.author.pk)


def test_one_place_does_not_try_everybodys_address(cast, client, open_browser, with_password):
    for number in range(TRIES_FROM_ONE_PLACE):
        client.post("/de/login/", {"username": f"p{number}@umlauf.test", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    person = with_password(cast.member)

    sign_in(client, person, REMOTE_ADDR="203.0.113.9")
    assert SESSION_KEY not in client.session
    sign_in(client, person, REMOTE_ADDR="203.0.113.10")
    assert SESSION_KEY in client.session


def test_unknown_and_known_addresses_are_answered_alike(cast, client, with_password):
    person = with_password(cast.member)
    answers = []
    for address in (person.email, "niemand@umlauf.test"):
        page = client.post("/de/login/", {"username": address, "password": "falsch"}).content.decode()
        answers.append(page.replace(address, "").split("</header>")[1].split("<form", 1)[1])

    known, unknown = [answer.partition("csrfmiddlewaretoken")[2].partition(">")[2] for answer in answers]
    assert known == unknown


def test_nobody_signs_up(client, db):
    for address in ("/de/signup/", "/de/account/signup/", "/accounts/signup/", "/de/login/signup/"):
        assert client.get(address, follow=True).status_code == 404


# --- how long it holds


def age(client, **ages):
    session = client.session
    for key, seconds in ages.items():
        session[{"began": BEGAN, "used": USED}[key]] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("ages", "still"),
    [
        ({"used": 8 * 3600 - 60}, True),
        ({"used": 8 * 3600 + 1}, False),
        ({"began": 7 * 86400 - 60}, True),
        ({"began": 7 * 86400 + 1}, False),
    ],
)
def test_a_session_ends_when_nobody_uses_it_and_after_a_week(cast, signed_in, ages, still):
    client = signed_in(cast.author)
    age(client, **ages)

    assert client.get("/admin/papers/").status_code == (200 if still else 302)
    assert (SESSION_KEY in client.session) == still


def test_using_it_keeps_a_session_but_an_editor_left_open_does_not(cast, signed_in, settings):
    client = signed_in(cast.author)
    settings.SESSION_IDLE_LIMIT = 1000
    age(client, used=900)
    client.get("/admin/papers/")
    age(client, used=900)
    assert client.get("/admin/papers/").status_code == 200

    age(client, used=900)
    client.post(reverse("wagtailadmin_editing_sessions:release", args=[1]))
    age(client, used=200)
    assert client.get("/admin/papers/").status_code == 302


def test_a_session_that_does_not_say_when_it_began_is_over(cast, signed_in):
    client = signed_in(cast.author)
    session = client.session
    del session[BEGAN]
    session.save()

    assert client.get("/admin/papers/").status_code == 302


def test_reading_does_not_write_the_session_every_time(cast, signed_in, django_assert_num_queries):
    client = signed_in(cast.author)
    before = Session.objects.get(pk=client.session.session_key).session_data
    client.get("/de/login/closed/")

    assert Session.objects.get(pk=client.session.session_key).session_data == before
    assert timezone.now() + datetime.timedelta(days=8) > Session.objects.get(pk=client.session.session_key).expire_date


def test_a_closed_account_is_refused_in_an_open_session(cast, signed_in):
    client = signed_in(cast.author)
    assert client.get("/admin/papers/").status_code == 200

    get_user_model().objects.filter(pk=cast.author.pk).update(is_active=False)

    assert client.get("/admin/papers/").status_code == 302


def test_groups_follow_a_term_that_ended_overnight_with_the_first_request_of_the_day(cast, signed_in):
    client = signed_in(cast.council_clerk)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    cast.council_clerk.memberships.update(until=yesterday)  # as time does: without a signal
    client.get("/de/")
    assert cast.council_clerk.groups.exists()  # nothing looks at them before the next day

    session = client.session
    session[DAY] = yesterday.isoformat()
    session.save()
    client.get("/de/")

    assert not cast.council_clerk.groups.exists()
