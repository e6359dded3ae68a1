"""A form that is sent after the log-in ended, or with the token of an earlier one, shows what was typed."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from lxml import html

from tests.factories.crawl import read
from tests.factories.papers import add_attachment, draft, paper_at
from umlauf.accounts.sessions import USED

BY_A_BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-mode": "navigate"}
REMARK = "Der Ausschuss bittet um Nachreichung der Kosten."


@pytest.fixture
def line(cast):
    return paper_at("co_signing", cast).consultations.open().get()


@pytest.fixture
def act_form(line):
    return reverse("workflows:act", args=[line.pk])


def send(client, address, data, **headers):
    return client.post(address, data, headers=BY_A_BROWSER | {k.replace("_", "-"): v for k, v in headers.items()})


def shown(response):
    """Label → text, of all that is listed."""
    found = html.fromstring(response.content).find_class("umlauf-typed")[0]
    pairs = zip(found.iter("dt"), found.iter("dd"), strict=True)
    return {label.text_content(): text.text_content().strip() for label, text in pairs}


def ways(response):
    return [link for link in html.fromstring(response.content).iter("a") if link.get("target") == "_blank"]


def is_as_before(response):
    return response.status_code == 302 and response.headers["Location"].startswith(reverse("login"))


def test_what_was_typed_at_the_desk_is_shown_and_nothing_is_saved(cast, signed_in, line, act_form, settings):
    settings.SESSION_IDLE_LIMIT = 1000
    client = signed_in(cast.cosigner)
    session = client.session
    session[USED] -= 2000
    session.save()

    response = send(client, act_form, {"outcome": "co_signed", "remark": REMARK, "votes_yes": "12"})

    assert response.status_code == 401
    assert shown(response)[gettext("Remark")] == REMARK
    assert shown(response)[gettext("Result")] == "co_signed"
    assert {"private", "no-store"} == set(response.headers["Cache-Control"].split(", "))
    assert not line.acts.exists()


def test_the_way_back_opens_the_log_in_beside_it(client, act_form):
    page = f"http://testserver{act_form}?x=1#remark"

    (link,) = ways(send(client, act_form, {"remark": REMARK}, referer=page))

    assert link.get("rel") == "noopener"
    assert link.get("href") == f"{reverse('login')}?next={act_form.replace('/', '%2F')}%3Fx%3D1"


@pytest.mark.parametrize(
    "referer",
    ["https://evil.example/admin/", "http://testserver//evil.example/", "//evil.example", "javascript:mark()", "x"],
)
def test_no_other_site_is_linked_to(client, act_form, referer):
    response = send(client, act_form, {"remark": REMARK}, referer=referer)

    assert [link.get("href") for link in ways(response)] == [f"{reverse('login')}?next={act_form.replace('/', '%2F')}"]
    assert b"evil" not in response.content


def test_a_page_that_shows_sends_nothing(client, act_form):
    page = html.fromstring(send(client, act_form, {"remark": REMARK}).content)

    assert list(page.iter("form", "button", "input", "script")) == []


def test_the_token_of_an_earlier_log_in(cast, signed_in, act_form):
    client = signed_in(cast.cosigner)
    client.handler.enforce_csrf_checks = True

    response = send(client, act_form, {"remark": REMARK, "csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403
    assert shown(response) == {gettext("Remark"): REMARK}
    assert [link.get("href") for link in ways(response)] == [act_form]
    assert {"private", "no-store"} == set(response.headers["Cache-Control"].split(", "))


def test_a_token_nobody_signed_in_has_leads_to_the_log_in(act_form):
    response = send(Client(enforce_csrf_checks=True), act_form, {"remark": REMARK})

    assert response.status_code == 403
    assert shown(response) == {gettext("Remark"): REMARK}
    assert ways(response)[0].get("href").startswith(f"{reverse('login')}?next=")


def test_a_form_everybody_may_send_leads_back_to_itself(cast):
    address = reverse("subscriptions:subscribe", args=["partner_city", "bristol"])

    response = send(Client(enforce_csrf_checks=True), address, {"email": "a@example.org", "frequency": "weekly"})

    assert response.status_code == 403
    assert "a@example.org" in shown(response).values()
    assert ways(response)[0].get("href") == address


def test_a_form_of_the_portal_behind_the_log_in(client, cast):
    response = send(client, reverse("address"), {"address": "neu@example.org"})

    assert response.status_code == 401
    assert "neu@example.org" in shown(response).values()


@pytest.mark.parametrize(
    "value",
    ["<script>mark()</script>", "</textarea><img src=x onerror=mark()>\n", '" onfocus=mark() x="', "{{ 7|add:4 }}"],
)
def test_what_was_typed_is_text_and_nothing_else(client, act_form, value):
    response = send(client, act_form, {"remark": value, f"<b>{value}": "x" * 100, "file": "y"}, referer=f"/{value}")

    assert response.status_code == 401
    assert read(response.content).problems == []
    assert shown(response)[gettext("Remark")] == value.strip()
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


def test_a_long_text_can_be_copied_whole(client, act_form):
    text = "\nErste Zeile\n\nZweite <Zeile>"

    page = html.fromstring(send(client, act_form, {"remark": text}).content)

    (field,) = page.iter("textarea")
    assert field.text.removeprefix("\n") == text
    assert {"readonly", "aria-labelledby"} <= set(field.keys())
    assert field.get("dir") == "auto"
    assert page.get_element_by_id(field.get("aria-labelledby")).text_content() == gettext("Remark")


def test_passwords_and_what_nobody_typed_are_left_out(client, act_form):
    hidden = {"password1": "p", "oldpassword": "p", "csrfmiddlewaretoken": "t", "seen": "s", "sha256": "h"}
    hidden |= {"lines-TOTAL_FORMS": "7", "lines-0-id": "7", "body-0-type": "text", "save": "1", "action-publish": "1"}

    response = send(client, act_form, {**hidden, "lines-0-name": "Amt", "before": "", "title": " "})

    assert list(shown(response).values()) == ["Amt"]
    assert is_as_before(send(client, act_form, hidden))


def test_a_file_is_named_as_not_kept(cast, client):
    paper = draft(cast)
    annex = add_attachment(paper, by=cast.author)
    address = reverse("papers_admin:attachment", args=[paper.pk, annex.pk])

    response = send(
        client, address, {"file": SimpleUploadedFile("Plan <b>.pdf", b"%PDF"), "reason": "Neu", "replace": "1"}
    )

    assert response.status_code == 401
    assert set(shown(response).values()) == {"Plan <b>.pdf", "Neu"}
    assert send(client, address, {"file": SimpleUploadedFile("a.pdf", b"%PDF")}).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        {"x_requested_with": "XMLHttpRequest"},
        {"sec_fetch_mode": "cors"},
        {"accept": "application/json"},
        {"accept": "*/*"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_scripts_and_other_sites_are_answered_as_ever(client, act_form, header):
    plain = client.post(act_form, {"remark": REMARK}, headers={k.replace("_", "-"): v for k, v in header.items()})
    forbidden = send(Client(enforce_csrf_checks=True), act_form, {"remark": REMARK}, **header)
    response = send(client, act_form, {"remark": REMARK}, **header)

    assert (response.status_code, response.headers.get("Location")) == (
        plain.status_code,
        plain.headers.get("Location"),
    )
    assert forbidden.status_code == 403
    for answer in (response, forbidden):
        assert REMARK not in answer.content.decode()


def test_our_own_page_says_where_it_comes_from(client, act_form):
    own = {"sec_fetch_site": "same-origin", "origin": "http://testserver"}

    assert send(client, act_form, {"remark": REMARK}, **own).status_code == 401
    assert send(client, act_form, {"remark": REMARK}, origin="http://testserver").status_code == 401


def test_the_log_in_itself_shows_nothing(db):
    client = Client(enforce_csrf_checks=True)

    for name in ("login", "account_reset_password", "wagtailadmin_login"):
        response = send(client, reverse(name), {"login": "a@example.org", "email": "a@example.org"})
        assert response.status_code == 403
        assert b"a@example.org" not in response.content


@pytest.mark.parametrize("language", ["de", "fr", "ar", "en"])
def test_it_is_said_in_the_language_of_whoever_reads(client, act_form, language):
    response = send(client, act_form, {"remark": REMARK}, accept_language=language)

    with override(language):
        assert gettext("Remark") in shown(response)
        assert html.fromstring(response.content).findtext(".//h1") == gettext("Your log-in had ended")
    assert re.search(f'<html lang="{language}"', response.content.decode())


def test_at_the_desk_a_person_has_chosen_a_language(cast, signed_in, act_form):
    cast.cosigner.preferred_language = "fr"
    cast.cosigner.save()
    client = signed_in(cast.cosigner)
    client.handler.enforce_csrf_checks = True

    response = send(client, act_form, {"remark": REMARK}, accept_language="pl")

    assert '<html lang="fr"' in response.content.decode()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"remark=a%00b%0Bc", "application/x-www-form-urlencoded", 403),
        (b"remark=%FF%ED%A0%80", "application/x-www-form-urlencoded", 403),
        (b"x=1&" * 10_001, "application/x-www-form-urlencoded", 400),
        (b"--x\r\nnothing", "multipart/form-data; boundary=", 400),
        (b'{"remark": "x"}', "application/json", 403),
    ],
)
def test_what_cannot_be_read_is_no_failure(act_form, body, kind, status):
    response = Client(enforce_csrf_checks=True).post(act_form, body, content_type=kind, headers=BY_A_BROWSER)

    assert response.status_code == status
    assert b"\0" not in response.content
