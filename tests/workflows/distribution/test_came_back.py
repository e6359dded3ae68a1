"""A paper that was sent and came back is both, and can be sent once more."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from papers.mail.returning import record_return
from tests.factories.papers import paper_at
from tests.papers.mail import samples
from workflows import migrations
from workflows.distribution.distributing import distribute, try_again, try_all_again
from workflows.distribution.views.progress import progress_of
from workflows.errors import WrongState
from workflows.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def distribution(cast):
    made = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    Delivery.objects.filter(distribution=made).update(state="sent", sent_at=timezone.now(), attempts=1)
    return made


@pytest.fixture
def returned(distribution, cast):
    delivery = distribution.deliveries.get(person=cast.member)
    record_return(samples.as_it_came(samples.REFUSED, delivery.token))
    delivery.refresh_from_db()
    return delivery


def test_it_counts_as_sent_and_as_come_back(distribution, returned, cast, signed_in):
    progress = progress_of(distribution)
    assert (progress.sent, progress.failed, progress.came_back, progress.lost) == (progress.total, 0, 1, 1)
    assert progress.is_finished

    page = signed_in(cast.council_clerk).get(reverse("workflows:distribution", args=[distribution.pk])).text
    assert "5.1.1 smtp; 550 5.1.1" in page
    assert reverse("workflows:send_again", args=[returned.pk]) in page


def test_it_is_found_in_the_log_of_deliveries(returned, cast, signed_in):
    response = signed_in(cast.council_clerk).get(reverse("deliveries"), {"returned": "failed"})
    assert list(response.context["object_list"]) == [returned]
    assert "5.1.1 smtp; 550 5.1.1" in response.text


@pytest.mark.parametrize("again", ["one", "all"])
def test_it_is_sent_once_more(distribution, returned, cast, again):
    if again == "one":
        try_again(returned, by=cast.council_clerk)
    else:
        assert try_all_again(distribution, by=cast.council_clerk) == 1
    returned.refresh_from_db()
    assert (returned.state, returned.attempts, returned.returned, returned.returned_at) == ("queued", 0, "", None)
    with pytest.raises(WrongState):
        try_all_again(distribution, by=cast.council_clerk)


def test_what_was_called_failed_because_it_came_back_was_sent(distribution, cast):
    """The migration: such rows know when they were sent."""
    back, never = distribution.deliveries.order_by("pk")[:2]
    Delivery.objects.filter(pk=back.pk).update(state="failed", problem="5.1.1 gone")
    Delivery.objects.filter(pk=never.pk).update(state="failed", problem="550 no", sent_at=None)
    names = [found.name for found in pkgutil.iter_modules(migrations.__path__)]
    [name] = [name for name in names if name.endswith("_deliveries_that_came_back")]
    migration = import_module(f"workflows.migrations.{name}")

    migration.note_beside_what_was_sent(apps, None)

    back.refresh_from_db()
    never.refresh_from_db()
    assert (back.state, back.returned, back.returned_words, back.problem) == ("sent", "failed", "5.1.1 gone", "")
    assert (never.state, never.returned, never.problem) == ("failed", "", "550 no")

    migration.call_it_failed(apps, None)
    back.refresh_from_db()
    assert (back.state, back.problem) == ("failed", "5.1.1 gone")
