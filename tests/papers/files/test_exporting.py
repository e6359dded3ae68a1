"""A list that is taken along is written row by row, whatever there is."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook

from papers.files import exporting
from papers.files.exporting import Rows
from papers.models import Organization
from tests.factories.many import many
from tests.factories.papers import paper_at
from workflows.distribution.distributing import distribute
from workflows.models import Delivery

LISTS = ("workflows:inbox", "papers_admin:all", "deliveries", "mails", "wagtailadmin_reports:site_history")


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 2)


def rows_of(response):
    """Without the headings."""
    body = b"".join(response.streaming_content)
    response.close()
    if "csv" in response["Content-Type"]:
        return list(csv.reader(io.StringIO(body.decode())))[1:]
    return list(load_workbook(io.BytesIO(body)).active.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LISTS)
def test_every_row_of_a_list_is_taken_along(cast, signed_in, small_batches, name, form):
    for _one in range(3):
        paper_at("checking", cast)
    distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    client = signed_in(cast.admin)
    listed = client.get(reverse(name)).context["paginator"].count

    rows = rows_of(client.get(reverse(name), {"export": form}))

    assert len(rows) == listed > 2


def test_it_is_written_in_the_language_of_who_asked(cast, signed_in):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    distribute(paper_at("deliberating", cast), by=cast.council_clerk)

    with translation.override("en"):
        response = signed_in(cast.council_clerk).get(reverse("deliveries"), {"export": "csv"})
    headings = b"".join(response.streaming_content).decode().splitlines()[0]

    with translation.override("en"):
        assert gettext("Distributed by") in headings
    assert translation.get_language() == "de"


def test_an_index_of_the_master_data_too(cast, signed_in, small_batches, monkeypatch):
    from papers.admin.organizations import OrganizationIndexView

    monkeypatch.setattr(OrganizationIndexView, "list_export", ["name"])

    rows = rows_of(signed_in(cast.council_clerk).get("/admin/organizations/", {"export": "csv"}))

    assert sorted(name for (name,) in rows) == sorted(Organization.objects.values_list("name", flat=True))


def test_no_more_than_a_batch_is_in_memory(cast, small_batches):
    many(cast.org.europe_committee, 5, slug=lambda one: f"ausschuss-{one}")
    batches = []

    def finished(batch):
        batches.append(len(batch))
        return batch

    found = list(Rows(Organization.objects.filter(slug__startswith="ausschuss-").order_by("slug"), finished))

    assert [one.slug for one in found] == [f"ausschuss-{one}" for one in range(5)]
    assert batches == [2, 2, 1]


def test_a_list_costs_as_many_statements_however_long_it_is(cast, signed_in, django_assert_num_queries):
    paper = distribute(paper_at("deliberating", cast), by=cast.council_clerk).paper
    client = signed_in(cast.council_clerk)
    address = reverse("deliveries")
    client.get(address, {"export": "csv"})
    delivery = Delivery.objects.filter(distribution__paper=paper).first()

    for more in (0, 40):
        people = many(cast.author, more, email=lambda one: f"person{one}@umlauf.test")
        keys = [person.pk for person in people]
        many(delivery, more, person_id=keys.__getitem__, token=lambda _one: uuid.uuid4())
        with django_assert_num_queries(8):
            rows = rows_of(client.get(address, {"export": "csv"}))
        assert len(rows) > more
