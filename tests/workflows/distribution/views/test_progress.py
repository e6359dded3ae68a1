"""Watching a distribution leave: how much of it has, what could not, and once more for those."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.models import Membership
from tests.factories.papers import paper_at
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.distribution.views import progress as progress_views
from workflows.distribution.views.progress import Progress, progress_of
from workflows.models import Delivery, DeliveryState

ASYNCHRONOUSLY = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def distribution(cast):
    return distribute(paper_at("deliberating", cast, title="Städtepartnerschaften"), by=cast.council_clerk)


def address_of(distribution):
    return f"/admin/inbox/distributions/{distribution.pk}/"


def progress(**fields):
    return Progress(
        **{
            "states": {},
            "copies": 0,
            "copies_left": 0,
            "tried_again": 0,
            "came_back": 0,
            "next_at": None,
            "finished_at": None,
            **fields,
        }
    )


@pytest.mark.parametrize("name", ["member", "author", "outsider"])
def test_those_who_may_not_distribute_see_nothing_and_send_nothing(cast, signed_in, distribution, name):
    client = signed_in(cast.people()[name])
    delivery = distribution.deliveries.get(person=cast.member)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, problem="550 no such mailbox")
    for response in (
        client.get(address_of(distribution)),
        client.post(f"{address_of(distribution)}progress/", headers=ASYNCHRONOUSLY),
        client.post(f"/admin/inbox/deliveries/{delivery.pk}/again/"),
        client.post(f"{address_of(distribution)}again/"),
    ):
        assert response.status_code in (302, 403)
        assert "550" not in response.content.decode()
    assert mail.outbox == []
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED


def test_one_of_a_paper_one_may_not_read_does_not_exist(cast, signed_in):
    confidential = paper_at("deliberating", cast, confidentiality="confidential")
    distribution = distribute(confidential, by=cast.council_clerk)
    client = signed_in(cast.outsider)

    assert client.get(address_of(distribution), follow=True).status_code == 404
    assert client.post(f"{address_of(distribution)}progress/", follow=True).status_code == 404
    assert (
        client.post(f"/admin/inbox/deliveries/{distribution.deliveries.first().pk}/again/", follow=True).status_code
        == 404
    )
    assert client.post(f"{address_of(distribution)}again/", follow=True).status_code == 404
    assert mail.outbox == []
    assert signed_in(cast.council_clerk).get("/admin/inbox/distributions/0/", follow=True).status_code == 404


def test_looking_on_sends_the_rest_where_there_are_no_workers(cast, signed_in, distribution):
    client = signed_in(cast.secretary)
    total = distribution.deliveries.count()
    page = client.get(address_of(distribution))
    assert page.context["progress"].sent == 0
    assert f'max="{total}"' in page.content.decode()
    assert 'data-finished="no"' in page.content.decode()

    for _look in range(60):
        fragment = client.post(f"{address_of(distribution)}progress/", headers=ASYNCHRONOUSLY).content.decode()
        if 'data-finished="yes"' in fragment:
            break

    assert "<html" not in fragment
    assert len(mail.outbox) == total > 3
    assert progress_of(distribution).is_finished
    assert f'value="{total}"' in client.get(address_of(distribution)).content.decode()


def test_without_javascript_the_button_leads_back_to_the_page(cast, signed_in, distribution):
    response = signed_in(cast.secretary).post(f"{address_of(distribution)}progress/")

    assert response.url == address_of(distribution)
    assert mail.outbox


def test_it_is_no_address_to_follow(cast, signed_in, distribution):
    client = signed_in(cast.secretary)

    assert client.get(f"{address_of(distribution)}progress/").status_code == 405
    assert client.get(f"/admin/inbox/deliveries/{distribution.deliveries.first().pk}/again/").status_code == 405
    assert client.get(f"{address_of(distribution)}again/").status_code == 405
    assert mail.outbox == []


def test_what_failed_is_told_with_the_reason_and_can_be_sent_again(cast, signed_in, distribution):
    outbox.run(timedelta(seconds=60))
    delivery = distribution.deliveries.get(person=cast.member)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, problem="550 no such mailbox")
    client = signed_in(cast.secretary)
    page = client.get(address_of(distribution))
    assert "550 no such mailbox" in page.content.decode()
    assert [str(one.person) for one in page.context["problems"]] == [str(cast.member)]
    assert (page.context["progress"].failed, page.context["progress"].is_finished) == (1, True)
    mail.outbox.clear()

    response = client.post(f"/admin/inbox/deliveries/{delivery.pk}/again/", follow=True)

    assert response.redirect_chain == [(address_of(distribution), 302)]
    assert response.context["problems"] == []
    outbox.run(timedelta(seconds=60))
    assert [message.to for message in mail.outbox] == [[f"{cast.member} <{cast.member.email}>"]]


def test_all_that_failed_is_sent_again_with_one_button(cast, signed_in, distribution):
    outbox.run(timedelta(seconds=60))
    client = signed_in(cast.secretary)
    button = f'formaction="{address_of(distribution)}again/"'
    Delivery.objects.filter(person=cast.member).update(state=DeliveryState.FAILED, problem="550")
    assert button not in client.get(address_of(distribution)).content.decode(), "the one has a button of its own"
    Delivery.objects.filter(person=cast.chair).update(
        state=DeliveryState.REFUSED, problem="May no longer read the paper."
    )
    assert button in client.get(address_of(distribution)).content.decode()
    mail.outbox.clear()

    response = client.post(f"{address_of(distribution)}again/", follow=True)

    assert response.redirect_chain == [(address_of(distribution), 302)]
    assert [(message.level_tag, "2" in str(message)) for message in response.context["messages"]] == [("success", True)]
    assert response.context["problems"] == []
    outbox.run(timedelta(seconds=60))
    assert {parseaddr(message.to[0])[1] for message in mail.outbox} == {cast.member.email, cast.chair.email}

    response = client.post(f"{address_of(distribution)}again/", follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_a_long_list_of_failures_says_how_many_it_leaves_out(cast, signed_in, distribution, monkeypatch):
    monkeypatch.setattr(progress_views, "MOST_PROBLEMS", 2)
    failed = distribution.deliveries.update(state=DeliveryState.FAILED, problem="550")

    page = signed_in(cast.secretary).get(address_of(distribution))

    assert len(page.context["problems"]) == 2
    assert re.search(rf"<p>[^<]*\b2\b[^<]*\b{failed}\b[^<]*</p>", page.content.decode())


def test_what_did_not_fail_is_not_sent_again(cast, signed_in, distribution):
    delivery = distribution.deliveries.get(person=cast.member)

    response = signed_in(cast.secretary).post(f"/admin/inbox/deliveries/{delivery.pk}/again/", follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_what_is_tried_again_later_says_when(cast, signed_in, distribution):
    distribution.deliveries.update(problem="421 try later", due_at=timezone.now() + timedelta(hours=1))

    page = signed_in(cast.secretary).get(address_of(distribution))

    assert page.context["progress"].tried_again == distribution.deliveries.count()
    assert page.context["progress"].next_look == 10_000
    assert timezone.localtime(page.context["progress"].next_at).strftime("%H:%M") in page.content.decode()


def test_copies_on_paper_are_counted_apart(cast, signed_in):
    cast.member.on_paper, cast.member.postal_address = True, "Am Markt 1"
    cast.member.save()
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)

    found = progress_of(distribution)

    assert (found.copies, found.copies_left) == (1, 1)
    assert found.total == distribution.deliveries.count() - 1
    assert (
        f"{address_of(distribution)}paper-copies/"
        in signed_in(cast.secretary).get(address_of(distribution)).content.decode()
    )


def test_the_numbers_of_a_progress():
    nothing = progress()
    assert (nothing.total, nothing.is_finished, nothing.tenth) == (0, True, 10)
    half = progress(states={"queued": 45, "sending": 1, "sent": 50, "failed": 3, "refused": 1})
    assert (half.total, half.done, half.sent, half.failed, half.tenth, half.is_finished) == (100, 54, 50, 4, 5, False)
    assert [(state, count) for state, _label, count in half.counted] == [
        ("queued", 45),
        ("sending", 1),
        ("sent", 50),
        ("failed", 3),
        ("refused", 1),
    ]
    almost = progress(states={"queued": 1, "sent": 999})
    assert almost.tenth == 9, "the last tenth is said at the end"


@pytest.mark.thorough
def test_the_progress_takes_as_many_queries_for_thirty_as_for_one(cast, signed_in):
    client = signed_in(cast.council_clerk)
    User = get_user_model()
    paper = paper_at("deliberating", cast)
    found, made = [], 0
    for size in (1, 3, 30):
        while made < size:
            made += 1
            person = User.objects.create_user(f"m{made}@umlauf.test")
            Membership.objects.create(person=person, organization=cast.org.europe_committee, role="member")
        distribution = distribute(paper, by=cast.council_clerk)
        Delivery.objects.update(distribution=distribution, state=DeliveryState.FAILED, problem="550")
        client.get(address_of(distribution))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address_of(distribution))
        assert len(response.context["problems"]) >= size
        found.append(len(captured))
    assert found == [found[0]] * 3
