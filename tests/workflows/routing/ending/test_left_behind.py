"""An office ends, and somebody goes on with its measures and stands on the saved slips in its place."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from papers.models import Consultation, Measure, Organization
from tests.factories.papers import draft, line_of, paper_at
from tests.shown import shown_form
from workflows.models import SlipTemplate
from workflows.routing.ending import end_organization
from workflows.routing.left_behind import Fate, key_of, left_at

pytestmark = pytest.mark.django_db
REASON = "Der Rat hat die Ämter neu geordnet."


@pytest.fixture
def clerk(cast, signed_in):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    return signed_in(cast.council_clerk)


@pytest.fixture
def strategy(cast):
    return draft(cast, "strategy", title="Nordstrategie")


def measure(strategy, office, title="Austausch", **fields):
    return Measure.objects.create(strategy=strategy, title=title, office=office, **fields)


def template(*lines, name="Wie immer"):
    made = SlipTemplate.objects.create(name=name)
    for organization, role in lines:
        made.lines.create(organization=organization, role=role)
    made.save()
    return made


def end(organization, cast, **options):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return end_organization(organization, **{"ends_on": yesterday, "by": cast.council_clerk, **options})


def told_of(instance):
    return [str(entry.formatter.format_message(entry)) for entry in ModelLogEntry.objects.for_instance(instance)]


def on(made):
    return [(line.organization.name, line.role) for line in SlipTemplate.objects.get(pk=made.pk).lines.all()]


def test_only_measures_that_go_on_are_left(cast, strategy):
    office = cast.org.works_office
    going = [measure(strategy, office), measure(strategy, office, state="running")]
    for state in ("done", "stopped"):
        measure(strategy, office, state=state)
    measure(strategy, cast.org.planning_office)

    assert list(left_at(office).measures) == going

    type(strategy).objects.filter(pk=strategy.pk).update(state="withdrawn")
    assert list(left_at(office).measures) == []


def test_the_successor_is_responsible_for_the_measures(cast, strategy):
    one = measure(strategy, cast.org.works_office, state="running")

    end(cast.org.works_office, cast, successor=cast.org.planning_office, reason=REASON)

    one.refresh_from_db()
    assert (one.office, one.state) == (cast.org.planning_office, "running")
    assert [row.office for row in one.history.all()] == [cast.org.planning_office, cast.org.works_office]
    assert any("Planungsamt" in text for text in told_of(one))


def test_without_a_successor_measures_stop_with_a_reason(cast, strategy):
    one = measure(strategy, cast.org.works_office, state="running")

    with pytest.raises(ValidationError) as refused:
        end(cast.org.works_office, cast)
    assert set(refused.value.error_dict) == {"reason"}
    one.refresh_from_db()
    assert one.state == "running"

    end(cast.org.works_office, cast, reason=REASON)

    one.refresh_from_db()
    assert (one.office, one.state) == (cast.org.works_office, "stopped")
    assert ModelLogEntry.objects.for_instance(one).get().data["reason"] == REASON


def test_a_measure_cannot_stay_with_an_office_that_ended(cast, strategy):
    one = measure(strategy, cast.org.works_office)

    with pytest.raises(ValidationError):
        end(cast.org.works_office, cast, reason=REASON, fates={key_of(one): Fate.KEEP})

    assert Organization.objects.get(pk=cast.org.works_office.pk).ends_on is None


def test_the_successor_stands_on_saved_slips_once_in_each_role(cast):
    old, new = cast.org.europe_committee, cast.org.finance_committee
    made = template((old, "preliminary"), (old, "hearing"), (new, "hearing"), (cast.org.council, "decision"))

    end(old, cast, successor=new)

    assert sorted(on(made)) == [("Finanzausschuss", "hearing"), ("Finanzausschuss", "preliminary"), ("Rat", "decision")]
    assert len(told_of(made)) == 2


def test_without_a_successor_it_leaves_saved_slips_and_no_reason_is_asked(cast):
    made = template((cast.org.europe_committee, "preliminary"), (cast.org.council, "decision"))

    end(cast.org.europe_committee, cast)

    assert on(made) == [("Rat", "decision")]


def test_what_was_saved_meanwhile_is_looked_at_first(cast):
    seen = left_at(cast.org.europe_committee).keys
    made = template((cast.org.europe_committee, "preliminary"))

    with pytest.raises(ValidationError):
        end(cast.org.europe_committee, cast, successor=cast.org.finance_committee, seen=seen)

    assert on(made) == [("Europaausschuss", "preliminary")]


def test_ending_twice_finds_nothing_left(cast, strategy):
    measure(strategy, cast.org.works_office)
    template((cast.org.works_office, "co_sign"))
    end(cast.org.works_office, cast, successor=cast.org.planning_office)

    assert left_at(cast.org.works_office).keys == []
    end(cast.org.works_office, cast)
    assert Measure.objects.get().office == cast.org.planning_office


# --- the screen -------------------------------------------------------------------------------------------------------


def address(organization):
    return reverse("workflows:end_organization", args=[organization.pk])


def test_one_choice_for_all_of_a_sort_and_another_for_one(cast, clerk, strategy):
    office = cast.org.works_office
    stopped, going = measure(strategy, office, "Austausch"), measure(strategy, office, "Europawoche")
    made = template((office, "co_sign"))

    form = shown_form(clerk, address(office)).fill({"Successor": "61 Planungsamt", "Last day": "2026-02-01"})
    form.read(form.fill({"Reason": REASON}).send("Decide one by one: Measures"))
    form.fill({"Nordstrategie: Austausch": "is no longer needed"}).send("Set the end")

    assert [Measure.objects.get(pk=one.pk).state for one in (stopped, going)] == ["stopped", "planned"]
    assert Measure.objects.get(pk=going.pk).office == cast.org.planning_office
    assert on(made) == [("Planungsamt", "co_sign")]


def test_all_of_a_sort_may_go_another_way(cast, clerk):
    papers = [paper_at("deliberating", cast) for _count in range(2)]
    body = cast.org.europe_committee

    form = shown_form(clerk, address(body)).fill({"Last day": "2026-02-01"})
    form.fill({"All of them": "stays: a result from before the end will follow"}).send("Set the end")

    assert Organization.objects.get(pk=body.pk).ends_on is not None
    assert {line_of(paper, body, "preliminary").state for paper in papers} == {"open"}


def test_what_was_chosen_one_by_one_comes_back_with_an_error(cast, clerk):
    paper = paper_at("deliberating", cast)
    body = cast.org.europe_committee
    form = shown_form(clerk, address(body))
    form.read(form.fill({"Last day": "2026-02-01"}).send("Decide one by one: Lines"))
    label = next(label for label in form.labels if paper.number in label)

    form.read(form.fill({label: "is no longer needed"}).send("Set the end"))

    assert "Say why what is left there is no longer needed." in " ".join(form.errors)
    chosen = form.labels[label][0].xpath(".//option[@selected]")
    assert [one.get("value") for one in chosen] == ["end"]


def test_a_fate_that_does_not_exist_is_refused(cast, clerk):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    form = shown_form(clerk, address(cast.org.europe_committee)).fill({"Last day": "2026-02-01", "Reason": REASON})

    form.read(form.send("Set the end", **{f"fate-{key_of(line)}": "forgotten"}))

    assert "Choose what becomes of" in form.response.content.decode()
    assert Consultation.objects.get(pk=line.pk).state == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_asking_who_would_decide_costs_the_same_however_many_papers_wait(cast, count):
    """Refused before anything is settled, so nothing else grows with the papers."""
    papers = [paper_at("deliberating", cast) for _count in range(count)]

    with CaptureQueriesContext(connection) as queries, pytest.raises(ValidationError) as refused:
        end(cast.org.council, cast, reason=REASON)

    (problem,) = refused.value.message_dict["successor"]
    assert all(paper.number in problem for paper in papers)
    assert len([query for query in queries if "papers_consultation" in query["sql"]]) == 3


def test_asking_one_by_one_keeps_what_was_typed_even_where_it_is_wrong(cast, clerk):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    typed = {"ends_on": "32.13.2026", "successor": "niemand", "reason": REASON, "one_by_one": "line", "asked": "x y"}

    page = clerk.post(address(cast.org.europe_committee), typed).content.decode()

    assert all(f'value="{words}"' in page for words in ("32.13.2026", "line"))
    assert REASON in page
    assert f'name="fate-{key_of(line)}"' in page
    assert Organization.objects.get(pk=cast.org.europe_committee.pk).ends_on is None
