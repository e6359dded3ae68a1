"""Steps that a group of Wagtail's takes, of papers and of other pages: whose turn it is, and how they are told.

The council combines such steps with ours under Settings → Workflows. Wagtail would mail inside the transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, TaskState

from papers.mail.kinds import Kind, NotSent
from papers.mail.messages import mail
from papers.mail.posting import post
from papers.models import Paper

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.access import Person
    from papers.mail.letters import Letter

OF_ANOTHER_PAGE = "group_task_page"  # a kind of letter
OVER = _("What it was about is over.")

_to_the_group = GroupApprovalTaskStateSubmissionEmailNotifier()


def announce_group_task(instance: TaskState, user: Person | None = None, **kwargs: object) -> None:
    """To the members of a group whose turn it is; Wagtail would mail inside the transaction, and the title of any
    page. Of pages that are no papers its own words are used."""
    if not _to_the_group.can_handle(instance):
        return
    paper, about = paper_of(instance), {"task_state": instance.pk, "by": getattr(user, "pk", None)}
    if paper is None:
        post(OF_ANOTHER_PAGE, about=about)
    else:
        post("group_task", about=about, belongs_to=f"paper:{paper.pk}")


def paper_of(state: TaskState) -> Paper | None:
    page = state.workflow_state.content_object
    paper = page.specific if isinstance(page, Page) else None
    return paper if isinstance(paper, Paper) else None


def members_to_tell(state: TaskState, by: int | None) -> list[Any]:
    """Those whom Wagtail would tell. ``by``: the key of who set the step off."""
    people = _to_the_group.get_valid_recipients(state, user=_person(by))
    return sorted(people, key=lambda person: person.pk)


def of_another_page() -> Kind:
    return Kind(_("Step of a group"), write=_write_of_page, people=_members_of_page)


def _members_of_page(about: dict[str, Any]) -> list[Any]:
    return members_to_tell(_task_of_page(about), about["by"])


def _task_of_page(about: dict[str, Any]) -> TaskState:
    state = TaskState.objects.filter(pk=about["task_state"], status=TaskState.STATUS_IN_PROGRESS).first()
    if state is None:
        raise NotSent(OVER)
    return state


def _write_of_page(letter: Letter) -> EmailMultiAlternatives:
    """Wagtail's own words."""
    state = _task_of_page(letter.about)
    words = _to_the_group.get_template_set(state)
    context = {**_to_the_group.get_context(state, user=_person(letter.about["by"])), "user": letter.person}
    subject, body = (render_to_string(words[part], context).strip() for part in ("subject", "text"))
    return mail(subject, body, to=letter.to)


def _person(pk: int | None) -> Any:
    return get_user_model().objects.filter(pk=pk).first() if pk else None
