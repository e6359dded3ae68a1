"""Files as people send them in, made by the programs that make them, or by hand where there is none."""

from __future__ import annotations

import io
import zipfile

import docx
import pptx
from openpyxl import Workbook
from PIL import Image as Picture


def word(text="Ein Vertrag.", *, parts=()):
    """``parts``: name and content of what else the package holds."""
    document = docx.Document()
    document.add_paragraph(text)
    return _saved(document.save, parts)


def slides():
    return _saved(pptx.Presentation().save)


def workbook(rows=((1, 2),)):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return _saved(book.save)


def open_document(kind="text", content="<office:document-content/>", *, parts=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", content)
        for name, data in parts:
            package.writestr(name, data)
    return out.getvalue()


def photo(form="JPEG", size=(40, 30), **options):
    out = io.BytesIO()
    Picture.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def _saved(save, parts=()):
    out = io.BytesIO()
    save(out)
    with zipfile.ZipFile(out, "a") as package:
        for name, data in parts:
            package.writestr(name, data)
    return out.getvalue()
