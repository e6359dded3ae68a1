"""Many rows that are like one, written without the verbs: for what has to cost the same however many there are."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from wagtail.models import Page

from papers.models import Consultation, Paper, Version

AT_ONCE = 20  # rows in a statement


def many(row: Any, count: int, **changes: Callable[[int], Any]) -> list[Any]:
    """Copies of a row. ``changes``: what is another in each, by its number."""
    fields = [one for one in type(row)._meta.concrete_fields if not one.primary_key]
    values = {one.attname: getattr(row, one.attname) for one in fields}
    copies = [type(row)(**values | {name: change(one) for name, change in changes.items()}) for one in range(count)]
    return type(row)._base_manager.bulk_create(copies, batch_size=AT_ONCE)


def many_papers(paper: Paper, count: int, **record: Any) -> list[int]:
    """Copies of a paper with its lines and its versions, beside it. ``record``: columns that are another. Returns their
    keys."""
    page = Page.objects.get(pk=paper.pk)
    parent, mark = page.get_parent(), uuid.uuid4().hex[:6]
    paths = [parent.get_children().last().path]
    for _one in range(count):
        paths.append(Page(path=paths[-1], depth=page.depth)._inc_path())
    pages = many(
        page, count,
        path=lambda one: paths[one + 1], slug=lambda one: f"{mark}-{one}",
        url_path=lambda one: f"{parent.url_path}{mark}-{one}/", translation_key=lambda _one: uuid.uuid4(),
        title=lambda one: f"{page.title} {one}", draft_title=lambda one: f"{page.title} {one}",
    )  # fmt: skip
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)
    keys = [one.pk for one in pages]
    _rows_of_pages(paper.pk, keys, number=paper.number and mark, **record)
    for row in (*Consultation.objects.filter(paper=paper), *Version.objects.filter(paper=paper)):
        many(row, count, paper_id=lambda one: keys[one])
    return keys


def _rows_of_pages(key: int, pages: list[int], *, number: str | None, **record: Any) -> None:
    names, values, asked = [], [], []
    for field in Paper._meta.local_concrete_fields:
        names.append(f'"{field.column}"')
        if field.column in record:
            values.append("%s")
            asked.append(record[field.column])
        elif field.primary_key:
            values.append("page.id")
        elif field.column == "number" and number:
            values.append(f"'{number} ' || page.id")
        else:
            values.append(f'one."{field.column}"')
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO papers_paper ({', '.join(names)}) SELECT {', '.join(values)} "
            "FROM papers_paper one, wagtailcore_page page WHERE one.page_ptr_id = %s AND page.id BETWEEN %s AND %s",
            [*asked, key, min(pages), max(pages)],
        )
