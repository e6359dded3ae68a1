"""What was entered wrongly is corrected, and never erased."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from papers.models import Act, Membership
from tests.factories.papers import fresh, line_of, paper_at
from tests.shown import shown_form
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.slip import SlipLine
from workflows.errors import WrongState
from workflows.routing.acting import act_on, postpone
from workflows.routing.correcting import correct_result, followed, possible_outcomes
from workflows.routing.plausible import Votes
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


def again(line):
    return line_of(line.paper, line.organization, line.role)


@pytest.fixture
def decided(cast):
    """The line of the decision of a completed paper."""
    return line_of(paper_at("completed", cast), cast.org.council, "decision")


def test_another_act_stands_for_the_wrong_one(cast, decided):
    wrong = decided.latest_act

    act = correct_result(
        decided, by=cast.chair, outcome="rejected", votes=Votes(3, 9), reason="Laut Niederschrift abgelehnt."
    )

    decided.refresh_from_db()
    assert (decided.latest_act, decided.outcome, decided.state) == (act, "rejected", "done")
    assert (act.corrects, act.version, act.decided_on) == (wrong, wrong.version, wrong.decided_on)
    assert Act.objects.filter(pk=wrong.pk, outcome="adopted").exists()
    assert fresh(decided.paper).state == "completed"


def test_readers_see_the_corrected_result_and_that_it_was_corrected(cast, decided, client):
    correct_result(decided, by=cast.chair, outcome="rejected", reason="Laut Niederschrift abgelehnt.")

    page = client.get(paper_url(fresh(decided.paper))).content.decode()

    assert "Abgelehnt am" in page
    assert "Berichtigt am" in page
    assert "statt „Beschlossen am" in page
    assert "Laut Niederschrift abgelehnt." in page
    assert "zuvor:" not in page


def test_the_timeline_keeps_both(cast, decided):
    correct_result(decided, by=cast.council_clerk, outcome="rejected", reason="Falsche Zeile.")

    texts = [entry.text for entry in timeline_of(decided.paper) if "Rat" in entry.text and entry.kind == "act"]

    assert len(texts) == 2
    assert "berichtigt" in texts[1]


def test_a_correction_is_corrected_again(cast, decided):
    correct_result(decided, by=cast.chair, outcome="rejected", reason="Falsch.")
    decided.refresh_from_db()

    correct_result(decided, by=cast.chair, outcome="adopted", reason="Doch richtig.")

    decided.refresh_from_db()
    assert [act.corrects_id is None for act in decided.acts.order_by("pk")] == [True, False, False]
    assert decided.outcome == "adopted"


@pytest.mark.parametrize("name", ["chair", "council_clerk"])
def test_its_body_and_the_council_office_correct(cast, decided, name):
    correct_result(decided, by=cast.people()[name], outcome="rejected", reason="Falsch.")


@pytest.mark.parametrize("name", ["secretary", "member", "author", "outsider", "liaison", "adviser"])
def test_nobody_else_does(cast, decided, name):
    with pytest.raises(PermissionDenied):
        correct_result(decided, by=cast.people()[name], outcome="rejected", reason="Falsch.")
    assert decided.acts.count() == 1


def test_what_has_no_result_is_not_corrected(cast):
    line = line_of(paper_at("deliberating", cast), cast.org.culture_committee, "hearing")
    correction = {"by": cast.secretary, "outcome": "heard", "reason": "Falsch."}
    with pytest.raises(WrongState):
        correct_result(line, **correction)
    postpone(line, by=cast.secretary)  # still open: acted on again instead
    with pytest.raises(WrongState):
        correct_result(line, **correction)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"outcome": "referred"}, "outcome"),
        ({"outcome": "postponed"}, "outcome"),
        ({"outcome": "signed"}, "outcome"),
        ({"outcome": "adopted_as_amended"}, "amended_text"),
        ({"decided_on": datetime.date(2031, 1, 1)}, "decided_on"),
        ({"decided_on": datetime.date(2001, 1, 1)}, "decided_on"),
        ({"votes": Votes(0, 0)}, "votes"),
    ],
)
def test_a_correction_is_checked_like_a_result(cast, decided, changes, field):
    with pytest.raises(ValidationError) as refused:
        correct_result(decided, by=cast.chair, **{"outcome": "rejected", "reason": "Falsch."} | changes)
    assert list(refused.value.error_dict) == [field]
    assert decided.acts.count() == 1


def test_nothing_else_is_no_correction(cast, decided):
    with pytest.raises(ValidationError, match="unterscheidet"):
        correct_result(decided, by=cast.chair, outcome="adopted", reason="Nichts.")


def test_who_acted_afterwards_is_told_to_whoever_corrects(cast):
    paper = paper_at("completed", cast)
    preliminary = line_of(paper, cast.org.europe_committee, "preliminary")

    assert line_of(paper, cast.org.council, "decision") in followed(preliminary)
    assert "referred" not in possible_outcomes(preliminary)


def test_by_the_form(cast, decided, client):
    client.force_login(cast.chair)
    assert (
        reverse("workflows:correct", args=[decided.pk])
        in client.get(reverse("workflows:act", args=[decided.pk])).content.decode()
    )
    form = shown_form(client, reverse("workflows:correct", args=[decided.pk]))

    form.fill({"Ergebnis": "Abgelehnt", "Was war falsch?": "Laut Niederschrift abgelehnt."}).saved()

    decided.refresh_from_db()
    assert decided.outcome == "rejected"


# --- the day ----------------------------------------------------------------------------------------------------------


def test_minutes_may_arrive_late_and_name_a_day_before_the_line_was_opened(cast):
    """Opened when somebody recorded the stage before; the meetings were on the same day."""
    line = line_of(paper_at("deliberating", cast), cast.org.culture_committee, "hearing")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    line.paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))

    act_on(line, by=cast.secretary, outcome="heard", decided_on=yesterday)


@pytest.fixture
def two_days(cast):
    """Hearing and preliminary deliberation gave their results today; the council met yesterday, as its late minutes
    say."""
    paper = paper_at("deliberating", cast)
    paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))
    today = timezone.localdate()
    for role, organization in (("hearing", cast.org.culture_committee), ("preliminary", cast.org.europe_committee)):
        line = line_of(paper, organization, role)
        outcome = {"hearing": "heard", "preliminary": "recommended"}[role]
        act_on(line, by=cast.secretary, outcome=outcome, decided_on=today)
    return line_of(paper, cast.org.council, "decision"), today - datetime.timedelta(days=1), today


def test_a_day_before_that_of_an_earlier_stage_is_asked_back_and_stands_with_a_reason(cast, two_days):
    line, yesterday, _today = two_days

    with pytest.raises(ValidationError) as refused:
        act_on(line, by=cast.chair, outcome="adopted", decided_on=yesterday)
    assert list(refused.value.error_dict) == ["order_reason"]

    act = act_on(line, by=cast.chair, outcome="adopted", decided_on=yesterday, order_reason="Der Rat tagte zuerst.")
    assert (act.decided_on, act.reason) == (yesterday, "Der Rat tagte zuerst.")
    assert "Der Rat tagte zuerst." in SlipLine(again(line)).out_of_order


def test_a_reason_that_nothing_asks_for_is_not_shown_beside_the_result(cast, two_days):
    """Somebody had first typed another day."""
    line, _yesterday, today = two_days

    act = act_on(line, by=cast.chair, outcome="adopted", decided_on=today, order_reason="Der Rat tagte zuerst.")
    assert act.reason == ""


def test_a_day_is_corrected_to_one_before_an_earlier_stage_with_a_reason(cast, two_days):
    line, yesterday, today = two_days
    act_on(line, by=cast.chair, outcome="adopted", decided_on=today)
    correction = {"by": cast.chair, "outcome": "adopted", "reason": "Falscher Tag.", "decided_on": yesterday}

    with pytest.raises(ValidationError) as refused:
        correct_result(line, **correction)
    assert list(refused.value.error_dict) == ["order_reason"]
    act = correct_result(line, **correction, order_reason="Der Rat tagte zuerst.")
    assert (act.decided_on, act.reason) == (yesterday, "Falscher Tag. Der Rat tagte zuerst.")


def test_a_day_is_corrected_to_one_after_a_later_stage_with_a_reason(cast, decided):
    """The wrong day was right about the order."""
    paper, today = decided.paper, timezone.localdate()
    paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))
    yesterday = today - datetime.timedelta(days=1)
    Act.objects.filter(consultation__paper=paper).update(decided_on=yesterday)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    correction = {"by": cast.secretary, "outcome": "recommended", "reason": "Falscher Tag."}

    with pytest.raises(ValidationError) as refused:
        correct_result(line, **correction, decided_on=today)
    assert list(refused.value.error_dict) == ["order_reason"]

    earlier = today - datetime.timedelta(days=3)
    assert correct_result(line, **correction, decided_on=earlier).decided_on == earlier
    act = correct_result(again(line), **correction, decided_on=today, order_reason="Der Rat griff vor.")
    assert (act.decided_on, act.reason) == (today, "Falscher Tag. Der Rat griff vor.")


# --- the votes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def council_of_three(cast):
    """Members with a vote on the day."""
    Membership.objects.filter(organization=cast.org.council).update(voting_right=False)
    for person in (cast.chair, cast.member, cast.outsider):
        Membership.objects.update_or_create(
            person=person, organization=cast.org.council, role="member", defaults={"voting_right": True}
        )


@pytest.mark.parametrize(
    ("outcome", "votes"),
    [
        ("adopted", Votes(9, 0)),
        ("adopted", Votes(2, 0, 1, 1)),
        ("adopted", Votes(1, 2)),
        ("adopted", Votes(1, 1)),
        ("rejected", Votes(2, 1)),
        ("adopted", Votes(1, 0)),
    ],
)
@pytest.mark.usefixtures("council_of_three")
def test_votes_that_look_like_a_mistake_are_asked_back_once(cast, decided, outcome, votes):
    with pytest.raises(ValidationError) as refused:
        correct_result(decided, by=cast.chair, outcome=outcome, votes=votes, reason="Falsch.")
    assert list(refused.value.error_dict) == ["votes_reason"]

    act = correct_result(
        decided, by=cast.chair, outcome=outcome, votes=votes, reason="Falsch.", votes_reason="Laut Niederschrift."
    )
    assert act.votes_reason == "Laut Niederschrift."


@pytest.mark.usefixtures("council_of_three")
def test_members_are_counted_on_the_day_of_the_vote(cast, decided):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    decided.paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=9))
    Act.objects.filter(consultation__paper=decided.paper).update(decided_on=yesterday)
    Membership.objects.filter(organization=cast.org.council).update(until=yesterday, since=yesterday)

    correct_result(
        decided, by=cast.council_clerk, outcome="rejected", votes=Votes(0, 3), decided_on=yesterday, reason="Falsch."
    )
