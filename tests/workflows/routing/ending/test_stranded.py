"""Nothing waits where nobody can act: it waits for the council office, which finds a way out."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from papers.access.verb_table import WrongState
from papers.enums import CIRCULATING
from papers.models import Consultation, Membership, Organization
from papers.wording import line_sentence
from tests.factories.many import many
from tests.factories.papers import STAGES, draft, fresh, line_of, paper_at
from tests.shown import shown_form
from workflows.ending_verbs import END_LINE, HAND_OVER_LINE
from workflows.errors import InvalidSlip
from workflows.inbox import address_of_task, task_of, waiting_for
from workflows.routing.acting import act_on
from workflows.routing.ending import end_line, hand_over_line
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import start_routing
from workflows.stranded import deserted, is_stranded, stranded_rule

pytestmark = pytest.mark.django_db
REASON = "Der Ausschuss besteht nicht mehr."


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def desert(organization):
    Membership.objects.filter(organization=organization, since__lt=yesterday()).update(until=yesterday())


def dissolve(organization):
    Organization.objects.filter(pk=organization.pk).update(ends_on=yesterday())


def stranded_for(person):
    return [address_of_task(row) for row in waiting_for(person) if row.nobody_acts]


def screen(line):
    return reverse("workflows:stranded", args=[line.pk])


@pytest.mark.parametrize("leave", [desert, dissolve])
def test_an_open_line_without_anybody_waits_for_the_council_office(cast, leave):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    assert stranded_for(cast.council_clerk) == []

    leave(cast.org.europe_committee)

    assert stranded_for(cast.council_clerk) == [screen(line)]
    assert stranded_for(cast.outsider) == stranded_for(cast.author) == []
    row = next(row for row in waiting_for(cast.council_clerk) if row.nobody_acts)
    with override("en"):
        assert (task_of(row), row.line_organization) == ("Nobody can act", "Europaausschuss")


def test_a_planned_line_of_a_body_that_ended_is_never_opened(cast):
    paper = paper_at("co_signing", cast)
    for organization in (cast.org.europe_committee, cast.org.bristol):
        dissolve(organization)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    assert stranded_for(cast.council_clerk) == [screen(line)]

    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    pass_formal_check(paper, by=cast.council_clerk)
    release(paper, by=cast.council_clerk)

    states = dict(paper.consultations.values_list("organization__name", "state"))
    assert states["Europaausschuss"] == "planned"
    assert states["Kulturausschuss"] == "open"
    assert states["Bristol"] == "cancelled"
    assert "Bristol" in line_sentence(paper.consultations.get(organization=cast.org.bristol))
    assert stranded_for(cast.council_clerk) == [screen(line)]


@pytest.mark.parametrize("stage", STAGES)
def test_the_inbox_and_the_row_of_the_table_say_the_same_of_every_line(cast, stage):
    paper = paper_at(stage, cast)
    desert(cast.org.culture_committee)
    dissolve(cast.org.europe_committee)
    desert(cast.org.planning_office)
    Membership.objects.filter(person=cast.cosigner).update(until=None)
    cast.cosigner.is_active = False
    cast.cosigner.save()

    lines = list(Consultation.objects.select_related("organization", "paper"))
    wanted = {line.pk for line in lines if is_stranded(line)}
    rule = Q(stranded_rule(deserted()), paper__state__in=CIRCULATING)
    assert set(Consultation.objects.filter(rule).values_list("pk", flat=True)) == wanted
    assert {row.line_pk for row in waiting_for(cast.admin) if row.nobody_acts and row.line_pk} == wanted
    assert {line.pk for line in lines if HAND_OVER_LINE.offered_to(cast.council_clerk, line)} == wanted
    assert {line.pk for line in lines if END_LINE.offered_to(cast.council_clerk, line)} == wanted
    assert fresh(paper).state


def test_whoever_can_still_record_it_has_it_too(cast):
    paper = paper_at("deliberating", cast)
    dissolve(cast.org.europe_committee)
    line = line_of(paper, cast.org.europe_committee, "preliminary")

    assert reverse("workflows:act", args=[line.pk]) in [address_of_task(row) for row in waiting_for(cast.secretary)]


def stranded_line(cast):
    paper = paper_at("deliberating", cast)
    desert(cast.org.europe_committee)
    return line_of(paper, cast.org.europe_committee, "preliminary")


def test_the_successor_goes_on(cast, signed_in):
    line = stranded_line(cast)
    cast.org.europe_committee.successors.add(cast.org.finance_committee)

    form = shown_form(english(cast, signed_in), screen(line))
    form.fill({"Way out": "The successor, Finanzausschuss, goes on"}).send()

    assert line_of(line.paper, cast.org.finance_committee, "preliminary").state == "open"
    # whose line nobody can record either: only a member sits there
    assert [row.line_organization for row in waiting_for(cast.council_clerk) if row.nobody_acts] == ["Finanzausschuss"]


def english(cast, signed_in):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    return signed_in(cast.council_clerk)


def test_another_body_goes_on(cast, signed_in):
    line = stranded_line(cast)

    form = shown_form(english(cast, signed_in), screen(line))
    form.fill({"Way out": "Another organization goes on", "Other organization": "Rat", "Reason": REASON}).send()

    assert line_of(line.paper, cast.org.council, "preliminary").state == "open"
    line.refresh_from_db()
    assert (line.state, line.handed_to, line.ended_because) == ("cancelled", cast.org.council, REASON)
    assert stranded_for(cast.council_clerk) == []


def test_it_is_no_longer_needed(cast, signed_in):
    line = stranded_line(cast)

    form = shown_form(english(cast, signed_in), screen(line))
    form.fill({"Way out": "The line is no longer needed", "Reason": REASON}).send()

    line.refresh_from_db()
    assert (line.state, line.handed_to, line.ended_because) == ("cancelled", None, REASON)
    assert stranded_for(cast.council_clerk) == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"Way out": "Another organization goes on", "Reason": REASON}, "Say which organization goes on with it."),
        ({"Way out": "The line is no longer needed"}, "Say why the line is no longer needed."),
    ],
)
def test_what_is_missing_is_said_at_its_field(cast, signed_in, typed, problem):
    line = stranded_line(cast)

    answer = shown_form(english(cast, signed_in), screen(line)).fill(typed).send()

    assert problem in answer.content.decode()
    assert typed.get("Reason", "") in answer.content.decode()
    line.refresh_from_db()
    assert line.state == "open"


def test_the_last_decision_is_handed_over_and_not_dropped(cast):
    paper = paper_at("deliberating", cast)
    dissolve(cast.org.council)

    with pytest.raises(ValidationError) as refused:
        end_line(line_of(paper, cast.org.council, "decision"), by=cast.council_clerk, reason=REASON)

    assert set(refused.value.error_dict) == {"way"}


def test_it_is_not_handed_to_who_cannot_go_on(cast):
    line = stranded_line(cast)
    dissolve(cast.org.culture_committee)
    cast.org.culture_committee.refresh_from_db()

    for organization in (cast.org.culture_committee, cast.org.europe_committee):
        with pytest.raises(ValidationError) as refused:
            hand_over_line(line, to=organization, by=cast.council_clerk)
        assert set(refused.value.error_dict) == {"to"}


def test_whoever_comes_too_late_is_told_so(cast, signed_in):
    line = stranded_line(cast)
    Membership.objects.filter(person=cast.secretary).update(until=None)

    for verb in (
        lambda: hand_over_line(line, to=cast.org.council, by=cast.council_clerk),
        lambda: end_line(line, by=cast.council_clerk, reason=REASON),
    ):
        with pytest.raises(WrongState):
            verb()
    response = signed_in(cast.council_clerk).get(screen(line), follow=True)
    assert response.redirect_chain == [("/admin/inbox/", 302)]


def test_nobody_else_finds_a_way_out(cast):
    line = stranded_line(cast)

    for person in (cast.author, cast.secretary, cast.member, cast.outsider):
        with pytest.raises(PermissionDenied):
            hand_over_line(line, to=cast.org.council, by=person)
        with pytest.raises(PermissionDenied):
            end_line(line, by=person, reason=REASON)


# --- slips ------------------------------------------------------------------------------------------------------------


def test_a_slip_with_a_body_that_ended_is_not_submitted(cast):
    paper = draft(cast)
    dissolve(cast.org.culture_committee)

    with pytest.raises(InvalidSlip) as refused:
        start_routing(paper, by=cast.author)

    assert [(problem.field, "Kulturausschuss" in problem.message) for problem in refused.value.problems] == [
        ("organization", True)
    ]


def test_a_body_that_ended_keeps_its_place_where_it_has_acted(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    dissolve(cast.org.europe_committee)

    added = Line(cast.org.finance_committee, "preliminary", 1)
    set_slip(paper, lines=[*slip_of(paper), added], by=cast.council_clerk)

    assert line_of(paper, cast.org.europe_committee, "preliminary").state == "done"
    dissolve(cast.org.finance_committee)
    Consultation.objects.filter(organization=cast.org.finance_committee).delete()
    with pytest.raises(InvalidSlip):
        set_slip(
            paper,
            lines=[*slip_of(paper), Line(Organization.objects.get(pk=cast.org.finance_committee.pk), "hearing", 1)],
            by=cast.council_clerk,
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_of_the_council_office_costs_the_same(cast, django_assert_num_queries, count):
    for _number in range(count):
        paper_at("deliberating", cast)
    dissolve(cast.org.europe_committee)

    with django_assert_num_queries(8):  # kinds, offices and languages of all rows in one each
        assert sum(row.nobody_acts for row in waiting_for(cast.council_clerk)) == count


def test_the_inbox_of_the_council_office_names_no_bodies_one_by_one(cast):
    def values():
        return len(waiting_for(cast.council_clerk).query.sql_with_params()[1])

    before = values()
    many(cast.org.europe_committee, 30, slug=lambda one: f"ausschuss-{one}", name=lambda one: f"Ausschuss {one}")

    assert len(deserted().all) >= 30
    assert values() == before
