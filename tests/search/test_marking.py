"""A verb marks what it changed once, and loses no mark over it."""

from __future__ import annotations

import pytest
from django.db import transaction

from papers.once import one_verb
from search.indexing import mark_paper
from search.models import IndexedText, PendingUpdate
from tests.factories.papers import add_attachment, draft, edit, fresh, paper_at
from workflows.routing.release import release


class Failed(Exception):
    pass


def marks(paper):
    return PendingUpdate.objects.filter(paper=paper).count()


def test_a_verb_that_saves_logs_and_publishes_marks_once(cast):
    paper = paper_at("releasing", cast)
    PendingUpdate.objects.all().delete()

    release(paper, by=cast.council_clerk)

    assert marks(paper) == 1


def test_paper_and_attachment_are_marked_each_for_itself(cast):
    paper = draft(cast)
    PendingUpdate.objects.all().delete()

    attachment = add_attachment(paper, by=cast.author)

    assert set(PendingUpdate.objects.values_list("paper", "attachment")) == {(paper.pk, None), (None, attachment.pk)}


def test_each_verb_marks_anew(cast, run_on_commit):
    paper = paper_at("releasing", cast)

    with run_on_commit():
        release(paper, by=cast.council_clerk)

    assert (marks(paper), IndexedText.objects.filter(paper=paper).exists()) == (0, True)


def test_outside_of_a_verb_every_change_is_marked(cast):
    paper = draft(cast)
    PendingUpdate.objects.all().delete()

    edit(paper, by=cast.author, summary="Neu.")
    edit(paper, by=cast.author, summary="Und noch einmal.")

    assert marks(paper) >= 2


@pytest.mark.parametrize("inside", [False, True])
def test_a_mark_that_was_rolled_back_is_made_again(cast, inside):
    """Whatever becomes of a part of a verb, what the rest of it changed is found."""
    paper = fresh(draft(cast))
    PendingUpdate.objects.all().delete()

    with transaction.atomic(), one_verb():
        with pytest.raises(Failed), transaction.atomic():
            with transaction.atomic():
                mark_paper(paper.pk)
            if inside:
                mark_paper(paper.pk)
            raise Failed
        assert marks(paper) == 0
        mark_paper(paper.pk)

    assert marks(paper) == 1
