"""The official print with what was resolved behind it."""

from __future__ import annotations

import pypdfium2
import pytest
from pdfua import Severity, validate

from papers.models import PrintedPaper
from papers.pdf.archive import opened as opened_print
from papers.pdf.archive import print_of
from papers.pdf.results import print_with_results
from tests.factories.papers import bring_to, draft, fresh, line_of, paper_at, translate
from workflows.routing.acting import Votes, act_on, postpone
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line

pytestmark = pytest.mark.django_db


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def paper(cast):
    slip = [Line(cast.org.planning_office, "co_sign"), Line(cast.org.council, "decision", 2)]
    return bring_to("deliberating", draft(cast, title="Radweg am Kanal", slip=slip), cast, remark="Amtsinternes.")


def decide(paper, cast, **fields):
    line = line_of(paper, cast.org.council, "decision")
    fields = {"outcome": "adopted_as_amended", "amended_text": "Der Eisvogel\n\nwird geschützt.", **fields}
    act_on(line, by=cast.chair, **fields)
    return line


def test_without_results_it_is_the_print_itself(paper):
    with opened_print(print_of(paper)) as file:
        assert print_with_results(paper) == file.read()


def test_results_stand_on_a_page_of_their_own_behind_the_print(cast, paper):
    postpone(line_of(paper, cast.org.council, "decision"), by=cast.chair)
    decide(paper, cast, votes=Votes(30, 8, 3), remark="Auf Antrag der Seerosen.")
    kept = print_of(paper)

    pdf = print_with_results(fresh(paper))

    with opened_print(kept) as file:
        alone = len(pypdfium2.PdfDocument(file.read()))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == alone + 1
    page = document[alone].get_textpage().get_text_range()
    for said in ("Rat", "30", "8", "Eisvogel", "Seerosen", "Vertagt", kept.sha256[:16], paper.number):
        assert said in page, said
    assert "Amtsinternes" not in text_of(pdf)
    assert "Planungsamt" not in page


def test_the_same_results_give_the_same_bytes_and_no_edition(cast, paper):
    decide(paper, cast)

    assert print_with_results(fresh(paper)) == print_with_results(fresh(paper))
    assert PrintedPaper.objects.get().edition == 1


def test_a_correction_is_told_as_on_the_page(cast, paper):
    line = decide(paper, cast)
    before = print_with_results(fresh(paper))
    correct_result(line, by=cast.chair, outcome="rejected", reason="Verwechselt.")

    after = print_with_results(fresh(paper))

    assert "Eisvogel" in text_of(before)
    assert "Eisvogel" not in text_of(after)
    assert "Verwechselt." in text_of(after)


def test_it_is_as_accessible_as_the_print(cast, paper, tmp_path):
    decide(paper, cast, remark="Auf Antrag.")
    path = tmp_path / "results.pdf"
    path.write_bytes(print_with_results(fresh(paper)))

    problems = [finding for finding in validate(path).findings if finding.severity is Severity.ERROR]

    assert problems == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_translation_has_them_in_its_own_words(cast, paper, run_on_commit, language):
    decide(paper, cast)
    with run_on_commit():
        translation = translate(paper, language)

    text = text_of(print_with_results(fresh(translation)))

    assert "Eisvogel" in text
    assert "Ergänzt" not in text


@pytest.mark.parametrize("level", ["public", "non_public", "confidential"])
def test_it_is_handed_to_readers_of_the_released_paper_alone(cast, signed_in, client, level):
    paper = paper_at("completed", cast, confidentiality=level)
    address = f"/de/papers/{paper.slug}/results.pdf"
    may = {"public": {"citizen", "outsider", "other_member", "member"}, "non_public": {"other_member", "member"}}

    opened = {"citizen"} if client.get(address).status_code == 200 else set()
    for name in ("outsider", "other_member", "member"):
        if signed_in(cast.people()[name]).get(address).status_code == 200:
            opened.add(name)

    assert opened == may.get(level, {"member"})


def test_there_is_none_of_a_draft(cast, signed_in):
    paper = paper_at("checking", cast)

    assert signed_in(cast.author).get(f"/de/papers/{paper.slug}/results.pdf").status_code == 404


def test_the_page_leads_there_once_something_is_resolved(cast, client, paper):
    address = f"/de/papers/{paper.slug}/results.pdf"
    assert address not in client.get(f"/de/papers/{paper.slug}/").text

    decide(paper, cast)

    assert address in client.get(f"/de/papers/{paper.slug}/").text
