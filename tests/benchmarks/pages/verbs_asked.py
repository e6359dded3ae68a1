"""Every verb from the draft to the decision, done in a city by its people and undone again. What follows on a verb's
commit (mail, index, print) is timed apart: where there is a worker, nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from papers.models import Organization
from tests.benchmarks.pages.measuring import counting, timed
from tests.benchmarks.verbs import steps
from tests.factories.cast import NAMES, Cast, Organizations

SLUGS = {
    "council_office": "ratsbuero",
    "international_office": "buero-fuer-internationales",
    "planning_office": "planungsamt",
    "works_office": "tiefbauamt",
    "council": "rat",
    "europe_committee": "europaausschuss",
    "culture_committee": "kulturausschuss",
    "finance_committee": "finanzausschuss",
    "faction": "fraktion-der-mitte",
    "bristol": "bristol",
}


def cast_of_town() -> Cast:
    org = Organizations(**{one.name: Organization.objects.get(slug=SLUGS[one.name]) for one in fields(Organizations)})
    people = {name: get_user_model().objects.get(email=f"{name}@umlauf.test") for name in (*NAMES, "admin")}
    return Cast(org=org, citizen=AnonymousUser(), **people)


def tour(*, counted: bool) -> dict[str, Any]:
    """By verb: what it took, as ``measuring`` says; and what followed."""
    found: dict[str, Any] = {}
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # in it may begin what has to be the outermost one
    with around:
        for name, verb in steps(cast_of_town()):
            _follow()  # what was prepared for the verb is none of its own
            found[name] = _taken(_as_a_request(verb), counted=counted)
            found[f"{name}: afterwards"] = _taken(_follow, counted=counted)
        transaction.set_rollback(True)
        connection.run_on_commit = []
    return found


def _as_a_request(verb: Callable[[], object]) -> Callable[[], object]:
    def in_a_transaction() -> None:
        with transaction.atomic():
            verb()

    return in_a_transaction


def _taken(work: Callable[[], object], *, counted: bool) -> Any:
    if not counted:
        return timed(work)
    with counting() as found:
        work()
    return asdict(found)


def _follow() -> None:
    while connection.run_on_commit:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, callback, _robust in waiting:
            callback()
