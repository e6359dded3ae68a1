"""How what was sent becomes readable."""

from __future__ import annotations

import json

import pytest
from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from umlauf.shown_back.fields import LONG, typed_in


def typed(**fields):
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return typed_in(sent)


def label_of(name):
    (field,) = typed(**{name: "x"})
    return field.label


def test_a_name_all_forms_agree_about_has_its_label():
    assert label_of("votes_yes") == pgettext("votes", "Yes")
    assert label_of("order_reason") == gettext("Why it is recorded out of order")


def test_a_name_they_differ_about_is_a_word():
    assert label_of("remark") == gettext("Remark")
    assert label_of("name") == gettext("name").capitalize()  # a form asks for that of a template in a sentence


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("zz_some_name", "Zz some name"),
        ("zzs-0-zzname", "Zzs 1, Zzname"),
        ("zzbody-2-value-zzcontent-0-value", "Zzbody 3, Zzcontent 1"),
        ("value", "value"),
        ("-", "-"),
        ("zz-99999999", "Zz, 99999999"),
    ],
)
def test_other_names_are_made_readable(name, label):
    assert label_of(name) == label


def test_rich_text_is_its_words():
    blocks = [{"text": "Erster <Absatz>", "type": "header-three"}, {"text": "Halb\ud800", "depth": "x"}, "kein Block"]

    assert [field.text for field in typed(text=json.dumps({"blocks": blocks}))] == ["Erster <Absatz>\nHalb"]
    assert typed(text="null", other=json.dumps({"blocks": [{"text": ""}], "entityMap": {}})) == []


@pytest.mark.parametrize("text", ['{"blocks"', '{"blocks": 5}', "{" * 5000 + '"blocks"', "[1]"])
def test_what_only_looks_like_rich_text_stays_as_it_is(text):
    assert [field.text for field in typed(text=text)] == [text]


def test_several_values_stand_below_each_other():
    assert [field.text for field in typed(people=["1", "", "2"], editorial="on")] == ["1\n2", "✓"]


def test_only_a_long_text_gets_room():
    rows = [field.rows for field in typed(a="x" * LONG, b="x" * (LONG + 1), c="x\ny\nz", d="x\n" * 500)]

    assert rows == [0, 2, 3, 20]
