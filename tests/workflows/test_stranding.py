"""The council office is told once of what waits where nobody can act, however it came to that."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from papers.models import Letter, Membership, Organization
from tests.factories.letters import forget_letters, send_letters
from tests.factories.papers import line_of, paper_at
from workflows.models import Stranding
from workflows.routing.acting import act_on
from workflows.routing.ending import hand_over_line
from workflows.stranding import tell_of_strandings

pytestmark = pytest.mark.django_db
COUNCIL_OFFICE = ["council_clerk@umlauf.test", "second_clerk@umlauf.test"]


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def leave(cast):
    """The secretary of both committees."""
    Membership.objects.filter(person=cast.secretary).update(until=yesterday())


def desert(organization):
    Membership.objects.filter(organization=organization, since__lt=yesterday()).update(until=yesterday())


def come_back(cast):
    Membership.objects.filter(person=cast.secretary).update(until=None)


def deactivate(cast):
    cast.secretary.is_active = False
    cast.secretary.save()


def end(cast):
    for organization in (cast.org.europe_committee, cast.org.culture_committee):
        Organization.objects.filter(pk=organization.pk).update(ends_on=yesterday())


def told():
    """Who was mailed, and under which subjects."""
    forget_letters()
    mail.outbox.clear()
    tell_of_strandings()
    send_letters()
    return sorted({message.to[0] for message in mail.outbox}), sorted({message.subject for message in mail.outbox})


NOBODY = ([], [])


@pytest.mark.parametrize("happens", [leave, deactivate, end])
def test_it_is_told_once_however_it_happened(cast, happens):
    for _count in range(3):
        paper_at("deliberating", cast)
    assert told() == NOBODY

    happens(cast)

    people, subjects = told()
    assert (people, len(subjects), len(mail.outbox)) == (COUNCIL_OFFICE, 2, 4)
    assert told() == NOBODY


def test_the_mail_counts_what_waits_and_names_no_paper(cast):
    papers = [paper_at("deliberating", cast, title="Quastenflosser") for _count in range(3)]
    leave(cast)
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()

    told()

    texts = [message.body for message in mail.outbox if message.to == ["council_clerk@umlauf.test"]]
    assert all("Lines of routing slips: 3" in text and "/admin/inbox/" in text for text in texts)
    assert not any(word in text for text in texts for word in ("Quastenflosser", *(paper.number for paper in papers)))


def test_what_strands_later_or_again_is_told_again(cast):
    paper_at("deliberating", cast)
    leave(cast)
    told()

    paper_at("deliberating", cast)
    assert told()[0] == COUNCIL_OFFICE

    come_back(cast)
    assert told() == NOBODY
    assert not Stranding.objects.exists()
    leave(cast)
    assert told()[0] == COUNCIL_OFFICE


def test_a_planned_line_is_told_of_once_it_opens_where_nobody_acts(cast):
    paper = paper_at("deliberating", cast)
    desert(cast.org.council)
    assert told() == NOBODY

    for body, role, outcome in (
        (cast.org.europe_committee, "preliminary", "recommended"),
        (cast.org.culture_committee, "hearing", "heard"),
    ):
        act_on(line_of(paper, body, role), by=cast.secretary, outcome=outcome)

    assert told()[0] == COUNCIL_OFFICE


def test_a_paper_returned_to_an_office_that_is_empty_is_told_of(cast):
    paper_at("returned", cast)
    assert told() == NOBODY
    desert(cast.org.international_office)

    assert told()[0] == COUNCIL_OFFICE
    assert told() == NOBODY


def test_what_has_found_a_way_out_before_the_mail_leaves_is_not_mailed(cast):
    paper = paper_at("deliberating", cast)
    desert(cast.org.europe_committee)
    forget_letters()
    assert tell_of_strandings() == 1
    hand_over_line(line_of(paper, cast.org.europe_committee, "preliminary"), to=cast.org.council, by=cast.council_clerk)
    Letter.objects.exclude(kind="stranded").delete()
    mail.outbox.clear()

    send_letters()

    assert mail.outbox == []


def test_it_is_told_as_soon_as_there_is_a_council_office(cast):
    paper_at("deliberating", cast)
    leave(cast)
    desert(cast.org.council_office)
    assert told() == NOBODY

    Membership.objects.filter(organization=cast.org.council_office).update(until=None)

    assert told()[0] == COUNCIL_OFFICE


def test_the_command_says_how_many(cast, capsys):
    paper_at("deliberating", cast)
    leave(cast)

    call_command("tell_of_strandings")

    assert capsys.readouterr().out == "0 organizations settled\n2 organizations told of\n"


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_lies_there(cast, django_assert_num_queries, count):
    for _number in range(count):
        paper_at("deliberating", cast)
    leave(cast)

    with django_assert_num_queries(11):
        tell_of_strandings()
