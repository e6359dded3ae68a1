"""Whether a file is an official paper, and a current one."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from papers.models import PrintedPaper
from papers.pdf.archive import print_of
from tests.factories.papers import fresh, paper_at
from tests.umlauf.portal.official_papers.pages import (
    page_of,
    upload,
)
from umlauf.portal.addresses import paper_url
from umlauf.portal.templatetags.portal_tags import pdf_url


def test_a_print_that_is_missing_from_the_archive_says_so_and_is_not_made_a_second_time(client, paper, caplog):
    kept = print_of(paper)
    kept.file.storage.delete(kept.file.name)

    response = client.get(pdf_url(paper))

    assert response.status_code == 503
    assert "fehlt im Archiv" in response.content.decode()
    assert f'href="{paper_url(paper)}"' in response.content.decode()
    assert client.get(f"{reverse('package')}?paper={paper.slug}").status_code == 503
    assert f"the print {kept.pk} of page {paper.pk} is missing from the archive" in caplog.text
    assert PrintedPaper.objects.get().sha256 == kept.sha256


def test_a_file_is_recognised_by_its_bytes(client, paper):
    kept = print_of(fresh(paper))
    with kept.file.open("rb") as file:
        content = file.read()

    known = upload(client, content)
    changed = upload(client, content + b"\n")

    assert known.context["found"] == kept
    assert known.context["is_current"]
    assert f"{paper.number} Städtepartnerschaften" in known.content.decode()
    assert changed.context["found"] is None
    assert hashlib.sha256(content + b"\n").hexdigest() in changed.content.decode()
    assert "Städtepartnerschaften" not in changed.content.decode()


def test_what_was_replaced_says_so(client, paper):
    kept = print_of(fresh(paper))
    page = fresh(paper)
    page.summary = "Neu."
    page.save_revision().publish()

    response = client.get("/de/verify/", {"sha256": kept.sha256})

    assert response.context["found"] == kept
    assert not response.context["is_current"]
    assert "kern-alert--warning" in response.content.decode()


def test_a_paper_that_is_not_public_is_unknown_to_others(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public", title="Grundstück")
    kept = print_of(paper)

    assert "Grundstück" in page_of(signed_in(cast.member), "/de/verify/", sha256=kept.sha256)
    for person in (cast.citizen, cast.outsider):
        stranger = page_of(signed_in(person), "/de/verify/", sha256=kept.sha256)
        unknown = page_of(signed_in(person), "/de/verify/", sha256="0" * 64)
        assert "Grundstück" not in stranger
        assert paper.number not in stranger
        without = [
            page.split("csrfmiddlewaretoken")[0].replace(kept.sha256, "").replace("0" * 64, "")
            for page in (stranger, unknown)
        ]
        assert without[0] == without[1]


@pytest.mark.parametrize(
    ("data", "field"),
    [({"sha256": "abc"}, "sha256"), ({"sha256": ""}, None), ({}, None), ({"sha256": "z" * 64}, "sha256")],
)
def test_what_was_entered_wrongly_is_said_at_its_field(client, db, data, field):
    response = client.post("/de/verify/", data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert ('id="id_sha256_error"' in response.content.decode()) is (field == "sha256")
    assert not response.context["answered"]


def test_the_form_stands_in_the_footer_and_asks_nothing_by_itself(client, db):
    assert 'href="/de/verify/"' in page_of(client, "/de/")
    page = client.get("/de/verify/")
    assert not page.context["answered"]
    assert "no-store" in page.headers["Cache-Control"]
    assert not PrintedPaper.objects.exists()
