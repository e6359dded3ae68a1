"""Whatever is raised over a delivery, the delivery comes to its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.template import engines
from django.urls import reverse

from papers.access.groups import sync_groups
from papers.mail.outbox import MOST_ATTEMPTS
from papers.models import Paper
from papers.pdf.archive import print_of
from papers.pdf.typesetting import Reason
from tests.factories.papers import paper_at
from tests.workflows.distribution.outbox.moments import (
    MINUTE,
    make_due,
    pause_of,
)
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.distribution.views.progress import progress_of
from workflows.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db


def a_text_that_cannot_be_read(delivery, _folder=None):
    """An amount that is no number, in the text as it is stored."""
    row = {
        "label": "Umbau",
        "direction": "expense",
        "nature": "operations",
        "period": "one_off",
        "year": 2026,
        "amount": "viel",
    }
    section = {
        "key": "",
        "heading": "Kosten",
        "content": [{"type": "cost_table", "value": {"caption": "", "rows": [row], "note": ""}}],
    }
    stored = json.dumps([{"type": "section", "value": section}])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Paper._meta.db_table} SET body = %s WHERE page_ptr_id = %s", [stored, delivery.page_id]
        )


def a_folder_where_the_print_should_be(delivery, _folder=None):
    kept = print_of(delivery.page)
    kept.file.storage.delete(kept.file.name)
    Path(kept.file.path).mkdir()


def a_template_of_the_city_with_a_slip(delivery, folder):
    (folder / "workflows/mail").mkdir(parents=True)
    (folder / "workflows/mail/delivery.txt").write_text("{% load what_is_not_there %}")


def an_address_that_is_none(delivery, _folder=None):
    type(delivery.person).objects.filter(pk=delivery.person_id).update(email="zwei@klammer@affen.example")


SPOILERS = {
    a_text_that_cannot_be_read: "InvalidOperation",
    a_folder_where_the_print_should_be: "IsADirectoryError",
    a_template_of_the_city_with_a_slip: "TemplateSyntaxError",
    an_address_that_is_none: "ValueError",
}


@pytest.fixture(params=SPOILERS, ids=[spoil.__name__ for spoil in SPOILERS])
def raised(request, delivery, tmp_path, monkeypatch):
    """The name of what is raised over the delivery. A folder stands before ours, in which the city keeps templates of
    its own."""
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
    request.param(delivery, tmp_path)
    for loader in engine.template_loaders:
        loader.reset()
    yield SPOILERS[request.param]
    for loader in engine.template_loaders:
        loader.reset()


def test_whatever_is_raised_is_an_attempt_that_failed_and_the_last_one_ends_it(cast, server, delivery, client, raised):
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.QUEUED, 1)
    assert pause_of(delivery) == pytest.approx(30, abs=5)
    assert raised in delivery.problem
    assert not progress_of(delivery.distribution).is_finished

    Delivery.objects.filter(pk=delivery.pk).update(attempts=MOST_ATTEMPTS - 1)
    make_due(delivery)
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, MOST_ATTEMPTS)
    assert outbox.run(MINUTE) == 0
    assert server.mails == []
    assert progress_of(delivery.distribution).is_finished

    sync_groups(cast.council_clerk)
    client.force_login(cast.council_clerk)
    assert raised in client.get(reverse("deliveries"), {"state": "failed"}).text
    assert raised in client.get(reverse("workflows:distribution", args=[delivery.distribution_id])).text


def test_the_servers_log_names_the_delivery_and_the_place_and_nobody(server, delivery, raised, caplog):
    outbox.run(MINUTE)
    [record] = [record for record in caplog.records if record.name == "papers.mail.outbox"]
    person = type(delivery.person).objects.get(pk=delivery.person_id)
    assert record.levelname == "ERROR"
    assert str(delivery.pk) in record.getMessage()
    assert raised in caplog.text
    assert "Traceback" in caplog.text
    for secret in (person.email, person.last_name, "alle@example.org", "klammer"):
        assert secret not in caplog.text


def test_a_print_that_is_missing_from_the_archive_is_said_to_the_office(server, delivery, caplog):
    kept = print_of(delivery.page)
    kept.file.storage.delete(kept.file.name)

    outbox.run(MINUTE)

    delivery.refresh_from_db()
    assert delivery.problem == Reason.LOST.label
    assert f"the print {kept.pk} of page {kept.page_id} is missing from the archive" in caplog.text
    assert server.mails == []


def test_what_one_delivery_raises_holds_up_nobody(cast, server):
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    an_address_that_is_none(distribution.deliveries.get(person=cast.member))
    outbox.run(MINUTE)
    assert (
        distribution.deliveries.filter(state=DeliveryState.SENT).count()
        == len(server.mails)
        == distribution.deliveries.count() - 1
    )


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({"organization": "Rat", "role": "wizard"}, "Rat (wizard)"),
        ({"organization": "Rat", "role": "member", "weight": "2"}, "Rat (Mitglied)"),
    ],
)
def test_a_reason_kept_by_another_release_of_the_product_is_still_told(cast, server, delivery, client, kept, words):
    Delivery.objects.filter(pk=delivery.pk).update(reasons=[kept])
    outbox.run(MINUTE)
    [mail] = server.mails
    assert words in mail.get_body(("plain",)).get_content()
    sync_groups(cast.council_clerk)
    client.force_login(cast.council_clerk)
    assert words in client.get(reverse("deliveries")).text


def test_a_delivery_that_ends_every_worker_is_given_up(server, delivery):
    for _worker in range(MOST_ATTEMPTS):
        assert outbox.claim().pk == delivery.pk  # and is never heard of again
        make_due(delivery)
    assert not progress_of(delivery.distribution).is_finished
    assert outbox.run(MINUTE) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.problem
    assert server.mails == []
    assert progress_of(delivery.distribution).is_finished
