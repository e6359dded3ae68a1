"""Whoever asks too often is told to wait, in their language; everybody else is not held up, and reading stays
reading."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings as settings_now
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.template_database import make_template, template
from umlauf.operation import limits
from umlauf.operation.limits import LIMITED, LimitsMiddleware, TooOften, rate_of, spend
from umlauf.settings import base

pytestmark = pytest.mark.django_db

SHARED = {"default": {**base.CACHES["default"]}}
NONE = 999_999

# where each limited address is, and whether one has to be signed in to be heard at all
ADDRESSES = {
    "search": ("/de/search/?q=Rad", False),
    "search_feed": ("/de/search/feed/?q=Rad", False),
    "papers": ("/de/papers/", False),
    "umlauf.portal.desk_search.SearchedPapersView": ("/admin/papers/", True),
    "short_number": ("/9999-2026", False),
    "suggestions": ("/de/search/suggestions/?q=Rad", False),
    "paper_pdf": ("/de/papers/keine/paper.pdf", False),
    "paper_with_results": ("/de/papers/keine/results.pdf", False),
    "package": ("/de/papers/package.pdf?paper=keine", False),
    "search_csv": ("/de/search/results.csv?q=Rad", False),
    "search_xlsx": ("/de/search/results.xlsx?q=Rad", False),
    "workflows:labels": (f"/admin/inbox/distributions/{NONE}/paper-copies/labels.pdf", True),
    "papers.admin.translations.download_pofile": (f"/admin/localize/translate/{NONE}/pofile/download/", True),
    "verify": ("/de/verify/", False),
    "subscriptions:subscribe": ("/de/subscriptions/search/q=Rad/", False),
    "subscriptions:confirm": ("/de/subscriptions/confirm/x/", False),
    "feedback": ("/de/accessibility/feedback/", False),
    "request_translation": (f"/en/translation-request/{NONE}/", False),
}
LISTS = [
    "/admin/papers/?export=xlsx",
    "/admin/reports/deliveries/?export=csv",
    "/admin/reports/site-history/?export=csv",
]


@pytest.fixture(autouse=True)
def nobody_counted():
    limits.forget()
    cache.clear()
    yield
    limits.forget()


@pytest.fixture
def few(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "2/h")


@pytest.fixture
def shared(settings):
    settings.CACHES = SHARED


def statuses(client, address, times, method="get", **headers):
    return [getattr(client, method)(address, **headers).status_code for _time in range(times)]


def test_the_limited_addresses_are_all_tried():
    assert set(ADDRESSES) == set(LIMITED)


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_limited_address_is_open_until_its_limit(cast, client, few, name):
    address, signed_in = ADDRESSES[name]
    if signed_in:
        client.force_login(cast.council_clerk)
    method = LIMITED[name][1][0].lower()

    answered = statuses(client, address, 2, method)
    refused = getattr(client, method)(address)

    assert 429 not in answered
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60 * 60
    assert "no-store" in refused.headers["Cache-Control"]


@pytest.mark.parametrize("address", LISTS)
def test_every_list_of_the_admin_that_becomes_a_file_counts_as_an_export(cast, client, few, address):
    client.force_login(cast.admin)

    assert 429 not in statuses(client, address, 2)
    assert client.get(address).status_code == 429


def test_looking_at_a_form_is_not_sending_it(client, few):
    assert set(statuses(client, "/de/subscriptions/search/q=Rad/", 5)) == {200}


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_is_in_the_readers_language(client, few, language, direction):
    with translation.override(language):
        address = reverse("search")
    statuses(client, address, 2)

    page = client.get(address).text

    assert f'<html lang="{language}" dir="{direction}"' in page
    assert "<h1" in page


def test_people_signed_in_are_counted_one_by_one_and_others_by_address(cast, client, few):
    for person in (cast.member, cast.chair):
        client.force_login(person)
        assert statuses(client, "/de/search/", 3) == [200, 200, 429]
    client.logout()
    assert statuses(client, "/de/search/", 3, REMOTE_ADDR="203.0.113.7") == [200, 200, 429]
    assert statuses(client, "/de/search/", 3, REMOTE_ADDR="203.0.113.8") == [200, 200, 429]


def test_readers_behind_a_proxy_are_told_apart_and_nobody_changes_who_they_are(client, few, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for reader in ("203.0.113.7", "203.0.113.8"):
        forged = [f"198.51.100.{number}, {reader}" for number in range(3)]
        answers = [client.get("/de/search/", HTTP_X_FORWARDED_FOR=header).status_code for header in forged]
        assert answers == [200, 200, 429]


def test_a_household_has_one_network(client, few):
    addresses = ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:ffff::3", "2001:db8:0:2::1"]
    assert [client.get("/de/search/", REMOTE_ADDR=one).status_code for one in addresses] == [200, 200, 429, 200]


def test_after_the_span_it_goes_on(client, few):

    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False) as clock:
        assert statuses(client, "/de/search/", 3) == [200, 200, 429]
        wait = int(client.get("/de/search/").headers["Retry-After"])
        clock.shift(wait)
        assert client.get("/de/search/").status_code == 200


# --- what all processes share


def another_process():
    """Knows nothing but what is in the cache."""
    limits.forget()


def allowed(limit, times, who="somebody"):
    passed = 0
    for _time in range(times):
        try:
            spend(limit, who)
        except TooOften:
            continue
        passed += 1
    return passed


@pytest.mark.parametrize("kind", ["memory", "database"])
def test_processes_count_together(settings, kind, request):
    if kind == "database":
        request.getfixturevalue("shared")
    settings.LIMITS = {"search": "10/h"}

    first = allowed("search", 7)
    another_process()
    second = allowed("search", 7)

    assert (first, second) == (7, 3)
    another_process()
    assert allowed("search", 7) == 0
    assert allowed("search", 7, "somebody else") == 7


def test_a_rate_is_passed_by_a_twentieth_in_each_process_at_most(settings, shared):
    settings.LIMITS = {"search": "200/h"}
    passed = 0
    for _process in range(4):
        passed += allowed("search", 200)
        another_process()

    assert 200 <= passed <= 200 + 4 * 200 // 20


def test_reading_does_not_become_writing(settings, shared):
    """Of 300 searches in a minute 20 are written down, with two statements each, and one with five."""
    settings.LIMITS = {"search": "300/h"}
    taken = []
    for _request in range(301):
        with CaptureQueriesContext(connection) as statements:
            allowed("search", 1)
        taken.append([query["sql"] for query in statements if "SAVEPOINT" not in query["sql"]])
    written = [index for index, statements in enumerate(taken, 1) if statements]
    with CaptureQueriesContext(connection) as over:
        allowed("search", 50)

    assert written == [*range(15, 301, 15), 301]
    assert [len(taken[index - 1]) for index in written] == [4, *[2] * 20]
    assert len(over) == 0


def test_a_counter_keeps_its_end_and_one_that_is_over_is_gone(shared):

    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False) as clock:
        cache.set("counter", 1, 60)
        clock.shift(40)
        assert cache.incr("counter", 4) == 5
        assert cache.get("counter") == 5
        clock.shift(40)
        with pytest.raises(ValueError, match="counter"):
            cache.incr("counter")


def test_a_cache_that_is_away_turns_nobody_away_and_each_process_counts(settings, caplog):
    settings.CACHES = {"default": {"BACKEND": "umlauf.operation.shared_cache.SharedCache", "LOCATION": "no_such_table"}}
    settings.LIMITS = {"search": "3/h"}

    assert allowed("search", 5) == 3
    assert "cannot be counted" in caplog.text


ASKING = """
import django

django.setup()
from umlauf.operation.limits import TooOften, spend

passed = 0
for _time in range(60):
    try:
        spend("search", "somebody")
        passed += 1
    except TooOften:
        pass
print(passed)
"""


@pytest.mark.thorough
def test_real_processes_count_together_and_none_finds_the_database_locked(tmp_path):
    make_template()
    shutil.copy(template(), tmp_path / "db.sqlite3")
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "umlauf.settings.demo",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "LIMITS": "search=100/d",
        "PYTHONPATH": os.pathsep.join([str(settings_now.ROOT), str(settings_now.ROOT / "site")]),
    }
    start = {"env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen([sys.executable, "-c", ASKING], **start) for _number in range(4)]
    answers = [process.communicate(timeout=120) for process in processes]

    assert [complaints for _passed, complaints in answers] == [""] * 4
    assert 100 <= sum(int(passed) for passed, _complaints in answers) <= 100 + 4 * 5


# --- how it is set


@pytest.mark.parametrize("words", ["", "5", "5/", "x/m", "5/w", "-1/m", "5/m,6/h"])
def test_what_is_no_rate_stops_the_start(settings, words):
    settings.LIMITS = {**settings.LIMITS, "search": words}
    with pytest.raises(ImproperlyConfigured):
        LimitsMiddleware(lambda request: None)


@pytest.mark.parametrize("change", [{"serach": "5/m"}, None])
def test_a_limit_nobody_knows_and_one_that_is_missing_stop_the_start(settings, change):
    settings.LIMITS = {**settings.LIMITS, **change} if change else {"search": "5/m"}
    with pytest.raises(ImproperlyConfigured):
        LimitsMiddleware(lambda request: None)


def test_the_rates_that_are_shipped_leave_room_for_an_office():
    rates = {name: rate_of(words) for name, words in base.LIMITS.items()}
    per_minute = {name: rate.times * 60 / rate.seconds for name, rate in rates.items()}

    assert min(per_minute[name] for name in ("search", "suggestions", "pdf")) >= 100
    assert rates["mail_to_address"].times <= 10
