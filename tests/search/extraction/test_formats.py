"""What is read of files of every format."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest

from search.extraction import Extracted
from search.extraction_process import read as read_here
from search.formats.pages import Pages
from tests.search.extraction.files import (
    changed,
    odt,
    opendocument,
    pdf,
    saved,
    sheets,
    slides,
    word,
)

FORMATS = [
    (".pdf", pdf("Größe der Straße")),
    (".docx", word("Größe der Straße")),
    (".odt", odt("Größe der Straße")),
    (
        ".ods",
        opendocument(
            "spreadsheet",
            "<office:spreadsheet><table:table><text:p>Größe der Straße</text:p></table:table></office:spreadsheet>",
        ),
    ),
    (
        ".odp",
        opendocument(
            "presentation",
            "<office:presentation><draw:page><text:p>Größe der Straße</text:p></draw:page></office:presentation>",
        ),
    ),
    (".pptx", slides("Größe der Straße")),
    (".xlsx", sheets([["Größe der Straße"]])),
    (".rtf", rb"{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0 Arial;}}Gr\'f6\u223?e der \b Stra\b0\'dfe\par}"),
    (".txt", "Größe der Straße".encode()),
    (".txt", "Größe der Straße".encode("cp1252")),
    (".txt", "Größe der Straße".encode("utf-16")),
    (".txt", "Gro\u0308ße der Straße".encode("utf-8-sig")),
    (".csv", "Größe der Straße\r\n".encode("cp1252")),
    (".html", "<p>Gr&ouml;ße <b>der</b> Straße".encode()),
    (
        ".html",
        "<meta charset=iso-8859-1><style>p {}</style><p>Größe<script>x</script> der <b>Stra</b>ße".encode("latin-1"),
    ),
    ("PDF", pdf("Größe der Straße")),
]


@pytest.mark.parametrize(("suffix", "content"), FORMATS)
def test_text_of_every_format(read, suffix, content):
    assert read(content, suffix) == Extracted(["Größe der Straße"])


@pytest.mark.parametrize(("suffix", "content"), FORMATS)
def test_a_reader_needs_no_process_of_its_own_to_be_right(suffix, content):
    """Its process only limits it; here nothing hides which of its lines are run."""
    limits = {"seconds": 5.0, "memory": 0, "pages": 10, "characters": 1000, "unpacked": 1_000_000}
    out = io.BytesIO()
    answer = Pages(out, pages=limits["pages"], characters=limits["characters"])

    answer.end(read_here(io.BytesIO(content), {"suffix": suffix.lower().lstrip("."), **limits}, answer))

    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"page": "Größe der Straße"},
        {"problem": ""},
    ]


def test_pages_keep_their_numbers(read):
    assert read(pdf("Die erste Seite hat Text", "", "Auf der dritten steht wieder etwas"), "pdf").pages == [
        "Die erste Seite hat Text",
        "",
        "Auf der dritten steht wieder etwas",
    ]


def test_slides_keep_their_numbers_and_the_speaker_her_notes(read):
    assert read(slides("Eins", "", "Drei"), "pptx") == Extracted(["Eins", "", "Drei"])


def test_sheets_keep_their_numbers(read):
    assert read(sheets([["Käse", 2.5], [None, 3]], [], [["Öl", True]]), "xlsx") == Extracted(
        ["Käse 2.5\n3", "", "Öl True"]
    )


def test_tables_and_slides_of_opendocument_are_pages(read):
    tables = (
        "<table:table><text:p>Eins</text:p></table:table><table:table/><table:table><text:p>Drei</text:p></table:table>"
    )
    notes = "<presentation:notes><text:p>Notiz</text:p></presentation:notes>"
    drawn = f"<draw:page><text:p>Eins</text:p>{notes}</draw:page><draw:page/>"
    assert read(opendocument("spreadsheet", f"<office:spreadsheet>{tables}</office:spreadsheet>"), "ods") == Extracted(
        ["Eins", "", "Drei"]
    )
    assert read(
        opendocument("presentation", f"<office:presentation>{drawn}</office:presentation>"), "odp"
    ) == Extracted(["Eins", ""])


def test_a_word_document_is_read_with_tables_boxes_and_insertions_but_without_what_was_deleted(read):
    document = docx.Document()
    document.add_paragraph("Vorher")
    document.add_table(1, 2).rows[0].cells[1].text = "Zelle"
    written = changed(
        saved(document),
        "word/document.xml",
        lambda xml: xml.replace(
            "Vorher</w:t></w:r>",
            "Vorher</w:t></w:r><w:ins><w:r><w:tab/><w:t>eingefügt</w:t></w:r></w:ins><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>verschoben</w:t></w:r></w:moveFrom><w:sdt><w:sdtContent><w:r><w:br/><w:t>Feld</w:t></w:r></w:sdtContent></w:sdt>",
        ),
    )
    assert read(written, "docx") == Extracted(["Vorher eingefügt\nFeld\nZelle"])


def test_footnotes_are_read(read):
    part = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Vgl. '
        "Satzung</w:t></w:r></w:p></w:footnotes>"
    )
    relation = '<Relationship Id="n1" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
    written = changed(
        word("Text"),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Relationships>", relation + "</Relationships>"),
    )
    with zipfile.ZipFile(extended := io.BytesIO(written), "a") as package:
        package.writestr("word/footnotes.xml", part)
    assert read(extended.getvalue(), "docx") == Extracted(["Text\nVgl. Satzung"])


def test_an_opendocument_text_is_read_without_comments_and_deletions(read):
    body = (
        "<office:text><text:tracked-changes><text:p>gestrichen</text:p></text:tracked-changes><text:h>Titel</text:h>"
        '<text:p>Zwei<text:s text:c="999999999"/>Worte<office:annotation><text:p>unter '
        "uns</text:p></office:annotation><text:line-break/>neue<text:tab/>Zeile"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fußnote</text:p></text:note-body></text:note></text:p></office:text>"
    )
    assert read(opendocument("text", body), "odt") == Extracted(["Titel\nZwei Worte\nneue Zeile\nFußnote"])


def test_words_divided_at_the_end_of_a_line_are_joined(read):
    assert read(pdf("Der Umwelt-\nbericht zu Bau-\nund Verkehrsfragen der Nord-\nSüd-Achse"), "pdf").pages == [
        "Der Umweltbericht zu Bau- und Verkehrsfragen der Nord-Süd-Achse"
    ]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Müller"),
        ("cp1252", "Anwesend: Herr Müller, Frau Schröder, Frau Özdemir; entschuldigt: Herr Weiß."),
        ("cp1251", "Городской совет принял решение о ремонте школы и детского сада в этом году."),
        ("cp1256", "قرر مجلس المدينة بناء مدرسة جديدة في هذا العام"),
    ],
)
def test_old_encodings_are_recognized(read, encoding, text):
    assert read(text.encode(encoding), "txt") == Extracted([text])


def test_what_a_database_or_a_reader_cannot_take_is_removed(read):
    assert read("N\0UL, Tr\xadennung,\x01 Ende\ufffe".encode(), "txt") == Extracted(["NUL, Trennung, Ende"])
    assert read(rb"{\rtf1 halb \u-10179? und ganz \u-10179?\u-8704?}", "rtf") == Extracted(["halb und ganz \U0001f600"])


@pytest.mark.parametrize(("content", "suffix"), [(b"", "txt"), (b"", "html"), (word(), "docx"), (odt(), "odt")])
def test_empty_files_are_one_empty_page(read, content, suffix):
    assert read(content, suffix) == Extracted([""])
