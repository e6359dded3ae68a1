"""The end of an organization on its screen, while its last day is still to come."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.models import Organization
from tests.factories.papers import line_of, paper_at
from tests.shown import shown_form
from workflows.models import PlannedEnd
from workflows.routing.ending import end_organization, obstacle_to
from workflows.routing.left_behind import key_of

pytestmark = pytest.mark.django_db
REASON = "Der Rat hat die Ausschüsse neu geordnet."


def last_day():
    return timezone.localdate() + datetime.timedelta(days=30)


def plan(organization, cast, **options):
    return end_organization(organization, ends_on=last_day(), by=cast.council_clerk, reason=REASON, **options)


def address(organization):
    return reverse("workflows:end_organization", args=[organization.pk])


def test_the_screen_plans_says_so_and_opens_with_what_is_planned(cast, clerk):
    paper = paper_at("deliberating", cast)
    body, key = cast.org.europe_committee, key_of(line_of(paper, cast.org.europe_committee, "preliminary"))
    form = shown_form(clerk, address(body))
    assert form.page.xpath("//*[@id='planned-end']") == []
    form.read(form.send("Decide one by one: Lines of routing slips"))
    label = next(label for label in form.labels if paper.number in label)
    form.fill({"Last day": last_day().isoformat(), "Successor": "Finanzausschuss", "Reason": REASON})
    form.fill({label: "stays: a result from before the end will follow"}).send("Set the end")
    assert line_of(paper, body, "preliminary").state == "open"
    assert PlannedEnd.objects.get().fates == {key: "keep"}

    form = shown_form(clerk, address(body))

    (planned,) = form.page.xpath("//*[@id='planned-end']")
    text = planned.text_content()
    assert all(words in text for words in ("Finanzausschuss", REASON, str(cast.council_clerk)))
    form.send("Set the end")  # nothing that was chosen is lost
    assert PlannedEnd.objects.get().fates == {key: "keep"}
    shown_form(clerk, address(body)).send("It goes on after all")
    assert not PlannedEnd.objects.exists()


def test_the_screen_says_what_is_in_the_way_once_the_day_has_passed(cast, clerk):
    body, heir = cast.org.europe_committee, cast.org.finance_committee
    plan(body, cast, successor=heir)
    Organization.objects.filter(pk=body.pk).update(ends_on=timezone.localdate() - datetime.timedelta(days=2))
    assert "is in the way" not in clerk.get(address(body)).content.decode()

    Organization.objects.filter(pk=heir.pk).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))

    page = clerk.get(address(body)).content.decode()
    assert "is in the way" in page
    assert obstacle_to(PlannedEnd.objects.get()) != ""


def test_choices_without_a_successor_are_refused_at_its_field(cast, clerk):
    paper_at("deliberating", cast)
    form = shown_form(clerk, address(cast.org.europe_committee)).fill({"Last day": last_day().isoformat()})

    form.read(form.fill({"All of them": "is no longer needed", "Reason": REASON}).send("Set the end"))

    assert form.errors != []
    assert not PlannedEnd.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_of_a_plan_costs_the_same_however_much_is_left(cast, clerk, django_assert_num_queries, count):
    for _number in range(count):
        paper_at("deliberating", cast)
    plan(cast.org.europe_committee, cast, successor=cast.org.finance_committee)
    clerk.get(address(cast.org.europe_committee))

    with django_assert_num_queries(17):
        clerk.get(address(cast.org.europe_committee))
