"""A screen that is open asks whether what it shows still stands, and is told in sentences what does not."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from lxml import html

from tests.factories.papers import draft, edit, line_of, paper_at
from workflows.routing.acting import act_on
from workflows.routing.ahead import record_ahead
from workflows.routing.release import pass_formal_check
from workflows.routing.slips import Line, set_slip


def screen(view, subject):
    return reverse(f"workflows:{view}", args=[subject.pk])


def token_on(client, address):
    return html.fromstring(client.get(address).text).xpath("string(//input[@name='seen']/@value)")


def still(client, address, token):
    return client.get(address, {"seen": token}, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("view", ["submit", "slip"])
def test_nothing_is_told_while_all_is_as_it_was(cast, signed_in, view):
    paper = draft(cast)
    client, address = signed_in(cast.author), screen(view, paper)

    assert still(client, address, token_on(client, address)).json() == {"changed": []}


def test_who_signs_is_told_of_a_result_recorded_meanwhile(cast, signed_in):
    line = line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")
    client, address = signed_in(cast.cosigner), screen("act", line)
    token = token_on(client, address)
    assert still(client, address, token).json() == {"changed": []}

    act_on(line, by=cast.second_cosigner, outcome="signed")

    changed = still(client, address, token).json()["changed"]
    assert "Die Zeile ist nicht mehr dieselbe" in changed[0]


def test_who_checks_is_told_what_was_changed_and_by_whom(cast, signed_in):
    paper = paper_at("checking", cast)
    client, address = signed_in(cast.council_clerk), screen("check", paper)
    token = token_on(client, address)

    edit(paper, by=cast.second_clerk, title="Ein anderer Titel")

    changed = still(client, address, token).json()["changed"]
    assert len(changed) == 2
    assert "Rolf Ratsbüro" in changed[1]


def test_who_comes_too_late_is_told_so_and_finds_no_message_later(cast, signed_in):
    paper = paper_at("checking", cast)
    client, address = signed_in(cast.council_clerk), screen("check", paper)
    token = token_on(client, address)
    pass_formal_check(paper, by=cast.second_clerk)

    answer = still(client, address, token)

    assert answer.status_code == 200
    assert answer.json()["changed"]
    assert not list(get_messages(answer.wsgi_request))


def test_late_minutes_that_somebody_else_recorded_are_told(cast, signed_in):
    council = line_of(paper_at("deliberating", cast), cast.org.council, "decision")
    client, address = signed_in(cast.council_clerk), screen("ahead", council)
    token = token_on(client, address)

    record_ahead(council, by=cast.second_clerk, outcome="adopted", order_reason="Die Niederschrift liegt vor.")

    assert still(client, address, token).json()["changed"] != []


def test_a_slip_changed_meanwhile_is_told(cast, signed_in):
    paper = draft(cast)
    client, address = signed_in(cast.author), screen("slip", paper)
    token = token_on(client, address)

    set_slip(paper, lines=[Line(cast.org.works_office, "co_sign", 1)], by=cast.colleague)

    assert any("Karl Kollege" in sentence for sentence in still(client, address, token).json()["changed"])


def test_who_may_not_open_the_screen_is_told_nothing(cast, signed_in, client):
    paper = paper_at("checking", cast)
    address = screen("check", paper)
    token = token_on(signed_in(cast.council_clerk), address)
    edit(paper, by=cast.second_clerk, title="Ein anderer Titel")

    for person, status in ((cast.author, 403), (cast.outsider, 404)):
        answer = still(signed_in(person), address, token)
        assert answer.status_code == status
        assert "Ein anderer Titel" not in answer.text
    client.logout()
    assert still(client, address, token).status_code in (302, 403)


@pytest.mark.parametrize("token", ["", "null", "[1,2]", "kein Zeichen"])
def test_a_token_no_screen_wrote_tells_nothing(cast, signed_in, token):
    paper = paper_at("checking", cast)

    assert still(signed_in(cast.council_clerk), screen("check", paper), token).json() == {"changed": []}
