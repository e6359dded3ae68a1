"""Files as they come: made in memory, byte by byte where a library would not write them."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pptx

from search.extraction import Limits

SHORT = Limits(seconds=0.5)


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
