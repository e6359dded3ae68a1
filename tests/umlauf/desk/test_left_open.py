"""What a screen left open is told about the log-in."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.urls import reverse

from umlauf.accounts.sessions import BEGAN, BY_ITSELF, USED
from umlauf.desk.left_open import for_script

BY_SCRIPT = {BY_ITSELF: "1"}


def ask(client, **headers):
    return client.get(reverse("desk_left_open"), headers=headers).json()


def left_alone(client, seconds):
    session = client.session
    session[USED] -= seconds
    session.save()


def test_who_is_signed_in_is_told_so_and_nobody_else(cast, client, signed_in):
    answer = ask(signed_in(cast.author))

    assert answer["person"] == str(cast.author.pk)
    assert answer["token"]
    client.logout()
    assert ask(client) == {"person": None}


def test_a_member_without_a_desk_is_told_too(cast, signed_in):
    assert ask(signed_in(cast.member))["person"] == str(cast.member.pk)


def test_it_says_how_long_the_log_in_lasts(cast, signed_in, settings):
    settings.SESSION_IDLE_LIMIT, settings.SESSION_ABSOLUTE_LIMIT = 1000, 5000
    client = signed_in(cast.author)
    left_alone(client, 400)
    assert 590 <= ask(client, **BY_SCRIPT)["seconds"] <= 600
    assert ask(client, **BY_SCRIPT)["lasts"]

    session = client.session
    session[BEGAN] -= 4900
    session.save()
    assert 90 <= ask(client, **BY_SCRIPT)["seconds"] <= 100
    assert not ask(client, **BY_SCRIPT)["lasts"]


def test_asking_keeps_no_log_in_alive_but_typing_does(cast, signed_in, settings):
    settings.SESSION_IDLE_LIMIT = 1000
    client = signed_in(cast.author)
    for _each in range(2):
        left_alone(client, 600)
        answer = ask(client, **BY_SCRIPT)
    assert answer == {"person": None}

    client = signed_in(cast.author)
    for _each in range(3):
        left_alone(client, 600)
        assert ask(client)["person"] == str(cast.author.pk)


def test_an_ended_session_is_told(cast, signed_in):
    client = signed_in(cast.author)
    Session.objects.all().delete()

    assert ask(client) == {"person": None}


def test_the_token_of_the_answer_is_one_that_a_form_is_taken_with(cast, signed_in):
    client = signed_in(cast.author)
    client.handler.enforce_csrf_checks = True
    token = ask(client)["token"]

    assert client.post("/de/logout/", {"csrfmiddlewaretoken": "anders"}).status_code == 403
    assert client.post("/de/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_every_screen_of_the_desk_brings_the_script(cast, signed_in, rf):
    page = signed_in(cast.author).get(reverse("workflows:inbox")).text
    request = rf.get("/admin/")
    request.user = cast.author

    assert "umlauf/desk/typed" in page
    assert for_script(request)["person"] == str(cast.author.pk)
    assert f'"person": "{cast.author.pk}"' in page


def test_signing_out_clears_what_the_browser_kept(cast, signed_in):
    client = signed_in(cast.author)

    assert "Clear-Site-Data" not in client.get("/de/logout/").headers
    assert client.post("/de/logout/").headers["Clear-Site-Data"] == '"storage"'
