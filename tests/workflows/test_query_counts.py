"""Screens take as many queries for thirty rows as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.papers import draft, paper_at
from workflows.routing.steps import start_routing

pytestmark = pytest.mark.thorough

SIZES = (1, 3, 30)
OWN = ["/admin/papers/", "/admin/"]
WAITING = ["/admin/inbox/", *OWN]


def queries(client, address, expected):
    client.get(address)  # what Django and Wagtail look up once per process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    body = response.content.decode()
    assert sum(f"Vorlage Nr. {number}." in body for number in range(1, 31)) == expected
    return len(captured)


def grown(cast, client, addresses, make, shown=30):
    """The number of queries of each address with 1, 3 and 30 papers."""
    counts = {address: [] for address in addresses}
    made = 0
    for size in SIZES:
        while made < size:
            made += 1
            make(f"Vorlage Nr. {made}.")
        for address in addresses:
            counts[address].append(queries(client, address, min(size, shown if address == "/admin/" else 30)))
    return counts


def co_signing(cast):
    def make(title):
        start_routing(draft(cast, title=title), by=cast.author)

    return make


@pytest.mark.parametrize(("name", "addresses"), [("cosigner", WAITING), ("deputy", WAITING), ("author", OWN)])
def test_inbox_list_and_home_while_papers_are_co_signed(cast, signed_in, name, addresses):
    client = signed_in(cast.people()[name])

    counts = grown(cast, client, addresses, co_signing(cast), shown=8)

    assert counts == {address: [found[0]] * 3 for address, found in counts.items()}


def test_inbox_list_and_home_of_a_secretary(cast, signed_in):
    client = signed_in(cast.secretary)

    counts = grown(
        cast,
        client,
        ["/admin/inbox/", "/admin/papers/"],
        lambda title: paper_at("deliberating", cast, "information", title=title),
    )

    assert counts == {address: [found[0]] * 3 for address, found in counts.items()}


def test_inbox_of_the_council_office(cast, signed_in):
    client = signed_in(cast.council_clerk)

    counts = grown(
        cast, client, ["/admin/inbox/", "/admin/papers/"], lambda title: paper_at("checking", cast, title=title)
    )

    assert counts == {address: [found[0]] * 3 for address, found in counts.items()}
