"""Mail to whoever has to act, in their language, once the change is committed.

Wagtail itself only mails members of groups; committees and offices are not groups. The tasks take primary keys, look
again whether the mail still makes sense, and ask the access rule for every recipient."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task
from wagtail.admin import signal_handlers
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted

from papers.access import council_office_members, may_read, people_acting_for, principals_of, reviewers_of
from papers.enums import AT_COUNCIL_OFFICE, PaperState, ScanState
from papers.models import Attachment, Consultation, Paper
from papers.scanning import virus_found
from papers.wording import outside_name
from workflows.mailing import mail
from workflows.verbs import STEP_AT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papers.access import Person


_to_the_group = GroupApprovalTaskStateSubmissionEmailNotifier()


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
    virus_found.connect(announce_virus, dispatch_uid="workflows.virus")
    task_submitted.connect(announce_group_task, sender=TaskState, dispatch_uid="workflows.group_task")


def _is_ours(instance: object, **kwargs: object) -> bool:
    return False


def announce_line(line: Consultation) -> None:
    transaction.on_commit(partial(mail_open_line.enqueue, line.pk))


def announce_step(paper: Paper) -> None:
    transaction.on_commit(partial(mail_step.enqueue, paper.pk))


def announce_return(paper: Paper) -> None:
    transaction.on_commit(partial(mail_return.enqueue, paper.pk))


def announce_review(page: Paper) -> None:
    transaction.on_commit(partial(mail_review.enqueue, page.pk))


def announce_returned_translation(page: Paper) -> None:
    transaction.on_commit(partial(mail_returned_translation.enqueue, page.pk))


def announce_virus(attachment: Attachment, **kwargs: object) -> None:
    transaction.on_commit(partial(mail_virus.enqueue, attachment.pk))


def announce_group_task(instance: TaskState, user: Person | None = None, **kwargs: object) -> None:
    """To the members of a group whose turn it is; Wagtail would mail inside the transaction, and the title of any
    page. Of papers it is told by a mail of ours."""
    if _paper_of(instance) is not None:
        if _to_the_group.can_handle(instance):
            transaction.on_commit(partial(mail_group_task.enqueue, instance.pk, getattr(user, "pk", None)))
    else:
        transaction.on_commit(partial(_to_the_group, instance, user=user))


def _paper_of(state: TaskState) -> Paper | None:
    page = state.workflow_state.content_object
    paper = page.specific if isinstance(page, Page) else None
    return paper if isinstance(paper, Paper) else None


@task()
def mail_review(page_id: int) -> None:
    """Tells everybody who may approve it but the one who asked, who knows; it tells the council office where there is
    nobody else."""
    page, state = _page_in_review(page_id, WorkflowState.STATUS_IN_PROGRESS)
    if page is not None:
        others = [person for person in reviewers_of(page.locale.language_code) if person.pk != state.requested_by_id]
        _send(
            "review",
            page,
            others or council_office_members(),
            {"address": reverse("workflows:translation", args=[page.pk])},
        )


@task()
def mail_returned_translation(page_id: int) -> None:
    page, state = _page_in_review(page_id, WorkflowState.STATUS_NEEDS_CHANGES)
    if page is not None and state.requested_by is not None:
        _send(
            "returned_translation",
            page,
            [state.requested_by],
            {"address": reverse("workflows:translation", args=[page.pk]), "reason": state.current_task_state.comment},
        )


def _page_in_review(page_id: int, status: str) -> tuple[Any, Any]:
    page = Paper.objects.select_related("locale").filter(pk=page_id).first()
    state = (
        page
        and page.workflow_states.active()
        .filter(status=status)
        .select_related("requested_by", "current_task_state")
        .first()
    )
    return (page.specific, state) if page and state else (None, None)


@task()
def mail_open_line(line_id: int) -> None:
    line = Consultation.objects.select_related("paper__locale", "organization").filter(pk=line_id).open().first()
    if line is not None:
        context = {
            "organization": line.organization.name,
            "role": line.get_role_display,
            "due": line.due,
            "address": reverse("workflows:act", args=[line.pk]),
        }
        _send("line", line.paper, people_acting_for(line.organization), context)


@task()
def mail_step(paper_id: int) -> None:
    paper = Paper.objects.select_related("locale").filter(pk=paper_id, state__in=AT_COUNCIL_OFFICE).first()
    if paper is not None:
        address = reverse(STEP_AT[paper.state].view, args=[paper.pk])
        context = {"is_check": paper.state == PaperState.CHECKING, "address": address}
        _send("step", paper, council_office_members(), context)


@task()
def mail_return(paper_id: int) -> None:
    paper = Paper.objects.select_related("author", "locale").filter(pk=paper_id, state=PaperState.RETURNED).first()
    if paper is not None:
        _send("returned", paper, [paper.author], {"address": reverse("wagtailadmin_pages:edit", args=[paper.pk])})


@task()
def mail_group_task(task_state_id: int, by: int | None) -> None:
    """Tells those of a group whom Wagtail would tell and who may read the paper."""
    state = TaskState.objects.filter(pk=task_state_id, status=TaskState.STATUS_IN_PROGRESS).first()
    page = _paper_of(state) if state else None
    if page is not None:
        people = _to_the_group.get_valid_recipients(state, user=_person(by))
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        _send("group_task", page, sorted(people, key=lambda person: person.pk), {"address": address})


def _person(pk: int | None) -> Any:
    return get_user_model().objects.filter(pk=pk).first() if pk else None


@task()
def mail_virus(attachment_id: int) -> None:
    """To whoever added the file, and to the council office."""
    attachment = Attachment.objects.select_related("paper__locale", "added_by").filter(pk=attachment_id).first()
    if attachment is not None and attachment.scan_state == ScanState.INFECTED:
        people = {person.pk: person for person in (attachment.added_by, *council_office_members()) if person}
        address = reverse("papers_admin:attachments", args=[attachment.paper_id])
        _send("virus", attachment.paper, people.values(), {"attachment": attachment, "address": address})


def _send(name: str, paper: Paper, people: Iterable[Any], context: dict[str, Any]) -> None:
    """The texts know a paper by its ``outside_name`` alone."""
    messages = []
    people = list(people)
    principals = principals_of(people)  # of all of them at once
    for person in people:
        if not may_read(principals[person.pk], paper):
            continue
        with override(getattr(person, "preferred_language", "") or settings.LANGUAGE_CODE):
            text = {
                **context,
                "named": outside_name(paper),
                "language_name": dict(settings.LANGUAGES).get(paper.locale.language_code, paper.locale.language_code),
                "person": person,
                "site_url": settings.WAGTAILADMIN_BASE_URL,
            }
            subject = render_to_string(f"workflows/mail/{name}_subject.txt", text)
            messages.append(mail(subject, render_to_string(f"workflows/mail/{name}.txt", text), to=person.email))
    if messages:
        get_connection().send_messages(messages)
