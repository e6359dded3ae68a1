"""Exactly once, whatever happens: workers are killed while a mail server misbehaves; two people press the same
button."""

from __future__ import annotations

import asyncio
import random
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import PageLogEntry

from papers.mail.envelope import message_id
from papers.mail.outbox import MOST_ATTEMPTS
from papers.models import Membership
from tests.factories.cast import build_cast
from tests.factories.papers import paper_at
from tests.factories.smtp import smtp_server
from tests.factories.worker import forks
from tests.factories.worker_process import die_sending, work
from tests.workflows.routing.concurrency.threads import at_once, errors_of
from workflows.distribution import outbox
from workflows.distribution.distributing import NobodyLeft, distribute, try_again, try_all_again
from workflows.distribution.views.progress import progress_of
from workflows.errors import WrongState
from workflows.models import Delivery, Distribution

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PEOPLE = 500
KILLS = 50
WORKERS = 2
LAST = 12  # attempts before one is given up
PATIENCE = 120  # seconds after the last kill


@pytest.fixture
def cast(transactional_db):
    return build_cast()


class MoodyServer:
    """Refuses for now, delays, takes the message and hangs up; ``moment`` is set at moments in the middle of a
    message."""

    def __init__(self, inbox, seed):
        self.inbox = inbox
        self.random = random.Random(seed)
        self.moment = threading.Event()

    async def rcpt(self, server, session, envelope, address, options):
        self._perhaps()
        if self.random.random() < 0.08:
            return "451 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def data(self, server, session, envelope):
        self._perhaps()
        mood = self.random.random()
        if mood < 0.06:
            return "452 full for the moment"
        if mood < 0.12:
            await asyncio.sleep(self.random.uniform(0.01, 0.2))
        answer = await type(self.inbox).handle_DATA(self.inbox, server, session, envelope)
        self._perhaps()
        if mood > 0.95:
            server.transport.abort()
        return answer

    def _perhaps(self):
        if self.random.random() < 0.15:
            self.moment.set()


@pytest.fixture
def server(settings):
    with smtp_server(settings) as inbox:
        moody = MoodyServer(inbox, seed=5)
        inbox.handle_RCPT, inbox.handle_DATA = moody.rcpt, moody.data
        yield moody


def with_many_members(cast):
    paper = paper_at("deliberating", cast)
    committee = paper.consultations.filter(organization__kind="committee").first().organization
    people = get_user_model().objects.bulk_create(
        [get_user_model()(email=f"mitglied{number}@example.org") for number in range(PEOPLE)]
    )
    Membership.objects.bulk_create(
        [Membership(person=person, organization=committee, role="member") for person in people]
    )
    return paper


def test_everybody_gets_it_once_though_workers_are_killed_fifty_times(cast, server, settings, record_property):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    distribution = distribute(with_many_members(cast), by=cast.council_clerk)
    total = distribution.deliveries.filter(channel="mail").count()
    assert total >= PEOPLE

    processes = forks(DELIVERY_LEASE="2", DELIVERY_FIRST_PAUSE="0")
    workers = [processes.Process(target=work, daemon=True) for _worker in range(WORKERS)]
    for worker in workers:
        worker.start()
    for _kill in range(KILLS):
        for _moment in range(server.random.randint(1, 3)):
            assert server.moment.wait(PATIENCE), "workers are sending"
            server.moment.clear()
        threading.Event().wait(server.random.uniform(0, 0.05))
        victim = workers.pop(0)
        victim.kill()
        victim.join()
        workers.append(processes.Process(target=work, daemon=True))
        workers[-1].start()
    assert Delivery.objects.unfinished().exists(), "all kills hit while there was something to send"
    for _second in range(PATIENCE):
        if not Delivery.objects.unfinished().exists():
            break
        threading.Event().wait(1)
    for worker in workers:
        worker.kill()
        worker.join()

    assert Counter(distribution.deliveries.values_list("state", flat=True)) == {"sent": total}
    ours = {message_id(delivery) for delivery in distribution.deliveries.all()}
    messages = [message for message in server.inbox.mails if message["Message-ID"] in ours]
    assert {message["Message-ID"] for message in messages} == ours, "not a notification among them"
    names = {}
    for message in messages:
        names.setdefault(message["To"], set()).add(message["Message-ID"])
    assert len(names) == total, "every person has the paper"
    assert all(len(ids) == 1 for ids in names.values()), "and nobody has two"
    record_property("messages repeated under their own name", len(messages) - total)


def test_a_delivery_that_kills_every_worker_is_given_up_and_holds_up_nobody(cast, server, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)
    deadly = distribution.deliveries.get(person=cast.member)
    others = distribution.deliveries.exclude(pk=deadly.pk)
    others.update(due_at=timezone.now() + timedelta(days=1))
    processes = forks(DELIVERY_LEASE="2", DELIVERY_FIRST_PAUSE="0")
    Delivery.objects.filter(pk=deadly.pk).update(attempts=MOST_ATTEMPTS - LAST)
    for _attempt in range(LAST):
        Delivery.objects.filter(pk=deadly.pk).update(due_at=timezone.now())  # the lease of the one before has run out
        victim = processes.Process(target=die_sending, daemon=True)
        victim.start()
        victim.join()
        assert victim.exitcode == -signal.SIGKILL
    distribution.deliveries.update(due_at=timezone.now())
    for _attempt in range(LAST):  # the mail server is moody
        outbox.run(timedelta(seconds=PATIENCE))
        others.update(due_at=timezone.now())

    deadly.refresh_from_db()
    assert (deadly.state, deadly.attempts) == ("failed", MOST_ATTEMPTS + 1)
    assert set(others.values_list("state", flat=True)) == {"sent"}
    assert message_id(deadly) not in {message["Message-ID"] for message in server.inbox.mails}
    assert progress_of(distribution).is_finished


def test_two_secretaries_press_the_button_together(cast):
    paper = paper_at("deliberating", cast)
    results = at_once(lambda: distribute(paper, by=cast.secretary), lambda: distribute(paper, by=cast.council_clerk))
    (error,) = errors_of(results)
    assert isinstance(error, NobodyLeft)
    assert Distribution.objects.count() == 1
    assert Delivery.objects.values("person").distinct().count() == Delivery.objects.count()


@pytest.mark.parametrize("round_", range(5))
def test_two_secretaries_send_what_failed_again_together(cast, settings, round_):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    paper = paper_at("deliberating", cast)
    distribution = distribute(paper, by=cast.council_clerk)
    failed = distribution.deliveries.update(state="failed")
    one = distribution.deliveries.get(person=cast.member)

    results = at_once(
        lambda: try_all_again(distribution, by=cast.secretary),
        lambda: try_all_again(distribution, by=cast.council_clerk),
        lambda: try_again(one, by=cast.council_clerk),
    )

    refused = errors_of(results)
    assert {type(error) for error in refused} == {WrongState}
    counts = [result for result in results if isinstance(result, int)]
    assert counts in ([failed], [failed - 1]), "one of the two has all of it, whether or not the single one was quicker"
    assert len(refused) == 3 - len(counts) - (counts == [failed - 1])
    assert distribution.deliveries.filter(state="queued").count() == failed
    assert PageLogEntry.objects.filter(page=paper, action="umlauf.deliver_again").count() == 3 - len(refused)


def test_a_member_who_joins_while_it_is_sent_gets_it_with_the_next_press_and_nobody_twice(cast):
    paper = paper_at("deliberating", cast)
    first = distribute(paper, by=cast.council_clerk)
    committee = paper.consultations.filter(organization__kind="committee").first().organization
    Membership.objects.create(person=cast.outsider, organization=committee, role="member")
    addition = distribute(paper, by=cast.secretary)
    assert [delivery.person for delivery in addition.deliveries.all()] == [cast.outsider]
    assert not set(first.deliveries.values_list("person", flat=True)) & {cast.outsider.pk}
