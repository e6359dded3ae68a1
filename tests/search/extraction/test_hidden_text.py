"""What an office program does not show is not read, and so not found: it was often to stay in the house."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from search.extraction import Extracted
from tests.search.extraction.files import archive, changed, opendocument, saved, slides

NAMES = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'


def runs(*added, document=None):
    document = document or docx.Document()
    for text, prepare in added:
        run = document.add_paragraph().add_run(text)
        if prepare:
            prepare(run)
    return document


def hide(run):
    run.font.hidden = True


def show(run):
    run.font.hidden = False


def test_hidden_runs_of_a_word_document(read):
    document = runs(
        ("Zu sehen", None), ("Geheim", hide), ("Wieder zu sehen", lambda run: setattr(run.font, "hidden", False))
    )

    assert read(saved(document), "docx") == Extracted(["Zu sehen\nWieder zu sehen"])


def test_text_that_a_style_hides_or_shows_again(read):
    document = docx.Document()
    character = document.styles.add_style("Intern", WD_STYLE_TYPE.CHARACTER)
    character.font.hidden = True
    follower = document.styles.add_style("Interner", WD_STYLE_TYPE.CHARACTER)
    follower.base_style = character
    paragraph = document.styles.add_style("Absatz intern", WD_STYLE_TYPE.PARAGRAPH)
    paragraph.font.hidden = True
    for name in ("Intern", "Interner"):
        document.add_paragraph().add_run("Geheim", style=name)
    hidden = document.add_paragraph("Geheim", style="Absatz intern")
    hidden.add_run(" doch zu sehen").font.hidden = False
    document.add_paragraph("Zu sehen")

    assert read(saved(document), "docx") == Extracted(["doch zu sehen\nZu sehen"])


def test_a_hidden_mark_at_the_end_of_a_paragraph_hides_no_text(read):
    content = changed(
        saved(runs(("Zu sehen", None))),
        "word/document.xml",
        lambda text: text.replace("<w:p>", "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"),
    )

    assert read(content, "docx") == Extracted(["Zu sehen"])


@pytest.mark.parametrize(
    "markup",
    [
        '<w:del w:id="1"><w:r><w:delText>Geheim</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="1"><w:r><w:t>Geheim</w:t></w:r></w:moveFrom>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Geheim</w:t><w:tab/></w:r>",
        '<w:r><w:rPr><w:vanish w:val="true"/></w:rPr><w:t>Geheim</w:t></w:r>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:pict><w:txbxContent><w:p><w:r><w:t>Geheim</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r>",
    ],
)
def test_what_was_deleted_moved_or_hidden_between_shown_words(read, markup):
    content = changed(
        saved(runs(("Vorher", None))),
        "word/document.xml",
        lambda text: text.replace("</w:p>", f"{markup}<w:r><w:t xml:space='preserve'> nachher</w:t></w:r></w:p>", 1),
    )

    assert read(content, "docx").pages[0].split() == ["Vorher", "nachher"]


def test_formatting_before_a_recorded_change_hides_nothing(read):
    old = "<w:rPr><w:rPrChange w:id='1' w:author='x'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
    content = changed(
        saved(runs(("Zu sehen", None))), "word/document.xml", lambda text: text.replace("<w:r>", f"<w:r>{old}", 1)
    )

    assert read(content, "docx") == Extracted(["Zu sehen"])


def test_hidden_sheets_rows_and_columns_of_a_workbook(read):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["", "Posten", "Intern", "Summe"], ["", "Miete", "Geheim", 5], ["", "Geheim", "x", 7]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for state in ("hidden", "veryHidden"):
        other = workbook.create_sheet(state)
        other["A1"] = "Geheim"
        other.sheet_state = state
    workbook.create_sheet("Ende")["B7"] = "Zu sehen"

    assert read(saved(workbook), "xlsx") == Extracted(["Posten Summe\nMiete 5", "", "", "Zu sehen"])


def test_hidden_slides_shapes_and_notes_of_a_presentation(read):
    presentation = pptx.Presentation(io.BytesIO(slides("Eins", "Geheim", "Drei")))
    presentation.slides[1].element.set("show", "0")
    box = presentation.slides[2].shapes.add_textbox(0, 0, 9, 9)
    box.text_frame.text = "Geheim"
    box._element.nvSpPr.cNvPr.set("hidden", "1")

    assert read(saved(presentation), "pptx") == Extracted(["Eins", "", "Drei"])


def styled(kind, styles, body):
    """An OpenDocument file with styles of its own."""
    content = opendocument(kind, body)
    return changed(
        content,
        "content.xml",
        lambda text: text.replace("<office:document-content ", f"<office:document-content {NAMES} ").replace(
            "<office:automatic-styles>", f"<office:automatic-styles>{styles}"
        ),
    )


def test_hidden_text_of_an_opendocument(read):
    styles = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:parent-style-name="T1"/>'
        '<style:style style:name="T3"><style:text-properties text:display="true"/></style:style>'
    )
    body = (
        '<office:text><text:p>Vorher <text:span text:style-name="T1">Geheim</text:span>'
        '<text:span text:style-name="T2">Geheim</text:span><text:span text:style-name="T3">nachher</text:span>'
        '<text:hidden-text text:is-hidden="true">Geheim</text:hidden-text></text:p>'
        '<text:p text:style-name="T1">Geheim</text:p>'
        '<text:section text:display="none"><text:p>Geheim</text:p></text:section>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>Geheim</text:p><text:p>Ende</text:p></office:text>'
    )

    assert read(styled("text", styles, body), "odt") == Extracted(["Vorher nachher\nEnde"])


def test_a_style_of_the_whole_document_hides_too(read):
    body = '<office:text><text:p text:style-name="Intern">Geheim</text:p><text:p>Ende</text:p></office:text>'
    content = opendocument("text", body)
    common = (
        f'<office:document-styles xmlns:office="o" xmlns:text="t" {NAMES}><office:styles>'
        '<style:style style:name="Intern"><style:text-properties text:display="none"/></style:style>'
        "</office:styles></office:document-styles>"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = {name: package.read(name) for name in package.namelist()}

    assert read(archive(entries | {"styles.xml": common}), "odt") == Extracted(["Ende"])


def test_hidden_tables_rows_and_columns_of_an_opendocument(read):
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    body = (
        "<office:spreadsheet><table:table><table:table-column/>"
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-column/>'
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>Geheim</text:p></table:table-cell>'
        "<table:table-cell><text:p>d</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:visibility="filter"><table:table-cell><text:p>Geheim</text:p></table:table-cell>'
        "</table:table-row></table:table>"
        '<table:table table:style-name="ta2"><table:table-row>'
        "<table:table-cell><text:p>Geheim</text:p></table:table-cell></table:table-row></table:table><table:table><text:p>Ende</text:p></table:table></office:spreadsheet>"
    )

    assert read(styled("spreadsheet", styles, body), "ods") == Extracted(["a\nd", "", "Ende"])


def test_hidden_pages_of_an_opendocument(read):
    styles = (
        '<style:style style:name="dp2"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    body = (
        "<office:presentation><draw:page><text:p>Eins</text:p></draw:page>"
        '<draw:page draw:style-name="dp2"><text:p>Geheim</text:p></draw:page>'
        "<draw:page><text:p>Drei</text:p></draw:page></office:presentation>"
    )

    assert read(styled("presentation", styles, body), "odp") == Extracted(["Eins", "", "Drei"])


@pytest.mark.parametrize(
    "markup",
    [
        rb"{\v Geheim}",
        rb"\v Geheim\v0 ",
        rb"{\deleted Geh\'e4im \u228?}",
        rb"{\v Ge{\b heim}}",
        rb"\v Geheim\plain ",
    ],
)
def test_hidden_and_deleted_text_of_rtf(read, markup):
    content = rb"{\rtf1\ansi Vorher " + markup + rb"nachher\par}"

    assert read(content, "rtf") == Extracted(["Vorher nachher"])
