"""The lists of what public pages show, against what they read."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.umlauf.fresh.everything import addresses, everything
from umlauf.fresh.keeping import KEPT
from umlauf.fresh.shown import SHOWN, why_not_shown
from umlauf.operation.cache_headers import EVERYBODYS

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a rendition to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# Read for a page, and no part of it.
READ_ONLY_BESIDES = {"django_content_type"}


def tables_of_models():
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def test_of_every_table_it_is_decided_whether_pages_show_it():
    assert {table for table in tables_of_models() if table not in SHOWN and not why_not_shown(table)} == set()
    assert set(SHOWN) <= tables_of_models()


def test_columns_left_out_are_there():
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, left_out in SHOWN.items():
        assert left_out <= {field.column for field in models[table]._meta.local_concrete_fields}, table


def test_public_pages_read_what_is_watched_and_nothing_else(cast, client, run_on_commit):
    everything(cast, run_on_commit)

    read, seen = set(), set()
    for address in addresses():
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200, address
        seen.add(response.resolver_match.view_name)
        read |= {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}

    assert seen == KEPT
    assert read - set(SHOWN) <= READ_ONLY_BESIDES
    assert {"papers_measure", "papers_printedpaper", "papers_translationversion", "wagtailimages_rendition"} <= read


def test_only_what_is_everybodys_is_kept():
    assert KEPT < EVERYBODYS
