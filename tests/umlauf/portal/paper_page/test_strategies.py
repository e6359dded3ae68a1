"""The page of a strategy: its measures and topics."""

from __future__ import annotations

import pytest

from papers.drafting import draft_paper
from papers.models import Measure
from tests.factories.papers import fresh, kind, paper_at
from tests.umlauf.portal.paper_page.pages import (
    page_of,
)
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.topics import StrategyPresentation, present


def strategy_with_fields(cast, stage="deliberating"):
    return paper_at(
        stage,
        cast,
        "strategy",
        goals=[("goal", {"title": "Weltoffen", "text": "<p>Alle.</p>"})],
        fields_of_action=[
            ("field", {"title": "Partnerschaften", "text": ""}),
            ("field", {"title": "Europa", "text": ""}),
        ],
    )


def test_measures_stand_with_their_field_and_the_others_at_the_end(cast):
    strategy = strategy_with_fields(cast)
    first, second = (str(block.id) for block in strategy.fields_of_action)
    Measure.objects.create(strategy=strategy, field_of_action=second, title="Europawoche", state="running")
    Measure.objects.create(strategy=strategy, field_of_action=first, title="Austausch", state="done")
    Measure.objects.create(strategy=strategy, field_of_action="entfallen", title="Ohne Feld", state="stopped")

    view = present(strategy, cast.citizen)

    assert isinstance(view, StrategyPresentation)
    assert [(field.number, [tracked.measure.title for tracked in field.measures]) for field in view.fields] == [
        (1, ["Austausch"]),
        (2, ["Europawoche"]),
        (None, ["Ohne Feld"]),
    ]
    assert [(segment.name, segment.count) for segment in view.bar.segments] == [
        ("done", 1),
        ("running", 1),
        ("stopped", 1),
    ]
    assert view.bar.text == "Maßnahmen: Umgesetzt 1, In Umsetzung 1, Eingestellt 1"


def test_bars_fill_their_width(cast):
    strategy = strategy_with_fields(cast)
    for number in range(7):
        Measure.objects.create(strategy=strategy, title=str(number), state="planned" if number % 3 else "done")

    last = present(strategy, cast.citizen).bar.segments[-1]

    assert last.x + last.width == pytest.approx(300, abs=0.05)


def test_topics_that_may_not_be_read_are_not_named(cast, client, signed_in):
    strategy = strategy_with_fields(cast)
    hidden = paper_at("deliberating", cast, "strategy", title="Vertrauliches Thema", confidentiality="confidential")
    shown = paper_at("deliberating", cast, "strategy", title="Öffentliches Thema")
    strategy.related_topics.set([hidden, shown])
    strategy.save()

    public = page_of(client, paper_url(strategy))

    assert "Öffentliches Thema" in public
    assert "Vertrauliches Thema" not in public
    assert "Vertrauliches Thema" in page_of(signed_in(cast.member), paper_url(strategy))


def test_a_measure_names_the_papers_that_carry_it_out_and_they_name_it(cast, client):
    strategy, paper = strategy_with_fields(cast), paper_at("deliberating", cast, title="Programm mit Rouen")
    measure = Measure.objects.create(
        strategy=strategy,
        title="Schulaustausch",
        state="running",
        period="2024–2026",
        office=cast.org.international_office,
    )
    measure.papers.add(paper)

    assert "Programm mit Rouen" in page_of(client, paper_url(strategy))
    assert f'href="{paper_url(strategy)}#measure-{measure.pk}"' in page_of(client, paper_url(paper))


def test_topics_side_by_side_lead_to_each_other_and_none_is_named_twice(cast, signed_in):
    strategy = strategy_with_fields(cast)
    first, second, third = (
        draft_paper(
            kind=kind("strategy"),
            title=title,
            originating_office=cast.org.international_office,
            by=cast.author,
            parent=strategy,
        )
        for title in ("Europa", "Mobilität", "Kultur")
    )
    topic = fresh(first)
    topic.related_topics.set([second])
    topic.save()

    own, public = present(fresh(first), cast.author), present(fresh(first), cast.citizen)

    assert [topic.title for topic in own.topics_above] == [strategy.title]
    assert [topic.title for topic in own.related_topics] == ["Mobilität"]
    assert [topic.pk for topic in own.sibling_topics] == [third.pk]
    assert (public.related_topics, public.sibling_topics) == ([], [])
    assert present(strategy, cast.author).sibling_topics == []
