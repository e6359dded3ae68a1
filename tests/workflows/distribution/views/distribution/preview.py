"""The screen of a distribution."""

from __future__ import annotations


def address_of(paper):
    return f"/admin/inbox/papers/{paper.pk}/distribute/"


def names(people):
    return [str(one.person) for one in people]
