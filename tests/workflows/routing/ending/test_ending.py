"""A body ends, and nothing that waited there is lost."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from papers.models import Act, Consultation, Organization
from papers.wording import line_sentence
from tests.factories.papers import draft, fresh, line_of, paper_at
from workflows.models import PlannedEnd
from workflows.routing.acting import act_on, postpone
from workflows.routing.ending import end_organization, settle_ended, take_back_end
from workflows.routing.left_behind import Fate, key_of, left_at
from workflows.routing.slips import Line
from workflows.routing.steps import start_routing
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
REASON = "Der Rat hat die Ausschüsse neu geordnet."


def today():
    return timezone.localdate()


def yesterday():
    return today() - datetime.timedelta(days=1)


def tomorrow():
    return time_machine.travel(timezone.now() + datetime.timedelta(days=1))


def end(organization, cast, **options):
    return end_organization(organization, **{"ends_on": yesterday(), "by": cast.council_clerk, **options})


def states(paper):
    rows = paper.consultations.order_by("stage", "pk").select_related("organization")
    return [(row.organization.name, row.role, row.state) for row in rows if row.role != "information"]


def entries(paper, kind):
    return [(entry.text, entry.detail, entry.person) for entry in timeline_of(paper) if entry.kind == kind]


def test_the_successor_goes_on_with_what_is_open_and_planned(cast):
    paper = paper_at("deliberating", cast)
    waiting = draft(cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee

    end(old, cast, successor=new, reason=REASON)

    assert (fresh(paper).state, line_of(paper, new, "preliminary").state) == ("deliberating", "open")
    assert line_of(waiting, new, "preliminary").state == "planned"
    old.refresh_from_db()
    assert (old.ends_on, list(old.successors.all())) == (yesterday(), [new])
    for one in (paper, waiting):
        (_text, detail, person) = entries(one, "handed_over")[0]
        assert (detail, person) == (REASON, cast.council_clerk)
        former = one.consultations.get(organization=old)
        assert (former.state, former.handed_to) == ("cancelled", new)
        assert "Finanzausschuss" in line_sentence(former)


def test_without_a_successor_it_ends_with_the_reason(cast):
    paper = paper_at("deliberating", cast)

    end(cast.org.culture_committee, cast, reason=REASON)

    line = paper.consultations.get(organization=cast.org.culture_committee)
    assert (line.state, line.handed_to, line.ended_because) == ("cancelled", None, REASON)
    assert [(detail, person) for _text, detail, person in entries(paper, "ended")] == [(REASON, cast.council_clerk)]
    assert REASON in line_sentence(line)


def test_the_way_goes_on_when_the_last_of_a_stage_ends(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="recommended")
    assert line_of(paper, cast.org.council, "decision").state == "planned"

    end(cast.org.culture_committee, cast, reason=REASON)

    assert line_of(paper, cast.org.council, "decision").state == "open"


def test_what_was_resolved_stays_with_the_body_that_resolved_it(cast):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    act_on(line, by=cast.secretary, outcome="recommended")
    postpone(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary)

    for body in (cast.org.europe_committee, cast.org.culture_committee):
        end(body, cast, successor=cast.org.finance_committee, reason=REASON, ends_on=today())
    with tomorrow():
        settle_ended()

    line.refresh_from_db()
    assert (line.state, line.outcome, line.organization) == ("done", "recommended", cast.org.europe_committee)
    postponed = paper.consultations.get(organization=cast.org.culture_committee)
    assert (postponed.state, postponed.acts.get().outcome) == ("cancelled", "postponed")
    assert not line_of(paper, cast.org.finance_committee, "hearing").acts.exists()


def test_a_successor_that_acts_in_this_role_already_acts_once(cast):
    slip = [
        Line(cast.org.planning_office, "co_sign", 1),
        Line(cast.org.works_office, "co_sign", 1),
        Line(cast.org.council, "decision", 1),
    ]
    paper = draft(cast, slip=slip)
    start_routing(paper, by=cast.author)

    end(cast.org.works_office, cast, successor=cast.org.planning_office)

    assert states(paper)[:2] == [("Planungsamt", "co_sign", "open"), ("Tiefbauamt", "co_sign", "cancelled")]


def test_papers_of_an_office_go_on_with_its_successor(cast):
    made = {stage: paper_at(stage, cast) for stage in ("draft", "deliberating", "returned", "completed")}

    end(cast.org.international_office, cast, successor=cast.org.works_office, reason=REASON)

    offices = {stage: fresh(paper).originating_office for stage, paper in made.items()}
    assert offices.pop("completed") == cast.org.international_office
    assert set(offices.values()) == {cast.org.works_office}
    assert [detail for _text, detail, _person in entries(made["draft"], "handed_over")] == [REASON]


def test_papers_of_an_office_without_a_successor_are_withdrawn(cast):
    paper = paper_at("deliberating", cast)

    with pytest.raises(ValidationError) as refused:  # not because nothing was said of it
        end(cast.org.international_office, cast, reason=REASON)
    assert paper.number in refused.value.message_dict["successor"][0]

    end(cast.org.international_office, cast, reason=REASON, fates={key_of(paper): "end"})

    assert fresh(paper).state == "withdrawn"


def test_the_screen_of_a_line_says_what_became_of_it(cast, signed_in):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    end(cast.org.europe_committee, cast, successor=cast.org.finance_committee)

    shown = signed_in(cast.secretary).get(reverse("workflows:act", args=[line.pk])).content.decode()

    assert line_sentence(Consultation.objects.get(pk=line.pk)) in shown


def test_a_body_does_not_end_before_its_last_result(cast):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    act_on(line, by=cast.secretary, outcome="recommended")

    with pytest.raises(ValidationError) as refused:
        end(cast.org.europe_committee, cast, successor=cast.org.finance_committee)

    assert refused.value.message_dict.keys() == {"ends_on"}


def test_each_thing_can_go_its_own_way(cast):
    one, two, three = (paper_at("deliberating", cast) for _count in range(3))
    body = cast.org.europe_committee
    keys = [key_of(line_of(paper, body, "preliminary")) for paper in (one, two, three)]

    end(
        body,
        cast,
        successor=cast.org.finance_committee,
        reason=REASON,
        fates={keys[1]: Fate.END, keys[2]: Fate.KEEP},
    )

    assert line_of(one, cast.org.finance_committee, "preliminary").state == "open"
    assert not two.consultations.not_cancelled().filter(role="preliminary").exists()
    assert line_of(three, body, "preliminary").state == "open"


def test_minutes_recorded_after_the_end_name_a_meeting_before_it(cast):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    days_ago = timezone.now() - datetime.timedelta(days=5)
    Consultation.objects.filter(pk=line.pk).update(opened_at=days_ago)
    paper.versions.update(created_at=days_ago)
    Act.objects.filter(consultation__paper=paper).update(decided_on=days_ago.date())
    end(cast.org.europe_committee, cast, fates={key_of(line): Fate.KEEP})

    with pytest.raises(ValidationError) as refused:
        act_on(line, by=cast.secretary, outcome="recommended", decided_on=today())
    assert set(refused.value.error_dict) == {"decided_on"}

    act_on(line, by=cast.secretary, outcome="recommended", decided_on=yesterday())

    assert line_of(paper, cast.org.europe_committee, "preliminary").state == "done"


def test_the_end_may_lie_ahead_and_be_taken_back(cast):
    body = cast.org.europe_committee
    end(body, cast, ends_on=today() + datetime.timedelta(days=30))
    body.refresh_from_db()
    assert not body.is_dissolved

    take_back_end(body, by=cast.council_clerk)

    body.refresh_from_db()
    assert body.ends_on is None
    with pytest.raises(ValidationError):
        take_back_end(body, by=cast.council_clerk)


def test_a_last_day_that_is_moved_into_the_past_settles_at_once(cast):
    paper = paper_at("deliberating", cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee
    end(old, cast, successor=cast.org.culture_committee, ends_on=today())

    end(old, cast, successor=new)

    assert (line_of(paper, new, "preliminary").state, PlannedEnd.objects.count()) == ("open", 0)


def problems(cast, organization, **options):
    before = list(Consultation.objects.order_by("pk").values_list("state", "organization"))
    with pytest.raises(ValidationError) as refused:
        end(organization, cast, **options)
    organization.refresh_from_db()
    assert organization.ends_on is None
    assert list(Consultation.objects.order_by("pk").values_list("state", "organization")) == before
    return set(refused.value.error_dict) if hasattr(refused.value, "error_dict") else set()


def test_what_cannot_be_is_refused_at_its_field(cast):
    paper = paper_at("deliberating", cast)
    org = cast.org
    assert problems(cast, org.europe_committee) == {"reason"}
    assert problems(cast, org.europe_committee, successor=org.europe_committee) == {"successor"}
    Organization.objects.filter(pk=org.finance_committee.pk).update(ends_on=yesterday())
    org.finance_committee.refresh_from_db()
    assert problems(cast, org.europe_committee, successor=org.finance_committee) == {"successor"}
    key = key_of(line_of(paper, org.europe_committee, "preliminary"))
    assert problems(cast, org.europe_committee, fates={key: Fate.HAND_OVER}, reason=REASON) == {"successor"}
    assert problems(cast, org.international_office, successor=org.culture_committee) == {"successor"}
    assert problems(cast, org.council_office, reason=REASON) == {"ends_on"}


def test_what_cannot_be_planned_is_refused_at_its_field(cast):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    body, heir = cast.org.europe_committee, cast.org.finance_committee
    day = today() + datetime.timedelta(days=30)
    heir = end(heir, cast, ends_on=day)
    for options, field in (
        ({"successor": body}, "successor"),
        ({"successor": heir}, "successor"),  # it ends on the same day
        ({"fates": {key_of(line): Fate.END}}, "successor"),  # nobody is named who goes on with the others
        ({"successor": cast.org.culture_committee, "fates": {key_of(line): Fate.END}, "reason": ""}, "reason"),
    ):
        with pytest.raises(ValidationError) as refused:
            end(body, cast, **{"ends_on": day, "reason": REASON, **options})
        assert set(refused.value.error_dict) == {field}
    with pytest.raises(ValidationError) as refused:
        end(cast.org.council_office, cast, ends_on=day)
    assert set(refused.value.error_dict) == {"ends_on"}
    with pytest.raises(PermissionDenied):
        end(body, cast, ends_on=day, by=cast.secretary)

    assert PlannedEnd.objects.get().organization == heir
    assert Organization.objects.get(pk=body.pk).ends_on is None


def test_no_paper_is_left_without_its_decision(cast):
    paper_at("deliberating", cast)

    assert problems(cast, cast.org.council, reason=REASON) == {"successor"}


def test_what_came_up_meanwhile_is_looked_at_first(cast):
    first = paper_at("deliberating", cast)
    seen = left_at(cast.org.europe_committee).keys
    paper_at("deliberating", cast)

    assert first.pk
    assert problems(cast, cast.org.europe_committee, reason=REASON, seen=seen) == set()


def test_only_the_council_office_ends_anything(cast):
    for person in (cast.author, cast.secretary, cast.chair):
        with pytest.raises(PermissionDenied):
            end(cast.org.europe_committee, cast, by=person, reason=REASON)
        with pytest.raises(PermissionDenied):
            take_back_end(cast.org.europe_committee, by=person)
