"""The inbox and the lists say what the table says."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.access import may_read, principal_of
from papers.access.verb_table import VERBS, WrongState
from papers.access.verbs import EDIT
from papers.models import Consultation, Membership, Paper
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.daily import daily
from tests.factories.papers import STAGES, edit, paper_at
from workflows.inbox import address_of_task, waiting_for
from workflows.routing.release import pass_formal_check
from workflows.routing.steps import withdraw
from workflows.translation.review import approve_translation, return_translation, submit_translation
from workflows.verbs import ACT_ON, RECALL, RETURN_TO_AUTHOR, STEP_AT

# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_the_inbox_holds_what_the_table_offers_and_leads_to_where_it_is_done(cast, stage):
    paper = paper_at(stage, cast)
    lines = list(Consultation.objects.select_related("organization"))

    for name, person in cast.people().items():
        wanted = {reverse(ACT_ON.view, args=[line.pk]) for line in lines if ACT_ON.offered_to(person, line)}
        step = STEP_AT.get(paper.state)
        if step is not None and step.offered_to(person, paper) and step.waits_for.holds(principal_of(person), paper):
            wanted.add(reverse(step.begins_at or step.view, args=[paper.pk]))
        assert {address_of_task(row) for row in waiting_for(person)} == wanted, name


@pytest.mark.parametrize("name", daily(["recall", "withdraw", "release", "distribute", "edit"], "release", "edit"))
def test_a_row_says_the_same_of_a_list_as_of_each_paper(cast, name):
    """Without what a list does not ask: whether the paper is released."""
    verb = replace(VERBS[name], only=())
    made = [paper_at(stage, cast) for stage in STAGES]

    for who, person in cast.people().items():
        readable = [paper for paper in made if may_read(person, paper)]
        wanted = {paper.pk for paper in readable if verb.offered_to(person, paper)}
        assert (
            set(Paper.objects.readable_by(person).filter(verb.rule(person)).values_list("pk", flat=True)) == wanted
        ), who


def given_back(cast, liaison):
    paper = paper_at("deliberating", cast, title="Bericht des Ausschusses")
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=liaison)
    seen = fingerprint(side_by_side(Translation.objects.get(target_locale=page.locale)))
    approve_translation(page, by=cast.council_clerk, seen=seen, partial=True)  # so everybody may read it
    submit_translation(page, by=liaison, partial=True)
    return_translation(page, by=cast.council_clerk, reason="Bitte genauer.")
    assert [row.pk for row in waiting_for(liaison)] == [page.pk]
    return page


def test_a_translation_leaves_the_inbox_with_the_paper_that_is_withdrawn(cast, liaison):
    page = given_back(cast, liaison)

    withdraw(page.original, by=cast.council_clerk, reason="Der Anlass ist entfallen.")

    assert not waiting_for(liaison).exists()


def test_a_translation_leaves_the_inbox_with_the_membership(cast, liaison):
    given_back(cast, liaison)

    Membership.objects.filter(person=liaison).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert not waiting_for(liaison).exists()


# --- corrections ----------------------------------------------------------------------------------------------------


def test_only_the_council_office_is_asked_whether_a_change_is_editorial(cast, signed_in):
    paper = paper_at("returned", cast)
    edit(paper, by=cast.author, summary="Mit neuen Zahlen.")

    asked = {
        name: b'name="editorial"'
        in signed_in(cast.people()[name]).get(f"/admin/inbox/papers/{paper.pk}/submit/").content
        for name in ("author", "council_clerk")
    }

    assert asked == {"author": False, "council_clerk": True}


def test_a_stranger_to_the_step_is_refused_before_anything_is_said_of_the_state(cast):
    paper = paper_at("releasing", cast)

    with pytest.raises(PermissionDenied):
        pass_formal_check(paper, by=cast.author)
    with pytest.raises(WrongState):
        pass_formal_check(paper, by=cast.council_clerk)

    assert not RETURN_TO_AUTHOR.is_for(cast.author, paper)
    assert RECALL.offered_to(cast.author, paper)
    assert not EDIT.offered_to(cast.author, paper)


def test_a_translation_given_back_to_somebody_who_left_waits_for_the_council_office(cast, liaison):
    page = given_back(cast, liaison)
    assert not waiting_for(cast.council_clerk).exists()

    Membership.objects.filter(person=liaison).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert [row.pk for row in waiting_for(cast.council_clerk)] == [page.pk]
