"""Mail to whoever has to act, in their language, once the change is committed.

Wagtail itself only mails members of groups; committees and offices are not groups. Each notice is written into the
outbox in the transaction of its verb, as a row of primary keys. Whom it is for is looked up when it leaves, and so is
whether it still makes sense and whether its recipient may read the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin import signal_handlers
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from papers.access import may_read, principals_of
from papers.mail.kinds import Kind, NotSent, register_kind
from papers.mail.messages import mail
from papers.mail.posting import post, post_all
from papers.models import Attachment, Consultation, Paper, Restriction, Version
from papers.scanning import virus_found
from papers.wording import outside_name
from workflows import stranding
from workflows.group_steps import OF_ANOTHER_PAGE, OVER, announce_group_task, of_another_page
from workflows.notices import NOTICES, Notice

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter


def take_over_from_wagtail() -> None:
    """Wagtail mails about every workflow to administrators and submitters in general words; ours go to those who have
    to act and say what to do. Its notifiers are told that nothing is theirs, because they may be connected before or
    after this app gets ready."""
    for notifier in (
        signal_handlers.task_submission_email_notifier,
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.can_handle = _is_ours
    for name, (label, find) in NOTICES.items():
        register_kind(name, Kind(label, write=partial(_write, name, find), people=partial(_people, find)))
    register_kind(OF_ANOTHER_PAGE, of_another_page())
    register_kind(stranding.KIND, stranding.stranded_kind())
    virus_found.connect(announce_virus, dispatch_uid="workflows.virus")
    task_submitted.connect(announce_group_task, sender=TaskState, dispatch_uid="workflows.group_task")


def _is_ours(instance: object, **kwargs: object) -> bool:
    return False


def announce_lines(lines: Iterable[Consultation]) -> None:
    """Of one paper, with one statement."""
    lines = list(lines)
    if lines:
        post_all("line", [{"line": line.pk} for line in lines], belongs_to=f"paper:{lines[0].paper_id}")


def announce_taken_back(lines: Iterable[Consultation]) -> None:
    """Of one paper, with one statement."""
    lines = list(lines)
    if lines:
        post_all("taken_back", [{"line": line.pk} for line in lines], belongs_to=f"paper:{lines[0].paper_id}")


def announce_editorial(lines: Iterable[Consultation], version: Version) -> None:
    abouts = [{"line": line.pk, "version": version.pk} for line in lines]
    if abouts:
        post_all("editorial", abouts, belongs_to=f"paper:{version.paper_id}")


def announce_step(paper: Paper) -> None:
    post("step", about={"paper": paper.pk, "state": paper.state}, belongs_to=f"paper:{paper.pk}")


def announce_return(paper: Paper) -> None:
    post("returned", about={"paper": paper.pk}, belongs_to=f"paper:{paper.pk}")


def announce_review(page: Paper) -> None:
    post("review", about={"page": page.pk}, belongs_to=f"paper:{page.pk}")


def announce_returned_translation(page: Paper) -> None:
    post("returned_translation", about={"page": page.pk}, belongs_to=f"paper:{page.pk}")


def announce_virus(attachment: Attachment, **kwargs: object) -> None:
    post("virus", about={"attachment": attachment.pk}, belongs_to=f"paper:{attachment.paper_id}")


def announce_restriction(restriction: Restriction) -> None:
    post("restricted", about={"restriction": restriction.pk}, belongs_to=f"paper:{restriction.paper_id}")


def _still(find: Callable[..., Notice | None], about: dict[str, Any]) -> Notice:
    notice = find(**about)
    if notice is None:
        raise NotSent(OVER)
    return notice


def _people(find: Callable[..., Notice | None], about: dict[str, Any]) -> list[Any]:
    notice = _still(find, about)
    told = list(notice.people())
    people, letterboxes = ([one for one in told if isinstance(one, str) is kind] for kind in (False, True))
    principals = principals_of(people)  # of all of them at once
    readers = (one for one in people if notice.to_former_readers or may_read(principals[one.pk], notice.paper))
    return [*readers, *letterboxes]


def _write(name: str, find: Callable[..., Notice | None], letter: Letter) -> EmailMultiAlternatives:
    """The texts know a paper by its ``outside_name`` alone, which is all that a letter box may hear of it."""
    notice, person = _still(find, letter.about), letter.person
    if not letter.address:
        _check_person(person, notice)
    language = notice.paper.locale.language_code
    text = {
        **notice.context,
        "named": outside_name(notice.paper),
        "language_name": dict(settings.LANGUAGES).get(language, language),
        "person": person or notice.paper.originating_office.name,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
    }
    subject = render_to_string(f"workflows/mail/{name}_subject.txt", text)
    return mail(subject, render_to_string(f"workflows/mail/{name}.txt", text), to=letter.to)


def _check_person(person: Any, notice: Notice) -> None:
    if person is None or not person.is_active:
        raise NotSent(_("The account is no longer in use."))
    if not notice.to_former_readers and not may_read(person, notice.paper):
        raise NotSent(_("May no longer read the paper."))
