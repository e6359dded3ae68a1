"""What programs are told: of papers and bodies in words of schema.org, to whoever shares a page, and whom to tell of a
hole."""

from __future__ import annotations

import datetime
import json

import pytest
from django.utils import timezone
from lxml import html

from papers.models import Organization
from tests.factories.papers import paper_at
from umlauf.portal.addresses import paper_url

pytestmark = pytest.mark.django_db


def page(client, address):
    return html.fromstring(client.get(address).content)


def told(there):
    (data,) = there.xpath("//script[@type='application/ld+json']/text()")
    return json.loads(data)


def shared(there):
    return {one.get("property"): one.get("content") for one in there.xpath("//meta[starts-with(@property, 'og:')]")}


def test_a_paper(cast, client):
    paper = paper_at("deliberating", cast, title="Radweg </script><b> & mehr", summary="Es geht um einen Weg.")

    there = page(client, paper_url(paper))

    said = told(there)
    assert said["@type"] == "DigitalDocument"
    assert (said["name"], said["identifier"]) == (paper.title, paper.number)
    assert said["url"] == f"http://testserver{paper_url(paper)}"
    assert said["inLanguage"] == "de"
    assert shared(there)["og:title"] == paper.title
    assert shared(there)["og:description"] == "Es geht um einen Weg."
    assert "og:image" not in shared(there)


def test_a_strategy(cast, client):
    assert told(page(client, paper_url(paper_at("completed", cast, "strategy"))))["@type"] == "DigitalDocument"


@pytest.mark.parametrize(("kind", "what"), [("committee", "GovernmentOrganization"), ("faction", "Organization")])
def test_a_body(cast, client, kind, what):
    body = Organization.objects.create(name="Friedensausschuss", slug="frieden", kind=kind)

    there = page(client, body.get_absolute_url())

    assert (told(there)["@type"], told(there)["name"]) == (what, body.name)
    assert shared(there)["og:title"] == body.name


def test_no_address_that_is_shared_has_what_somebody_typed(client):
    assert shared(page(client, "/de/help/?q=geheim"))["og:url"] == "http://testserver/de/help/"


def test_whom_to_tell_of_a_hole(client, settings):
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_DAYS = "sicherheit@stadt.example", 90

    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.text.splitlines())

    assert response.headers["Content-Type"].startswith("text/plain")
    assert lines["Contact"] == "mailto:sicherheit@stadt.example"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    left = datetime.datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert datetime.timedelta(days=88) < left <= datetime.timedelta(days=90)


def test_a_page_can_be_named_too_and_nobody_need_be(client, settings):
    settings.SECURITY_CONTACT = "https://stadt.example/sicherheit"
    assert "Contact: https://stadt.example/sicherheit" in client.get("/.well-known/security.txt").text

    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_page_that_is_not_there_has_a_search(client):
    response = client.get("/de/nothing-here/")

    assert response.status_code == 404
    (form,) = html.fromstring(response.content).xpath("//main//form[@role='search']")
    assert form.get("action") == "/de/search/"
