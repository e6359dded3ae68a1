"""A name that would break a header, come from wherever, keeps nobody's paper."""

from __future__ import annotations

from email.utils import parseaddr

import pytest
from django.contrib.auth import get_user_model

from papers.mail.messages import mail, one_line
from tests.workflows.distribution.outbox.moments import MINUTE
from workflows.distribution import outbox
from workflows.models import DeliveryState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Ute\nBcc: all@example.org", "Ute\r\n\r\nBody", "Ute\x00", "Ute\u2028Umlauf", "Ü\nß"])
def test_a_delivery_with_a_broken_name_is_sent(server, delivery, name):
    get_user_model().objects.filter(pk=delivery.person_id).update(first_name=name)

    outbox.run(MINUTE)

    delivery.refresh_from_db()
    (message,) = server.mails
    assert (delivery.state, delivery.problem) == (DeliveryState.SENT, "")
    assert parseaddr(message["To"])[1] == delivery.person.email
    assert message["Bcc"] is None


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x00b", "a\x85b", "a\u2029b", " a \t b ", "\u202ea\u2066 b"])
def test_a_header_is_one_line(text):
    assert one_line(text) == "a b"
    message = mail(text, "Text", to="somebody@example.org", name=text).message()
    assert (message["Subject"], message["To"]) == ("a b", "a b <somebody@example.org>")
