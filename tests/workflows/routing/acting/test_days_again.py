"""Days of results that stand are not asked about again, and a line says one thing after another."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from papers.models import Act, Consultation
from papers.resolved import earlier_results_of, lines_with_results
from tests.factories.papers import finish_open, line_of, paper_at, responsible
from workflows.routing.acting import act_on, postpone, refer_to, told_with
from workflows.routing.ahead import record_ahead
from workflows.routing.correcting import correct_result
from workflows.routing.plausible import Votes

pytestmark = pytest.mark.django_db
REASON = "Falsch übertragen."


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def again(line):
    return Consultation.objects.get(pk=line.pk)


@pytest.fixture
def paper(cast):
    """On its way for a month."""
    paper = paper_at("deliberating", cast)
    paper.versions.update(created_at=timezone.now() - datetime.timedelta(days=30))
    return paper


def test_votes_are_corrected_where_an_earlier_stage_gave_its_result_later(cast, paper):
    council = line_of(paper, cast.org.council, "decision")
    record_ahead(council, by=cast.council_clerk, outcome="adopted", decided_on=ago(5), order_reason="Eilt.")
    while line := Consultation.objects.filter(paper=paper, role__in=("hearing", "preliminary")).open().first():
        outcome = {"hearing": "heard", "preliminary": "recommended"}[line.role]
        act_on(line, by=cast.secretary, outcome=outcome, decided_on=ago(2), order_reason="Niederschrift kam spät.")

    act = correct_result(
        Consultation.objects.get(pk=council.pk),
        by=cast.council_clerk,
        outcome="adopted",
        votes=Votes(5, 1),
        votes_reason="So steht es in der Niederschrift.",
        reason=REASON,
    )

    assert (act.decided_on, act.votes_yes) == (ago(5), 5)


def test_what_a_line_says_next_is_not_of_a_day_before(cast, paper):
    line = Consultation.objects.filter(paper=paper, role="hearing").open().first()
    postpone(line, by=cast.secretary, decided_on=ago(3))

    with pytest.raises(ValidationError) as refused:
        act_on(Consultation.objects.get(pk=line.pk), by=cast.secretary, outcome="heard", decided_on=ago(4))

    assert refused.value.message_dict.keys() == {"decided_on"}
    assert Act.objects.filter(consultation=line).count() == 1


def test_a_referral_is_told_where_the_line_waits_again(cast, paper):
    while finish_open(paper, cast, "hearing", "preliminary"):
        pass
    council = line_of(paper, cast.org.council, "decision")
    refer_to(council, by=responsible(cast, council), organization=cast.org.culture_committee)
    while finish_open(paper, cast, "preliminary"):
        pass

    told = next(line for line in lines_with_results(paper) if line.pk == council.pk)

    assert told.state == "open"
    assert len(earlier_results_of(told, told.acts.all())) == 1


def test_a_correction_is_of_no_day_before_what_the_line_said_before(cast, paper):
    line = Consultation.objects.filter(paper=paper, role="hearing").open().first()
    postpone(line, by=cast.secretary, decided_on=ago(5))
    act_on(again(line), by=cast.secretary, outcome="heard", decided_on=ago(2))

    with pytest.raises(ValidationError) as refused:
        correct_result(again(line), by=cast.secretary, outcome="heard", decided_on=ago(6), reason=REASON)
    assert list(refused.value.error_dict) == ["decided_on"]
    first = correct_result(again(line), by=cast.secretary, outcome="heard", decided_on=ago(4), reason=REASON)
    # what was corrected does not count any more
    second = correct_result(again(line), by=cast.secretary, outcome="heard", decided_on=ago(5), reason=REASON)
    assert (first.decided_on, second.decided_on) == (ago(4), ago(5))


def test_the_same_postponement_is_not_recorded_twice(cast, paper):
    line = Consultation.objects.filter(paper=paper, role="hearing").open().first()
    postpone(line, by=cast.secretary, decided_on=ago(5))

    with pytest.raises(ValidationError) as refused:
        postpone(again(line), by=cast.secretary, decided_on=ago(5))
    assert list(refused.value.error_dict) == ["decided_on"]
    postpone(again(line), by=cast.secretary, decided_on=ago(1))


def test_minutes_ahead_may_be_of_a_day_before_an_earlier_stage(cast, paper):
    """The hearing gave its result today; the council met before, and the committee between them is still to come."""
    hearing = Consultation.objects.filter(paper=paper, role="hearing").open().first()
    act_on(hearing, by=cast.secretary, outcome="heard")
    council = line_of(paper, cast.org.council, "decision")

    act = record_ahead(council, by=cast.council_clerk, outcome="adopted", decided_on=ago(5), order_reason="Eilt.")

    assert (act.decided_on, act.reason) == (ago(5), "Eilt.")


def test_a_reason_for_votes_does_not_hold_for_others(cast, paper):
    council = line_of(paper, cast.org.council, "decision")
    why = "So steht es in der Niederschrift."
    record_ahead(
        council, by=cast.council_clerk, outcome="adopted", votes=Votes(1, 5), votes_reason=why, order_reason="Eilt."
    )
    correction = {"by": cast.council_clerk, "outcome": "adopted", "reason": REASON}

    with pytest.raises(ValidationError) as refused:
        correct_result(again(council), **correction, votes=Votes(1, 6))
    assert list(refused.value.error_dict) == ["votes_reason"]
    same = correct_result(again(council), **correction, votes=Votes(1, 5), remark="Ohne Aussprache.")
    other = correct_result(again(council), **correction, votes=Votes(6, 1))
    assert (same.votes_reason, other.votes_reason) == (why, "")


def test_both_reasons_of_a_correction_are_sentences_of_their_own():
    assert told_with("doch vertagt", "der Rat griff vor") == "doch vertagt. der Rat griff vor"
    assert told_with("Doch vertagt.", "") == "Doch vertagt."
