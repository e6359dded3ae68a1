"""A reader's principal is looked up once for an answer, and anew for the next."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from papers.access import principal_of, principals_remembered
from papers.models import Membership
from tests.factories.papers import paper_at

pytestmark = pytest.mark.django_db


def looked_up(queries):
    return [query["sql"] for query in queries if query["sql"].startswith('SELECT "papers_membership"')]


@pytest.mark.parametrize("page", ["editor", "home", "paper"])
def test_one_look_at_the_memberships_for_a_page(client, cast, page):
    paper = paper_at("checking", cast)
    url = {
        "editor": reverse("wagtailadmin_pages:edit", args=[paper.pk]),
        "home": reverse("wagtailadmin_home"),
        "paper": f"/de/papers/{paper.slug}/",
    }[page]
    client.force_login(cast.council_clerk)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    own = re.compile(rf"[\[{{]{cast.council_clerk.pk}[\]}}]")  # a list with one key, as each database writes it
    assert len([sql for sql in looked_up(queries) if own.search(sql)]) == 1


def test_what_ended_gives_nothing_on_the_next_page(client, cast):
    paper = paper_at("co_signing", cast)
    client.force_login(cast.cosigner)
    assert client.get(f"/de/papers/{paper.slug}/").status_code == 200
    Membership.objects.filter(person=cast.cosigner).update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert client.get(f"/de/papers/{paper.slug}/").status_code == 404


def test_nothing_is_remembered_afterwards(cast):
    with principals_remembered():
        before = principal_of(cast.cosigner)
        Membership.objects.filter(person=cast.cosigner).delete()
        assert principal_of(cast.cosigner) == before
    assert not principal_of(cast.cosigner).organizations
