"""What somebody who tries the demo needs on one screen: addresses and log-ins."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.models import Paper
from umlauf.demo.content import read_cast
from umlauf.demo.directory import Directory
from umlauf.demo.models import LoadedPart

FIRST_PAPER, FIRST_STRATEGY = "2019-handlungskonzept", "hannover"


def login_sheet() -> str:
    if not LoadedPart.objects.exists():
        return _("The demo is not loaded. “manage.py load_demo” loads it.")
    return "\n".join([_("Addresses"), "", *_addresses(), "", _logins_heading(), "", *_logins()])


def _addresses() -> list[str]:
    directory = Directory()
    start = f"/{settings.LANGUAGE_CODE}/"
    rows = [(_("Home"), start)]
    for label, key in ((_("The first paper"), FIRST_PAPER), (_("The first strategy"), FIRST_STRATEGY)):
        paper = directory.loaded_paper(key)
        if paper is not None:
            rows.append((label, _path_of(paper)))
    rows += [(_("All papers"), f"{start}papers/"), (_("Work on papers"), "/admin/")]
    return _table([(label, f"{settings.SITE_URL}{path}") for label, path in rows])


def _path_of(paper: Paper) -> str:
    parts = paper.get_url_parts()
    return parts[2] if parts and parts[2] else f"/{settings.LANGUAGE_CODE}/papers/{paper.slug}/"


def _logins_heading() -> str:
    return _("Log-ins, all with the password “%(password)s”") % {"password": read_cast().password}


def _logins() -> list[str]:
    cast = read_cast()
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return _table(
        [
            (cast.email(person.key), " ".join(person.name), person.part.get(language, person.part["en"]))
            for person in cast.people
        ]
    )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
