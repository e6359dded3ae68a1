from __future__ import annotations

import re
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from search.formats.filled import filled_in
from search.formats.pages import BROKEN, ENCRYPTED, NO_TEXT, Pages, Refused

if TYPE_CHECKING:
    import pypdfium2

FEWEST_LETTERS = 10  # of a page on average; fewer are the stamp on a scan
# How pdfium writes a hyphen at the end of a line, before it goes on with the next one.
HYPHEN = re.compile(r"\x02(\w*)")
LONGEST_WORD = 60  # letters
BROKEN_OFF = re.compile(r"(\w+)-\s*\Z")
SECOND_OF_TWO = frozenset({"und", "oder", "bzw", "sowie"})  # "Bau- und Verkehr"


def read_pdf(file: IO[bytes], answer: Pages) -> None:
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Refused(ENCRYPTED if error.err_code in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY} else BROKEN) from error
    with suppress(pypdfium2.PdfiumError):  # a form that is none is no reason to read nothing
        document.init_forms()
    pages = len(document)
    unreadable = 0
    before = ""
    for number in range(pages):
        try:
            text = _page_text(document, number)
            answer.add(_begun_before(before, text) + text)
            before = text
        except pypdfium2.PdfiumError:
            unreadable += 1
            before = ""
        answer.end_page()
    if unreadable == pages:
        raise Refused(BROKEN)
    if answer.letters < FEWEST_LETTERS * pages:
        raise Refused(NO_TEXT)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    filled = [written for written in filled_in(document, page) if written.strip()]
    page.close()
    return "\n".join((HYPHEN.sub(_rejoined, text), *filled))


def _begun_before(before: str, text: str) -> str:
    """The beginning of a word that goes on here from the page before, where it stays as it is written."""
    begun, going_on = BROKEN_OFF.search(before[-LONGEST_WORD:]), re.match(r"\w+", text)
    if begun is None or going_on is None or not text[0].islower() or going_on[0] in SECOND_OF_TWO:
        return ""
    return begun[1]


def _rejoined(hyphen: re.Match[str]) -> str:
    word = hyphen.group(1)
    if word in SECOND_OF_TWO:
        return f"- {word}"
    return word if word[:1].islower() else f"-{word}"
