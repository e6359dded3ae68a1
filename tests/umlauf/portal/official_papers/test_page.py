"""The official PDF on the page of its paper."""

from __future__ import annotations

from django.utils import translation

from papers.pdf.archive import print_of
from papers.pdf.typesetting import NotTypeset, Reason
from tests.factories.papers import fresh, paper_at, translate
from tests.umlauf.portal.official_papers.pages import (
    page_of,
)
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.paper import PaperPresentation
from umlauf.portal.templatetags.portal_tags import distribute_url, kept_print, pdf_url
from umlauf.portal.views import documents


def test_the_pdf_is_linked_in_the_language_of_the_page(client, paper, run_on_commit):
    with run_on_commit():
        translate(paper, "en")
    # there is no French translation: the page shows the original, and so does the link
    for language in ("de", "en", "fr"):
        address = f"/{language}/papers/{paper.slug}/"
        assert f'href="{address}paper.pdf"' in page_of(client, address)
        with translation.override(language):
            assert b"".join(client.get(pdf_url(paper)).streaming_content).startswith(b"%PDF-")


def test_what_is_not_released_is_called_a_draft(cast, signed_in):
    paper = paper_at("checking", cast)

    page = page_of(signed_in(cast.author), paper_url(paper))

    assert f'href="{pdf_url(paper)}"' in page
    assert "Draft (PDF)" in page or "Entwurf" in page
    assert kept_print(PaperPresentation(paper, cast.author)) is None


def test_the_hash_of_the_print_stands_among_the_facts_and_leads_to_the_answer(client, paper):
    assert "SHA-256" not in page_of(client, paper_url(paper))
    kept = print_of(fresh(paper))

    page = page_of(client, paper_url(paper))

    assert kept.sha256 in page
    assert f'href="/de/verify/?sha256={kept.sha256}"' in page
    assert paper.number in page_of(client, "/de/verify/", sha256=kept.sha256)


def test_a_secretary_who_has_no_editor_finds_the_button_on_the_page(cast, signed_in, paper):
    address = f"/admin/inbox/papers/{paper.pk}/distribute/"

    assert address in page_of(signed_in(cast.secretary), paper_url(paper))
    assert address not in page_of(signed_in(cast.outsider), paper_url(paper))
    assert address not in page_of(signed_in(cast.citizen), paper_url(paper))
    assert distribute_url(PaperPresentation(paper_at("checking", cast), cast.council_clerk)) == ""


def test_a_pdf_that_cannot_be_made_says_so_and_leads_to_the_page(client, paper, monkeypatch):
    def fail(page):
        raise NotTypeset(Reason.BUSY)

    monkeypatch.setattr(documents, "print_of", fail)

    response = client.get(pdf_url(paper))

    assert response.status_code == 503
    assert str(Reason.BUSY.label) in response.content.decode()
    assert f'href="{paper_url(paper)}"' in response.content.decode()
