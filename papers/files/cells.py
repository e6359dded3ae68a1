"""What a cell of a table that is taken along may hold, be it CSV or Excel.

Spreadsheets run what begins like a formula, and a formula reads the sheet, sends it elsewhere or starts a program. A
CSV file does not say what separates its cells: where commas do and a German Excel expects semicolons, a title with one
in it becomes two cells, as one with a comma does in London. So a formula is made harmless wherever a cell could begin.
"""

from __future__ import annotations

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from papers.characters import fit

BEGINNING = re.compile(r"(^|[;,\t\r\n])(?=[\s'\"\ufeff]*[=+\-@\uff0b\uff0d\uff1d\uff20])")


def fit_for_xml(text: str) -> str:
    """Excel files and feeds are XML, which allows less than a database keeps."""
    return fit(text)


def harmless(value: Any) -> Any:
    """Numbers and dates are what they are; of a text that could run, everything is still to be read."""
    if not isinstance(value, str):
        return value
    return BEGINNING.sub(r"\1'", fit_for_xml(value))


def take_over_exports() -> None:
    """Every list of Wagtail's and ours that can be downloaded writes its cells through this method; Wagtail itself
    keeps a formula from running in Excel files alone."""
    preprocess = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        return harmless(preprocess(self, field, value, export_format))

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
