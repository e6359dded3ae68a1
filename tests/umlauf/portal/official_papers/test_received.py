"""What was sent to somebody."""

from __future__ import annotations

import uuid

from django.utils import timezone, translation

from papers.models import Membership
from tests.factories.papers import paper_at
from tests.umlauf.portal.official_papers.pages import (
    page_of,
)
from umlauf.portal.addresses import paper_url
from workflows.distribution.distributing import distribute


def test_everybody_sees_what_was_sent_to_them(cast, signed_in, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    client = signed_in(cast.member)
    page = page_of(client, "/de/received/")
    assert "Städtepartnerschaften" in page
    assert f"/de/delivered/{delivery.token}/" in page

    assert client.get(f"/de/delivered/{delivery.token}/").url == paper_url(paper)

    delivery.refresh_from_db()
    assert delivery.opened_at is not None
    assert f'datetime="{timezone.localdate(delivery.opened_at):%Y-%m-%d}' in page_of(client, "/de/received/")
    assert 'href="/de/received/"' in page_of(client, "/de/")


def test_others_see_nothing_of_it(cast, signed_in, client, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)

    assert "Städtepartnerschaften" not in page_of(signed_in(cast.outsider), "/de/received/")
    assert signed_in(cast.outsider).get(f"/de/delivered/{delivery.token}/").status_code == 404
    client.logout()
    assert client.get("/de/received/").status_code == 302
    assert client.get(f"/de/delivered/{delivery.token}/").status_code == 302
    assert 'href="/de/received/"' not in page_of(client, "/de/")
    assert signed_in(cast.member).get(f"/de/delivered/{uuid.uuid4()}/").status_code == 404
    delivery.refresh_from_db()
    assert delivery.opened_at is None


def test_a_title_one_may_no_longer_read_is_left_out(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public", title="Grundstück")
    distribute(paper, by=cast.council_clerk)
    assert "Grundstück" in page_of(signed_in(cast.member), "/de/received/")
    Membership.objects.filter(person=cast.member).update(since="1999-01-01", until="2000-01-01")

    page = page_of(signed_in(cast.member), "/de/received/")

    assert "Grundstück" not in page
    assert paper.number in page


def test_what_was_not_sent_yet_says_so(cast, signed_in, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)

    page = page_of(signed_in(cast.member), "/de/received/")

    assert delivery.state == "queued"
    with translation.override("de"):
        assert f"{delivery.get_channel_display()}: {delivery.get_state_display().lower()}" in page
