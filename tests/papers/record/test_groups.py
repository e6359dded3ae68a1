"""Every column of a paper is in one group."""

from __future__ import annotations

from collections import Counter

import pytest
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField, TranslatableField

from papers import record
from papers.models import Paper, Strategy
from papers.record import GROUPS, InTranslations
from tests.factories.papers import fresh, paper_at, translate

MODELS = (Paper, Strategy)


def columns_of(model):
    """Wagtail's own included, and relations a revision carries."""
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


@pytest.mark.parametrize("model", MODELS)
def test_every_column_belongs_to_exactly_one_group(model):
    named = Counter(name for group in GROUPS for name in group.fields)

    assert {name: named[name] for name in columns_of(model) if named[name] != 1} == {}


def test_no_group_names_what_is_not_there():
    assert {name for group in GROUPS for name in group.fields} - columns_of(Paper) - columns_of(Strategy) == set()


@pytest.mark.parametrize("model", MODELS)
def test_translations_follow_the_groups(model):
    ways = {name: group.translations for group in GROUPS for name in group.fields if name in columns_of(model)}
    kinds = {TranslatableField: InTranslations.TRANSLATED, SynchronizedField: InTranslations.SAME}

    told = {field.field_name: kinds[type(field)] for field in model.translatable_fields}

    assert told == {name: way for name, way in ways.items() if way in kinds.values()}


def test_a_translation_begins_without_what_is_asked_from_the_original(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    Paper.objects.filter(pk=paper.pk).update(agenda_item="TOP 4")
    with run_on_commit():
        page = translate(fresh(paper), "en")

    untouched = Paper()
    alone = [name for name in record.OF_THE_ORIGINAL if name != "state_since"]
    assert {name: getattr(page, name) for name in alone} == {name: getattr(untouched, name) for name in alone}
    assert page.locale == Locale.objects.get(language_code="en")
    assert (page.kind, page.confidentiality, page.date) == (paper.kind, paper.confidentiality, paper.date)


def test_the_page_of_a_translation_names_the_agenda_item_of_the_original(cast, run_on_commit, client):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        translate(paper, "en")
    Paper.objects.filter(pk=paper.pk).update(agenda_item="TOP 4")

    assert "TOP 4" in client.get(f"/en/papers/{fresh(paper).slug}/").text
