"""What stands at the edges of pages, in forms and in cells is read as it is shown."""

from __future__ import annotations

import io
from datetime import date, datetime

import docx
import pikepdf
import pytest

from tests.search.extraction.files import pdf, saved, sheets


def test_headers_and_footers_are_read_where_a_page_shows_them(read):
    document = docx.Document()
    document.add_paragraph("Text")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Fachbereich Umwelt"
    section.footer.paragraphs[0].text = "Stand Mai"
    section.first_page_header.paragraphs[0].text = "Deckblatt"
    section.even_page_header.paragraphs[0].text = "Gerade"
    section.different_first_page_header_footer = False

    assert read(saved(document), "docx").pages == ["Text\nFachbereich Umwelt\nStand Mai"]

    section.different_first_page_header_footer = True
    (page,) = read(saved(document), "docx").pages
    assert sorted(page.splitlines()) == ["Deckblatt", "Fachbereich Umwelt", "Stand Mai", "Text"]


def test_days_of_a_sheet_are_written_as_days(read):
    moment = datetime(2026, 12, 2, 17, 30)  # noqa: DTZ001 - a sheet knows of no zones
    rows = [["Beginn", date(2026, 12, 2)], ["Sitzung", moment]]

    assert read(sheets(rows), "xlsx").pages == ["Beginn 02.12.2026\nSitzung 02.12.2026 17:30"]


def form(*annotations):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Antrag auf Zuschuss"))) as file:
        made = [
            file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[10, 10, 200, 30], **fields))
            for fields in annotations
        ]
        file.pages[0].Annots = pikepdf.Array(made)
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([one for one in made if "/T" in one]))
        file.save(written)
    return written.getvalue()


def field(**more):
    return {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "T": pikepdf.String("feld"), "F": 4, **more}


@pytest.mark.parametrize(
    ("annotation", "read_of_it"),
    [
        (field(V=pikepdf.String("Öztürk")), ["Öztürk"]),
        ({"Subtype": pikepdf.Name.FreeText, "Contents": pikepdf.String("Nachtrag: Łódź")}, ["Nachtrag: Łódź"]),
        (field(V=pikepdf.String("unsichtbar"), F=2), []),
        (field(V=pikepdf.String("geheim"), Ff=1 << 13), []),
        ({"Subtype": pikepdf.Name.Text, "Contents": pikepdf.String("unter uns")}, []),
    ],
)
def test_what_was_filled_in_is_read_and_comments_are_not(read, annotation, read_of_it):
    found = read(form(annotation), "pdf")

    assert (found.pages[0].splitlines(), found.problem) == (["Antrag auf Zuschuss", *read_of_it], "")


def test_a_word_that_goes_on_behind_the_end_of_a_page_is_whole_there(read):
    pages = (
        "Lang wartete man auf den Umwelt-",
        "bericht der Stadt und den Bau-",
        "und Verkehrsplan sowie den Nord-",
        "Plan",
    )

    assert read(pdf(*pages), "pdf").pages == [
        "Lang wartete man auf den Umwelt-",
        "Umweltbericht der Stadt und den Bau-",
        "und Verkehrsplan sowie den Nord-",
        "Plan",
    ]
