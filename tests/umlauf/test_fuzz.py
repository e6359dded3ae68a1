"""Whatever is sent to whichever address, by whomever: no answer is a failure, and none takes the machine along."""

from __future__ import annotations

import os
import resource
import time
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, paper_at
from tests.umlauf.addresses import PLAIN, addresses, filled_with

# Wagtail warns of its own lists without an order, and leaves temporary files to the collector
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore"),
]

MOST_STATEMENTS = 400  # a page of Wagtail's search for administrators, of 50 rows, takes some 270
MOST_SECONDS = 20  # a machine may be busy; what grows with an input takes minutes
MOST_MEMORY = 128 * 1024  # KiB that the process is larger at its largest than it ever was before the request
EVERYDAY, THOROUGH = 60, 500  # requests for each reader, the same ones each time
AT_RANDOM = int(os.environ.get("FUZZ_REQUESTS", "0"))  # make fuzz: other ones each time
READERS = ["citizen", "member", "liaison", "author", "council_clerk", "admin"]
LEFT_OUT = ("/de/logout/", "/admin/logout/")

ODD_WORDS = """0 -1 1 1e9 abc ' " %00 ../../etc/passwd [] {} null <script> 1,2 2026-02-30 ٣ ² None on"""
DRAFTAIL = '{"blocks": [{"text": "a", "entityRanges": [{"offset": 0, "length": 9, "key": 0}]}], "entityMap": {"0": 1}}'
ODD_TEXTS = [
    DRAFTAIL,
    '{"blocks": 1}',
    "[" * 3000,
    "",
    "9" * 25,
    str(2**63),
    str(2**63 - 1),
    "a\0b",
    "\0",
    "ä" * 300,
    "\ud800",
    "x" * 5000,
    "\u202e",
]
ODD = st.sampled_from([*ODD_WORDS.split(), *ODD_TEXTS])
WORDS = st.one_of(ODD, st.text(max_size=40))
KNOWN_NAMES = """
    p page id ids q ordering order_by kind committee year state language part since next locale collection_id user
    title body-count body-0-type body-0-id body body-0-value-content-count body-0-order body-0-deleted
    vision goals-count body-0-value-heading body-0-value-key summary date place agenda_item
    form-TOTAL_FORMS form-INITIAL_FORMS lines-TOTAL_FORMS comments-TOTAL_FORMS email password username sha256 file
    reason outcome verb fingerprint organization role stage due action-publish action-submit object_id content_type
    child_of descendant_of search type fields limit offset url remove confidentiality originating_office paper tab
    export is_expanded timestamp date_from date_to page_type user_type allow_external_link parent_page_id
    filter_method width height closeness step_name external-link-chooser-url result select_format multiple
    import_file_name input_format
"""
NAMES = st.one_of(st.sampled_from(KNOWN_NAMES.split()), st.text(max_size=8))
FIELDS = st.dictionaries(NAMES, st.one_of(WORDS, st.lists(WORDS, max_size=4)), max_size=8)
FILES = st.sampled_from(
    [
        ("karte.png", b"no picture", "image/png"),
        ("karte.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml"),
        ("leer.pdf", b"", "application/pdf"),
        ("a\0b.pdf", b"%PDF-1.7", "application/pdf"),
        ("texte.po", b"\xff\xfe msgid", "text/plain"),
        ("x" * 300 + ".docx", b"PK\x03\x04", "application/zip"),
        ("ohne", b"\x00" * 100, "text/html"),
    ]
)
JSON = st.sampled_from(
    [
        "null",
        "NaN",
        '{"a": 1e999}',
        '{"a": "\\ud800"}',
        '{"id": 99999999999999999999999}',
        "[" * 2000,
        "{",
        "",
        "[1]",
        '"x"',
        '{"action": null}',
    ]
)
FILE_FIELDS = ["file", "files[]", "image", "avatar", "import_file"]
HEADERS = st.sampled_from([{}, {"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}])


@pytest.fixture(scope="module")
def shelf(company, django_db_blocker):
    """Of everything something to be met: a public paper and a confidential one."""
    with django_db_blocker.unblock():
        rows = []
        for level in ("public", "confidential"):
            image = image_of(company.author, name=f"{level}.png")
            paper = paper_at("deliberating", company, confidentiality=level, body=with_image(image))
            annex = add_attachment(paper, by=company.council_clerk, confidentiality=level)
            rows.append((paper, annex, image, company.org.europe_committee))
    return rows


def largest():
    """The process at its largest until now, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Fuzz:
    def __init__(self, person, shelf):
        self.client = Client(raise_request_exception=True)
        if person.is_authenticated:
            self.client.force_login(person)
        self.shelf = shelf
        self.known = [one for one in addresses() if one.template not in LEFT_OUT]
        self.met = set()

    def send(self, data):
        address = data.draw(st.sampled_from(self.known))
        url = self.url(address, data)
        method = data.draw(st.sampled_from(["get", "get", "post", "post", "files", "json", "head", "put", "patch"]))
        query = data.draw(FIELDS) if method in ("get", "head") else {}
        self.met.add((address.template, method))
        with CaptureQueriesContext(connection) as statements, suppress(_Undone), transaction.atomic():
            before, begun = largest(), time.monotonic()
            response = self.answer(method, url, query, data)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            taken, grown = time.monotonic() - begun, largest() - before
            response.close()
            raise _Undone
        assert response.status_code < 500, (method, url, response.status_code, content[:300])
        assert len(statements) <= MOST_STATEMENTS, (method, url, len(statements))
        assert taken < MOST_SECONDS, (method, url, taken)
        assert grown < MOST_MEMORY, (method, url, grown)

    def url(self, address, data):
        """Of something that is there, of nothing, or with something odd in it."""
        way = data.draw(st.sampled_from(["there", "there", "plain", "odd"]))
        if way == "there":
            return address.filled(filled_with(*data.draw(st.sampled_from(self.shelf)))(address))
        if way == "plain":
            return address.filled()

        def odd(converter, name):
            if converter == "int":
                return data.draw(st.sampled_from(["0", "9" * 25, str(2**63), str(2**63 - 1)]))
            if converter in ("slug", "uuid", "tree", "compared"):
                return data.draw(st.sampled_from(["9" * 25, "x" * 300, "-"])) if converter == "slug" else None
            return data.draw(WORDS.filter(bool)).encode("utf-8", "replace").decode().replace("?", "") or PLAIN["str"]

        return address.filled(odd)

    def answer(self, method, url, query, data):
        if method in ("get", "head"):
            return getattr(self.client, method)(url, _sendable(query))
        if method in ("json", "patch"):
            send = self.client.post if method == "json" else self.client.patch
            return send(url, data.draw(JSON), content_type="application/json")
        if method == "put":
            return self.client.put(url)
        form = _sendable(data.draw(FIELDS))
        if method == "files":
            for name in data.draw(
                st.lists(st.sampled_from(["file", "files[]", "image", "avatar", "import_file"]), max_size=2)
            ):
                named, content, media_type = data.draw(FILES)
                form[name] = SimpleUploadedFile(named, content, media_type)
        headers = data.draw(
            st.sampled_from([{}, {"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}])
        )
        return self.client.post(url, form, headers=headers)


class _Undone(Exception):
    """What was sent is taken back."""


def _sendable(fields):
    """A client writes UTF-8; half a letter becomes a question mark."""

    def clean(text):
        return text.encode("utf-8", "replace").decode()

    return {
        clean(name): [clean(one) for one in value] if isinstance(value, list) else clean(value)
        for name, value in fields.items()
    }


def _throw(person, shelf, examples):
    fuzz = Fuzz(person, shelf)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=not AT_RANDOM,
        phases=[Phase.generate],  # what is found is short enough, and finding it anew takes minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def throw(data):
        fuzz.send(data)

    throw()
    return fuzz.met


@pytest.mark.parametrize("name", ["citizen", "council_clerk"])
def test_nothing_fails_whatever_is_sent(cast, shelf, name):
    assert _throw(cast.people()[name], shelf, EVERYDAY)


@pytest.mark.thorough
@pytest.mark.parametrize("name", READERS)
def test_nothing_fails_whatever_is_sent_for_long(cast, shelf, name):
    met = _throw(cast.people()[name], shelf, AT_RANDOM or THOROUGH)

    assert len({template for template, _method in met}) > 200


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["council_clerk", "admin"])
def test_no_address_fails_with_a_number_no_row_has(cast, name):
    """Each once, as nothing is left to chance here."""
    client = Client()
    client.force_login(cast.people()[name])
    for address in addresses():
        if address.template in LEFT_OUT:
            continue
        for number, ask in (("9" * 25, "?p={0}&page={0}&id={0}&q=%00"), (str(2**63 - 1), "")):
            filled = address.filled(lambda converter, name, number=number: number if converter == "int" else None)
            with suppress(_Undone), transaction.atomic():
                response = client.get(filled + ask.format(number))
                response.close()
                raise _Undone
            assert response.status_code < 500, filled
