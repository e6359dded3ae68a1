"""What a search finds as a file: all of it, written while it is read, the newest first."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from papers.files.cells import harmless
from papers.files.exporting import BATCH, as_asked_for, from_disk
from papers.files.handing_out import CSV, hand_out
from papers.files.kinds import XLSX
from papers.models import Paper
from search.lists import rows_matching
from umlauf.languages import marked_with_language
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.search import Search
from umlauf.portal.views.search import find_for

DATE = 4  # its column


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    response = StreamingHttpResponse(as_asked_for(_csv(request)))
    return hand_out(response, media_type=CSV, filename="search.csv")


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    response = StreamingHttpResponse(as_asked_for(_xlsx(request)))
    return hand_out(response, media_type=XLSX, filename="search.xlsx")


def _csv(request: HttpRequest) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"  # without it Excel takes the file for Latin-1
    for row in _rows(request):
        line = StringIO()
        day = row[DATE]
        row[DATE] = day if isinstance(day, str) else date_format(day, "SHORT_DATE_FORMAT")
        csv.writer(line, delimiter=";").writerow(row)
        yield line.getvalue().encode()


def _xlsx(request: HttpRequest) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Papers"))
    for row in _rows(request):
        sheet.append(row)
    yield from from_disk(book.save)


def _rows(request: HttpRequest) -> Iterator[list[Any]]:
    yield [_("Number"), _("Title"), _("Kind"), _("Office"), _("Date"), _("State"), _("Address")]
    search = Search.of(request.GET)
    query = find_for(request, search, facets=False, with_passages=False).query  # as far as some of its words are enough
    if search.is_empty:
        return
    found = rows_matching(query, request.user, filters=search.filters).values("paper")
    papers = Paper.objects.filter(pk__in=found).titled().select_related("kind", "originating_office", "locale")
    for paper in papers.order_by("-released_at", "-pk").iterator(BATCH):
        translated = getattr(paper, "translated_title", None)
        language = paper.translated_language if translated else paper.locale.language_code
        title = marked_with_language(translated or paper.title, language)
        cells = (paper.number or "", title, str(paper.kind), paper.office_label)
        address = request.build_absolute_uri(paper_url(paper))
        yield [*map(harmless, cells), paper.date, harmless(paper.get_state_display()), address]
