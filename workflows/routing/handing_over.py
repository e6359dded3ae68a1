"""A paper goes on with another office, or with another author: offices merge, and people leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from papers.access import people_acting_for, principal_of
from papers.enums import ORIGINS, PaperState
from papers.models import Organization, Paper
from papers.once import one_verb
from workflows import notifications
from workflows.ending_verbs import HAND_OVER
from workflows.routing import state_machine

if TYPE_CHECKING:
    from papers.access import Person


@transaction.atomic
@one_verb()
def hand_over(paper: Paper, *, office: Organization, author: Any, by: Person, reason: str = "") -> Paper:
    """Give a paper another originating office, another author, or both. Whoever acts for its office passes it on to
    colleagues; to another office only the council office does, because that office may then read it.

    Raises PermissionDenied, WrongState, ValidationError on ``office`` and ``author``."""
    paper = state_machine.locked(paper)
    HAND_OVER.allow(by, paper)
    if office.pk != paper.originating_office_id and not principal_of(by).council_office:
        raise ValidationError({"office": _("Only the council office hands a paper over to another office.")})
    if office.kind not in ORIGINS or office.is_dissolved:
        raise ValidationError({"office": _("Papers can only be handed over to an office or a faction that exists.")})
    if author.pk not in {person.pk for person in people_acting_for(office)}:
        raise ValidationError({"author": _("%(person)s does not act for this office.") % {"person": author}})
    if (office.pk, author.pk) == (paper.originating_office_id, paper.author_id):
        raise ValidationError({"author": _("The paper is there already.")})
    write_origin(paper, by, office=office, author=author, reason=reason.strip())
    return paper


def write_origin(paper: Paper, user: Person, *, office: Organization, author: Any, reason: str) -> None:
    """The change itself, for the paper and its translations, whose readers are asked by the same column. The paper's
    row is locked by the caller; without ``author`` the paper keeps its own."""
    before = {"office": paper.originating_office, "author": paper.author}
    after = {"office": office, "author": author or paper.author}
    pages = Paper.objects.filter(Q(pk=paper.pk) | Q(translation_of=paper.pk))
    pages.update(originating_office=after["office"], author=after["author"])
    paper.refresh_from_db(fields=["originating_office", "author"])
    names = {name: str(value) for name, value in after.items() if value != before[name]}
    log(instance=paper, action="umlauf.hand_over", user=user, data={**names, "reason": reason})
    if paper.state == PaperState.RETURNED:
        notifications.announce_return(paper)  # it waits for somebody else now
