"""The watch over the network sees what it has to see, and nothing else."""

from __future__ import annotations

import socket

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django_tasks import task

from tests.factories.fixtures import *  # noqa: F403


@task()
def mail_at_once() -> None:
    send()


def hello() -> EmailMessage:
    return EmailMessage("Hallo", to=["somebody@umlauf.test"])


def send() -> None:
    hello().send()


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()


def connect(address) -> None:
    socket.create_connection(address).close()


WAYS = {
    "a mail": lambda address: send(),
    "mails over one connection": lambda address: get_connection().send_messages([hello()]),
    "a connection": connect,
    "a name to look up": lambda address: socket.getaddrinfo("127.0.0.1", 80),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_seen_inside_a_transaction_and_not_outside(network, server, way):
    WAYS[way](server)
    with pytest.raises(pytest.fail.Exception), transaction.atomic():
        WAYS[way](server)
    WAYS[way](server)

    (seen,) = network.take()
    assert "inside a transaction, by tests/test_network.py" in seen


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_seen_where_no_test_is_around_the_transaction(network):
    send()
    with pytest.raises(pytest.fail.Exception), transaction.atomic():
        send()

    assert len(network.take()) == 1


def test_rows_that_tests_share_are_in_no_transaction_of_ours(cast, network):
    assert len(connection.atomic_blocks) > 1
    send()
    with pytest.raises(pytest.fail.Exception), transaction.atomic():
        send()

    assert len(network.take()) == 1


@pytest.mark.django_db
def test_seen_on_a_connection_made_before(network, server):
    with socket.create_connection(server) as kept, transaction.atomic(), pytest.raises(pytest.fail.Exception):
        kept.sendall(b"EHLO")

    assert len(network.take()) == 1


@pytest.mark.django_db
def test_seen_in_a_task_that_keeps_its_failure_to_itself(network):
    with transaction.atomic():
        mail_at_once.enqueue()

    assert mail.outbox == []
    assert "mail_at_once" in network.take()[0]


def test_what_waits_for_the_commit_is_outside(cast, run_on_commit):
    with run_on_commit(), transaction.atomic():
        transaction.on_commit(send)

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_processes_of_one_machine_may_talk():
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other, transaction.atomic():
        one.sendall(b"x")
        assert other.recv(1) == b"x"
