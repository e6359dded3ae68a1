"""What a queryset calls a row and what the row calls itself is the same."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from papers.models import Consultation, Organization
from tests.factories.papers import paper_at


@pytest.mark.parametrize(("days", "dissolved"), [(None, False), (-1, True), (0, False), (1, False)])
def test_an_organization_is_active_until_the_end_of_its_last_day(cast, days, dissolved):
    committee = cast.org.europe_committee
    committee.ends_on = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    committee.save()

    assert committee.is_dissolved == dissolved
    assert Organization.objects.active().filter(pk=committee.pk).exists() == (not dissolved)


def test_a_line_counts_until_it_is_cancelled(cast):
    paper_at("deliberating", cast)
    paper_at("withdrawn_after_release", cast)
    lines = list(Consultation.objects.all())

    principal = set(Consultation.objects.not_cancelled())

    assert {line for line in lines if line.is_standing} == principal
    assert {line.state for line in lines} - {line.state for line in principal} == {"cancelled"}
