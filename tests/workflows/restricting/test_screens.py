"""The screens of the council office: what is to go, whom it has reached, and the list that stays."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from papers.access.verb_table import VERBS
from papers.models import Restriction
from tests.factories.papers import add_attachment, fresh, paper_at
from tests.workflows.restricting.making import PDF, WHY, stricter, taken_off
from workflows.distribution.distributing import distribute
from workflows.models import Delivery
from workflows.restricting.reached import deliveries_reached, what_was_restricted

pytestmark = pytest.mark.django_db


def screen(name, paper):
    return reverse(f"workflows:{name}", args=[paper.pk])


def sent(paper, cast, *people):
    """Distributed, and left for these alone."""
    distribution = distribute(fresh(paper), by=cast.council_clerk, remark="Neu.")
    distribution.deliveries.filter(person__in=people).update(state="sent", sent_at=timezone.now())
    return distribution


def names(deliveries):
    return [delivery.person for delivery in deliveries]


def test_the_buttons_lead_to_the_screens(cast, signed_in):
    paper = paper_at("deliberating", cast)

    page = signed_in(cast.council_clerk).get(f"/admin/pages/{paper.pk}/edit/").content.decode()
    other = signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/").content.decode()

    for name in ("make_stricter", "take_off_the_public"):
        assert screen(name, paper) in page
        assert screen(name, paper) not in other


def test_the_screen_shows_whom_it_has_reached_before_and_keeps_it_afterwards(cast, signed_in):
    paper = paper_at("deliberating", cast)
    sent(paper, cast, cast.member)
    client = signed_in(cast.council_clerk)
    for name in ("make_stricter", "take_off_the_public"):
        page = client.get(screen(name, paper)).content.decode()
        assert cast.member.email in page
        assert cast.chair.email not in page  # its mail waits, and will be looked at once more

    data = {"what": "paper", "reason": WHY, "keeps_title": "on"}
    response = client.post(screen("take_off_the_public", paper), data, follow=True)

    assert response.redirect_chain == [(screen("reached", paper), 302)]
    page = response.content.decode()
    assert cast.member.email in page
    assert cast.chair.email not in page
    assert WHY in page
    assert Restriction.objects.get().keeps_title
    assert cast.member.email in client.get(screen("reached", paper)).content.decode()
    panel = client.get(f"/admin/pages/{paper.pk}/edit/").content.decode()
    assert f'href="{screen("reached", paper)}"' in panel


def test_the_list_is_exported_from_the_log(cast, signed_in):
    paper = paper_at("deliberating", cast)
    sent(paper, cast, cast.member)
    taken_off(paper, cast)
    client = signed_in(cast.council_clerk)
    page = client.get(screen("reached", paper))

    address = page.context["log"] + "csv"
    response = client.get(address)

    assert address.replace("&", "&amp;") in page.content.decode()
    content = b"".join(response.streaming_content).decode()
    response.close()
    assert cast.member.email in content


@pytest.mark.parametrize("who", ["author", "secretary", "liaison", "deputy"])
def test_nobody_else_sees_whom_it_had_reached(cast, signed_in, who):
    paper = paper_at("deliberating", cast)
    sent(paper, cast, cast.member)
    stricter(paper, cast)

    response = signed_in(cast.people()[who]).get(screen("reached", paper))

    assert response.status_code in (302, 403, 404)
    assert cast.member.email not in response.content.decode()


def test_whoever_opened_it_is_listed_though_its_mail_never_left(cast):
    paper = paper_at("deliberating", cast)
    sent(paper, cast)
    Delivery.objects.filter(person=cast.chair).update(opened_at=timezone.now())

    assert names(deliveries_reached(paper)) == [cast.chair]


def test_an_annex_reached_those_who_got_a_version_with_it(cast):
    paper = paper_at("deliberating", cast)
    sent(paper, cast, cast.member, cast.chair)
    annex = add_attachment(paper, by=cast.council_clerk, title="Gehaltsliste")
    sent(paper, cast, cast.chair)
    other = add_attachment(paper, by=cast.council_clerk, content=PDF + b"2")

    taken_off(annex, cast)
    taken_off(other, cast)

    last, first = what_was_restricted(fresh(paper))
    assert (first.title, names(first.deliveries)) == ("Gehaltsliste", [cast.chair])
    assert names(last.deliveries) == []


def test_who_got_it_afterwards_has_a_right_to_it(cast):
    paper = paper_at("deliberating", cast)
    stricter(paper, cast)
    sent(paper, cast, cast.member)

    assert names(what_was_restricted(fresh(paper))[0].deliveries) == []


def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public")
    annex = add_attachment(paper, by=cast.council_clerk, confidentiality="non_public")
    client = signed_in(cast.council_clerk)

    empty = client.post(screen("make_stricter", paper), {"what": annex.pk, "level": "confidential", "reason": " "})
    milder = client.post(screen("make_stricter", paper), {"what": annex.pk, "level": "public", "reason": WHY})
    foreign = client.post(screen("take_off_the_public", paper), {"what": "0", "reason": WHY})

    assert set(empty.context["form"].errors) == {"reason"}
    assert set(milder.context["form"].errors) == {"level"}
    assert set(foreign.context["form"].errors) == {"what"}
    assert WHY in milder.content.decode()
    assert milder.context["form"]["what"].value() == str(annex.pk)
    assert not Restriction.objects.exists()


def test_the_form_offers_only_what_is_released_and_can_still_be_taken_back(cast, signed_in):
    paper = paper_at("deliberating", cast)
    open_one = add_attachment(paper, by=cast.council_clerk, content=PDF + b"1")
    strict = add_attachment(paper, by=cast.council_clerk, content=PDF + b"2", confidentiality="confidential")
    gone = add_attachment(paper, by=cast.council_clerk, content=PDF + b"3")
    taken_off(gone, cast)
    client = signed_in(cast.council_clerk)

    offered = {
        name: [key for key, _label in client.get(screen(name, paper)).context["form"].fields["what"].choices]
        for name in ("make_stricter", "take_off_the_public")
    }

    assert offered == {
        "make_stricter": ["paper", str(open_one.pk)],
        "take_off_the_public": ["paper", str(open_one.pk), str(strict.pk)],
    }


@pytest.mark.parametrize("name", ["make_stricter", "take_off_the_public"])
def test_whoever_comes_second_is_told_so_at_the_paper(cast, signed_in, name):
    paper = paper_at("deliberating", cast)
    taken_off(paper, cast)

    response = signed_in(cast.second_clerk).post(screen(name, paper), {"what": "paper", "reason": WHY}, follow=True)

    assert response.redirect_chain == [(f"/admin/pages/{paper.pk}/edit/", 302)]
    told = [str(message) for message in response.context["messages"]]
    assert told[0] == str(VERBS[name].closed)
    assert Restriction.objects.count() == 1


def test_a_list_of_three_costs_as_much_as_of_one(cast, signed_in):
    paper = paper_at("deliberating", cast)
    sent(paper, cast, cast.member)
    client = signed_in(cast.council_clerk)
    client.get(screen("take_off_the_public", paper))
    counted = []
    for people in ((cast.member,), (cast.member, cast.chair, cast.council_member)):
        Delivery.objects.filter(person__in=people).update(state="sent", sent_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get(screen("take_off_the_public", paper))
        counted.append(len(queries))

    assert counted[0] == counted[1]
