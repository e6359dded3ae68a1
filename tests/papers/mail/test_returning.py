"""What came back is noted beside what was sent; what people answer is handed on."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.utils import timezone

from papers.mail.returning import record_return
from papers.mail.returns import Verdict
from papers.models import Letter
from tests.factories.letters import send_letters
from tests.papers.mail import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast):
    """One that was sent."""
    return Letter.objects.create(
        kind="account.password_changed", person=cast.member, state="sent", attempts=1, sent_at=timezone.now()
    )


def come_back(letter, sample):
    verdict, _row = record_return(samples.as_it_came(sample, letter.token))
    letter.refresh_from_db()
    return verdict


def test_a_failure_is_noted_and_what_was_sent_stays_sent(letter):
    assert come_back(letter, samples.GIVEN_UP) is Verdict.FAILED
    assert (letter.state, letter.problem, letter.returned) == ("sent", "", "failed")
    assert letter.returned_words.startswith("4.4.1 x-postfix")
    assert letter.returned_at >= letter.sent_at
    assert letter.returned_words in letter.in_words


@pytest.mark.parametrize("sample", ["RELAYED", "EXPANDED", "ABSENCE", "ABSENCE_OF_EXCHANGE", "EXIM_DELAY", "HUMAN"])
def test_nothing_else_is_a_failure(letter, sample):
    come_back(letter, getattr(samples, sample))
    assert (letter.state, letter.returned, letter.returned_at) == ("sent", "", None)


def test_delayed_is_delayed_until_it_arrived_or_failed(letter):
    come_back(letter, samples.DELAYED)
    assert (letter.state, letter.returned) == ("sent", "delayed")
    come_back(letter, samples.DELIVERED)
    assert (letter.returned, letter.returned_words, letter.returned_at) == ("", "", None)
    come_back(letter, samples.DELAYED)
    come_back(letter, samples.GIVEN_UP)
    assert letter.returned == "failed"
    come_back(letter, samples.DELAYED)
    assert letter.returned == "failed", "a report that was overtaken by a later one"


def test_a_report_about_no_mail_of_ours_changes_nothing(letter):
    assert record_return(samples.as_it_came(samples.NOTHING_OF_OURS, letter.token)) == (Verdict.FAILED, None)
    letter.refresh_from_db()
    assert letter.returned == ""


def test_what_a_person_wrote_reaches_whom_the_city_named(letter, settings):
    settings.ANSWER_ADDRESS = "Ratsbüro <ratsbuero@stadt.example>"
    come_back(letter, samples.HUMAN)
    waiting = Letter.objects.get(kind="answer")
    assert (waiting.state, waiting.address) == ("queued", "ratsbuero@stadt.example")

    send_letters()

    [handed_on] = mail.outbox
    assert handed_on.to == ["ratsbuero@stadt.example"]
    assert handed_on.subject.endswith("Re: Neue Vorlage")
    message = message_from_bytes(handed_on.message().as_bytes(), policy=policy.default)
    assert message["Reply-To"] == "member@umlauf.test"
    assert message["Auto-Submitted"] == "auto-generated", "so it is not handed on again, should it come back"
    [answer] = list(message.iter_attachments())
    assert "danke schön" in answer.get_content().get_content()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.about) == ("sent", {})


@pytest.mark.parametrize("sample", ["ABSENCE", "NULL_PATH_ALONE", "REFUSED", "READ_RECEIPT"])
def test_what_a_program_wrote_is_handed_on_to_nobody(letter, settings, sample):
    settings.ANSWER_ADDRESS = "ratsbuero@stadt.example"
    come_back(letter, getattr(samples, sample))
    assert not Letter.objects.filter(kind="answer").exists()


def test_without_an_address_for_answers_the_log_says_that_somebody_wrote(letter, caplog):
    come_back(letter, samples.HUMAN)
    assert not Letter.objects.filter(kind="answer").exists()
    assert "ANSWER_ADDRESS" in caplog.text
    assert "member@umlauf.test" not in caplog.text
