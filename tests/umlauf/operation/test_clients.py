"""Readers behind proxies of the city are told apart, and nobody chooses who they are."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from umlauf.operation.clients import _say_once_that_readers_count_as_one, client_address

PROXY, READER = "10.0.0.1", "203.0.113.7"


def address(settings, trusted, remote, forwarded=None):
    settings.TRUSTED_PROXIES = trusted
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        ([], READER, None, READER),
        ([PROXY], PROXY, READER, READER),
        ([PROXY], PROXY, None, PROXY),
        (["10.0.0.0/8"], PROXY, f"{READER}, 10.0.0.9", READER),
        (["unix"], "", READER, READER),
        (["unix"], "", None, ""),
        ([PROXY], f"::ffff:{PROXY}", f"::ffff:{READER}", READER),
        ([PROXY], PROXY, f"{READER}:51234", READER),
        ([PROXY], PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        (["10.0.0.0/8"], PROXY, "10.0.0.3, 10.0.0.2", "10.0.0.3"),
    ],
)
def test_the_reader_behind_the_proxies(settings, trusted, remote, forwarded, found):
    assert address(settings, trusted, remote, forwarded) == found


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        ([], READER, "198.51.100.1", READER),
        ([PROXY], READER, "198.51.100.1", READER),
        ([], "", "198.51.100.1", ""),
        ([PROXY], PROXY, f"198.51.100.1, {READER}", READER),
        ([PROXY], PROXY, f"{PROXY}, {READER}", READER),
        ([PROXY], PROXY, f"198.51.100.1, 127.0.0.1, {READER}", READER),
        ([PROXY], PROXY, "unknown", PROXY),
        ([PROXY], PROXY, "198.51.100.1, <script>", PROXY),
        ([PROXY], PROXY, ",,,", PROXY),
        ([PROXY], PROXY, f"198.51.100.1,{PROXY},nonsense,{PROXY}", PROXY),
    ],
)
def test_what_somebody_else_wrote_into_the_header_counts_for_nothing(settings, trusted, remote, forwarded, found):
    assert address(settings, trusted, remote, forwarded) == found


def test_a_header_without_end_is_read_from_its_end(settings):
    assert address(settings, ["10.0.0.0/8"], PROXY, f"{READER}, " + "10.0.0.2, " * 50_000 + "10.0.0.2") == "10.0.0.2"


def test_the_log_says_once_that_a_proxy_is_not_named(settings, caplog):
    _say_once_that_readers_count_as_one.cache_clear()
    for _request in range(3):
        address(settings, [], PROXY, READER)

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    address(settings, [PROXY], PROXY, READER)
    assert "TRUSTED_PROXIES" in caplog.text
