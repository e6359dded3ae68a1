"""An office reads what happened, not numbers."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from papers.mail import plain_words
from papers.mail.plain_words import in_plain_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("550 5.1.1 <a@example.org>: Recipient address rejected: User unknown", "NO_LETTER_BOX"),
        ("5.1.1 smtp; 550 no such user", "NO_LETTER_BOX"),
        ("5.1.2 smtp; Host not found", "NO_SERVER"),
        ("5.1.10 smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", "WRONG_ADDRESS"),
        ("5.0.0 smtp; 552 5.2.2 over quota", "FULL"),
        ("452 4.2.2 mailbox full", "FULL"),
        ("5.2.1 mailbox disabled", "CLOSED"),
        ("5.3.4 message too big", "TOO_LARGE"),
        ("4.4.1 x-postfix; connect to mx.example.net[192.0.2.7]:25: Connection timed out", "NOT_REACHED"),
        ("554 5.7.1 rejected by policy", "NOT_WANTED"),
        ("451 come back later", "LATER"),
        ("550 no such mailbox", "REFUSED"),
        ("[Errno 111] Connection refused", "OURS_AWAY"),
        ("timed out", "OURS_AWAY"),
    ],
)
def test_what_a_server_says_is_said_in_words(said, words):
    with override("en"):
        assert in_plain_words(said) == str(getattr(plain_words, words))


@pytest.mark.parametrize("said", ["", "5.0.0 failure notice", "What it was about is over.", "192.0.2.7 1.5.1.1"])
def test_what_means_nothing_is_left_alone(said):
    assert in_plain_words(said) == ""
