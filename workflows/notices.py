"""What there is to tell somebody of a paper, and whom: looked up when a letter is written and once more when it leaves,
from the primary keys the verb left in the outbox. None where there is nothing to tell any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from papers.access import council_office_members, people_acting_for, reviewers_of
from papers.addresses import address_of
from papers.enums import AT_COUNCIL_OFFICE, BODIES, Confidentiality, PaperState, ScanState
from papers.models import Attachment, Consultation, Paper, Restriction, Version
from workflows.changed_annexes import since_signed
from workflows.group_steps import members_to_tell, paper_of
from workflows.translation_verbs import SUBMIT_TRANSLATION
from workflows.verbs import RESUBMIT, STEP_AT


@dataclass(frozen=True)
class Notice:
    """``people``: whom it is for, as far as they may read the paper; text among them is the address of a letter box.
    ``to_former_readers``: it is for all of them, also for whom the paper is out of sight meanwhile."""

    paper: Paper
    people: Callable[[], Iterable[Any]]
    context: dict[str, Any]
    to_former_readers: bool = False


def _review(page: int) -> Notice | None:
    """Tells everybody who may approve it but the one who asked, who knows; it tells the council office where there is
    nobody else."""
    found, state = _page_in_review(page, WorkflowState.STATUS_IN_PROGRESS)
    if found is None:
        return None

    def people() -> list[Any]:
        reviewers = reviewers_of(found.locale.language_code)
        return [person for person in reviewers if person.pk != state.requested_by_id] or council_office_members()

    return Notice(found, people, {"address": reverse("workflows:translation", args=[found.pk])})


def _returned_translation(page: int) -> Notice | None:
    found, state = _page_in_review(page, WorkflowState.STATUS_NEEDS_CHANGES)
    if found is None or state.requested_by is None:
        return None

    def people() -> Iterable[Any]:
        """Where whoever submitted it may do so no more, their office, so that nobody waits for somebody who is gone."""
        if SUBMIT_TRANSLATION.is_for(state.requested_by, found):
            return [state.requested_by]
        return people_acting_for(found.original.originating_office) or council_office_members()

    address = reverse("workflows:translation", args=[found.pk])
    return Notice(found, people, {"address": address, "reason": state.current_task_state.comment})


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


def _line(line: int) -> Notice | None:
    rows = Consultation.objects.select_related("paper__locale", "organization", "latest_act__version")
    found = rows.filter(pk=line).open().first()
    if found is None:
        return None
    context = {
        "organization": found.organization.name,
        "role": found.get_role_display,
        "due": found.due,
        "address": reverse("workflows:act", args=[found.pk]),
        **since_signed(found),
    }
    return Notice(found.paper, partial(people_acting_for, found.organization), context)


def _taken_back(line: int) -> Notice | None:
    """Nothing is told where it is their turn again meanwhile."""
    found = Consultation.objects.select_related("paper__locale", "organization").filter(pk=line).planned().first()
    if found is None:
        return None
    context = {
        "organization": found.organization.name,
        "role": found.get_role_display,
        "address": reverse("workflows:act", args=[found.pk]),
    }
    return Notice(found.paper, partial(people_acting_for, found.organization), context)


def _editorial(line: int, version: int) -> Notice | None:
    """To those who act for an organization that signed: the annexes are others, and its signature stands."""
    rows = Consultation.objects.select_related("paper__locale", "organization", "latest_act__version")
    found = rows.filter(pk=line, latest_act__isnull=False).first()
    made = Version.objects.filter(pk=version).first()
    if found is None or made is None:
        return None

    def people() -> Iterable[Any]:
        return [person for person in people_acting_for(found.organization) if person.pk != made.created_by_id]

    context = {
        "organization": found.organization.name,
        "address": reverse("workflows:act", args=[found.pk]),
        **since_signed(found, until=made),
    }
    return Notice(found.paper, people, context, to_former_readers=True)


def _step(paper: int, state: str) -> Notice | None:
    """Of one step, not of the next that the paper has come to meanwhile."""
    at_office = Paper.objects.select_related("locale").filter(state__in=AT_COUNCIL_OFFICE)
    found = at_office.filter(pk=paper, state=state).first()
    if found is None:
        return None
    address = reverse(STEP_AT[found.state].view, args=[found.pk])
    return Notice(found, council_office_members, {"is_check": found.state == PaperState.CHECKING, "address": address})


def _returned(paper: int) -> Notice | None:
    rows = Paper.objects.select_related("author", "locale", "originating_office")
    found = rows.filter(pk=paper, state=PaperState.RETURNED).first()
    if found is None:
        return None

    def people() -> Iterable[Any]:
        """The author; where they have left, their office, so that nobody waits for somebody who is gone."""
        if RESUBMIT.is_for(found.author, found):
            return [found.author]
        office = found.originating_office
        people = people_acting_for(office)
        has_it = not office.email or office.email.lower() in {person.email for person in people}
        return [*(people or council_office_members()), *([] if has_it else [office.email])]

    return Notice(found, people, {"address": reverse("wagtailadmin_pages:edit", args=[found.pk])})


def _group_task(task_state: int, by: int | None) -> Notice | None:
    """Tells those of a group whom Wagtail would tell."""
    state = TaskState.objects.filter(pk=task_state, status=TaskState.STATUS_IN_PROGRESS).first()
    page = paper_of(state) if state else None
    if state is None or page is None:
        return None
    return Notice(
        page, partial(members_to_tell, state, by), {"address": reverse("wagtailadmin_pages:edit", args=[page.pk])}
    )


def _virus(attachment: int) -> Notice | None:
    """To whoever added the file, and to the council office."""
    found = Attachment.objects.select_related("paper__locale", "added_by").filter(pk=attachment).first()
    if found is None or found.scan_state != ScanState.INFECTED or found.is_taken_off:
        return None

    def people() -> Iterable[Any]:
        return {person.pk: person for person in (found.added_by, *council_office_members()) if person}.values()

    address = reverse("papers_admin:attachments", args=[found.paper_id])
    return Notice(found.paper, people, {"attachment": found, "address": address})


def _restricted(restriction: int) -> Notice | None:
    """To the office it comes from, and to those who act for the bodies it went to, also where it was taken from them
    with this."""
    rows = Restriction.objects.select_related("paper__locale", "paper__originating_office")
    found = rows.filter(pk=restriction).first()
    if found is None:
        return None

    def people() -> Iterable[Any]:
        lines = Consultation.objects.filter(paper=found.paper_id, organization__kind__in=BODIES)
        bodies = {line.organization_id: line.organization for line in lines.select_related("organization")}
        told = [found.paper.originating_office, *bodies.values()]
        return {person.pk: person for one in told for person in people_acting_for(one)}.values()

    context = {
        "restriction": found,
        "level": Confidentiality(found.after).label if found.after else "",
        "address": address_of(found.paper) or reverse("papers_admin:open", args=[found.paper_id]),
    }
    return Notice(found.paper, people, context, to_former_readers=True)


NOTICES: dict[str, tuple[Any, Callable[..., Notice | None]]] = {
    "line": (_("Somebody's turn"), _line),
    "taken_back": (_("Not somebody's turn yet"), _taken_back),
    "editorial": (_("Attachments changed after a signature"), _editorial),
    "step": (_("Step of the council office"), _step),
    "returned": (_("Paper returned to its author"), _returned),
    "group_task": (_("Step of a group"), _group_task),
    "review": (_("Translation to be reviewed"), _review),
    "returned_translation": (_("Translation given back"), _returned_translation),
    "virus": (_("Virus in an annex"), _virus),
    "restricted": (_("Made stricter or taken off the public"), _restricted),
}
