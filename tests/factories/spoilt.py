"""Texts that hold what belongs in none, as they may have stood in the database before it was taken out."""

from __future__ import annotations

import json
import re

from django.apps import apps
from django.db import connection, models
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from tests.factories.papers import fresh

# What belongs in no text, and stands in rows nevertheless: controls, noncharacters, marks of byte order and direction,
# ends of lines and places to break a line that nobody sees.
SEEN_IN_TEXTS = "\u2028\u200b"  # they belong in no line, and may stand in a text that runs on
UNFIT = f"\x01\x0b\x1b\x7f\x85{SEEN_IN_TEXTS}\ufeff\ufdd0\ufffe\uffff\u2066"
# In JSON there is also what no column of text could hold: half a letter, and the end of texts in C.
UNFIT_IN_JSON = f"{json.dumps(UNFIT.replace(SEEN_IN_TEXTS, ''))[1:-1]}{chr(92)}ud800{chr(92)}u0000"
# Text of a page, which stands in its revisions, too.
IN_TEXTS = frozenset(
    {
        "papers.Paper.agenda_item",
        "papers.Paper.body",
        "papers.Paper.place",
        "papers.Paper.summary",
        "papers.Strategy.fields_of_action",
        "papers.Strategy.goals",
        "papers.Strategy.vision",
        "wagtailcore.Page.draft_title",
        "wagtailcore.Page.search_description",
        "wagtailcore.Page.seo_title",
        "wagtailcore.Page.title",
    }
)


def spoil(page):
    """Put into every text of it, in its row and its revisions, what was taken out when it was saved. Behind the forms
    and the columns, as if it had stood there for years."""
    ours = type(fresh(page))
    names = [name.rpartition(".")[2] for name in sorted(IN_TEXTS)]
    for model in {Page, apps.get_model("papers.Paper"), ours}:
        for field in model._meta.local_fields:
            if field.name not in names:
                continue
            row = model._base_manager.filter(pk=page.pk)
            if field.get_internal_type() == "JSONField":
                raw = row.annotate(raw=Cast(field.name, models.TextField())).values_list("raw", flat=True).get()
                spoilt = _spoilt_json(raw) if connection.vendor == "sqlite" else raw  # others refuse it
                with connection.cursor() as cursor:
                    table, key = model._meta.db_table, model._meta.pk.column
                    cursor.execute(f"UPDATE {table} SET {field.column} = %s WHERE {key} = %s", [spoilt, page.pk])
            else:
                row.update(**{field.name: _spoilt(row.values_list(field.name, flat=True).get(), field.max_length)})
    for revision in Revision.objects.filter(object_id=str(page.pk), base_content_type__model="page"):
        content = revision.content
        for name in set(names) & content.keys():
            is_json = str(content[name]).startswith(("[", "{"))
            content[name] = _spoilt_json(content[name]) if is_json else _spoilt(content[name])
        Revision.objects.filter(pk=revision.pk).update(content=content)


def _spoilt(text, most=None):
    return f"{UNFIT}{text}"[:most] if text else text


def _spoilt_json(raw):
    """Within its texts, wherever one stands."""
    spoilt = re.sub(r"(<p\b[^>]*>)", lambda found: f"{found[1]}{UNFIT_IN_JSON}", raw)
    return spoilt.replace("Bcc:", f"{UNFIT_IN_JSON}Bcc:")
