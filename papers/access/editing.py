"""Who may draft, edit, route, act and translate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papers.access.principal import Reader, principal_of
from papers.access.reading import may_read
from papers.enums import (
    CIRCULATING,
    ORIGINS,
    WITH_AUTHOR,
    PaperState,
)
from papers.models.consultation import Consultation
from papers.models.organization import Organization, OrganizationQuerySet

if TYPE_CHECKING:
    from papers.models.paper import Paper


def may_draft_for(user: Reader, office: Organization) -> bool:
    """A paper is drafted by a member of the office (or for the faction) it comes from, or by the council office."""
    principal = principal_of(user)
    return office.kind in ORIGINS and (principal.council_office or office.pk in principal.acting_for)


def origins_open_to(user: Reader) -> OrganizationQuerySet:
    """Offices and factions the user may draft papers for; the council office for all."""
    principal = principal_of(user)
    origins = Organization.objects.filter(kind__in=ORIGINS).active()
    if principal.council_office:
        return origins
    return origins.filter(pk__in=principal.origins & principal.acting_for.keys())


def may_edit(user: Reader, paper: Paper) -> bool:
    """The author's office while the paper is with it; the council office also while it checks, and for editorial
    corrections later.

    Nobody edits while others are signing: what they sign must stand still.
    """
    principal = principal_of(user)
    original = paper.original
    if paper.pk != original.pk:  # a translation follows; nobody signs it
        return may_translate(principal, original, paper.locale.language_code)
    if original.state in WITH_AUTHOR:
        return principal.council_office or original.originating_office_id in principal.acting_for
    return principal.council_office and original.state in (
        PaperState.CHECKING,
        PaperState.RELEASING,
        PaperState.DELIBERATING,
        PaperState.COMPLETED,
    )


def may_open_editor(user: Reader, paper: Paper) -> bool:
    """The author's office and the council office see a paper's editor in every state, to follow it; ``may_edit`` says
    when they may write."""
    principal = principal_of(user)
    if paper.original.pk != paper.pk and may_translate(principal, paper.original, paper.locale.language_code):
        return True
    return principal.council_office or paper.original.originating_office_id in principal.acting_for


def may_route(user: Reader, paper: Paper) -> bool:
    """Set up and change the routing slip: the author's office while the paper is with it, the council office at any
    time before the end."""
    state, principal = paper.original.state, principal_of(user)
    return (state in WITH_AUTHOR and may_edit(principal, paper)) or (state in CIRCULATING and principal.council_office)


def may_act_on(user: Reader, line: Consultation) -> bool:
    return line.organization_id in principal_of(user).acting_for


def acting_person(user: Reader, line: Consultation) -> int | None:
    """Id of the person in whose right ``user`` may act on the line (their own if they have it), or None."""
    people = principal_of(user).acting_for.get(line.organization_id)
    return people[0] if people else None


def may_translate(user: Reader, original: Paper, language: str) -> bool:
    """A liaison of the language, as far as the original may be read; the office it comes from; the council office.
    Released papers only."""
    principal = principal_of(user)
    if not original.live or original.state == PaperState.WITHDRAWN or not may_read(principal, original):
        return False
    return (
        principal.council_office
        or original.originating_office_id in principal.acting_for
        or language in principal.languages
    )


def may_review(user: Reader, original: Paper, language: str) -> bool:
    """Approve a translation: a liaison of the language, or the council office. Whoever may do so may also translate."""
    principal = principal_of(user)
    return (principal.council_office or language in principal.languages) and may_translate(
        principal, original, language
    )
