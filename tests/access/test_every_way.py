"""Nothing is built past the matrix: every address, mail, feed and field of the index is in a channel, or is named with
the reason why it shows no paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.syndication.views import Feed
from django.urls import URLResolver, get_resolver

from search.engines.elastic_index import MAPPING
from search.models import IndexedText
from tests.access.channels import CHANNELS
from tests.access.channels.mails import TEMPLATES
from tests.access.without_papers import INDEXED, SHOWS_NO_PAPER

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]
ROOT = Path(__file__).resolve().parents[2]


def routes(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route.removeprefix("de/").replace("^", ""), pattern


def asked_for(world):
    for channel in CHANNELS.values():
        if channel.of_paper is not None:
            asks = (ask for specimen in world.specimens for ask in channel.of_paper(specimen, world))
            yield from (ask.route for ask in asks)
        if channel.of_all is not None:
            yield from (ask.route for ask in channel.of_all(world))


def reason_for(route):
    return next((reason for expression, reason in SHOWS_NO_PAPER.items() if re.fullmatch(expression, route)), "")


def test_every_address_is_in_a_channel_or_shows_no_paper(everyday):
    asked = set(asked_for(everyday))

    forgotten = sorted({route for route, _pattern in routes()} - asked)

    assert [route for route in forgotten if not reason_for(route)] == []


def test_every_reason_is_for_an_address_that_is_there(everyday):
    asked, there = set(asked_for(everyday)), {route for route, _pattern in routes()}

    for expression in SHOWS_NO_PAPER:
        named = [route for route in there if re.fullmatch(expression, route)]
        assert named, expression
        assert set(named) - asked, f"{expression}: a channel asks for all of it"


def test_every_feed_is_in_a_channel(everyday):
    feeds = {route for route, pattern in routes() if isinstance(pattern.callback, Feed)}

    assert feeds
    assert feeds <= set(asked_for(everyday))


def test_every_template_of_a_mail_is_in_a_channel():
    folders = [folder for folder in ROOT.glob("*/**/templates/**/mail") if "node_modules" not in folder.parts]
    templates = {f"{folder.parent.name}/mail/{file.name}" for folder in folders for file in folder.iterdir()}

    assert templates == set(TEMPLATES)


def test_every_field_of_the_index_is_named_with_the_channel_that_asks_for_it():
    columns = {field.name for field in IndexedText._meta.get_fields()}
    kept_by_elasticsearch = set(MAPPING["properties"])

    assert columns | kept_by_elasticsearch == set(INDEXED)
    assert MAPPING["_source"] == {"enabled": False}  # it can give back nothing it was told
    assert {channel for channel in INDEXED.values() if channel} <= set(CHANNELS)
