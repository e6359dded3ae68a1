"""Two people of one name are told apart wherever people stand in lists, and one person with two roles is told once."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse

from papers.models import Delegation, Membership
from papers.parties.namesakes import ToldApart
from tests.factories.letters import forget_letters, send_letters
from tests.factories.papers import draft, fresh, line_of, paper_at
from workflows.distribution.distributing import distribute
from workflows.notifications import announce_lines
from workflows.routing.steps import start_routing
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


def namesake_of(person, organization, role="member"):
    other = get_user_model().objects.create_user(
        "zweite@umlauf.test", first_name=person.first_name, last_name=person.last_name, preferred_language="de"
    )
    Membership.objects.create(person=other, organization=organization, role=role, since="2020-01-01")
    return other


def test_the_timeline_says_where_namesakes_work(cast):
    paper = draft(cast)
    start_routing(paper, by=cast.author)
    plain = {entry.name for entry in timeline_of(fresh(paper))}
    assert str(cast.author) in plain

    namesake_of(cast.author, cast.org.works_office)

    told = {entry.name for entry in timeline_of(fresh(paper)) if entry.person == cast.author}
    assert told == {f"{cast.author} (Büro für Internationales)"}


def test_the_preview_of_a_distribution_shows_addresses(cast, signed_in):
    paper = paper_at("deliberating", cast)
    namesake_of(cast.member, cast.org.europe_committee)

    page = signed_in(cast.council_clerk).get(reverse("workflows:distribute", args=[paper.pk])).content.decode()

    for address in ("zweite@umlauf.test", cast.member.email):
        assert f"<small>{address}</small>" in page


def test_liaisons_of_one_name_are_told_apart_without_addresses(cast, client):
    other = namesake_of(cast.liaison, cast.org.bristol, role="liaison")
    Membership.objects.create(person=other, organization=cast.org.works_office, role="member", since="2020-01-01")

    page = client.get(cast.org.bristol.get_absolute_url()).content.decode()

    assert f"{cast.liaison} (Tiefbauamt)" in page
    assert "zweite@" not in page


def test_whoever_acts_in_two_roles_and_for_somebody_else_is_told_once(cast):
    paper = paper_at("deliberating", cast)
    body = cast.org.europe_committee
    Membership.objects.create(person=cast.secretary, organization=body, role="chair", since="2020-01-01")
    Membership.objects.create(person=cast.chair, organization=body, role="chair", since="2020-01-01")
    Delegation.objects.create(delegator=cast.chair, deputy=cast.secretary, since="2020-01-01")
    forget_letters()
    mail.outbox.clear()

    announce_lines([line_of(paper, body, "preliminary")])
    send_letters()

    assert sorted(message.to[0] for message in mail.outbox) == [cast.chair.email, cast.secretary.email]


def test_copies_on_paper_are_ticked_off_for_the_right_one(cast, signed_in):
    paper = paper_at("deliberating", cast)
    other = namesake_of(cast.member, cast.org.europe_committee)
    for person in (cast.member, other):
        person.on_paper, person.postal_address = True, "Rathausplatz 1"
        person.save()
    distribute(paper, by=cast.council_clerk)
    address = reverse("workflows:paper_copies", args=[paper.distributions.get().pk])

    page = signed_in(cast.council_clerk).get(address).content.decode()

    for person in (cast.member, other):
        assert page.count(f"{person} (Europaausschuss, {person.email})") == 2


def test_people_without_a_name_are_no_namesakes(cast):
    people = [get_user_model().objects.create_user(f"ohne{number}@umlauf.test") for number in range(2)]
    told = ToldApart(people)

    assert [told.of(person) for person in people] == ["ohne0@umlauf.test", "ohne1@umlauf.test"]
