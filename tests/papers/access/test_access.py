"""The access rule over every person, stage and confidentiality, against a table written by hand.

The table is the design; neither the rule nor its queryset twin may be computed from the other here.
"""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Locale

from papers.access import is_council_office, may_read, may_read_attachment, origins_open_to, principals_remembered
from papers.access.verbs import may_edit, may_open_editor
from papers.enums import Confidentiality
from papers.models import Attachment, Delegation, Membership, Paper
from tests.factories.papers import STAGES, STATE_OF_STAGE, draft, finish_open, fresh, line_of, paper_at
from workflows.inbox import waiting_for
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check
from workflows.routing.slips import Line
from workflows.verbs import SET_SLIP

LEVELS = Confidentiality.values

EVERYBODY = {
    "author", "colleague", "cosigner", "second_cosigner", "office_adviser", "deputy", "deputys_deputy",
    "council_clerk", "second_clerk", "secretary", "chair",
    "member", "other_member", "council_member", "adviser", "spokeswoman", "liaison", "outsider", "former_member",
    "former_colleague", "future_member", "inactive",
    "admin", "citizen",
}  # fmt: skip
OWNERS = {"author", "colleague", "council_clerk", "second_clerk", "admin"}
COSIGNERS = {"cosigner", "second_cosigner", "office_adviser", "deputy"}
# members of the council and its committees
COUNCIL = {"secretary", "chair", "member", "other_member", "council_member", "adviser"}
ON_SLIP = {"secretary", "chair", "member", "council_member", "adviser"}  # of the committees on this slip
PARTNER = {"liaison"}  # has an open information line while the paper is with the committees

# stage: readers of a public, a non-public and a confidential paper
READERS = {
    "draft": (OWNERS, OWNERS, OWNERS),
    "co_signing": (OWNERS | COSIGNERS, OWNERS | COSIGNERS, OWNERS | COSIGNERS),
    "checking": (OWNERS, OWNERS, OWNERS),
    "releasing": (OWNERS, OWNERS, OWNERS),
    "deliberating": (EVERYBODY, OWNERS | COUNCIL | PARTNER, OWNERS | ON_SLIP | PARTNER),
    "completed": (EVERYBODY, OWNERS | COUNCIL | PARTNER, OWNERS | ON_SLIP | PARTNER),
    "returned": (OWNERS, OWNERS, OWNERS),
    "withdrawn": (OWNERS, OWNERS, OWNERS),
    "returned_after_release": (EVERYBODY, OWNERS | COUNCIL, OWNERS | ON_SLIP),
    # nobody had acted: every committee's line was cancelled
    "withdrawn_after_release": (EVERYBODY, OWNERS | COUNCIL, OWNERS),
    "confirming": (EVERYBODY, OWNERS | COUNCIL | COSIGNERS, OWNERS | ON_SLIP | COSIGNERS),
}
# paper's level, attachment's level: whose readers read the attachment
STRICTER = {
    ("public", "public"): 0,
    ("public", "non_public"): 1,
    ("public", "confidential"): 2,
    ("non_public", "public"): 1,
    ("non_public", "non_public"): 1,
    ("non_public", "confidential"): 2,
    ("confidential", "public"): 2,
    ("confidential", "non_public"): 2,
    ("confidential", "confidential"): 2,
}


@principals_remembered()
def readers_of(paper, cast):
    return {name for name, person in cast.people().items() if may_read(person, paper)}


@principals_remembered()
def in_their_list(paper, cast):
    return {
        name for name, person in cast.people().items() if Paper.objects.readable_by(person).filter(pk=paper.pk).exists()
    }


def one_of_each_level(stage, cast):
    """Papers at the stage, each with one attachment of each level."""
    papers = {level: paper_at(stage, cast, confidentiality=level) for level in LEVELS}
    for paper in papers.values():
        for own in LEVELS:
            Attachment.objects.create(
                paper=paper, title=own, file="attachments/none.pdf", filename="none.pdf", size=1, confidentiality=own
            )
    return papers


def test_the_table_names_every_stage_and_person(cast):
    assert set(READERS) == set(STAGES)
    assert set(cast.people()) == EVERYBODY


@pytest.mark.parametrize("stage", STAGES)
def test_who_reads_a_paper_and_its_attachments(cast, stage):
    papers = one_of_each_level(stage, cast)

    with principals_remembered():  # two thousand questions about the same people
        listed_papers = {
            name: set(Paper.objects.readable_by(person).values_list("pk", flat=True))
            for name, person in cast.people().items()
        }
        listed_attachments = {
            name: set(Attachment.objects.readable_by(person)) for name, person in cast.people().items()
        }
        for column, (level, paper) in enumerate(papers.items()):
            assert paper.state == STATE_OF_STAGE[stage]
            assert readers_of(paper, cast) == READERS[stage][column], level
            assert {name for name, listed in listed_papers.items() if paper.pk in listed} == READERS[stage][column], (
                level
            )
            for attachment in paper.attachments.all():
                expected = READERS[stage][STRICTER[level, attachment.confidentiality]]
                combination = (level, attachment.confidentiality)
                assert {
                    name for name, person in cast.people().items() if may_read_attachment(person, attachment)
                } == expected, combination
                assert {name for name, listed in listed_attachments.items() if attachment in listed} == expected, (
                    combination
                )


def test_lists_hold_each_paper_once(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")

    for person in cast.people().values():
        assert list(Paper.objects.readable_by(person)).count(paper) <= 1
    assert list(Paper.objects.readable_by(cast.secretary)) == [paper]


def test_a_line_that_is_done_opens_an_unreleased_paper_no_longer(cast):
    paper = paper_at("co_signing", cast)
    assert may_read(cast.cosigner, paper)

    finish_open(paper, cast, "co_sign")

    assert readers_of(paper, cast) == in_their_list(paper, cast) == OWNERS


def test_committee_members_keep_a_confidential_paper_after_their_line_is_done(cast):
    paper = paper_at("completed", cast, confidentiality="confidential")
    act_on(line_of(paper, cast.org.bristol, "information"), by=cast.liaison, outcome="noted")

    assert readers_of(paper, cast) == in_their_list(paper, cast) == OWNERS | ON_SLIP


def test_planned_lines_open_nothing(cast):
    paper = draft(
        cast,
        slip=[
            Line(cast.org.works_office, "co_sign", 2),
            Line(cast.org.planning_office, "co_sign", 1),
            Line(cast.org.council, "decision", 1),
        ],
    )

    assert readers_of(paper, cast) == in_their_list(paper, cast) == OWNERS


def test_a_membership_that_ended_yesterday_gives_nothing_and_one_that_ends_today_everything(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    membership = Membership.objects.get(person=cast.former_member)
    assert not may_read(cast.former_member, paper)

    Membership.objects.filter(pk=membership.pk).update(until=timezone.localdate())

    assert may_read(cast.former_member, paper)
    assert Paper.objects.readable_by(cast.former_member).filter(pk=paper.pk).exists()


@pytest.mark.parametrize(
    ("since", "until", "reads"), [(-2, -1, False), (-2, 0, True), (0, 0, True), (0, None, True), (1, None, False)]
)
def test_a_delegation_holds_from_its_first_to_its_last_day(cast, since, until, reads):
    paper = paper_at("draft", cast)
    today = timezone.localdate()
    day = lambda offset: None if offset is None else today + datetime.timedelta(days=offset)  # noqa: E731
    Delegation.objects.create(delegator=cast.colleague, deputy=cast.spokeswoman, since=day(since), until=day(until))

    assert may_read(cast.spokeswoman, paper) == reads
    assert Paper.objects.readable_by(cast.spokeswoman).filter(pk=paper.pk).exists() == reads


def test_a_delegation_from_somebody_who_left_gives_nothing(cast):
    paper = paper_at("co_signing", cast)
    Membership.objects.filter(person=cast.cosigner).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert readers_of(paper, cast) == in_their_list(paper, cast) == OWNERS | COSIGNERS - {"cosigner", "deputy"}


def test_a_delegation_from_somebody_inactive_gives_nothing(cast):
    paper = paper_at("co_signing", cast)
    cast.cosigner.is_active = False
    cast.cosigner.save()

    assert not may_read(cast.deputy, paper)
    assert not Paper.objects.readable_by(cast.deputy).filter(pk=paper.pk).exists()


def test_delegations_are_not_passed_on(cast):
    paper = paper_at("co_signing", cast)

    assert may_read(cast.deputy, paper)
    assert not may_read(cast.deputys_deputy, paper)


# --- translations ---------------------------------------------------------------------------------------------------


def translated(paper, *, live):
    translation = paper.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.title = "English title"
    revision = translation.save_revision()
    if live:
        revision.publish()
    return fresh(translation)


@pytest.mark.parametrize("stage", ["draft", "co_signing", "releasing", "deliberating", "completed", "withdrawn"])
@pytest.mark.parametrize("level", LEVELS)
def test_a_translation_is_never_readable_earlier_or_wider_than_its_original(cast, stage, level):
    paper = paper_at(stage, cast, confidentiality=level)

    for translation in (translated(paper, live=False), None):
        if translation is None:
            translation = fresh(paper.get_translation(Locale.objects.get(language_code="en")))
            translation.get_latest_revision().publish()
            translation = fresh(translation)
        readers, listed = readers_of(translation, cast), in_their_list(translation, cast)
        expected = readers_of(paper, cast) if translation.live else OWNERS

        assert readers == listed == expected


def test_a_translation_cannot_be_opened_by_its_own_confidentiality(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    translation = translated(paper, live=True)
    Paper.objects.filter(pk=translation.pk).update(confidentiality="public", originating_office=cast.org.works_office)

    assert not may_read(cast.citizen, fresh(translation))
    assert not Paper.objects.readable_by(cast.citizen).exists()
    assert not may_read(cast.outsider, fresh(translation))


# --- editing --------------------------------------------------------------------------------------------------------

AUTHORS = {"author", "colleague"}
CLERKS = {"council_clerk", "second_clerk", "admin"}
NOBODY = set()
EDITORS = {
    "draft": AUTHORS | CLERKS,
    "co_signing": NOBODY,
    "checking": CLERKS,
    "releasing": CLERKS,
    "deliberating": CLERKS,
    "completed": CLERKS,
    "returned": AUTHORS | CLERKS,
    "withdrawn": NOBODY,
    "returned_after_release": AUTHORS | CLERKS,
    "withdrawn_after_release": NOBODY,
    "confirming": NOBODY,
}
# Lines may be added as long as somebody can still act on them.
ROUTERS = EDITORS | {"co_signing": CLERKS, "confirming": CLERKS, "completed": NOBODY}


@pytest.mark.parametrize("stage", STAGES)
def test_who_edits_and_who_routes(cast, stage):
    paper = paper_at(stage, cast)
    people = cast.people().items()

    with principals_remembered():
        assert {name for name, person in people if may_edit(person, paper)} == EDITORS[stage]
        assert {name for name, person in people if SET_SLIP.offered_to(person, paper)} == ROUTERS[stage]
        assert {name for name, person in people if may_open_editor(person, paper)} == AUTHORS | CLERKS


def test_an_adviser_of_the_council_office_is_not_the_council_office(cast):
    """They read what comes from it, as the advisers of every other office do, and do nothing."""
    paper = paper_at("checking", cast, confidentiality="confidential")
    Membership.objects.filter(person=cast.spokeswoman).update(organization=cast.org.council_office, role="adviser")

    assert not may_read(cast.spokeswoman, paper)
    assert not is_council_office(cast.spokeswoman)
    assert not may_open_editor(cast.spokeswoman, paper)
    assert not origins_open_to(cast.spokeswoman).exists()
    assert not waiting_for(cast.spokeswoman).exists()
    with pytest.raises(PermissionDenied):
        pass_formal_check(paper, by=cast.spokeswoman)


def test_who_is_the_council_office(cast):
    assert {name for name, person in cast.people().items() if is_council_office(person)} == CLERKS
