"""What went wrong is written down, with what leads back to it, and with nothing about people but their key."""

from __future__ import annotations

import logging
from functools import partial
from time import perf_counter

import pytest
from django.contrib.auth.middleware import get_user
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

from tests.factories.papers import paper_at
from umlauf.operation.logs import logging_to_standard_error
from umlauf.subscriptions.tokens import Wish, confirm_token, end_token

HERE = "tests.umlauf.operation.urls"


@pytest.fixture
def visitor(client, cast, settings):
    settings.ROOT_URLCONF = HERE
    client.raise_request_exception = False
    client.force_login(cast.author)
    return client


def test_an_unhandled_error_is_written_with_its_traceback_request_and_person(visitor, cast, log):
    response = visitor.get("/broken/?q=Lindenallee")

    (line,) = log.lines_of("django.request")
    assert response.status_code == 500
    assert (line["level"], line["message"], line["status_code"]) == ("ERROR", "Internal Server Error: /broken/", 500)
    assert (line["request_id"], line["user_id"]) == (response.headers["X-Request-ID"], str(cast.author.pk))
    assert line["exc_info"].startswith("Traceback")
    assert "in broken" in line["exc_info"]
    assert response.headers["X-Request-ID"] in response.content.decode()  # for the person to report


def test_lines_on_the_way_belong_to_the_same_request(visitor, cast, log):
    response = visitor.get("/broken/")

    (line,) = log.lines_of("papers.somewhere")
    assert (line["request_id"], line["user_id"]) == (response.headers["X-Request-ID"], str(cast.author.pk))


def test_what_is_not_found_belongs_to_its_request_although_that_is_over(visitor, log):
    response = visitor.get("/de/nothing-here/")

    (line,) = log.lines_of("django.request")
    assert (line["level"], line["request_id"]) == ("WARNING", response.headers["X-Request-ID"])


def test_between_requests_nobody_is_named(visitor, log):
    visitor.get("/broken/")
    logging.getLogger("papers.somewhere").warning("later")

    line = log.lines[-1]
    assert (line["message"], line["request_id"], line["user_id"], line["task_id"]) == ("later", "-", "-", "-")


def test_neither_names_nor_addresses_nor_what_was_searched_for(visitor, cast, log, plain_log):
    visitor.get("/broken/?q=Lindenallee")

    for text in (log.text, plain_log.text):
        assert "SMTPRecipientsRefused" in text
        assert "[address]" in text
        for secret in ("bertha.mueller", cast.author.email, cast.author.get_full_name(), "Lindenallee"):
            assert secret not in text


WISH = Wish("bertha.mueller@hannover.example", "city", "7", "de", "day")


@pytest.mark.parametrize(("make", "what"), [(confirm_token, WISH), (end_token, 7)], ids=["confirm", "end"])
def test_a_link_from_a_mail_is_not_written_down_where_it_works(visitor, log, make, what):
    visitor.get(f"/de/nothing-here/{make(what)}/")

    assert log.lines_of("django.request")[0]["message"] == "Not Found: /de/nothing-here/[token]/"


def test_the_title_of_a_paper_is_told_by_nobody_who_publishes_it(cast, log):
    paper = paper_at("deliberating", cast, title="Ankauf des Grundstücks Lindenallee 4")
    paper.get_latest_revision().publish()
    paper.unpublish()

    assert "Lindenallee" not in log.text


@pytest.mark.parametrize(("form", "end"), [("log", "\n"), ("plain_log", r"\n")])
def test_what_is_taken_out_leaves_the_line_whole(request, form, end):
    log = request.getfixturevalue(form)
    line = 'refused:\nbertha.mueller@hannover.example\n"%s"\tx'
    logging.getLogger("papers.somewhere").error(line, end_token(7))

    said = log.lines[-1]["message"] if form == "log" else log.text.partition("task=- ")[2].rstrip("\n")
    assert said == f'refused:{end}[address]{end}"[token]"\tx'


def test_a_long_line_costs_little(log):
    begun = perf_counter()
    logging.getLogger("papers.somewhere").error("a" * 300_000)

    assert perf_counter() - begun < 2
    assert len(log.lines[-1]["message"]) == 300_000


def test_a_line_for_people(visitor, cast, plain_log):
    response = visitor.get("/broken/")

    lines = plain_log.text.splitlines()
    origin = f"request={response.headers['X-Request-ID']} user={cast.author.pk} task=-"
    ending = f"ERROR django.request {origin} Internal Server Error: /broken/"
    assert any(line.endswith(ending) for line in lines)
    assert "Traceback (most recent call last):" in lines


def test_what_was_quoted_makes_no_line_of_its_own(plain_log):
    logging.getLogger("papers.somewhere").warning("a file named %r", "x")
    before = len(plain_log.text.splitlines())
    sent = "x\n2026-01-01 00:00:00 INFO papers.somewhere released\r\u2028\x1b[31m"
    logging.getLogger("papers.somewhere").warning("a file named %s", sent)

    assert len(plain_log.text.splitlines()) == before + 1
    assert "\\n2026-01-01" in plain_log.text


def test_writing_a_line_does_not_ask_the_database_who_is_there(rf, cast, client, log, django_assert_num_queries):
    client.force_login(cast.author)
    request = rf.get("/")
    request.session = client.session
    request.user = SimpleLazyObject(partial(get_user, request))
    with django_assert_num_queries(0):
        logging.getLogger("django.request").error("broken", extra={"request": request, "status_code": 500})
    assert log.lines[-1]["user_id"] == "-"

    assert request.user.is_authenticated
    logging.getLogger("django.request").error("broken", extra={"request": request, "status_code": 500})
    assert log.lines[-1]["user_id"] == str(cast.author.pk)


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        ({"form": "xml", "level": "INFO"}, "LOG_FORMAT is 'xml'; known are plain, json"),
        ({"form": "json", "level": "LOUD"}, "LOG_LEVEL is 'LOUD'"),
    ],
)
def test_a_format_or_level_nobody_knows_is_refused(chosen, complaint):
    with pytest.raises(ImproperlyConfigured, match=complaint):
        logging_to_standard_error(**chosen)
