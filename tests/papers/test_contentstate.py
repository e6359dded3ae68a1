"""Whatever stands where the editor of rich text sends its own, it can be read, shown and printed, or is refused."""

from __future__ import annotations

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from papers.blocks import TEXT_FEATURES
from papers.blocks.contentstate import read
from papers.blocks.rich_text import Misread
from papers.blocks.rich_text_area import RichTextArea
from papers.characters import UNFIT
from papers.pdf.richtext import nodes_of
from tests.papers.admin.test_rich_text_sent import EDITOR, state

pytestmark = pytest.mark.django_db

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=2)
)
PLACE = st.integers(min_value=-1, max_value=9)
KEY = st.one_of(PLACE, st.sampled_from(["0", "1", [], None]))
DATA = st.one_of(
    ODD, st.fixed_dictionaries({}, optional={"id": ODD, "url": st.one_of(ODD, st.just("https://a.example"))})
)
ENTITY = st.one_of(ODD, st.fixed_dictionaries({}, optional={"type": st.one_of(ODD, st.just("LINK")), "data": DATA}))
RANGE = st.fixed_dictionaries({"offset": PLACE, "length": PLACE}, optional={"style": st.just("BOLD"), "key": KEY})
RANGES = st.one_of(ODD, st.lists(st.one_of(ODD, RANGE), max_size=4))
TYPE = st.one_of(
    ODD, st.sampled_from(["unstyled", "header-three", "unordered-list-item", "ordered-list-item", "atomic"])
)
BLOCK = st.fixed_dictionaries(
    {"text": st.text(st.characters(), max_size=9)},
    optional={
        "type": TYPE,
        "depth": st.one_of(ODD, st.integers(0, 120)),
        "key": ODD,
        "inlineStyleRanges": RANGES,
        "entityRanges": RANGES,
    },
)
SENT = st.one_of(
    ODD,
    st.fixed_dictionaries(
        {"blocks": st.lists(st.one_of(ODD, BLOCK, BLOCK, BLOCK), max_size=4)},
        optional={"entityMap": st.one_of(ODD, st.dictionaries(st.sampled_from(["0", "1", "x"]), ENTITY))},
    ),
)


@settings(max_examples=400, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(sent=SENT)
def test_whatever_is_sent_is_read_shown_and_printed_or_refused(sent):
    area = RichTextArea(features=TEXT_FEATURES)

    text = area.value_from_datadict({"a": json.dumps(sent)}, {}, "a")

    for shown in (str(text), text.encode().decode()):
        area.format_value(shown)
        assert not UNFIT.search(str(RichText(shown)))
        nodes_of(shown)
    assert isinstance(text, Misread) or area.value_from_datadict({"a": area.format_value(text)}, {}, "a") is not None


def test_characters_browsers_count_as_two_are_within_the_text():
    reading = read(
        json.dumps(state(text="😀😀", inlineStyleRanges=[{"offset": 2, "length": 2, "style": "BOLD"}])), EDITOR
    )

    assert reading.problems == []


def test_links_beside_each_other_keep_their_addresses():
    sent = state(text="ab cd", data={"url": "https://a.example"})
    sent["entityMap"]["5"] = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://b.example"}}
    sent["blocks"][0]["entityRanges"] = [{"offset": 3, "length": 2, "key": 5}, {"offset": 0, "length": 2, "key": 0}]
    sent["blocks"].append(sent["blocks"][0] | {"key": "zweit"})

    reading = read(json.dumps(sent), EDITOR)

    urls = [entity["data"]["url"] for entity in reading.state["entityMap"].values()]
    assert [place["key"] for block in reading.state["blocks"] for place in block["entityRanges"]] == [0, 1, 2, 3]
    assert urls == ["https://a.example", "https://b.example"] * 2
    assert reading.problems == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_who_hears_the_editor_is_told_what_it_is_in_their_language(language):
    area = RichTextArea()

    with override(language):
        sent = json.loads(json.dumps(area.options, cls=DjangoJSONEncoder))
        assert sent["ariaLabel"] == gettext("Text")
