"""Links in mails about subscriptions: good for what they were made for, and for nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.tokens import Wish, confirm_token, end_token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/en/subscriptions/partner_city/atlantis/",
        "/en/subscriptions/weather/bristol/",
        "/en/subscriptions/end/nonsense/",
    ],
)
def test_what_does_not_exist(bristol, client, path):
    assert client.get(path).status_code == 404


def test_forged_and_old_links_confirm_nothing(bristol, client):
    token = confirm_token(Wish("reader@example.org", "partner_city", "bristol", "en", "daily"))
    assert client.post(f"/en/subscriptions/confirm/{token}x/").status_code == 410
    assert client.post(f"/en/subscriptions/confirm/{signing.dumps(1, salt='other')}/").status_code == 410
    assert client.post(f"/en/subscriptions/confirm/{end_token(1)}/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.post(f"/en/subscriptions/confirm/{token}/").status_code == 410
    assert not Subscription.objects.exists()
    assert client.post(f"/en/subscriptions/confirm/{token}/").status_code == 200
    assert Subscription.objects.exists()


def test_no_cookie_is_set_by_links_in_mails(bristol, client):
    token = confirm_token(Wish("reader@example.org", "partner_city", "bristol", "ar", "daily"))
    answer = client.get(f"/ar/subscriptions/confirm/{token}/")
    assert not answer.cookies
    assert 'dir="rtl"' in answer.text
