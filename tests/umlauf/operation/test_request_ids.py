from __future__ import annotations

import re

import pytest

GIVEN = "proxy-given-0042"


def answered(client, **headers):
    return client.get("/health/", **headers).headers["X-Request-ID"]


@pytest.mark.django_db
def test_every_answer_has_an_id_of_its_own(client):
    ids = {answered(client) for _request in range(3)}

    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trusted", "address"),
    [
        (["127.0.0.1"], "127.0.0.1"),
        (["10.0.0.0/8"], "10.1.2.3"),
        (["10.0.0.0/8"], "::ffff:10.1.2.3"),
        (["unix"], ""),
        (["fd00::/8"], "fd00::1"),
    ],
)
def test_a_trusted_proxy_gives_the_id(client, settings, trusted, address):
    settings.TRUSTED_PROXIES = trusted

    assert answered(client, HTTP_X_REQUEST_ID=GIVEN, REMOTE_ADDR=address) == GIVEN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trusted", "address"),
    [
        ([], "127.0.0.1"),
        (["10.0.0.0/8"], "192.168.0.1"),
        (["10.0.0.0/8"], ""),
        (["unix"], "127.0.0.1"),
        (["unix"], "no address"),
    ],
)
def test_nobody_else_does(client, settings, trusted, address):
    settings.TRUSTED_PROXIES = trusted

    assert answered(client, HTTP_X_REQUEST_ID=GIVEN, REMOTE_ADDR=address) != GIVEN


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["short", "x" * 65, "two words here", "line-one\nERROR forged", "ümlaut-ümlaut"])
def test_an_id_that_would_spoil_the_log_is_replaced(client, settings, given):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]

    assert re.fullmatch("[0-9a-f]{32}", answered(client, HTTP_X_REQUEST_ID=given))


def test_a_proxy_that_is_no_address_is_told_at_the_start(client, settings):
    settings.TRUSTED_PROXIES = ["the proxy"]

    with pytest.raises(ValueError, match="the proxy"):
        client.get("/health/")
