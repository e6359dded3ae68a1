from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.utils.translation import override
from pdfua import Severity, validate
from wagtail.models import Locale

from papers.models import Measure
from papers.models.printed import Head
from papers.pdf.content import content_of
from papers.pdf.glyphs import unprintable
from papers.pdf.printing import laid_out, printed
from papers.pdf.typesetting import typeset
from tests.factories.papers import add_attachment, draft, filled_body, fresh, kind, paper_at, translate
from tests.papers.pdf.samples import (
    SENTENCES,
    everything,
    section,
    squeezed,
    text,
    text_in,
    words_of,
)

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
LETTER = re.compile(r"[\u0621-\u064a]")
WORD = re.compile(r"[\u0621-\u064a]+")
LANGUAGES = ("de", "en", "fr", "pl", "cs", "ru", "ja", "hi", "ar")


def released(cast, slug="decision", *, sections=None, **fields):
    """A released paper with everything its kind demands, and ``sections``."""
    fields.setdefault("title", "Handlungskonzept „Hannover – internationale Stadt“")
    fields.setdefault("place", "Hannover")
    body = (everything() if sections is None else sections) + filled_body(kind(slug))
    return paper_at("deliberating", cast, slug, body=body, **fields)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The structure elements in the order a screen reader meets them."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += reversed(list(one))
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found.append(one)
            waiting += [one.K] if "/K" in one else []
    return found


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf)]


def metadata(pdf: pikepdf.Pdf) -> dict:
    with pdf.open_metadata() as found:
        return dict(found)


def assert_conforms(document: bytes, path: Path) -> None:
    """What the file says of itself, and what of it can be checked without veraPDF."""
    path.write_bytes(document)
    assert [finding for finding in validate(str(path)).findings if finding.severity >= Severity.WARNING] == []
    with opened(document) as pdf:
        about = metadata(pdf)
        assert about[f"{PDFUA}part"] == "1"
        assert (about[f"{PDFA}part"], about[f"{PDFA}conformance"]) == ("2", "A")
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["information", "decision", "motion", "strategy"])
def test_each_kind_of_paper_says_in_its_document_what_its_page_says(cast, slug, tmp_path):
    page = released(cast, slug)
    document = printed(page)
    assert squeezed(text_in(document)) == squeezed(words_of(content_of(page)))
    assert "14.900,00" in text_in(document)
    assert_conforms(document, tmp_path / "paper.pdf")


def test_a_strategy_says_its_vision_goals_fields_and_measures(cast, tmp_path):
    strategy = released(
        cast,
        "strategy",
        sections=[],
        vision="<p>Eine <b>offene</b> Stadt.</p>",
        goals=[("goal", {"title": "Standort stärken", "text": "<p>Mehr Messen.</p>"})],
        fields_of_action=[("field", {"title": "Partnerschaften", "text": "<p>Pflegen.</p>"})],
    )
    [field] = strategy.fields_of_action
    add = {"strategy": strategy, "office": cast.org.planning_office, "state": "running"}
    Measure.objects.create(
        field_of_action=str(field.id),
        title="Jugendaustausch",
        description="Jährlich.",
        period="2026–2028",
        indicator="40 Plätze",
        **add,
    )
    Measure.objects.create(title="Ohne Handlungsfeld", **add)
    document = printed(strategy)
    words = text_in(document)
    assert squeezed(words) == squeezed(words_of(content_of(strategy)))
    expected = [
        "Eine offene Stadt.",
        "1. Standort stärken",
        "1. Partnerschaften",
        "Jugendaustausch",
        "In Arbeit",
        "2026–2028",
        "Planungsamt",
        "40 Plätze",
    ]
    places = [words.find(part) for part in (*expected[:4], *expected[5:], "Weitere Maßnahmen", "Ohne Handlungsfeld")]
    assert -1 not in places
    assert places == sorted(places)
    assert_conforms(document, tmp_path / "strategy.pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_can_be_typeset_in_every_language(cast, language, tmp_path):
    sentence = SENTENCES[language]
    page = draft(cast, title=sentence[:60], body=everything(sentence), place="Hannover")
    page.locale = Locale.objects.get_or_create(language_code=language)[0]
    page.__dict__["original"] = fresh(page)
    content = content_of(page)
    document = typeset(laid_out(content))
    found, expected = text_in(document), words_of(content)
    if language == "ar":
        # PDFium gives the letters of a ligature and some short cells in the order they are seen in, not read in, and
        # takes bold words apart, now and then giving the letter at the break twice. So no letter may be missing, hardly
        # one too many, and most words must come in one piece.
        letters, words = Counter(LETTER.findall(expected)), Counter(WORD.findall(expected))
        assert letters - Counter(LETTER.findall(found)) == Counter()
        assert (Counter(LETTER.findall(found)) - letters).total() <= letters.total() / 50
        assert (words - Counter(WORD.findall(found))).total() < words.total() / 3
    else:
        assert squeezed(found) == squeezed(expected)
    assert_conforms(document, tmp_path / "paper.pdf")
    with opened(document) as pdf:
        assert str(pdf.Root.Lang) == language


@pytest.mark.parametrize("head", Head.values)
def test_arabic_runs_from_right_to_left_and_so_do_german_names_and_dates_in_it(cast, head):
    page = draft(cast, title=SENTENCES["ar"][:60], body=everything(SENTENCES["ar"]), place="")
    page.locale = Locale.objects.get_or_create(language_code="ar")[0]
    page.__dict__["original"] = fresh(page)
    document = pypdfium2.PdfDocument(typeset(laid_out(content_of(page), head=head)))
    places = {}
    for paper_page in document:
        words = paper_page.get_textpage()
        for name in ("Europaausschuss", "2026", "02"):
            found = words.search(name).get_next()
            if found:
                places[name] = (
                    words.get_charbox(found[0])[0]
                    if name != "Europaausschuss"
                    else words.get_charbox(sum(found) - 1)[2]
                )
        words.close()
        paper_page.close()
    document.close()
    assert places["Europaausschuss"] > 500  # points; at the right edge of the text
    assert places["2026"] < places["02"]  # day, month and year, each to the left of the one before


def test_a_partners_language_without_a_catalogue_is_printed_too():
    assert unprintable("".join(SENTENCES.values())) == []


@pytest.mark.parametrize("head", Head.values)
def test_both_heads_name_the_committees_the_number_and_the_annexes(cast, head, tmp_path):
    page = released(cast, agenda_item="7.1")
    add_attachment(page, by=cast.council_clerk, title="Lageplan")
    document = printed(fresh(page), head=head)
    words = squeezed(text_in(document))
    names = ["Europaausschuss", "Kulturausschuss", "Rat", "Bristol", page.number, "Lageplan", "7.1", "Hannover"]
    assert [name for name in names if squeezed(name) not in words] == []
    assert "Planungsamt" not in words  # co-signs, which is no business of the committees
    assert_conforms(document, tmp_path / "paper.pdf")


def test_a_public_paper_does_not_name_what_is_not_public(cast):
    page = released(cast)
    add_attachment(page, by=cast.council_clerk, title="Lageplan")
    add_attachment(page, by=cast.council_clerk, title="Grundstückspreise", confidentiality="non_public")
    content = content_of(fresh(page))
    assert [annex["title"] for annex in content["attachments"]] == ["Lageplan"]
    assert "Grundstückspreise" not in text_in(printed(fresh(page)))


def test_a_non_public_paper_says_so_and_names_its_non_public_annexes(cast):
    page = released(cast, confidentiality="non_public")
    for title, confidentiality in (("Lageplan", "public"), ("Preise", "non_public"), ("Gutachten", "confidential")):
        add_attachment(page, by=cast.council_clerk, title=title, confidentiality=confidentiality)
    content = content_of(fresh(page))
    assert [annex["title"] for annex in content["attachments"]] == ["Lageplan", "Preise"]
    with override("de"):
        assert "NICHTÖFFENTLICH" in text_in(printed(fresh(page)))


def test_a_new_edition_says_which_and_why(cast):
    page = released(cast)
    first, third = content_of(page, reason="Neue Zahlen."), content_of(page, edition=3, reason="Neue Zahlen.")
    assert (first["edition"], first["reason"]) == ("", "")
    assert "2" in third["edition"]
    words = text_in(printed(page, edition=3, reason="Neue Zahlen."), footer=True)
    assert "Neue Zahlen." in words
    assert words.count(third["edition"]) >= 2  # in the head and at the foot


def test_a_draft_is_marked_on_every_page(cast):
    page = draft(cast, body=[section(text(f"<p>{'Viel Text. ' * 1500}</p>"))])
    document = printed(page, draft=True, version=2)
    with opened(document) as pdf:
        count = len(pdf.pages)
    assert count > 2
    assert text_in(document).count("ENTWURF") == count
    assert "ENTWURF" not in text_in(printed(page))
    assert "Fassung 2" in text_in(document, footer=True)


def test_pages_are_numbered_in_the_language_of_the_paper(cast):
    page = released(cast)
    with override("fr"):  # of whoever asks; the paper stays German
        words = text_in(printed(page), footer=True)
    label = content_of(page)["labels"]["page"]
    with opened(printed(page)) as pdf:
        count = len(pdf.pages)
    assert [label.format(page=number, pages=count) in words for number in range(1, count + 1)] == [True] * count


def test_a_translation_names_what_was_not_translated_in_its_own_language(cast, run_on_commit):
    page = released(cast)
    add_attachment(page, by=cast.council_clerk, title="Lageplan")
    with run_on_commit():
        english = translate(page, "en")
    content = content_of(english)
    assert (content["lang"], content["number"]) == ("en", page.number)
    assert [(annex["title"], annex["lang"]) for annex in content["attachments"]] == [("Lageplan", "de")]
    assert content["title"].startswith("[en]")
    with opened(printed(english)) as pdf:
        languages = {str(element.Lang) for element in elements(pdf) if "/Lang" in element}
    assert "de" in languages


# --- what a screen reader finds -------------------------------------------------------------------------------------
