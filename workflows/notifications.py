"""Mail to whoever has to act, in their language, once the change is committed.

Wagtail itself only mails members of groups; committees and offices are not groups. The tasks take primary keys, look again whether the mail
still makes sense, and ask the access rule for every recipient.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django_tasks import task

from papers.access import council_office_members, may_read, people_acting_for
from papers.enums import PaperState
from papers.models import Consultation, Paper
from papers.wording import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def announce_line(line: Consultation) -> None:
    transaction.on_commit(partial(mail_open_line.enqueue, line.pk))


def announce_step(paper: Paper) -> None:
    transaction.on_commit(partial(mail_step.enqueue, paper.pk))


def announce_return(paper: Paper) -> None:
    transaction.on_commit(partial(mail_return.enqueue, paper.pk))


@task()
def mail_open_line(line_id: int) -> None:
    line = Consultation.objects.select_related("paper", "organization").filter(pk=line_id).open().first()
    if line is not None:
        address = reverse("workflows:act", args=[line.pk])
        _send("line", line.paper, people_acting_for(line.organization), {"line": line, "address": address})


@task()
def mail_step(paper_id: int) -> None:
    paper = Paper.objects.filter(pk=paper_id, state__in=(PaperState.CHECKING, PaperState.RELEASING)).first()
    if paper is not None:
        address = reverse("workflows:check" if paper.state == PaperState.CHECKING else "workflows:release", args=[paper.pk])
        _send("step", paper, council_office_members(), {"address": address})


@task()
def mail_return(paper_id: int) -> None:
    paper = Paper.objects.select_related("author").filter(pk=paper_id, state=PaperState.RETURNED).first()
    if paper is not None:
        _send("returned", paper, [paper.author], {"address": reverse("wagtailadmin_pages:edit", args=[paper.pk])})


def _send(name: str, paper: Paper, people: Iterable[Any], context: dict[str, Any]) -> None:
    messages = []
    for person in people:
        if not may_read(person, paper):
            continue
        with override(getattr(person, "preferred_language", "") or settings.LANGUAGE_CODE):
            text = {
                **context,
                "paper": paper,
                "title": title_of(paper),
                "person": person,
                "site_url": settings.WAGTAILADMIN_BASE_URL,
                "language": get_language(),
            }
            subject = " ".join(render_to_string(f"workflows/mail/{name}_subject.txt", text).split())
            body = render_to_string(f"workflows/mail/{name}.txt", text)
            messages.append(EmailMessage(subject, body, to=[person.email]))
    if messages:
        get_connection().send_messages(messages)
