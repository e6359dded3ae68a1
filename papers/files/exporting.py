"""A list that is taken along is written while it is read: row by row, in batches, whatever there is. Wagtail would read
the whole list twice, once to count it for a page nobody sees, and keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from functools import partial, wraps
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports.base import ReportView

from papers.files.handing_out import CSV, hand_out
from papers.files.kinds import XLSX

BATCH = 500  # rows in memory
CHUNK = 64 * 1024  # bytes


class Batch(list[Any]):
    """One of Wagtail's reports (of old pages) asks its rows as it would a queryset."""

    def values_list(self, name: str, *, flat: bool) -> list[Any]:
        return [getattr(row, name) for row in self]


class Rows:
    """``found``: a queryset, or a list where a search found it. ``finished``: what a view adds to the rows of a page;
    gets a list of them and returns what stands in it, without those that are left out."""

    def __init__(self, found: Any, finished: Callable[[list[Any]], Iterable[Any]] = list) -> None:
        self.found, self.finished = found, finished
        self.model = getattr(found, "model", None)  # asked for its headings

    def __iter__(self) -> Iterator[Any]:
        rows = self.found.iterator(BATCH) if hasattr(self.found, "iterator") else iter(self.found)
        while batch := Batch(islice(rows, BATCH)):
            yield from self.finished(batch)


def take_over_listings() -> None:
    """Every report and every list of Wagtail's and ours."""
    ReportView.get = exporting(
        ReportView.get, lambda view: Rows(view.get_filtered_queryset(), view.decorate_paginated_queryset)
    )
    IndexView.get = exporting(IndexView.get, lambda view: Rows(view.get_queryset()))
    SpreadsheetExportMixin.write_csv_response = write_csv_response
    SpreadsheetExportMixin.write_xlsx_response = write_xlsx_response


def exporting(get: Callable[..., HttpResponseBase], rows_of: Callable[[Any], Rows]) -> Callable[..., HttpResponseBase]:
    @wraps(get)
    def answer(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_export:
            return get(self, request, *args, **kwargs)
        written: HttpResponseBase = self.as_spreadsheet(rows_of(self), request.GET["export"])
        return written

    return answer


def write_csv_response(self: Any, rows: Any) -> HttpResponseBase:
    chunks = as_asked_for(self.stream_csv(rows))
    return hand_out(StreamingHttpResponse(chunks), media_type=CSV, filename=f"{self.get_filename()}.csv")


def write_xlsx_response(self: Any, rows: Any) -> HttpResponseBase:
    chunks = as_asked_for(_xlsx(self, rows))
    return hand_out(StreamingHttpResponse(chunks), media_type=XLSX, filename=f"{self.get_filename()}.xlsx")


def _xlsx(view: Any, rows: Any) -> Iterator[bytes]:
    return from_disk(partial(view.write_xlsx, rows))


def from_disk(write: Callable[[IO[bytes]], Any]) -> Iterator[bytes]:
    """What ``write`` puts into a file, for archives, which are finished with their end."""
    with TemporaryFile() as file:
        write(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def as_asked_for(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What is sent when the request is over, in its language and with what it knows of its reader: each row would ask
    anew."""
    language, request = get_language(), copy_context()
    return iter(lambda: request.run(_next_in, language, chunks), None)


def _next_in(language: str | None, chunks: Iterator[bytes]) -> bytes | None:
    with override(language):
        return next(chunks, None)
