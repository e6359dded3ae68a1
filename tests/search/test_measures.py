"""Measures are found by what they are called and what they say, as part of the strategy they are shown with."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from papers.models import Measure
from search.indexing import process_pending
from search.searching import find
from tests.factories.papers import fresh, paper_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def found(words):
    for _left in process_pending():
        pass
    return find(words, reader=AnonymousUser(), language="de").hits


def test_a_measure_leads_to_its_strategy_and_follows_what_it_is_called(cast):
    strategy = fresh(paper_at("deliberating", cast, "strategy", title="Strategie"))
    assert found("Lastenradverleih") == []
    measure = Measure.objects.create(
        strategy=strategy.specific,
        title="Lastenradverleih",
        description="Räder\nfür alle",
        period="2027/28",
        indicator="500 Buchungen",
    )

    for words in ("Lastenradverleih", "2028 Räder", "Buchungen"):
        assert [hit.paper.pk for hit in found(words)] == [strategy.pk], words
    shown = " ".join(str(found("Lastenradverleih")[0].passages[0]).split())
    assert "Lastenradverleih: Räder für alle 2027/28 500 Buchungen" in shown

    measure.title = "Rollerverleih"
    measure.save()
    assert found("Lastenradverleih") == []
    assert len(found("Rollerverleih")) == 1
    measure.delete()
    assert found("Rollerverleih") == []
