"""Who votes in the demo, and that no more votes were counted than there are members."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import get_user_model

from papers.enums import BODIES
from papers.models import Act, Membership, Organization
from papers.parties.membership import Delegation
from tests.umlauf.demo.loaded.conftest import demo_paper
from umlauf.demo.content import read_cast, read_elected
from workflows.routing.plausible import FEWEST, Votes, vote_problems, voting_members

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]


def test_every_vote_fits_the_members_of_its_body_on_that_day():
    acts = list(Act.objects.exclude(votes_yes=None).select_related("consultation__organization"))
    looks_wrong = {
        str(act): problems
        for act in acts
        if (problems := vote_problems(act.consultation, act.outcome, votes_of(act), act.decided_on, ""))
    }

    assert len(acts) > 40
    assert looks_wrong == {}
    assert all(voting_members(act.consultation, act.decided_on) >= FEWEST for act in acts)


def votes_of(act: Act) -> Votes:
    return Votes(act.votes_yes, act.votes_no or 0, act.votes_abstain or 0, act.votes_biased or 0)


def test_one_vote_more_than_there_are_members_is_asked_back():
    line = demo_paper("2026-jahresabschluss").consultations.get(role="decision")
    act = line.latest_act

    assert "votes_reason" in vote_problems(line, act.outcome, Votes(47, 9, 8, 1), act.decided_on, "")


def test_every_body_has_all_its_seats():
    since, groups = read_elected()
    seats = {slug: number for group in groups for slug, number in group.seats.items()}
    bodies = Organization.objects.filter(kind__in=BODIES)

    assert set(seats) == {body.slug for body in bodies}
    for day in (since, datetime.date(2026, 10, 31)):
        voting = Membership.objects.current(day).filter(voting_right=True)
        assert {body.slug: voting.filter(organization=body).count() for body in bodies} == seats


def test_who_was_elected_has_no_log_in():
    cast = {read_cast().email(person.key) for person in read_cast().people}
    elected = get_user_model().objects.exclude(email__in=cast)

    assert elected.count() == sum(len(group.names) for group in read_elected()[1])
    assert not elected.filter(is_active=True).exists()
    assert not any(person.has_usable_password() for person in elected)
    assert not Delegation.objects.filter(deputy__in=elected).exists()


def test_the_history_of_a_seat_begins_with_the_term():
    seats = Membership.objects.filter(person__is_active=False)
    days = {record.history_date.date() for record in Membership.history.filter(id__in=seats.values("pk"))}

    assert days == {read_elected()[0]}
