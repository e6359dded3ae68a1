"""No text that somebody filled in is anything but text: on no screen, in no file, mail, feed or line of the log.

Every field of text is named here, and a city is filled with texts that mean harm (``tests.factories.hostile``). Then
every address is opened that a link leads to, as those who see most, and every mail, file and line of the log is looked
through. A new field, and a new view no link leads to, fail here until they are named.
"""

from __future__ import annotations

import csv
import inspect
import io
import json
import logging
import re
from email.header import decode_header, make_header
from email.utils import getaddresses

import polib
import pypdfium2
import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import URLResolver, get_resolver
from lxml import etree
from openpyxl import load_workbook
from wagtail_localize.models import Translation

from tests.factories.cast import fresh_cast
from tests.factories.crawl import crawl, read
from tests.factories.hostile import SHORTER, hostile_city
from umlauf.operation.logs import FORMATS
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.tokens import Wish, confirm_token, end_token

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]

OURS = ("papers", "workflows", "search", "umlauf")


# --- looking through everything


@pytest.fixture(scope="module")
def seen(company, django_db_blocker):
    """Answers, mails and lines of the log, all of one city; what it holds is undone with its company."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(FORMATS["plain"]())
    handler.addFilter(origin)
    logging.getLogger().addHandler(handler)
    mail.outbox = []
    answers = []
    try:
        with django_db_blocker.unblock():
            cast = fresh_cast(company)
            city = hostile_city(cast)
            for person, starts in ways(cast, city):
                client = Client(raise_request_exception=False)
                if person is not None:
                    client.force_login(person)
                with TestCase.captureOnCommitCallbacks(execute=True):
                    answers += crawl(client, *starts)
    finally:
        logging.getLogger().removeHandler(handler)
    return answers, list(mail.outbox), lines.getvalue()


def origin(record):
    record.request_id = record.user_id = record.task_id = "-"
    return True


def ways(cast, city):
    desk = [
        "/admin/",
        f"/admin/pages/{city.draft.pk}/edit/",
        f"/admin/pages/{city.draft.pk}/history/",
        f"/admin/inbox/papers/{city.draft.pk}/slip/",
        *(f"/admin/papers/{paper.pk}/attachments/" for paper in (city.draft, city.released)),
        f"/admin/inbox/distributions/{city.delivered.pk}/",
        f"/admin/inbox/distributions/{city.delivered.pk}/paper-copies/",
        f"/admin/inbox/distributions/{city.delivered.pk}/paper-copies/labels.pdf",
        f"/admin/images/{city.image.pk}/",
        "/admin/images/chooser/",
        f"/admin/images/chooser/{city.image.pk}/select_format/",
        f"/admin/choose-page/chosen-multiple/?id={city.released.pk}",
        *(f"/admin/{name}/results/" for name in ("papers", "inbox")),
        *(f"/admin/reports/{name}/results/" for name in ("deliveries", "attachments", "mails")),
        f"/admin/inbox/distributions/{city.delivered.pk}/progress/",
        f"/admin/inbox/papers/{city.waiting.pk}/check/",
        f"/admin/inbox/papers/{city.releasing.pk}/release/",
        f"/admin/inbox/lines/{city.corrected.pk}/correct/",
        f"/admin/inbox/papers/{city.restricted.pk}/reached/",
        f"/admin/inbox/papers/{city.released.pk}/take-off/",
        "/admin/paper_kinds/new/",
        f"/admin/paper_kinds/edit/{city.released.kind_id}/",
        *("/admin/papers/", "/admin/papers/new/", "/admin/reports/attachments/", "/admin/users/results/"),
    ]
    annex, delivery = city.annex.get_absolute_url(), city.delivered.deliveries.get(person=cast.member)
    subscription = Subscription.objects.first()
    wish = Wish("a@example.org", subscription.source, subscription.key, "de", "at_once")
    public = ["/de/", "/en/", "/", f"/de/papers/{city.released.slug}/", f"/de/search/?q={SHORTER}", annex]
    public += [f"/de/search/suggestions/?q={SHORTER}", f"/de/search/feed/?q={SHORTER}", "/health/"]
    public += ["/robots.txt", "/sitemap.xml", f"/sitemap-papers-{city.released.number_year}.xml"]
    public += ["/.well-known/security.txt", "/9999-2026"]
    public += [
        f"/de/subscriptions/confirm/{confirm_token(wish)}/",
        f"/de/subscriptions/end/{end_token(subscription.pk)}/",
    ]
    translated = [f"/admin/inbox/translations/{city.begun.pk}/", f"/admin/pages/{city.begun.pk}/edit/"]
    for one in Translation.objects.filter(target_locale=city.begun.locale):
        translated += [
            f"/admin/localize/translate/{one.pk}/pofile/download/",
            f"/admin/localize/update/{one.source_id}/",
        ]
    yield None, public
    yield cast.member, [f"/de/delivered/{delivery.token}/", "/de/received/"]
    yield cast.liaison, [*translated, f"/admin/papers/{city.released.pk}/translate/fr/", "/admin/papers/translations/"]
    body = cast.org.europe_committee.pk
    kept = ["", "results/", f"edit/{body}/", f"copy/{body}/"]
    bodies = [*(f"/admin/organizations/{name}" for name in kept), f"/admin/inbox/organizations/{body}/end/"]
    yield cast.council_clerk, [*desk, *bodies, *translated, f"/de/papers/{city.released.slug}/"]
    yield cast.author, desk
    yield cast.secretary, ["/admin/", "/admin/inbox/"]
    kept = ("workflows/list", "users", "groups", "reports/site-history")
    yield cast.admin, ["/admin/", *(f"/admin/{name}/" for name in kept)]


@pytest.mark.thorough
def test_nothing_fails_over_a_text(seen):
    assert {(answer.address, answer.status) for answer in seen[0] if answer.status >= 500} == set()


@pytest.mark.thorough
def test_no_page_takes_a_text_for_markup(seen):
    pages = [answer for answer in seen[0] if answer.media_type == "text/html"]
    shown = [answer for answer in pages if b"mark()" in answer.body]

    assert {(answer.address, *problems) for answer in pages if (problems := read(answer.body).problems)} == set()
    assert len({answer.view for answer in shown}) > 40  # the proof that the texts were there


@pytest.mark.thorough
def test_no_template_is_run_that_stood_in_a_text(seen):
    """``{{3|add:4}}`` would be 7, and the name of a file its content."""
    for answer in seen[0]:
        if answer.media_type.startswith("text/"):
            assert b"onerror=mark()&gt;7" not in answer.body, answer.address
        assert b"root:x:0" not in answer.body, answer.address


@pytest.mark.thorough
def test_no_cell_of_a_table_runs(seen):
    tables = [answer for answer in seen[0] if answer.media_type == "text/csv"]
    sheets = [answer for answer in seen[0] if answer.media_type.endswith("spreadsheetml.sheet")]

    for answer in tables:
        rows = list(
            csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";,"[answer.view != "search_csv"])
        )
        cells = [part for row in rows for text in row for part in re.split(r"[;\t\r\n]", text)]
        for cell in cells:
            assert cell.strip(" \"'")[:1] not in set("=+-@") or cell.startswith("'"), (answer.address, cell)
    for answer in sheets:
        for cell in (cell for row in load_workbook(io.BytesIO(answer.body)).active.iter_rows() for cell in row):
            assert cell.data_type != "f", answer.address
            assert str(cell.value or "")[:1] not in set("=+-@"), answer.address
    assert {b"mark()" in answer.body for answer in tables} >= {True}
    assert len({answer.view for answer in sheets}) >= 4


@pytest.mark.thorough
def test_no_document_reads_what_lies_on_the_server(seen):
    documents = [answer for answer in seen[0] if answer.media_type == "application/pdf"]
    texts = {answer.address: text_of(answer.body) for answer in documents}

    assert {answer.view for answer in documents} >= {"paper_pdf", "package", "workflows:labels"}
    for address, text in texts.items():
        assert "root:x" not in text, address
        assert "#read(" in text, address  # printed as it stands
        assert "#sys.inputs" in text, address


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s", "", text)


@pytest.mark.thorough
def test_feeds_and_catalogues_are_what_they_are(seen):
    feeds = [answer for answer in seen[0] if answer.media_type == "application/atom+xml"]
    catalogues = [answer for answer in seen[0] if answer.media_type == "text/x-gettext-translation"]

    for answer in feeds:
        texts = etree.fromstring(answer.body).itertext()
        assert any("<script>mark()</script>" in text for text in texts), answer.address
    for answer in catalogues:
        assert any("mark()" in entry.msgid for entry in polib.pofile(answer.body.decode())), answer.address
    assert {answer.view for answer in feeds} == {"search_feed", "partner_feed"}
    assert catalogues != []
    for answer in seen[0]:
        if answer.media_type == "application/xml":
            assert etree.fromstring(answer.body).tag.startswith("{http://www.sitemaps.org/"), answer.address


TEXTS = ("text/html", "text/csv", "text/plain", "text/x-gettext-translation")


@pytest.mark.thorough
def test_what_is_told_to_programs_is_not_taken_for_a_page(seen):
    for answer in seen[0]:
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", answer.address
        if answer.media_type == "application/json":
            problems = [
                problem for text in texts_in(json.loads(answer.body)) for problem in read(text.encode()).problems
            ]
            assert problems == [], answer.address
        elif b"mark()" in answer.body and answer.media_type.startswith("text/"):
            assert answer.media_type in TEXTS, answer.address


def texts_in(value):
    """What a screen puts into itself as markup: Wagtail calls it ``html``."""
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key == "html" and isinstance(text, str))
        value = value.values()
    if isinstance(value, (list, type({}.values()))):
        for part in value:
            yield from texts_in(part)


@pytest.mark.thorough
def test_no_text_gets_into_the_headers_of_a_mail(seen):
    mails = [message.message() for message in seen[1]]

    assert any("script" in str(make_header(decode_header(str(message["Subject"])))) for message in mails)
    for message in mails:
        assert message["Bcc"] is None
        assert all("evil.example" not in address for _name, address in getaddresses([message["To"]]))
        for name in ("Subject", "To", "From"):
            unfolded = re.sub(r"\r?\n[ \t]", " ", str(message[name]))  # a long header is written in several lines
            assert "\n" not in str(make_header(decode_header(unfolded))), name
        for part in message.walk():
            if part.get_content_type() == "text/html":
                assert read(part.get_payload(decode=True)).problems == []


@pytest.mark.thorough
def test_no_text_writes_a_line_of_the_log(seen):
    assert [line for line in seen[2].splitlines() if line.startswith(("ERROR forged", "Bcc:"))] == []


# --- what was not looked at

IN_FRONT = "stands in front of a screen of Wagtail's; asked for in tests/umlauf/desk and tests/papers/admin"
SIGNING_IN = "signing in, out and back in; shows nothing but what is typed there (tests/umlauf/accounts)"
NOT_OPENED = {
    **dict.fromkeys(("CompareView", "ReportView", "SearchView", "browse", "revert"), IN_FRONT),
    **dict.fromkeys(("desk_entrance", "desk_exit", "account_login", "account_logout", "account_inactive"), SIGNING_IN),
    **dict.fromkeys(("account_reset_password_done", "account_reset_password_from_key"), SIGNING_IN),
    "account_reset_password_from_key_done": SIGNING_IN,
    "edit_text": "answers a script with JSON (tests/papers/admin/test_translating.py)",
    "desk_left_open": "answers a script with JSON (tests/umlauf/desk/test_left_open.py)",
    "confirm_address": SIGNING_IN,
    "end_session": "answers by leading back",
    "logout": "ends what is looked at",
    "mail_again": "answers by leading back",
    "papers_admin:all": "SearchedPapersView stands in front",
    "papers_admin:all_results": "SearchedPapersView stands in front",
    "translate_by_machine": "answers by leading back",
    "upload_pofile": "answers by leading back",
    "workflows:send_again": "answers by leading back",
    "workflows:send_all_again": "answers by leading back",
}


@pytest.mark.thorough
def test_every_view_was_opened_or_is_named(seen):
    opened_views = {answer.view for answer in seen[0]}

    missed = set(our_views()) - opened_views

    assert missed == set(NOT_OPENED)


def our_views(patterns=None, app=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            name = ":".join(filter(None, (app, pattern.app_name)))
            yield from our_views(pattern.url_patterns, name)
            continue
        view = getattr(pattern.callback, "view_class", None) or inspect.unwrap(pattern.callback)
        modules = {getattr(view, "__module__", ""), type(view).__module__}  # a feed is an object
        if any(module.split(".")[0] in OURS for module in modules):
            yield f"{app}:{pattern.name}" if app else pattern.name or view.__name__
