"""Background tasks and commands say when they began, how long they took, and whether they failed."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from papers.commands import LoggedCommand

OURS = ("papers", "workflows", "search", "umlauf")


@task()
def count_to(number: int) -> int:
    logging.getLogger("papers.somewhere").info("counting")
    return sum(range(number))


@task()
def fall() -> None:
    raise LookupError("fallen")


@task()
def enqueue_another() -> None:
    count_to.enqueue(1)
    logging.getLogger("papers.somewhere").info("enqueued")


def path_of(one):
    return f"{__name__}.{one}"


def test_a_task_says_when_it_began_and_how_long_it_took(log):
    result = count_to.enqueue(3)

    first, within, last = log.lines
    assert [line["level"] for line in log.lines] == ["INFO"] * 3
    assert first["message"] == f"task {path_of('count_to')} started"
    assert last["message"] == f"task {path_of('count_to')} ended after {last['seconds']:.2f} s"
    assert last["seconds"] == round((result.finished_at - result.started_at).total_seconds(), 3)
    assert {first["task_id"], within["task_id"], last["task_id"]} == {result.id}


def test_a_task_that_fails_says_why(log):
    fall.enqueue()

    (line,) = [line for line in log.lines if line["level"] == "ERROR"]
    assert line["message"].startswith(f"task {path_of('fall')} failed after ")
    assert "LookupError: fallen" in line["exc_info"]


def test_after_a_task_within_a_task_the_outer_one_goes_on(log):
    outer = enqueue_another.enqueue()
    logging.getLogger("papers.somewhere").info("over")

    tasks = {line["message"]: line["task_id"] for line in log.lines_of("papers.somewhere")}
    assert tasks["enqueued"] == outer.id
    assert tasks["counting"] not in (outer.id, "-")
    assert tasks["over"] == "-"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_says_the_same(settings, log):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    count_to.enqueue(3)
    fall.enqueue()

    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=1)

    messages = [line["message"].partition(" after ")[0] for line in log.lines_of("umlauf.operation")]
    assert messages == [
        f"task {path_of('count_to')} started",
        f"task {path_of('count_to')} ended",
        f"task {path_of('fall')} started",
        f"task {path_of('fall')} failed",
    ]
    failed = log.lines_of("umlauf.operation")[-1]
    assert failed["task_id"] == str(DBTaskResult.objects.get(task_path=path_of("fall")).id)
    assert "LookupError: fallen" in failed["exc_info"]


@pytest.mark.django_db
def test_a_command_says_when_it_began_and_how_long_it_took(log):
    call_command("send_deliveries", stdout=StringIO())

    first, last = log.lines_of("papers.commands")
    assert first["message"] == "command send_deliveries started"
    assert last["message"] == f"command send_deliveries ended after {last['seconds']:.2f} s"


class Falling(LoggedCommand):
    def handle(self, *args, **options):
        raise LookupError("fallen")


class Refusing(LoggedCommand):
    def handle(self, *args, **options):
        raise CommandError("not today")


def test_a_command_that_fails_says_why_and_fails(log):
    with pytest.raises(LookupError):
        call_command(Falling())

    line = log.lines[-1]
    assert line["level"] == "ERROR"
    assert line["message"].startswith("command test_tasks_and_commands failed after ")
    assert "LookupError: fallen" in line["exc_info"]


def test_a_command_that_refuses_says_why_in_one_line(log):
    with pytest.raises(CommandError):
        call_command(Refusing())

    line = log.lines[-1]
    assert (line["level"], line["message"].endswith(" s: not today"), "exc_info" in line) == ("ERROR", True, False)


def test_every_command_of_ours_does_so():
    ours = {name: app for name, app in get_commands().items() if isinstance(app, str) and app.split(".")[0] in OURS}

    assert {"send_deliveries", "send_subscriptions", "record_bounce", "rebuild_index", "load_demo"} <= set(ours)
    silent = [name for name, app in ours.items() if not isinstance(load_command_class(app, name), LoggedCommand)]
    assert silent == []
