"""A letter is a row of the transaction that has something to tell, and leaves once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from papers.mail import outbox
from papers.mail.posting import LETTERS, post
from papers.models import Consultation, Letter, Membership
from tests.factories.letters import forget_letters, send_letters
from tests.factories.papers import fresh, line_of, paper_at
from tests.factories.smtp import smtp_server
from umlauf.accounts import letters
from umlauf.accounts.models import User
from workflows.distribution.distributing import distribute
from workflows.notifications import announce_lines
from workflows.routing.acting import act_on
from workflows.routing.steps import withdraw

pytestmark = pytest.mark.django_db

PLANNING_OFFICE = {"cosigner@umlauf.test", "deputy@umlauf.test", "second_cosigner@umlauf.test"}
HOUR = timedelta(hours=1)


@pytest.fixture
def server(settings):
    with smtp_server(settings) as inbox:
        yield inbox


@pytest.fixture
def away(settings):
    """No mail server answers; call it to have one that does."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    def is_back():
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    return is_back


@pytest.fixture
def notice(cast):
    """That it is the planning office's turn, waiting to be addressed."""
    paper = paper_at("co_signing", cast)
    forget_letters()
    announce_lines([line_of(paper, cast.org.planning_office, "co_sign")])
    return Letter.objects.get()


def recipients():
    return {message.to[0] for message in mail.outbox}


def test_it_is_written_with_the_change_and_goes_with_it(cast):
    forget_letters()
    with transaction.atomic():
        letters.send("password_changed", cast.member)
        assert Letter.objects.exists()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_a_notice_becomes_a_letter_for_each_and_none_is_left_over(notice):
    assert notice.person is None
    assert send_letters() == 1 + len(PLANNING_OFFICE)
    assert recipients() == PLANNING_OFFICE
    assert {letter.person.email for letter in Letter.objects.all()} == PLANNING_OFFICE
    assert send_letters() == 0
    assert len(mail.outbox) == len(PLANNING_OFFICE)


def test_two_workers_address_a_notice_once(notice):
    claimed = outbox.claim(LETTERS)
    Letter.objects.filter(pk=claimed.pk).update(due_at=timezone.now())  # its lease ran out
    outbox.claim(LETTERS)
    slow = Letter.objects.get()
    slow.attempts = 1  # as the first worker knows it
    LETTERS.write(slow)
    assert list(Letter.objects.values_list("attempts", "person")) == [(2, None)]


def test_nothing_is_lost_when_the_mail_server_is_away_for_a_day(notice, away):
    began = timezone.now()
    moment = began
    with time_machine.travel(moment, tick=False) as clock:
        while moment < began + 26 * HOUR:
            send_letters()
            moment += timedelta(minutes=10)
            clock.move_to(moment)
        assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
        assert all("refused" in letter.problem for letter in Letter.objects.all())
        assert Letter.objects.latest("due_at").due_at - moment <= HOUR, "it leaves soon after the server is back"

        away()
        clock.move_to(moment + HOUR)
        send_letters()

    assert recipients() == PLANNING_OFFICE
    assert len(mail.outbox) == len(PLANNING_OFFICE)


def test_after_three_days_it_is_given_up_and_shown(cast, away):
    forget_letters()
    letters.send("password_changed", cast.member)
    moment = timezone.now()
    hours = 0
    with time_machine.travel(moment, tick=False) as clock:
        while Letter.objects.unfinished().exists():
            send_letters()
            clock.shift(HOUR / 2)
            hours += 0.5
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", outbox.MOST_ATTEMPTS)
    assert 70 <= hours <= 90


def test_what_a_dead_worker_had_claimed_is_sent_under_the_same_name(cast, server):
    forget_letters()
    letters.send("password_changed", cast.member)
    claimed = outbox.claim(LETTERS)
    assert outbox.claim(LETTERS) is None, "it belongs to that worker"
    with outbox.get_connection() as connection:
        outbox.send(claimed, connection)
    Letter.objects.update(state="sending", sent_at=None, due_at=timezone.now())  # it died before it wrote that down
    send_letters()
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_what_is_over_is_not_told(notice, cast):
    paper = line_paper(notice)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    Letter.objects.exclude(pk=notice.pk).delete()
    send_letters()
    notice.refresh_from_db()
    assert (mail.outbox, notice.state, notice.problem) == ([], "refused", str(notice.problem))
    assert notice.problem


def line_paper(notice):
    return fresh(Consultation.objects.get(pk=notice.about["line"]).paper)


def test_who_may_not_read_it_any_more_when_it_leaves_is_not_told(notice, cast, away):
    send_letters()  # addressed, and waiting
    assert Letter.objects.count() == len(PLANNING_OFFICE)
    Membership.objects.filter(person=cast.second_cosigner).update(since="2019-01-01", until="2020-01-01")
    User.objects.filter(pk=cast.deputy.pk).update(is_active=False)
    away()
    Letter.objects.update(due_at=timezone.now())
    send_letters()
    assert recipients() == {"cosigner@umlauf.test"}
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["refused", "refused", "sent"]


def test_a_withdrawn_paper_leaves_its_notices_unsent(notice, cast):
    withdraw(line_paper(notice), by=cast.council_clerk, reason="Entfällt.")
    send_letters()
    assert mail.outbox == []


def test_a_step_that_is_past_is_not_told_as_the_one_that_came_after_it(cast):
    paper = paper_at("checking", cast)
    Letter.objects.exclude(kind="step").delete()
    [waiting] = Letter.objects.all()
    assert waiting.about == {"paper": paper.pk, "state": "checking"}
    type(paper).objects.filter(pk=paper.pk).update(state="releasing")
    send_letters()
    assert mail.outbox == []


def test_no_link_that_opens_an_account_and_no_text_lies_in_the_table(cast, away):
    forget_letters()
    letters.send("reset", cast.member)
    letters.send("confirm_address", cast.member, to="neu@umlauf.test", address="neu@umlauf.test", vouched=False)
    send_letters()
    stored = [repr(Letter.objects.filter(pk=letter.pk).values().get()) for letter in Letter.objects.all()]
    assert len(stored) == 2
    away()
    Letter.objects.update(due_at=timezone.now())
    send_letters()
    for message in mail.outbox:
        [link] = [word for word in message.body.split() if word.startswith("http://testserver/") and len(word) > 40]
        key = link.rstrip("/").rpartition("/")[2]
        assert not [row for row in stored if key in row]


def test_an_address_nobody_confirmed_is_forgotten_with_the_letter(cast):
    forget_letters()
    letters.send_to_stranger("nobody", "fremd@example.org")
    assert Letter.objects.get().address == "fremd@example.org"
    send_letters()
    assert recipients() == {"fremd@example.org"}
    letter = Letter.objects.get()
    assert (letter.state, letter.address, letter.about) == ("sent", "", {})


def test_an_address_nobody_confirmed_is_forgotten_when_it_does_not_exist(cast, server):
    forget_letters()
    server.refused.add("fremd@example.org")
    letters.send_to_stranger("nobody", "fremd@example.org")
    send_letters()
    letter = Letter.objects.get()
    assert (letter.state, letter.address) == ("failed", "")


def test_a_letter_of_a_kind_nobody_knows_any_more_comes_to_its_end(cast, caplog):
    forget_letters()
    post("of_another_release", about={}, person_id=cast.member.pk)
    Letter.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)
    send_letters()
    letter = Letter.objects.get()
    assert (letter.state, "KeyError" in letter.problem) == ("failed", True)
    assert cast.member.email not in caplog.text


def test_letters_leave_before_papers_that_wait_longer(cast):
    paper = paper_at("deliberating", cast)
    forget_letters()
    distribute(paper, by=cast.council_clerk)
    letters.send("reset", cast.member)
    call_command("send_mail", seconds=60)
    assert mail.outbox[0].to == [cast.member.email]
    assert len(mail.outbox) > 1


def test_however_many_letters_wake_workers_one_of_them_has_a_successor(cast, settings, away):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    forget_letters()
    letters.send("password_changed", cast.member)
    for _letter in range(5):
        outbox.wake()
    now = timezone.now()
    ours = DBTaskResult.objects.filter(task_path=outbox.send_due.module_path)
    later = ours.filter(run_after__range=(now, now + timedelta(days=1)))  # those for right now have no time
    assert later.count() == 1
    for _worker in range(5):
        outbox.send_due.func()
    assert later.count() <= 2
    assert later.filter(run_after__lte=timezone.now() + outbox.lease()).exists()
