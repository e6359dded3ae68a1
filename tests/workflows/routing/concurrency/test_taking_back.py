"""Something is taken back while others go on with it."""

from __future__ import annotations

import pytest
from wagtail.models import WorkflowState

from papers.access import NOBODY, may_read
from papers.models import Act, Attachment, Restriction, Version
from tests.factories.papers import add_attachment, edit, finish_open, fresh, line_of, paper_at
from tests.workflows.routing.concurrency.threads import at_once, errors_of
from workflows.distribution.deliveries import Delivery
from workflows.distribution.distributing import distribute
from workflows.errors import WrongState
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import resubmit, return_to_author

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WHY = "Versehen."


def test_two_who_take_it_off_do_so_once(cast):
    paper = paper_at("deliberating", cast)

    results = at_once(
        lambda: take_off_the_public(paper, reason=WHY, by=cast.council_clerk),
        lambda: take_off_the_public(paper, reason=WHY, by=cast.second_clerk),
    )

    assert [type(error) for error in errors_of(results)] == [WrongState]
    assert Restriction.objects.count() == 1


def test_two_levels_at_once_end_at_the_stricter(cast):
    paper = paper_at("deliberating", cast)

    at_once(
        lambda: make_stricter(paper, level="non_public", reason=WHY, by=cast.council_clerk),
        lambda: make_stricter(paper, level="confidential", reason=WHY, by=cast.second_clerk),
    )

    assert fresh(paper).confidentiality == "confidential"
    numbers = list(Version.objects.filter(paper=paper).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))


def test_an_act_beside_it_is_recorded_or_refused(cast):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")

    acted, taken = at_once(
        lambda: act_on(line, by=cast.secretary, outcome="recommended"),
        lambda: take_off_the_public(paper, reason=WHY, by=cast.council_clerk),
    )

    assert isinstance(taken, Restriction)
    line.refresh_from_db()
    recorded = not isinstance(acted, Exception)
    assert line.state == ("done" if recorded else "cancelled")
    assert Act.objects.filter(consultation=line).count() == recorded
    assert fresh(paper).state == "withdrawn"
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_return_beside_it_leaves_the_paper_ended(cast):
    paper = paper_at("deliberating", cast)

    _returned, taken = at_once(
        lambda: return_to_author(paper, by=cast.council_clerk, reason="Zahlen."),
        lambda: take_off_the_public(paper, reason=WHY, by=cast.second_clerk),
    )

    assert isinstance(taken, Restriction)
    assert fresh(paper).state == "withdrawn"
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_new_text_released_beside_it_is_not_more_open(cast):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.author, summary="Neu.")
    resubmit(fresh(paper), by=cast.author)
    finish_open(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)

    _released, made = at_once(
        lambda: release(paper, by=cast.council_clerk),
        lambda: make_stricter(paper, level="confidential", reason=WHY, by=cast.second_clerk),
    )

    assert isinstance(made, Restriction)
    assert fresh(paper).confidentiality == "confidential"
    assert not may_read(NOBODY, fresh(paper))


def test_a_correction_published_beside_it_does_not_bring_it_back(cast):
    paper = paper_at("completed", cast)
    edit(paper, by=cast.council_clerk, title="Berichtigt")

    at_once(
        lambda: fresh(paper).get_latest_revision().publish(user=cast.council_clerk),
        lambda: take_off_the_public(paper, reason=WHY, by=cast.second_clerk),
    )

    assert fresh(paper).is_taken_off
    assert not may_read(cast.author, fresh(paper))


def test_a_late_annex_beside_it_is_no_more_open_than_the_paper(cast):
    paper = paper_at("deliberating", cast)

    _attached, made = at_once(
        lambda: add_attachment(paper, by=cast.council_clerk),
        lambda: make_stricter(paper, level="confidential", reason=WHY, by=cast.second_clerk),
    )

    assert isinstance(made, Restriction)
    assert not Attachment.objects.readable_by(NOBODY).exists()
    latest = Version.objects.filter(paper=paper).order_by("number").last()
    assert latest.contents["filing"]["confidentiality"] == "confidential"


def test_a_distribution_beside_it_brings_it_to_nobody(cast):
    paper = paper_at("deliberating", cast)

    _sent, taken = at_once(
        lambda: distribute(paper, by=cast.council_clerk),
        lambda: take_off_the_public(paper, reason=WHY, by=cast.second_clerk),
    )

    assert isinstance(taken, Restriction)
    assert not any(
        may_read(delivery.person, fresh(paper))
        for delivery in Delivery.objects.exclude(
            person__in=[cast.council_clerk, cast.second_clerk, cast.admin]
        ).select_related("person")
    )
