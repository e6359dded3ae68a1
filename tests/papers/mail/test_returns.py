"""What came back is judged by what standards say, and by nothing somebody could have written."""

from __future__ import annotations

from uuid import uuid4

import pytest

from papers.mail.returns import Verdict, judge
from tests.papers.mail import samples

FAILED, DELAYED, ARRIVED, AUTOMATIC, PERSON = Verdict

SAMPLES = {
    "REFUSED": FAILED,
    "GIVEN_UP": FAILED,
    "DELAYED": DELAYED,
    "DELAYED_FIVE": DELAYED,
    "RELAYED": ARRIVED,
    "EXPANDED": ARRIVED,
    "DELIVERED": ARRIVED,
    "WITHOUT_ACTION": FAILED,
    "WITHOUT_ACTION_FOUR": DELAYED,
    "ONE_OF_TWO_ELSEWHERE": ARRIVED,
    "OURS_AMONG_TWO": FAILED,
    "BOTH_OF_TWO": FAILED,
    "KNOWN_BY_MESSAGE_ID": FAILED,
    "RETURNED_WHOLE": FAILED,
    "QMAIL": FAILED,
    "EXIM": FAILED,
    "EXIM_DELAY": AUTOMATIC,
    "ABSENCE": AUTOMATIC,
    "ABSENCE_OF_EXCHANGE": AUTOMATIC,
    "ABSENCE_OF_OLD": AUTOMATIC,
    "ABSENCE_WITH_PRECEDENCE": AUTOMATIC,
    "NULL_PATH_ALONE": AUTOMATIC,
    "READ_RECEIPT": AUTOMATIC,
    "HUMAN": PERSON,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_kind_of_message_is_known_for_what_it_is(name):
    token = uuid4()
    judgement = judge(samples.as_it_came(getattr(samples, name), token))

    assert judgement.about("member@umlauf.test")[0] is SAMPLES[name]
    assert judgement.token == token


def test_every_sample_is_judged():
    several = {name for name in vars(samples) if name.isupper()} - {"HEAD", "REPORT", "UNKNOWN_USER"}

    assert several - set(SAMPLES) == {"NOTHING_OF_OURS", "GARBAGE"}


def test_a_report_that_names_no_mail_of_ours_is_about_none():
    assert judge(samples.as_it_came(samples.NOTHING_OF_OURS, uuid4())).token is None


def test_the_words_are_those_of_the_other_server():
    judgement = judge(samples.as_it_came(samples.GIVEN_UP, uuid4()))

    words = "4.4.1 x-postfix; connect to mx.example.net[192.0.2.7]:25: Connection timed out"
    assert judgement.about("MEMBER@umlauf.test") == (FAILED, words)


@pytest.mark.parametrize("broken", [
    samples.GARBAGE,
    "",
    "Content-Type: multipart/report; report-type=delivery-status\n\n",
    "To: =?utf-8?q?\udcff?= <\n\n",
    "Content-Type: message/delivery-status\n\nAction\nStatus 5",
    'From: "\nTo: ,,;:@\nReturn-Path: <<>\nContent-Type: text/plain; charset=nonsense\n\n\udcff',
])  # fmt: skip
def test_what_nobody_can_read_raises_nothing(broken):
    assert judge(samples.as_it_came(broken, uuid4())).token is None
