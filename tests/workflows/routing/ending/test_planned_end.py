"""A body whose last day is still to come goes on with everything; a clock settles what is left on the day after."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import ModelLogEntry

from papers.models import Consultation, Letter, Measure, Membership, Organization
from tests.factories.letters import forget_letters
from tests.factories.papers import draft, fresh, line_of, paper_at
from workflows.models import PlannedEnd, SlipTemplate
from workflows.routing.acting import act_on
from workflows.routing.ending import end_organization, obstacle_to, settle_ended, take_back_end
from workflows.routing.left_behind import Fate, key_of, left_at
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
REASON = "Der Rat hat die Ausschüsse neu geordnet."
NOTICE = 30  # days until the last one


def last_day():
    return timezone.localdate() + datetime.timedelta(days=NOTICE)


def in_days(days):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


def on_the_day_after():
    return in_days(NOTICE + 1)


def plan(organization, cast, **options):
    """Its last day is a month ahead."""
    return end_organization(
        organization, **{"ends_on": last_day(), "by": cast.council_clerk, "reason": REASON, **options}
    )


def everything_at(cast, office):
    """A paper, a measure and a saved slip of an office, and a line that waits there."""
    strategy = draft(cast, "strategy", title="Nordstrategie")
    measure = Measure.objects.create(strategy=strategy, title="Austausch", office=office)
    made = SlipTemplate.objects.create(name="Wie immer")
    made.lines.create(organization=office, role="co_sign")
    made.save()
    paper = paper_at("co_signing", cast)
    paper.consultations.filter(role="co_sign").update(organization=office)
    return paper, measure, made


def rows(organization):
    """All that may change when it is settled."""
    return (
        left_at(organization).keys,
        list(Consultation.objects.order_by("pk").values_list("pk", "organization", "state", "modified")),
        list(Membership.objects.order_by("pk").values()),
    )


def entries(paper):
    return [(entry.detail, entry.person) for entry in timeline_of(paper) if entry.kind == "handed_over"]


def told_by_the_clock(capsys):
    """Which organizations the council office is told of, and what the command said."""
    forget_letters()
    call_command("tell_of_strandings")
    letters = Letter.objects.filter(kind="stranded")
    return {letter.about["organization"] for letter in letters}, capsys.readouterr().out.splitlines()


def test_until_its_last_day_it_goes_on_with_everything(cast):
    paper = paper_at("deliberating", cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee
    before = rows(old)

    plan(old, cast, successor=new)

    assert rows(old) == before
    planned = PlannedEnd.objects.get()
    assert (planned.organization, planned.successor, planned.reason) == (old, new, REASON)
    assert planned.by == cast.council_clerk
    with in_days(NOTICE):  # the last day still counts
        assert settle_ended() == 0
        assert rows(old) == before
        act_on(line_of(paper, old, "preliminary"), by=cast.secretary, outcome="recommended")
    assert line_of(paper, old, "preliminary").state == "done"


def test_the_clock_hands_over_what_is_left_on_the_day_after_in_the_name_of_who_planned_it(cast):
    old, new = cast.org.works_office, cast.org.planning_office
    paper, measure, made = everything_at(cast, old)
    drafted = draft(cast)
    type(drafted).objects.filter(pk=drafted.pk).update(originating_office=old)
    members = list(Membership.objects.order_by("pk").values())
    plan(old, cast, successor=new)

    with on_the_day_after():
        assert settle_ended() == 1
        assert left_at(old).keys == []
        assert settle_ended() == 0  # and nothing twice

    assert line_of(paper, new, "co_sign").state == "open"
    assert paper.consultations.get(organization=old).handed_to == new
    assert Measure.objects.get(pk=measure.pk).office == new
    assert [line.organization for line in made.lines.all()] == [new]
    assert fresh(drafted).originating_office == new
    assert entries(paper) == entries(drafted) == [(REASON, cast.council_clerk)]
    assert list(old.successors.all()) == [new]
    assert list(Membership.objects.order_by("pk").values()) == members
    assert not PlannedEnd.objects.exists()
    actions = ModelLogEntry.objects.for_instance(old).filter(
        action__in=["umlauf.end_organization", "umlauf.settle_end"]
    )
    assert [(entry.action, entry.user) for entry in actions.order_by("pk")] == [
        ("umlauf.end_organization", cast.council_clerk),
        ("umlauf.settle_end", cast.council_clerk),
    ]
    assert all(new.name in str(entry.formatter.format_message(entry)) for entry in actions)


def test_what_came_up_since_goes_along_and_what_was_resolved_stays(cast, capsys):
    resolved = paper_at("deliberating", cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee
    plan(old, cast, successor=new)
    with in_days(NOTICE - 1):
        later = paper_at("deliberating", cast)
        act_on(line_of(resolved, old, "preliminary"), by=cast.secretary, outcome="recommended")

    with in_days(NOTICE + 40):  # the clock may have stood still
        concerned, said = told_by_the_clock(capsys)
    assert (concerned, said[0]) == ({new.pk}, "1 organizations settled")  # where only a member sits

    assert line_of(later, new, "preliminary").state == "open"
    assert line_of(resolved, old, "preliminary").outcome == "recommended"
    assert not resolved.consultations.filter(organization=new).exists()


def test_without_a_successor_nothing_is_settled_and_the_council_office_is_told(cast, capsys):
    paper_at("deliberating", cast)
    body = cast.org.europe_committee
    plan(body, cast, reason="")
    before = rows(body)
    assert PlannedEnd.objects.get().successor is None

    with on_the_day_after():
        concerned, said = told_by_the_clock(capsys)

    assert (concerned, said[0]) == ({body.pk}, "0 organizations settled")
    assert rows(body) == before
    assert not PlannedEnd.objects.exists()


def test_a_successor_that_has_ended_meanwhile_gets_nothing_until_it_goes_on(cast, capsys):
    paper = paper_at("deliberating", cast)
    old, new = cast.org.europe_committee, cast.org.finance_committee
    plan(old, cast, successor=new)
    assert obstacle_to(PlannedEnd.objects.get()) == ""
    # from where the verb does not ask who counts on it
    Organization.objects.filter(pk=new.pk).update(ends_on=last_day() - datetime.timedelta(days=1))
    before = rows(old)

    with on_the_day_after():
        assert told_by_the_clock(capsys)[0] == {old.pk}
        assert rows(old) == before
        assert new.name in obstacle_to(PlannedEnd.objects.get(organization=old))

        take_back_end(new, by=cast.council_clerk)
        assert settle_ended() == 1

    assert line_of(paper, new, "preliminary").state == "open"


def test_a_successor_that_cannot_take_what_came_up_gets_nothing_and_others_are_settled(cast):
    office, body = cast.org.works_office, cast.org.europe_committee
    plan(office, cast, successor=cast.org.culture_committee)
    plan(body, cast, successor=cast.org.finance_committee)
    paper = paper_at("deliberating", cast)
    drafted = draft(cast)
    type(drafted).objects.filter(pk=drafted.pk).update(originating_office=office)

    with on_the_day_after():
        assert settle_ended() == 1

    assert fresh(drafted).originating_office == office
    assert PlannedEnd.objects.get().organization == office
    assert line_of(paper, cast.org.finance_committee, "preliminary").state == "open"


def test_a_successor_that_is_no_more_is_none(cast):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    new = Organization.objects.create(name="Europabeirat", slug="europabeirat", kind="committee")
    plan(cast.org.europe_committee, cast, successor=new)
    new.delete()

    with on_the_day_after():
        assert settle_ended() == 0

    line.refresh_from_db()
    assert (line.state, line.organization) == ("open", cast.org.europe_committee)


def test_who_planned_it_may_have_left_since(cast):
    paper = paper_at("deliberating", cast)
    plan(cast.org.europe_committee, cast, successor=cast.org.finance_committee)
    Membership.objects.filter(person=cast.council_clerk).update(until=timezone.localdate())
    cast.council_clerk.is_active = False
    cast.council_clerk.save()

    with on_the_day_after():
        assert settle_ended() == 1

    assert entries(paper) == [(REASON, cast.council_clerk)]


def test_an_end_that_is_taken_back_is_not_settled(cast):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    plan(cast.org.europe_committee, cast, successor=cast.org.finance_committee)

    take_back_end(cast.org.europe_committee, by=cast.second_clerk)

    assert not PlannedEnd.objects.exists()
    with on_the_day_after():
        assert settle_ended() == 0
    line.refresh_from_db()
    assert line.state == "open"


def test_planning_again_replaces_what_was_planned(cast):
    paper = paper_at("deliberating", cast)
    body, heir = cast.org.europe_committee, cast.org.culture_committee
    plan(body, cast, successor=cast.org.finance_committee)

    later = last_day() + datetime.timedelta(days=NOTICE)
    plan(body, cast, successor=heir, ends_on=later, by=cast.second_clerk, reason="Anders.")

    with on_the_day_after():
        assert settle_ended() == 0
    with in_days(2 * NOTICE + 1):
        assert settle_ended() == 1
    assert line_of(paper, heir, "preliminary").state == "open"
    assert entries(paper) == [("Anders.", cast.second_clerk)]
    assert list(body.successors.all()) == [heir]


def test_what_is_chosen_for_single_things_is_done_on_that_day_too(cast):
    one, two, three = (paper_at("deliberating", cast) for _count in range(3))
    body, heir = cast.org.europe_committee, cast.org.finance_committee
    keys = [key_of(line_of(paper, body, "preliminary")) for paper in (one, two, three)]
    plan(body, cast, successor=heir, fates={keys[0]: Fate.HAND_OVER, keys[1]: Fate.END, keys[2]: Fate.KEEP})
    assert {line_of(paper, body, "preliminary").state for paper in (one, two, three)} == {"open"}

    with on_the_day_after():
        assert settle_ended() == 1

    assert line_of(one, heir, "preliminary").state == "open"
    assert not two.consultations.not_cancelled().filter(role="preliminary").exists()
    assert line_of(three, body, "preliminary").state == "open"


def test_what_breaks_at_one_holds_up_no_other_and_leaves_nothing_half_done(cast):
    office, body = cast.org.works_office, cast.org.europe_committee
    everything_at(cast, office)
    paper = paper_at("deliberating", cast)
    plan(office, cast, successor=cast.org.planning_office)
    plan(body, cast, successor=cast.org.finance_committee)
    before = left_at(office).keys

    def break_down(**kwargs):
        raise RuntimeError("broken")

    pre_save.connect(break_down, sender=Measure)
    try:
        with on_the_day_after():
            assert settle_ended() == 1
    finally:
        pre_save.disconnect(break_down, sender=Measure)

    assert (left_at(office).keys, PlannedEnd.objects.get().organization) == (before, office)
    assert line_of(paper, cast.org.finance_committee, "preliminary").state == "open"


@pytest.mark.parametrize("count", [1, 3])
def test_a_clock_with_nothing_to_do_asks_once(cast, django_assert_num_queries, count):
    for organization in (cast.org.europe_committee, cast.org.culture_committee, cast.org.works_office)[:count]:
        paper_at("deliberating", cast)
        plan(organization, cast, successor=cast.org.finance_committee if organization.is_body else None)

    with django_assert_num_queries(1):
        assert settle_ended() == 0
