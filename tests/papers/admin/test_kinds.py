"""The form of a kind shows what a number pattern leads to, and asks whether counting goes on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from lxml import html

from papers.admin.kinds import PaperKindViewSet
from papers.models import PaperKind
from papers.numbering import continue_series
from tests.factories.papers import kind
from tests.factories.this_year import SHORT, YEAR, dated_at
from tests.shown import shown_form, words_of

CHOICE = "If the number pattern changes"
GO_ON, ANEW = "Go on counting", "Start anew with 1"


@pytest.fixture
def clerk(cast, signed_in):
    """Reads the admin in English, so that nothing depends on a catalogue."""
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    return signed_in(cast.council_clerk)


def address_of(slug="decision"):
    return f"/admin/paper_kinds/edit/{kind(slug).pk}/"


def previews_of(response):
    page = html.fromstring(response.content.decode())
    boxes = page.xpath("//*[contains(@class, 'help-block')][.//h3]")
    return {words_of(box.find("h3")): [words_of(one) for one in box.iter("dd", "p")] for box in boxes}


def test_the_next_number_is_shown_as_it_will_be_met(cast, clerk):
    dated_at("releasing", cast)

    response = clerk.get(address_of())

    assert previews_of(response) == {
        "The next number": [
            f"0002/{YEAR}",
            f"No. 0002/{YEAR}",
            f"/de/papers/0002-{YEAR}/",
            f"0002/{YEAR} · 0002-{YEAR} · 2/{YEAR} · 2/{SHORT}",
        ]
    }


def test_nothing_is_asked_before_the_first_number_of_a_year(cast, clerk):
    form = shown_form(clerk, address_of())

    assert CHOICE not in form.labels
    form.fill({"Number pattern": "A {number}/{year}"}).saved()

    assert dated_at("releasing", cast).number == f"A 1/{YEAR}"


def test_a_changed_pattern_goes_on_unless_somebody_says_otherwise(cast, clerk):
    dated_at("releasing", cast)

    shown_form(clerk, address_of()).fill({"Number pattern": "A {number}/{year:02}"}).saved()

    assert dated_at("releasing", cast).number == f"A 2/{SHORT}"


def test_counting_starts_anew_where_that_is_chosen(cast, clerk):
    dated_at("releasing", cast)

    shown_form(clerk, address_of()).fill({"Number pattern": "A {number}/{year}", CHOICE: ANEW}).saved()

    assert dated_at("releasing", cast).number == f"A 1/{YEAR}"


def test_what_would_be_read_twice_is_refused_at_the_choice_and_what_was_typed_is_kept(cast, clerk):
    dated_at("releasing", cast)
    form = shown_form(clerk, address_of())

    form.read(form.fill({"Number pattern": "{number}/{year}", CHOICE: ANEW, "Name": "Beschluss"}).send())

    assert [error for error in form.errors if f"1/{YEAR} would be read as 0001/{YEAR}" in error]
    kept = {control.get("name"): control.get("value") for control in form._controls()}
    assert (kept["number_pattern"], kept["name"]) == ("{number}/{year}", "Beschluss")
    assert PaperKind.objects.get(slug="decision").number_pattern == "{number:04}/{year}"
    form.fill({CHOICE: GO_ON}).saved()
    assert dated_at("releasing", cast).number == f"2/{YEAR}"


def test_a_pattern_is_tried_out_without_being_saved(cast, clerk):
    dated_at("releasing", cast)
    form = shown_form(clerk, address_of())

    response = form.fill({"Number pattern": "Ä {number}/{year:02}", "Name": "Beschluss"}).send("Try out")

    assert previews_of(response) == {
        GO_ON: [
            f"Ä 2/{SHORT}",
            f"No. Ä 2/{SHORT}",
            f"/de/papers/ae-2-{SHORT}/",
            f"Ä 2/{SHORT} · ae-2-{SHORT} · 2/{YEAR} · 0002/{YEAR} · 2/{SHORT}",
        ],
        ANEW: [
            f"Ä 1/{SHORT}",
            f"No. Ä 1/{SHORT}",
            f"/de/papers/ae-1-{SHORT}/",
            f"Ä 1/{SHORT} · ae-1-{SHORT} · 1/{YEAR} · 0001/{YEAR} · 1/{SHORT}",
        ],
    }
    assert "Nothing is saved yet" in response.content.decode()
    assert kind("decision").number_pattern == "{number:04}/{year}"
    assert kind("decision").name != "Beschluss"
    form.read(response)
    form.saved()
    assert (kind("decision").number_pattern, kind("decision").name) == ("Ä {number}/{year:02}", "Beschluss")


def test_trying_out_names_what_stands_against_starting_anew(cast, clerk):
    dated_at("releasing", cast)

    response = shown_form(clerk, address_of()).fill({"Number pattern": "{number}/{year}"}).send("Try out")

    shown = previews_of(response)
    assert shown[GO_ON][0] == f"2/{YEAR}"
    assert f"would be read as 0001/{YEAR}" in shown[ANEW][0]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{number}", "must contain {number} and {year}"),
        ("\U0001f600 {number}/{year}", "U+1F600 GRINNING FACE cannot be printed"),
        ("1{number}/{year}", f"11/{YEAR} could be read as one of the kind"),
    ],
)
@pytest.mark.parametrize("button", [None, "Try out"])
def test_what_cannot_be_a_pattern_is_refused_at_its_field_once(cast, clerk, pattern, said, button):
    form = shown_form(clerk, address_of())

    form.read(form.fill({"Number pattern": pattern}).send(button))

    assert [error.count(said) for error in dict.fromkeys(form.errors)] == [1]
    assert previews_of(form.response) == {}
    assert kind("decision").number_pattern == "{number:04}/{year}"


def test_a_new_kind_is_tried_out_too(cast, clerk):
    form = shown_form(clerk, "/admin/paper_kinds/new/")
    form.fill({"Name": "Petition", "Slug": "petition", "Number pattern": "P {number}/{year:02}"})

    response = form.send("Try out")

    assert previews_of(response)["The next number"][0] == f"P 1/{SHORT}"
    assert not PaperKind.objects.filter(slug="petition").exists()
    form.read(response)
    form.saved()
    assert PaperKind.objects.get(slug="petition").number_pattern == "P {number}/{year:02}"


def test_a_kind_whose_pattern_is_older_than_the_rule_says_so(cast, clerk):
    PaperKind.objects.filter(slug="decision").update(number_pattern="{number:x}/{year}")

    assert "not a valid pattern" in previews_of(clerk.get(address_of()))["The next number"][0]


def test_a_number_given_since_the_form_was_checked_is_not_given_again(cast):
    """Nothing of the form is saved then, and the view shows why at the choice."""
    dated_at("releasing", cast)
    form_class = PaperKindViewSet("paper_kinds").edit_handler.get_form_class()
    shown = form_class(instance=kind("decision"), for_user=cast.council_clerk)
    typed = {name: shown[name].value() for name in shown.fields} | {
        f"required_sections-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    typed |= {"number_pattern": "A {number}/{year}", "counting": "anew", "name": "Beschluss"}
    form = form_class({name: value for name, value in typed.items() if value is not None}, instance=kind("decision"))
    form.for_user = cast.council_clerk
    assert form.is_valid(), form.errors
    PaperKind.objects.filter(slug="motion").update(number_pattern="A {number}/{year}")
    dated_at("releasing", cast, "motion")

    with pytest.raises(ValidationError, match=f"A 1/{YEAR}") as error, transaction.atomic():
        form.save()

    assert list(error.value.message_dict) == ["counting"]
    assert kind("decision").name != "Beschluss"


def test_other_fields_are_saved_without_touching_the_series(cast, clerk):
    continue_series(kind=kind("decision"), year=YEAR, last=40, by=cast.council_clerk)

    shown_form(clerk, address_of()).fill({"Name": "Beschluss", CHOICE: ANEW}).saved()

    assert dated_at("releasing", cast).number == f"0041/{YEAR}"


@pytest.mark.parametrize("papers", [1, 3])
def test_the_form_asks_a_constant_number_of_queries(cast, clerk, papers, django_assert_num_queries):
    for _paper in range(papers):
        dated_at("releasing", cast)
    clerk.get(address_of())

    with django_assert_num_queries(22):
        clerk.get(address_of())
