"""Everything that mails about papers: how it is brought to do so for a paper of each level, and by which templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core import mail
from django.test import TestCase
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale

from papers.models import Membership, Organization, Paper
from papers.translation.drafts import begin_translation
from search.indexing import process_pending
from tests.factories.cast import Cast
from tests.factories.letters import send_letters, tell_by_mail
from tests.factories.papers import add_attachment, edit, finish_open, fresh, paper_at
from umlauf.subscriptions.models import Subscription
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.notifications import (
    announce_lines,
    announce_return,
    announce_returned_translation,
    announce_review,
    announce_step,
    announce_taken_back,
    announce_virus,
)
from workflows.restricting.restricting import take_off_the_public
from workflows.routing.release import pass_formal_check
from workflows.routing.steps import resubmit
from workflows.translation.review import return_translation, submit_translation

# words that occur nowhere else
TITLE, SUMMARY, REMARK = "Quastenflosser", "Axolotl", "Okapi"
ANNEX, ANNEX_TEXT, ANNEX_FILE = "Tapirgehege", "Schuppentier", "nasenbaer.txt"
DRAFTED = "Nacktmull"  # in the text that will replace a released one
WORDS = (TITLE, SUMMARY, REMARK, ANNEX, ANNEX_TEXT, "nasenbaer", DRAFTED)

CONFIDENTIAL, NON_PUBLIC, UNRELEASED, PUBLIC = "confidential", "non_public", "unreleased", "public"
RELEASED = (CONFIDENTIAL, NON_PUBLIC, PUBLIC)
EVERY = (*RELEASED, UNRELEASED)


def made(cast: Cast, level: str, released: str, before: str = "") -> Paper:
    """A paper at a stage: ``before`` its release, or ``released``."""
    stage = before if level == UNRELEASED else released
    confidentiality = PUBLIC if level == UNRELEASED else level
    return paper_at(
        stage,
        cast,
        title=f"{TITLE} im Stadtteich",
        summary=f"Ein {SUMMARY} zieht ein.",
        confidentiality=confidentiality,
    )


def with_annex(cast: Cast, paper: Paper, level: str) -> Paper:
    add_attachment(
        paper,
        by=cast.council_clerk,
        title=ANNEX,
        name=ANNEX_FILE,
        content=f"Ein {ANNEX_TEXT} schläft.".encode(),
        confidentiality=PUBLIC if level == UNRELEASED else level,
    )
    return paper


def line(cast: Cast, level: str) -> Paper:
    paper = made(cast, level, "deliberating", before="co_signing")
    announce_lines(paper.consultations.open())
    send_letters()
    return paper


def taken_back(cast: Cast, level: str) -> Paper:
    """The council, which would have been next."""
    paper = made(cast, level, "deliberating")
    announce_taken_back(paper.consultations.planned())
    send_letters()
    return paper


def editorial(cast: Cast, level: str) -> Paper:
    """An annex more after others signed: handed in late, or added while the paper is checked."""
    paper = with_annex(cast, made(cast, level, "deliberating", before="checking"), level)
    if level == UNRELEASED:
        pass_formal_check(fresh(paper), by=cast.second_clerk, editorial=True)
    send_letters()
    return fresh(paper)


def returned(cast: Cast, level: str) -> Paper:
    paper = made(cast, level, "returned_after_release", before="returned")
    paper = edit(paper, by=cast.author, title=f"{DRAFTED} im Stadtteich")
    announce_return(paper)
    send_letters()
    return paper


def returned_to_its_office(cast: Cast, level: str) -> Paper:
    """Nobody is left there but a letterbox, and the council office."""
    paper = made(cast, level, "returned_after_release", before="returned")
    paper = edit(paper, by=cast.author, title=f"{DRAFTED} im Stadtteich")
    Organization.objects.filter(pk=paper.originating_office_id).update(email="buero@umlauf.test")
    Membership.objects.filter(organization=paper.originating_office_id).delete()
    announce_return(paper)
    send_letters()
    assert any(message.to == ["buero@umlauf.test"] for message in mail.outbox)
    return paper


def step(cast: Cast, level: str) -> Paper:
    """Checked once more after its release, with a title nobody outside may know yet."""
    paper = made(cast, level, "returned_after_release", before="checking")
    if level != UNRELEASED:
        paper = edit(paper, by=cast.author, title=f"{DRAFTED} im Stadtteich")
        resubmit(paper, by=cast.author)
        finish_open(paper, cast, "co_sign")
    announce_step(fresh(paper))
    send_letters()
    return fresh(paper)


def group_task(cast: Cast, level: str) -> Paper:
    """A step for a group of Wagtail's in the way of papers, as a city may set it up."""
    paper = made(cast, level, "deliberating", before="co_signing")
    group = Group.objects.create(name="Vorprüfung")
    group.user_set.add(cast.council_clerk, cast.inactive)
    task = GroupApprovalTask.objects.create(name="Vorprüfung")
    task.groups.add(group)
    with TestCase.captureOnCommitCallbacks(execute=True):
        task.start(paper.current_workflow_state, user=cast.author)
    return paper


def review(cast: Cast, level: str) -> Paper:
    paper = made(cast, level, "deliberating")
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.council_clerk)
    submit_translation(page, by=cast.council_clerk, partial=True)
    announce_review(page)
    send_letters()
    return paper


def returned_translation(cast: Cast, level: str) -> Paper:
    paper = made(cast, level, "deliberating")
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.council_clerk)
    submit_translation(page, by=cast.council_clerk, partial=True)
    return_translation(fresh(page), by=cast.second_clerk, reason=f"{REMARK} heißt auf Englisch anders.")
    announce_returned_translation(page)
    send_letters()
    return paper


def virus(cast: Cast, level: str) -> Paper:
    paper = with_annex(cast, made(cast, level, "deliberating"), level)
    annex = paper.attachments.get()
    annex.scan_state, annex.virus = "infected", "Eicar-Test-Signature"
    annex.save()
    announce_virus(annex)
    send_letters()
    return paper


def restricted(cast: Cast, level: str) -> Paper:
    """The paper itself, taken off."""
    paper = with_annex(cast, made(cast, level, "deliberating"), level)
    send_letters()
    mail.outbox.clear()
    take_off_the_public(paper, reason=f"Ein {REMARK} war zu sehen.", keeps_title=True, by=cast.council_clerk)
    send_letters()
    return paper


def delivery(cast: Cast, level: str) -> Paper:
    paper = with_annex(cast, made(cast, level, "deliberating"), level)
    distribute(paper, by=cast.council_clerk, remark=f"{REMARK} berichtigt.")
    outbox.run(timedelta(minutes=2))
    return paper


def news_of_a_city(cast: Cast, level: str) -> Paper:
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol")
    paper = made(cast, level, "deliberating")
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    tell_clerk(cast, "partner_city", "bristol")
    return paper


def news_of_a_search(cast: Cast, level: str) -> Paper:
    paper = with_annex(cast, made(cast, level, "deliberating"), level)
    tell_clerk(cast, "search", f"q={TITLE}")
    return paper


def news_of_an_annex(cast: Cast, level: str) -> Paper:
    """Found in an annex, by a word of its text."""
    paper = with_annex(cast, made(cast, level, "deliberating"), level)
    tell_clerk(cast, "search", f"q={ANNEX_TEXT}")
    return paper


def tell_clerk(cast: Cast, source: str, key: str) -> None:
    for _left in process_pending():
        pass
    Subscription.objects.create(
        user=cast.council_clerk,
        email=cast.council_clerk.email,
        source=source,
        key=key,
        language="de",
        told_until=timezone.now() - timedelta(days=9),
    )
    tell_by_mail()


@dataclass(frozen=True)
class Sender:
    send: Callable[[Cast, str], Paper]
    templates: tuple[str, ...]
    levels: tuple[str, ...]


def _of_workflows(name: str) -> tuple[str, ...]:
    return (f"workflows/mail/{name}_subject.txt", f"workflows/mail/{name}.txt", "workflows/mail/_paper.txt")


NEWS = ("subscriptions/mail/news_subject.txt", "subscriptions/mail/news.txt")
DELIVERY = tuple(f"workflows/mail/delivery{end}" for end in ("_subject.txt", ".txt", ".html"))
SENDERS = (
    Sender(line, _of_workflows("line"), EVERY),
    Sender(taken_back, _of_workflows("taken_back"), RELEASED),
    Sender(editorial, (*_of_workflows("editorial"), "workflows/mail/_changed_annexes.txt"), EVERY),
    Sender(step, _of_workflows("step"), EVERY),
    Sender(returned, _of_workflows("returned"), EVERY),
    Sender(returned_to_its_office, _of_workflows("returned"), EVERY),
    Sender(group_task, _of_workflows("group_task"), EVERY),
    Sender(review, _of_workflows("review"), RELEASED),
    Sender(returned_translation, _of_workflows("returned_translation"), RELEASED),
    Sender(virus, _of_workflows("virus"), RELEASED),
    # it names no paper, of whatever level
    Sender(restricted, _of_workflows("restricted")[:2], (CONFIDENTIAL, NON_PUBLIC)),
    Sender(delivery, DELIVERY, RELEASED),
    Sender(news_of_a_city, NEWS, RELEASED),
    Sender(news_of_a_search, NEWS, RELEASED),
    Sender(news_of_an_annex, NEWS, RELEASED),
)
# Where messages are made, and by whom.
MAKER = "papers/mail/messages.py"
MADE_IN = {
    "papers/mail/returning.py",
    "workflows/group_steps.py",
    "workflows/notifications.py",
    "workflows/stranding.py",
    "workflows/distribution/delivery_mail.py",
    "site/umlauf/subscriptions/sending.py",
    "site/umlauf/subscriptions/subscribing.py",
    "site/umlauf/accounts/letters.py",
    "site/umlauf/portal/feedback.py",
}
# What these say is about an account, a wish or an organization; no paper is in reach of them.
ABOUT_NO_PAPER = ("subscriptions/mail/confirm", "account/mail/", "workflows/mail/stranded", "portal/mail/feedback")
