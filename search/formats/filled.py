"""What was written onto a page of a PDF: values of a form, and text somebody put there. Its text does not hold them.

Comments are not read, nor what no viewer shows, nor passwords; marks of boxes say nothing without the box."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

MOST = 5000  # annotations of a page


def filled_in(document: Any, page: Any) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    form = document.formenv.raw if document.formenv else None
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        try:
            if not pdfium.FPDFAnnot_GetFlags(annotation) & (
                pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
            ):
                yield _text(pdfium, form, annotation)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _text(pdfium: Any, form: Any, annotation: Any) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _said(lambda *into: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", *into))
    if kind != pdfium.FPDF_ANNOT_WIDGET or form is None:
        return ""
    written = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
    secret = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & pdfium.FPDF_FORMFLAG_TEXT_PASSWORD
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in written or secret:
        return ""
    return _said(lambda *into: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, *into))


def _said(ask: Callable[[Any, int], int]) -> str:
    """Answers are UTF-16 with a zero at their end, as long as is said first."""
    length = ask(None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace")
