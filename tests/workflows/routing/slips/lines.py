"""Slips in short."""

from __future__ import annotations

from workflows.routing.slips import slip_of


def problems(error):
    return [(problem.index, problem.field) for problem in error.value.problems]


def shape(paper):
    return [(line.organization.name, line.role, line.stage) for line in slip_of(paper)]
