"""What was published by mistake is made stricter or taken off, and nothing leads back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import WorkflowState

from papers.access import NOBODY, may_read, may_read_attachment
from papers.access.verb_table import offered
from papers.access.verbs import may_open_editor
from papers.models import Attachment, Organization, Restriction
from papers.versions import changed_since, latest_version, released_version
from tests.factories.papers import add_attachment, edit, finish_open, fresh, line_of, paper_at
from tests.workflows.restricting.making import (
    OFFICE,
    RELEASED,
    UNRELEASED,
    WHY,
    listed,
    readers,
    stricter,
    taken_off,
)
from workflows.errors import WrongState
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import resubmit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", RELEASED)
def test_a_released_paper_is_read_by_those_of_its_new_level(cast, stage):
    like_it = paper_at(stage, cast, confidentiality="non_public")
    paper = paper_at(stage, cast)
    assert may_read(cast.citizen, paper)

    stricter(paper, cast)

    assert fresh(paper).confidentiality == "non_public"
    assert readers(paper, cast) == listed(paper, cast) == readers(like_it, cast)


@pytest.mark.parametrize("stage", RELEASED)
def test_what_was_taken_off_is_read_by_the_council_office_alone(cast, stage):
    paper = paper_at(stage, cast)
    annex = add_attachment(paper, by=cast.council_clerk) if stage in ("deliberating", "completed") else None

    taken_off(paper, cast)

    assert readers(paper, cast) == listed(paper, cast) == OFFICE
    assert not may_open_editor(cast.author, fresh(paper))
    assert may_open_editor(cast.council_clerk, fresh(paper))
    for name, person in cast.people().items() if annex else ():
        reads = name in ("council_clerk", "second_clerk", "admin")
        assert may_read_attachment(person, Attachment.objects.get(pk=annex.pk)) == reads
        assert Attachment.objects.readable_by(person).filter(pk=annex.pk).exists() == reads


@pytest.mark.parametrize("stage", UNRELEASED)
def test_what_was_never_released_is_not_taken_back(cast, stage):
    paper = paper_at(stage, cast)

    with pytest.raises(WrongState):
        stricter(paper, cast)
    with pytest.raises(WrongState):
        taken_off(paper, cast)

    assert not Restriction.objects.exists()


@pytest.mark.parametrize("who", ["author", "secretary", "chair", "cosigner", "member", "former_colleague"])
def test_nobody_but_the_council_office_may(cast, who):
    paper = paper_at("deliberating", cast)
    person = cast.people()[who]

    with pytest.raises(PermissionDenied):
        make_stricter(paper, level="confidential", reason=WHY, by=person)
    with pytest.raises(PermissionDenied):
        take_off_the_public(paper, reason=WHY, by=person)

    assert readers(paper, cast) >= {"citizen"}


@pytest.mark.parametrize(("now", "wanted"), [
    ("non_public", "public"), ("non_public", "non_public"), ("public", "public"), ("public", "secret"),
    ("confidential", "public"),
])  # fmt: skip
def test_nothing_becomes_more_open_or_stays_as_it_is(cast, now, wanted):
    paper = paper_at("deliberating", cast, confidentiality=now)

    with pytest.raises(ValidationError) as error:
        stricter(paper, cast, wanted)

    assert now == "confidential" or set(error.value.message_dict) == {"level"}
    assert fresh(paper).confidentiality == now


def test_a_reason_is_needed(cast):
    paper = paper_at("deliberating", cast)

    for verb, more in ((make_stricter, {"level": "confidential"}), (take_off_the_public, {})):
        with pytest.raises(ValidationError) as error:
            verb(paper, reason="  ", by=cast.council_clerk, **more)
        assert set(error.value.message_dict) == {"reason"}

    assert may_read(NOBODY, fresh(paper))


def test_a_second_time_it_goes_on_from_there_or_is_told_that_it_is_done(cast):
    paper = paper_at("deliberating", cast)
    stricter(paper, cast)

    with pytest.raises(ValidationError):
        stricter(paper, cast)
    stricter(paper, cast, "confidential")
    with pytest.raises(WrongState):
        stricter(paper, cast, "confidential")
    taken_off(paper, cast)
    with pytest.raises(WrongState):
        taken_off(paper, cast)

    assert list(Restriction.objects.values_list("before", "after", "was_public")) == [
        ("public", "non_public", True),
        ("non_public", "confidential", True),
        ("confidential", "", True),
    ]


@pytest.mark.parametrize("stage", RELEASED)
def test_signatures_stand_and_the_way_goes_on_at_another_level(cast, stage):
    paper = paper_at(stage, cast)
    state, lines = paper.state, list(paper.consultations.order_by("pk").values_list("pk", "state", "latest_act"))

    stricter(paper, cast)

    paper = fresh(paper)
    assert paper.state == state
    assert list(paper.consultations.order_by("pk").values_list("pk", "state", "latest_act")) == lines
    assert not changed_since(paper, latest_version(paper)) or stage == "returned_after_release"
    assert latest_version(paper).editorial
    assert released_version(paper).contents["filing"]["confidentiality"] == "non_public"


def test_a_text_that_is_to_replace_the_released_one_stays_what_is_signed(cast):
    paper = paper_at("confirming", cast, title="Alt")
    circulating = latest_version(paper).revision_id
    assert circulating != paper.live_revision_id

    stricter(paper, cast)

    assert latest_version(paper).revision_id == circulating
    finish_open(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    paper = fresh(paper)
    assert (paper.live_revision_id, paper.confidentiality) == (circulating, "non_public")
    assert not may_read(NOBODY, paper)


def test_a_returned_paper_cannot_come_back_more_open(cast):
    """The level is fixed in the editor from the number on, and its record is in no draft."""
    paper = paper_at("returned_after_release", cast)
    stricter(paper, cast, "confidential")
    text = fresh(paper).get_latest_revision_as_object()
    text.confidentiality = "public"

    with pytest.raises(Exception, match="confidentiality"):
        text.save_revision(user=cast.author)
    edit(paper, by=cast.author, summary="Ohne die Anschrift.")
    resubmit(fresh(paper), by=cast.author)

    assert fresh(paper).confidentiality == "confidential"


@pytest.mark.parametrize("stage", ["deliberating", "returned_after_release", "confirming"])
def test_a_paper_on_its_way_ends_where_it_is_taken_off(cast, stage):
    paper = paper_at(stage, cast)

    taken_off(paper, cast)

    paper = fresh(paper)
    assert (paper.state, paper.live) == ("withdrawn", True)
    assert not paper.consultations.filter(state__in=["planned", "open"]).exists()
    assert not WorkflowState.objects.for_instance(paper).active().exists()


def test_a_completed_paper_keeps_its_results(cast):
    paper = paper_at("completed", cast)
    decided = line_of(paper, cast.org.council, "decision")

    taken_off(paper, cast)

    decided.refresh_from_db()
    assert (fresh(paper).state, decided.state, decided.outcome) == ("completed", "done", "adopted")
    assert not paper.consultations.open().exists()


def test_nobody_is_offered_anything_with_what_was_taken_off_but_its_record(cast):
    paper = paper_at("completed", cast)
    taken_off(paper, cast)

    names = {name: {verb.name for verb in offered(person, fresh(paper))} for name, person in cast.people().items()}

    assert not any(
        names[name] for name in names.keys() - {"council_clerk", "second_clerk", "admin", "secretary"} - {"chair"}
    )
    assert names["secretary"] <= {"tick_off"}
    assert not {"distribute", "publish_correction", "make_stricter", "take_off_the_public"} & names["council_clerk"]


def test_whoever_had_the_line_open_comes_too_late(cast):
    paper = paper_at("deliberating", cast)
    line = line_of(paper, cast.org.europe_committee, "preliminary")
    taken_off(paper, cast)

    with pytest.raises(ValidationError):
        act_on(line, by=cast.secretary, outcome="recommended")

    line.refresh_from_db()
    assert (line.state, line.latest_act) == ("cancelled", None)


def test_it_holds_for_a_body_that_has_ended(cast):
    paper = paper_at("completed", cast)
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(ends_on=timezone.localdate())

    stricter(paper, cast, "confidential")
    taken_off(paper, cast)

    assert readers(paper, cast) == OFFICE
