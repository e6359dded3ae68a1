"""Two people change the annexes of one paper at the same moment: one wins, the other is told, nothing is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from papers.access.verb_table import WrongState
from papers.attaching import detach
from papers.changing_attachments import (
    rename_attachment,
    reorder_attachments,
    replace_attachment,
    set_attachment_level,
)
from papers.contents import contents_of
from papers.models import Attachment, RemovedAttachment, Version
from papers.seen import attachments_that_stand, what_stands, with_slip
from papers.versions import latest_version
from tests.factories.papers import add_attachment, bring_to, draft, fresh, paper_at
from tests.workflows.routing.concurrency.threads import at_once, errors_of
from workflows.routing.release import release
from workflows.routing.steps import resubmit, return_to_author

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def pdf(words):
    return ContentFile(b"%PDF-1.7 " + words.encode(), name=f"{words}.pdf")


@pytest.fixture
def returned(cast):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag")
    add_attachment(paper, by=cast.author, title="Lageplan", content=b"%PDF-1.7 Plan")
    return bring_to("returned", paper, cast)


def verbs_on(paper, seen):
    row, keys = paper.attachments.first(), list(paper.attachments.values_list("pk", flat=True))
    return {
        "replace": lambda by: replace_attachment(row, file=pdf(str(by.pk)), by=by, seen=seen),
        "rename": lambda by: rename_attachment(row, title=f"Von {by.pk}", by=by, seen=seen),
        "level": lambda by: set_attachment_level(row, confidentiality="confidential", by=by, seen=seen),
        "reorder": lambda by: reorder_attachments(paper, order=keys[::-1], by=by, seen=seen),
        "detach": lambda by: detach(row, by=by, seen=seen),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("replace", "replace"),
        ("replace", "detach"),
        ("replace", "rename"),
        ("rename", "reorder"),
        ("level", "replace"),
        ("detach", "detach"),
    ],
)
def test_one_wins_and_the_other_is_told(cast, returned, one, other):
    verbs = verbs_on(returned, attachments_that_stand(returned).token())

    results = at_once(lambda: verbs[one](cast.author), lambda: verbs[other](cast.colleague))

    (error,) = errors_of(results)
    assert isinstance(error, WrongState)
    assert error.messages
    kept = set(Attachment.objects.values_list("pk", "sha512"))
    kept |= set(RemovedAttachment.objects.values_list("key", "sha512"))
    for annex in latest_version(returned).contents["annexes"]:
        assert (annex["key"], annex["sha512"]) in kept


def test_two_who_never_saw_each_other_lose_no_file(cast, returned):
    """Without what was shown, as an import does it: both are done, one after the other."""
    verbs = verbs_on(returned, None)

    results = at_once(lambda: verbs["replace"](cast.author), lambda: verbs["replace"](cast.colleague))

    assert errors_of(results) == []
    assert RemovedAttachment.objects.filter(replaced=True).count() == 2


def test_a_submission_beside_a_replaced_file_is_for_what_was_shown(cast, returned):
    seen = with_slip(what_stands(returned), returned).token()
    verbs = verbs_on(returned, attachments_that_stand(returned).token())

    submitted, replaced = at_once(
        lambda: resubmit(returned, by=cast.author, seen=seen), lambda: verbs["replace"](cast.colleague)
    )

    assert len(errors_of([submitted, replaced])) == 1
    if isinstance(replaced, Exception):
        assert latest_version(returned).number == 1
        assert fresh(returned).state == "co_signing"
    else:
        assert fresh(returned).state == "returned"


def test_a_release_beside_a_replaced_file_publishes_what_was_checked(cast):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag")
    paper = bring_to("releasing", paper, cast)
    row, seen = paper.attachments.first(), attachments_that_stand(paper).token()

    released, replaced = at_once(
        lambda: release(paper, by=cast.council_clerk, seen=what_stands(paper).token()),
        lambda: replace_attachment(row, file=pdf("neu"), by=cast.second_clerk, seen=seen),
    )

    (error,) = errors_of([released, replaced])
    assert isinstance(error, ValidationError)
    assert fresh(paper).state == ("releasing" if isinstance(released, Exception) else "deliberating")
    if fresh(paper).live:
        assert latest_version(paper).contents == contents_of(paper).as_data()


def test_two_late_changes_make_a_version_each(cast):
    paper = paper_at("deliberating", cast)
    one = add_attachment(paper, by=cast.council_clerk, title="Vertrag")
    other = add_attachment(paper, by=cast.council_clerk, title="Lageplan", content=b"%PDF-1.7 Plan")

    results = at_once(
        lambda: replace_attachment(one, file=pdf("neu"), by=cast.council_clerk, reason="Falsche Datei."),
        lambda: rename_attachment(other, title="Plan", by=cast.second_clerk, reason="Schreibfehler."),
    )

    assert errors_of(results) == []
    assert list(Version.objects.filter(paper=paper).order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert latest_version(paper).contents == contents_of(paper).as_data()


def test_a_late_change_beside_a_return_is_done_before_it_or_not_at_all(cast):
    paper = paper_at("deliberating", cast)
    row = add_attachment(paper, by=cast.council_clerk, title="Vertrag")

    changed, returned = at_once(
        lambda: rename_attachment(row, title="Kaufvertrag", by=cast.council_clerk, reason="Schreibfehler."),
        lambda: return_to_author(paper, by=cast.second_clerk, reason="Neue Zahlen."),
    )

    assert not isinstance(returned, Exception)
    row.refresh_from_db()
    assert (row.title == "Vertrag") == isinstance(changed, WrongState)
    assert latest_version(paper).contents == contents_of(paper).as_data()
