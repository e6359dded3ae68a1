"""Days of results that stand are not asked about again, and a line says one thing after another."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from papers.models import Act, Consultation
from papers.resolved import earlier_results_of, lines_with_results
from tests.factories.papers import finish_open, line_of, paper_at, responsible
from workflows.routing.acting import act_on, postpone, refer_to
from workflows.routing.ahead import record_ahead
from workflows.routing.correcting import correct_result
from workflows.routing.plausible import Votes

pytestmark = pytest.mark.django_db
REASON = "Falsch übertragen."


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


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
    assert len(earlier_results_of(told)) == 1
