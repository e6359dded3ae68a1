"""The official print with what was resolved on a page of its own behind it.

The print is what was released and stays the same bytes for ever; results come one by one and are corrected. So the page
is typeset when somebody asks, names the hash of the print it belongs to, and is bound behind it: no act waits for a
typesetter, and no act makes an edition that everybody would have to be sent. The same results give the same bytes.

A document has no reader, so it says what everybody who may read the paper reads on its page (``papers.resolved``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from papers.enums import ConsultationState
from papers.pdf.archive import opened, print_of
from papers.pdf.bundle import Part, appended
from papers.pdf.content import authority, writing_of
from papers.pdf.typesetting import typeset
from papers.resolved import corrections_of, earlier_results_of, lines_with_results
from papers.wording import line_sentence, result_sentence

if TYPE_CHECKING:
    from papers.models import Consultation, Paper, PrintedPaper


def print_with_results(page: Paper) -> bytes:
    """The print alone where nothing is resolved yet. Raises NotReleased, and NotTypeset where it cannot be made."""
    kept = print_of(page)
    with opened(kept) as file:
        pdf: bytes = file.read()
    lines = lines_with_results(page.original)
    if not lines:
        return pdf
    with override(page.locale.language_code):
        content = results_content(page, kept, lines)
        behind = typeset(content, template="results.typ")
        pieces = [Part(page.title, page.display_number, pdf), Part(content["title"], "", behind)]
        return appended(pieces, title=page.title)


def results_content(page: Paper, kept: PrintedPaper, lines: list[Consultation]) -> dict[str, Any]:
    """Plain data in the active language, which is that of the page."""
    named, language = authority(), page.locale.language_code
    latest = max(timezone.localtime(line.latest_act.at).date() for line in lines if line.latest_act)
    foreign = "" if language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE
    title = _("Results of the deliberations")
    number, before = page.original.number or "", pgettext("before the number of a paper", "No.")
    return {
        **writing_of(language),
        "title": title,
        "author": f"{named['small']} {named['large']}".strip(),
        "day": {"year": latest.year, "month": latest.month, "day": latest.day},
        "identity": [
            *([f"{before} {number}"] if number else []),
            title,
            _("as of %(day)s") % {"day": date_format(latest, "SHORT_DATE_FORMAT")},
        ],
        "subject": f"{number}: {page.title}" if number else page.title,
        "texts_lang": foreign,
        "results": [_result(line, language) for line in lines],
        "labels": {
            "amended": _("In these words:"),
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        },
        "belongs": _("This page belongs to the official print with the following SHA-256 hash:"),
        "sha256": kept.sha256,
    }


def _result(line: Consultation, language: str) -> dict[str, Any]:
    act, organization = line.latest_act, line.organization
    planned = line.state == ConsultationState.PLANNED
    acts = list(line.acts.all())
    return {
        "name": organization.name_on(line.day, language),
        "lang": "" if organization.has_name_in(language, line.day) else settings.LANGUAGE_CODE,
        "role": str(line.get_role_display()),
        "sentence": line_sentence(line) if planned or act is None else result_sentence(act),
        "earlier": earlier_results_of(line, acts),
        "corrections": corrections_of(acts),
        "remark": _paragraphs(act.remark if act else ""),
        "amended": _paragraphs(act.amended_text if act else ""),
    }


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]
