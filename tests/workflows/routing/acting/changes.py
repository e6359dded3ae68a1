"""Corrections with consequences in short."""

from __future__ import annotations

from papers.models import Consultation
from tests.factories.papers import line_of
from workflows.routing.consequences import change_the_way

WHY = "Laut Niederschrift wurde vertagt."


def of(cast, paper, name):
    role = {"council": "decision", "europe_committee": "preliminary", "culture_committee": "hearing"}[name]
    return line_of(paper, getattr(cast.org, name), role)


def change(line, cast, outcome, **more):
    act = change_the_way(
        Consultation.objects.get(pk=line.pk), by=cast.council_clerk, outcome=outcome, **{"reason": WHY} | more
    )
    line.refresh_from_db()
    return act
