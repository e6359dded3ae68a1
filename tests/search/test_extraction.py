"""Files are built here, byte by byte where no library would write them. Programs that misbehave stand in for parsers
that were broken into."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

import docx
import openpyxl
import pptx
import pytest

from papers.programs import host
from search import extraction
from search.extraction import Extracted, Limits, Problem, extract
from search.readers import office

SHORT = Limits(seconds=0.5)
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
ENCRYPTION = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
    b"41" * 32,
    b"42" * 32,
)
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)

OPENDOCUMENT_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "presentation")
)
OPENDOCUMENT_NAMES += (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)


def pdf(*pages, trailer=b"", stream=None):
    """Lines of a page one below the other; ``stream`` is drawn instead, compressed."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = b"BT /F1 12 Tf 72 700 Td 14 TL %s ET" % b" ".join(
            b"(%s) Tj T*" % line.encode("cp1252") for line in page.split("\n")
        )
        contents = b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn)
        if stream is not None:
            contents = b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(stream), stream)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents "
            b"%d 0 R >>" % (5 + 2 * number),
            contents,
        ]
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    written += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(written)


def archive(entries):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return written.getvalue()


def changed(package, name, change):
    """The package with the text of one entry changed."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return archive(
            {entry: change(old.read(entry).decode()) if entry == name else old.read(entry) for entry in old.namelist()}
        )


def saved(document):
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def word(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def slides(*titles):
    presentation = pptx.Presentation()
    for title in titles:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = "Nur für die Vortragende"
    return saved(presentation)


def sheets(*tables):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in tables:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def opendocument(kind, body, before="", encryption=""):
    styles = "<number:date-style><number:text>.</number:text></number:date-style>"
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"{before}<office:document-content {OPENDOCUMENT_NAMES}>{styles}"
            f"<office:body>{body}</office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{encryption}</manifest>",
        }
    )


def odt(*paragraphs, **more):
    return opendocument(
        "text", "<office:text>" + "".join(f"<text:p>{text}</text:p>" for text in paragraphs) + "</office:text>", **more
    )


@pytest.fixture
def read(tmp_path):
    def read(content, suffix, limits=extraction.LIMITS):
        path = tmp_path / f"file.{suffix.strip('.')}"
        path.write_bytes(content)
        return extract(path, suffix=suffix, limits=limits)

    return read


@pytest.fixture
def read_with(read, monkeypatch, tmp_path):
    """Reads with another program than ours."""

    def read_with(program, limits=extraction.LIMITS):
        path = tmp_path / "program.py"
        path.write_text(f"import json, os, signal, sys\n{program}\n")
        monkeypatch.setattr(extraction, "PROGRAM", path)
        return read(b"", "txt", limits)

    return read_with


@pytest.fixture
def endless(tmp_path):
    """A file that never ends, and the other end of it."""
    path = tmp_path / "endless.txt"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield path, end
    os.close(end)


# What is read


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
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
            "<meta charset=iso-8859-1><style>p {}</style><p>Größe<script>x</script> der <b>Stra</b>ße".encode(
                "latin-1"
            ),
        ),
        ("PDF", pdf("Größe der Straße")),
    ],
)
def test_text_of_every_format(read, suffix, content):
    assert read(content, suffix) == Extracted(["Größe der Straße"])


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


# What is wrong with files


def test_encrypted_pdf(read):
    assert read(pdf("Geheim", trailer=ENCRYPTION), "pdf") == Extracted([], Problem.ENCRYPTED)
    assert read(pdf("Geheim", trailer=ENCRYPTION.replace(b"Standard", b"Other")), "pdf") == Extracted(
        [], Problem.ENCRYPTED
    )


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pptx"])
@pytest.mark.parametrize("distance", [1024, office.BLOCK - 515])
def test_encrypted_office_file(read, suffix, distance):
    assert read(OLE_HEADER + b"\0" * distance + "EncryptedPackage".encode("utf-16-le"), suffix) == Extracted(
        [], Problem.ENCRYPTED
    )


def test_encrypted_opendocument(read):
    assert read(odt("?", encryption="<encryption-data/>"), "odt") == Extracted([], Problem.ENCRYPTED)


def test_encrypted_zip_entries(read):
    written = bytearray(word("Geheim"))
    written[written.index(b"PK\x01\x02") + 8] |= 1
    assert read(bytes(written), "docx") == Extracted([], Problem.ENCRYPTED)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("pdf", pdf("Text " * 20)),
        ("docx", word("Text")),
        ("odt", odt("Text")),
        ("pptx", slides("Text")),
        ("xlsx", sheets([["Text"]])),
    ],
)
def test_truncated_file(read, suffix, content):
    assert read(content[: len(content) // 2], suffix) == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "odt", "rtf"])
@pytest.mark.parametrize("content", [b"", b"kein Dokument", PNG])
def test_not_what_it_calls_itself(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize("suffix", ["pdf", "txt", "xlsx"])
def test_the_content_counts_more_than_the_suffix(read, suffix):
    assert read(word("Größe"), suffix) == Extracted(["Größe"])


def test_text_that_begins_like_a_package_is_text(read):
    assert read(b"PKW-Verkehr", "txt") == Extracted(["PKW-Verkehr"])


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("png", PNG),
        ("", b"Text"),
        ("txt", PNG),
        ("docx", OLE_HEADER + "WordDocument".encode("utf-16-le")),
        ("docx", archive({"readme.txt": "Nur ein Archiv"})),
        ("odt", archive({"mimetype": "application/epub+zip"})),
        ("odt", opendocument("graphics", "")),
    ],
)
def test_unknown_format(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.UNKNOWN_FORMAT)


def test_scan_without_text(read):
    assert read(pdf("", "Seite 2", ""), "pdf") == Extracted(["", "Seite 2", ""], Problem.NO_TEXT)


def test_pdf_without_pages(read):
    assert read(pdf(), "pdf") == Extracted([], Problem.BROKEN)


def test_a_file_that_is_not_there_is_no_bad_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "missing.pdf", suffix="pdf")


# What is meant to harm


def test_zip_bombs(read):
    assert read(
        archive({"[Content_Types].xml": b"", "word/document.xml": bytes(11 * 1024 * 1024)}), "docx"
    ) == Extracted([], Problem.TOO_LARGE)
    assert read(
        archive({f"{number}": os.urandom(600) for number in range(4)}), "docx", Limits(unpacked=2000)
    ) == Extracted([], Problem.TOO_LARGE)
    assert read(archive({f"{number}": b"" for number in range(10_001)}), "docx") == Extracted([], Problem.TOO_LARGE)


def test_a_size_declared_too_small_is_not_exceeded(read):
    written = bytearray(word("Text " * 100_000))
    entry = written.index(b"word/document.xml", written.index(b"PK\x01\x02")) - 46
    written[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert read(bytes(written), "docx") == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (
            "docx",
            changed(
                word("x"),
                "word/document.xml",
                lambda xml: BILLION_LAUGHS + xml.partition("?>")[2].replace(">x<", ">&a9;<"),
            ),
        ),
        (
            "pptx",
            changed(
                slides("x"),
                "ppt/slides/slide1.xml",
                lambda xml: BILLION_LAUGHS + xml.partition("?>")[2].replace(">x<", ">&a9;<"),
            ),
        ),
        ("odt", odt("&a9;", before=BILLION_LAUGHS)),
    ],
)
def test_entity_bombs(read, suffix, content):
    assert read(content, suffix) == Extracted([], Problem.BROKEN)


def test_entity_bomb_in_a_workbook(read):
    written = changed(
        sheets([["x"]]), "xl/sharedStrings.xml", lambda xml: BILLION_LAUGHS + xml.replace(">x<", ">&a9;<")
    )
    assert "haha" not in "".join(read(written, "xlsx").pages)


def test_entities_cannot_read_other_files(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    written = odt("&a;", before=f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>')
    assert read(written, "odt") == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("suffix", "content", "expected"),
    [
        ("pdf", b"%PDF-1.7\n" + b"[" * 1_000_000, Extracted([], Problem.BROKEN)),
        (
            "docx",
            changed(
                word("x"), "word/document.xml", lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:p>" * 100_000)
            ),
            Extracted(["x"], Problem.BROKEN),
        ),
        ("rtf", b"{\\rtf1 " + b"{" * 200_000, Extracted([""])),
        ("html", b"<p>" * 100_000 + b"unten", Extracted(["unten"])),
    ],
)
def test_deep_nesting(read, suffix, content, expected):
    assert read(content, suffix) == expected


def test_pdf_whose_content_does_not_fit_into_memory(read):
    bomb = zlib.compress(b"BT " + b" " * 200_000_000, 1)
    assert read(pdf("", stream=bomb), "pdf", Limits(memory=150 * extraction.MEBIBYTE)) == Extracted(
        [], Problem.TOO_LARGE
    )


def test_file_that_does_not_fit_into_memory(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(300 * extraction.MEBIBYTE)
    assert extract(path, suffix="txt", limits=Limits(memory=128 * extraction.MEBIBYTE)) == Extracted(
        [], Problem.TOO_LARGE
    )


def test_a_sheet_with_one_cell_in_its_last_corner(read):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "vorn"
    workbook.active["XFD1048576"] = "hinten"
    assert read(saved(workbook), "xlsx") == Extracted([], Problem.TOO_LARGE)


def test_too_many_pages(read):
    content = pdf(*(f"Dies ist die Seite {number}" for number in range(1, 10_001)))
    read_in_part = read(content, "pdf")
    assert (len(read_in_part.pages), read_in_part.pages[-1], read_in_part.problem) == (
        2000,
        "Dies ist die Seite 2000",
        Problem.TOO_LARGE,
    )


def test_too_much_text(read):
    assert read("Ä".encode() * 100, "txt", Limits(characters=10)) == Extracted(["Ä" * 10], Problem.TOO_LARGE)
    assert read(pdf("Seite eins", "Seite zwei"), "pdf", Limits(characters=15)) == Extracted(
        ["Seite eins", "Seite"], Problem.TOO_LARGE
    )


# The process


def test_endless_file(endless):
    path, _end = endless
    assert extract(path, suffix="txt", limits=SHORT) == Extracted([], Problem.TOO_SLOW)


def test_other_files_are_read_meanwhile(read, endless):
    path, end = endless
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(extract, path, suffix="txt")
        assert list(threads.map(read, [word("Eins"), pdf("Zwei und etwas mehr")], ["docx", "pdf"])) == [
            Extracted(["Eins"]),
            Extracted(["Zwei und etwas mehr"]),
        ]
        assert not slow.done()
        os.write(end, b"x" * 8)
        assert slow.result() == Extracted([], Problem.BROKEN)


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", Problem.TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGABRT)", Problem.TOO_LARGE),
        ("os.kill(os.getpid(), signal.SIGSEGV)", Problem.BROKEN),
        ("os.kill(os.getpid(), signal.SIGXCPU)", Problem.TOO_SLOW),
        ("raise Exception", Problem.BROKEN),
        ("pass", Problem.BROKEN),
    ],
)
def test_a_process_that_dies(read_with, program, problem):
    assert read_with(program) == Extracted([], problem)


def test_pages_read_before_a_crash_are_kept(read_with):
    died = read_with(
        'print(json.dumps({"page": "Eins"}), flush=True); print("{", end="", flush=True); os.kill(os.getpid(), '
        "signal.SIGSEGV)"
    )
    assert died == Extracted(["Eins"], Problem.BROKEN)


@pytest.mark.parametrize(
    "program", ["while True: pass", "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()); signal.pause()"]
)
def test_a_process_that_does_not_end(read_with, program):
    assert read_with(program, SHORT) == Extracted([], Problem.TOO_SLOW)


def test_a_process_that_says_too_much(read_with):
    assert read_with("while True: print('x' * 1000)", Limits(characters=1000, pages=10)).problem == Problem.BROKEN
    assert read_with("while True: print('x' * 1000, end='')", Limits(characters=1000, pages=10)) == Extracted(
        [], Problem.TOO_LARGE
    )


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense",
        b"[" * 100_000,
        b"{}",
        b'{"page": 1}',
        b'{"page": "a\\u0000b"}',
        b'{"page": "\\ud800"}',
        b'{"problem": "unheard of"}',
        b'{"problem": []}',
        b'{"other": ""}',
        b'\xff{"page": ""}',
    ],
)
def test_a_process_that_says_what_ours_would_not(read_with, said):
    assert read_with(f"os.write(1, {said!r} + b'\\n')") == Extracted([], Problem.BROKEN)


def test_no_more_pages_than_allowed(read_with):
    said = read_with("for _ in range(20): print(json.dumps({'page': ''}))", Limits(pages=3))
    assert said == Extracted(["", "", ""], Problem.BROKEN)


def test_its_children_do_not_outlive_it(read_with, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    program = (
        f"pipe = open({str(tmp_path / 'pipe')!r}, 'wb', 0)\nif os.fork(): "
        f"os._exit(0)\npipe.write(b'alive')\nwhile True: print('x' * 1000, end='')"
    )
    assert read_with(program, Limits(characters=1000, pages=10)) == Extracted([], Problem.TOO_LARGE)
    assert os.read(pipe, 5) == b"alive"
    assert select.select([pipe], [], [], 10)[0]
    assert os.read(pipe, 5) == b""  # nobody holds the other end any more
    os.close(pipe)


def test_it_sees_no_settings(read_with, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = read_with(
        "print(json.dumps({'page': ' '.join([*os.environ, os.getcwd()])})); print(json.dumps({'problem': ''}))"
    )
    assert seen == Extracted(["LC_ALL /"])


def test_it_needs_nothing_installed_to_read_plain_text(tmp_path):
    """So it starts without Django, and without the parsers of other formats."""
    path = tmp_path / "file.txt"
    path.write_text("Größe")
    job = {"suffix": "txt", "seconds": 9, "memory": 2**28, "pages": 1, "characters": 9, "unpacked": 9}
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-S", *host.command(extraction.PROGRAM, job)[1:]],
            stdin=file,
            capture_output=True,
            check=True,
        )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"page": "Größe"}, {"problem": ""}]


def test_it_limits_itself(tmp_path):
    """The limits are there when the file is read: they are asked for from inside, by a library that is loaded then."""
    program = (
        "import json, resource, runpy, sys, types\n"
        "def rtf_to_text(text, errors):\n"
        "    names = ('AS', 'CPU', 'NOFILE', 'FSIZE', 'CORE', 'NPROC')\n"
        "    return ' '.join(str(resource.getrlimit(getattr(resource, 'RLIMIT_' + name))[0]) for name in names)\n"
        "sys.modules['striprtf'] = types.ModuleType('striprtf')\n"
        "sys.modules['striprtf.striprtf'] = module = types.ModuleType('striprtf.striprtf')\n"
        "module.rtf_to_text = rtf_to_text\n"
        f"sys.path.append({str(host.ROOT)!r})\n"
        f"runpy.run_path({str(extraction.PROGRAM)!r}, run_name='__main__')\n"
    )
    path = tmp_path / "file.rtf"
    path.write_text("{\\rtf1}")
    job = json.dumps({"suffix": "rtf", "seconds": 2.5, "memory": 2**28, "pages": 1, "characters": 99, "unpacked": 9})
    with path.open("rb") as file:
        done = subprocess.run([sys.executable, "-I", "-c", program, job], stdin=file, capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[0]) == {"page": f"{2**28} 3 32 0 0 0"}
