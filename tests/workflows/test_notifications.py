"""Mail goes to whoever has to act, on commit, in their language, and to nobody who may not read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from papers.access import may_read
from papers.models import Delegation, Letter, Membership
from tests.factories.papers import draft, edit, finish_open, fresh, line_of, paper_at
from umlauf.home.models import HomePage
from workflows.routing.acting import act_on, postpone
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

COUNCIL_OFFICE = ["council_clerk@umlauf.test", "second_clerk@umlauf.test"]
PLANNING_OFFICE = ["cosigner@umlauf.test", "deputy@umlauf.test", "second_cosigner@umlauf.test"]


@pytest.fixture
def mailed(run_on_commit):
    """``mailed(verb, paper, by=…)`` does it and gives the recipients, one per mail, sorted."""

    def do(verb, *args, **kwargs):
        mail.outbox.clear()
        Letter.objects.all().delete()  # of what was never committed
        with run_on_commit():
            verb(*args, **kwargs)
        assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in mail.outbox)
        return sorted(message.to[0] for message in mail.outbox)

    return do


def test_submitting_tells_the_offices_that_co_sign(cast, mailed):
    assert mailed(start_routing, draft(cast), by=cast.author) == PLANNING_OFFICE


def test_nothing_is_mailed_before_the_commit(cast):
    start_routing(draft(cast), by=cast.author)

    assert mail.outbox == []


def test_nothing_is_mailed_when_the_verb_rolls_back(cast, mailed):
    def failing():
        with transaction.atomic():
            start_routing(draft(cast), by=cast.author)
            transaction.set_rollback(True)

    assert mailed(failing) == []


def test_the_last_signature_tells_the_council_office(cast, mailed):
    paper = paper_at("co_signing", cast)

    assert (
        mailed(act_on, line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
        == COUNCIL_OFFICE
    )


def test_the_check_tells_the_council_office_to_release(cast, mailed):
    assert mailed(pass_formal_check, paper_at("checking", cast), by=cast.council_clerk) == COUNCIL_OFFICE
    assert {message.subject.split(":")[0] for message in mail.outbox} == {"Freigabe"}


def test_the_release_tells_the_first_stage_and_the_informed(cast, mailed):
    recipients = mailed(release, paper_at("releasing", cast), by=cast.council_clerk)

    # the secretary has two lines: one mail for each
    assert recipients == ["liaison@umlauf.test", "secretary@umlauf.test", "secretary@umlauf.test"]


def test_the_next_stage_is_told_when_the_first_is_done(cast, mailed):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "hearing")

    assert mailed(finish_open, paper, cast, "preliminary") == ["chair@umlauf.test"]


def test_a_result_that_opens_nothing_mails_nobody(cast, mailed):
    paper = paper_at("deliberating", cast)

    assert mailed(finish_open, paper, cast, "preliminary") == []
    assert mailed(finish_open, paper, cast, "information") == []


def test_postponing_mails_nobody(cast, mailed):
    paper = paper_at("deliberating", cast, "information")

    assert mailed(postpone, line_of(paper, cast.org.europe_committee, "deliberation"), by=cast.secretary) == []


def test_a_referral_tells_the_other_committee(cast, mailed):
    Membership.objects.create(person=cast.other_member, organization=cast.org.finance_committee, role="secretary")
    paper = paper_at("deliberating", cast, slip=[Line(cast.org.council, "decision")])
    line = line_of(paper, cast.org.council, "decision")

    assert mailed(act_on, line, by=cast.chair, outcome="referred", refer_to=cast.org.finance_committee) == [
        "other_member@umlauf.test"
    ]


def test_returning_tells_the_author(cast, mailed):
    assert mailed(return_to_author, paper_at("checking", cast), by=cast.council_clerk, reason="Kosten?") == [
        "author@umlauf.test"
    ]


def test_an_objection_tells_the_author(cast, mailed):
    line = line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")

    assert mailed(act_on, line, by=cast.cosigner, outcome="objected", remark="So nicht.") == ["author@umlauf.test"]


def test_resubmitting_tells_those_whose_turn_it_is_again(cast, mailed):
    assert mailed(resubmit, paper_at("returned", cast), by=cast.author) == PLANNING_OFFICE


@pytest.mark.parametrize("verb", [recall, withdraw])
def test_taking_a_paper_back_mails_nobody(cast, mailed, verb):
    extra = {"reason": "Entfällt."} if verb is withdraw else {}

    assert mailed(verb, paper_at("co_signing", cast), by=cast.author, **extra) == []


def test_the_end_mails_nobody(cast, mailed):
    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")

    assert mailed(finish_open, paper, cast, "decision") == []


def test_somebody_who_left_gets_no_mail(cast, mailed):
    cast.second_cosigner.is_active = False
    cast.second_cosigner.save()
    Membership.objects.filter(person=cast.cosigner).update(until="2020-01-01", since="2019-01-01")

    # the deputy deputised for somebody who left
    assert mailed(start_routing, draft(cast), by=cast.author) == []


def test_an_author_who_left_the_office_is_not_told_about_its_paper(cast, mailed):
    paper = paper_at("checking", cast)
    Membership.objects.filter(person=cast.author).update(until="2020-01-01", since="2019-01-01")

    assert "author@umlauf.test" not in mailed(return_to_author, paper, by=cast.council_clerk, reason="Kosten?")


def test_a_deputy_of_the_council_office_is_told_as_well(cast, mailed):
    """Whoever may check finds the paper in the inbox, so they get the mail too."""
    Delegation.objects.create(delegator=cast.council_clerk, deputy=cast.spokeswoman)
    line = line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")

    assert mailed(act_on, line, by=cast.cosigner, outcome="signed") == sorted(
        [*COUNCIL_OFFICE, "spokeswoman@umlauf.test"]
    )


def test_each_reads_the_mail_in_their_language(cast, mailed):
    paper = draft(cast, title="Städtepartnerschaft", confidentiality="confidential")
    mailed(start_routing, paper, by=cast.author)

    texts = {message.to[0].split("@")[0]: (message.subject, message.body) for message in mail.outbox}
    line = line_of(paper, cast.org.planning_office, "co_sign")
    assert texts["cosigner"][0].startswith("Mitzeichnung durch Planungsamt: ")
    assert texts["second_cosigner"][0] == "Co-signature by Planungsamt: a paper"
    assert "Marta Mitzeichnerin" in texts["cosigner"][1]
    assert "Hello Zoe Second" in texts["second_cosigner"][1]
    for subject, body in texts.values():
        assert "\n" not in subject
        assert f"http://testserver/admin/inbox/lines/{line.pk}/" in body


def test_a_mail_names_the_text_that_is_released_and_not_the_one_that_circulates(cast, mailed):
    paper = paper_at("returned_after_release", cast, title="Arbeitstitel")
    paper = edit(paper, by=cast.author, title="Endgültiger Titel")
    mailed(resubmit, paper, by=cast.author)

    assert mail.outbox
    for message in mail.outbox:
        assert f"{paper.number}: Arbeitstitel" in message.subject
        assert "Arbeitstitel" in message.body
        assert "Endgültiger Titel" not in message.subject + message.body


def test_markup_in_a_title_is_text_in_a_mail(cast, mailed):
    mailed(release, paper_at("releasing", cast, title='Bau & Verkehr <b>"2026"</b>'), by=cast.council_clerk)

    assert {message.subject.split(": ")[-1] for message in mail.outbox} == {'Bau & Verkehr <b>"2026"</b>'}
    assert all('Bau & Verkehr <b>"2026"</b>' in message.body for message in mail.outbox)


def test_wagtails_own_mails_stay_away(cast, mailed):
    """An administrator gets no general mail about a workflow that was submitted, approved or rejected."""
    everything = []
    paper = draft(cast)
    everything += mailed(start_routing, paper, by=cast.author)
    everything += mailed(finish_open, paper, cast, "co_sign")
    everything += mailed(return_to_author, paper, by=cast.council_clerk, reason="Kosten?")
    everything += mailed(resubmit, fresh(paper), by=cast.author)

    assert "admin@umlauf.test" not in everything


def test_a_group_whose_turn_it_is_is_told_by_wagtail_after_the_commit(cast, mailed):
    """Workflows for other pages than papers may have steps for a group."""
    group = Group.objects.create(name="Redaktion")
    group.user_set.add(cast.outsider)
    task = GroupApprovalTask.objects.create(name="Redaktion")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Startseite")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    home = HomePage.objects.get(locale__language_code="de")
    home.save_revision()

    assert mailed(workflow.start, home, cast.admin) == ["outsider@umlauf.test"]


def test_nobody_is_mailed_who_may_not_read(cast, run_on_commit):
    """The whole way of a confidential paper: everybody who got a mail could read the paper when it was sent."""
    people = {person.email: person for person in cast.people().values() if person.is_authenticated}
    paper = draft(cast, confidentiality="confidential")

    def step(verb, *args, **kwargs):
        mail.outbox.clear()
        with run_on_commit():
            verb(*args, **kwargs)
        assert [message.to[0] for message in mail.outbox if not may_read(people[message.to[0]], fresh(paper))] == []

    step(start_routing, paper, by=cast.author)
    step(finish_open, paper, cast, "co_sign")
    step(pass_formal_check, paper, by=cast.council_clerk)
    step(release, paper, by=cast.council_clerk)
    step(finish_open, paper, cast, "preliminary", "hearing")
    step(finish_open, paper, cast, "decision")
    assert fresh(paper).state == "completed"
