"""Who may read, edit and act. The one rule, asked by every channel; what it does not allow is refused.

``may_read`` answers for one paper, ``readable_rule`` is its twin for querysets (``Paper.objects.readable_by``); a test
keeps the two equal over the whole matrix. Everything that happened to a paper belongs to its original, so a translation
is readable only where its original is.

Technical administrators (superusers) count as council office: they can change every row anyway, and a rule that
pretended otherwise would only hide that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q

from papers.enums import (
    ACTING_FOR_BODY,
    ACTING_FOR_OFFICE,
    BODIES,
    CIRCULATING,
    ORIGINS,
    WITH_AUTHOR,
    Confidentiality,
    ConsultationState,
    MembershipRole,
    OrganizationKind,
    PaperState,
)
from papers.models.consultation import Consultation
from papers.models.membership import Delegation, Membership
from papers.models.organization import Organization, OrganizationQuerySet

if TYPE_CHECKING:
    from papers.models.attachment import Attachment
    from papers.models.paper import Paper

# Whoever asks, or their principal; the model behind a signed-in person is the project's, which papers does not know.
Reader: TypeAlias = Any


@dataclass(frozen=True)
class Principal:
    """What a person is today, through memberships of their own and of those they act for."""

    council_office: bool = False
    organizations: frozenset[int] = frozenset()
    origins: frozenset[int] = frozenset()  # offices and factions, where papers come from
    bodies: frozenset[int] = frozenset()
    # organizations this person may act for, with the people whose membership gives the right (own id first)
    acting_for: dict[int, tuple[int, ...]] = field(default_factory=dict, hash=False)
    # into which this person translates and reviews, as a liaison of partner cities
    languages: frozenset[str] = frozenset()


NOBODY = Principal()
EVERYTHING = Principal(council_office=True)  # for lists that somebody else's rule has narrowed already


_remembered: ContextVar[dict[int, Principal] | None] = ContextVar("principals", default=None)


@contextmanager
def principals_remembered() -> Iterator[None]:
    """For the time of one answer that changes nothing: everybody's principal is looked up once and not for every
    question."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def principal_of(user: Reader) -> Principal:
    """Two queries. Not cached beyond one answer (``principals_remembered``): a membership that ended a minute ago gives
    no rights. The principal itself may be passed in place of the person."""
    if isinstance(user, Principal):
        return user
    if not user.is_authenticated:
        return NOBODY
    known = _remembered.get()
    if known is None:
        return principals_of([user])[user.pk]
    if user.pk not in known:
        known[user.pk] = principals_of([user])[user.pk]
    return known[user.pk]


def principals_of(people: Collection[Reader]) -> dict[int, Principal]:
    """By primary key, of people who are signed in or could be. Two queries for all of them together."""
    active = {person.pk: person for person in people if person.is_active}
    delegations = (
        Delegation.objects.current()
        .filter(deputy__in=active, delegator__is_active=True)
        .values_list("deputy_id", "delegator_id")
    )
    stands_for: dict[int, list[int]] = {pk: [pk] for pk in active}
    for deputy, delegator in delegations:
        stands_for[deputy].append(delegator)
    everybody = {pk for others in stands_for.values() for pk in others}
    memberships: dict[int, list[Membership]] = {}
    read = ("person", "role", *(f"organization__{name}" for name in ("kind", "languages", "is_council_office")))
    for membership in (
        Membership.objects.current().filter(person__in=everybody).select_related("organization").only(*read)
    ):
        memberships.setdefault(membership.person_id, []).append(membership)
    found = dict.fromkeys((person.pk for person in people), NOBODY)
    for pk, person in active.items():
        found[pk] = _principal(
            person, [membership for other in stands_for[pk] for membership in memberships.get(other, ())]
        )
    return found


def _principal(user: Reader, memberships: Iterable[Membership]) -> Principal:
    """``memberships``: the person's own before those of the people they act for."""
    council_office = bool(getattr(user, "is_superuser", False))
    organizations, origins, bodies = set(), set(), set()
    acting_for: dict[int, list[int]] = {}
    languages: set[str] = set()
    for membership in memberships:
        organization = membership.organization
        organizations.add(organization.pk)
        if membership.role == MembershipRole.LIAISON and organization.kind == OrganizationKind.PARTNER_CITY:
            languages.update(organization.languages)
        if organization.kind == OrganizationKind.OFFICE:
            council_office = council_office or organization.is_council_office
            acting_roles = ACTING_FOR_OFFICE
        else:
            acting_roles = ACTING_FOR_BODY
        if organization.kind in ORIGINS:
            origins.add(organization.pk)
        if organization.kind in BODIES:
            bodies.add(organization.pk)
        if membership.role in acting_roles:
            acting_for.setdefault(organization.pk, []).append(membership.person_id)
    return Principal(
        council_office=council_office,
        organizations=frozenset(organizations),
        origins=frozenset(origins),
        bodies=frozenset(bodies),
        acting_for={organization: tuple(dict.fromkeys(people)) for organization, people in acting_for.items()},
        languages=frozenset(languages),
    )


def is_council_office(user: Reader) -> bool:
    return principal_of(user).council_office


def council_office_members() -> list[AbstractBaseUser]:
    """Everybody who acts for the council office today, deputies by delegation included."""
    offices = Organization.objects.filter(is_council_office=True)
    return [person for office in offices for person in people_acting_for(office)]


def people_acting_for(organization: Organization) -> list[AbstractBaseUser]:
    """Everybody who may record a result for the organization today, deputies by delegation included."""
    roles = ACTING_FOR_OFFICE if organization.kind == OrganizationKind.OFFICE else ACTING_FOR_BODY
    own = (
        Membership.objects.current()
        .filter(organization=organization, role__in=roles, person__is_active=True)
        .values("person")
    )
    delegated = Delegation.objects.current().filter(delegator__in=own).values("deputy")
    return list(get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=delegated), is_active=True).order_by("pk"))


# --- reading --------------------------------------------------------------------------------------------------------


def may_read(user: Reader, paper: Paper) -> bool:
    principal = principal_of(user)
    original = paper.original
    if not _may_read_original(principal, original, original.confidentiality):
        return False
    if paper.pk == original.pk or paper.live:
        return True
    return (
        principal.council_office
        or original.originating_office_id in principal.origins
        or paper.locale.language_code in principal.languages
    )


def may_translate(user: Reader, original: Paper, language: str) -> bool:
    """A liaison of the language, as far as the original may be read; the office it comes from; the council office.
    Released papers only."""
    principal = principal_of(user)
    if (
        not original.live
        or original.state == PaperState.WITHDRAWN
        or not _may_read_original(principal, original, original.confidentiality)
    ):
        return False
    return (
        principal.council_office
        or original.originating_office_id in principal.acting_for
        or language in principal.languages
    )


def may_review(user: Reader, original: Paper, language: str) -> bool:
    """Approve a translation: a liaison of the language, or the council office. Whoever may do so may also translate."""
    principal = principal_of(user)
    return (principal.council_office or language in principal.languages) and may_translate(user, original, language)


def languages_with_liaisons() -> set[str]:
    """Languages somebody is a liaison of today. One query."""
    liaisons = Membership.objects.current().filter(role=MembershipRole.LIAISON, person__is_active=True)
    cities = liaisons.filter(organization__kind=OrganizationKind.PARTNER_CITY).values_list(
        "organization__languages", flat=True
    )
    return {language for languages in cities for language in languages}


def reviewers_of(language: str) -> list[AbstractBaseUser]:
    """Liaisons of the language; the council office where there are none."""
    cities = [
        city.pk
        for city in Organization.objects.filter(kind=OrganizationKind.PARTNER_CITY)
        if language in city.languages
    ]
    own = (
        Membership.objects.current()
        .filter(organization__in=cities, role=MembershipRole.LIAISON, person__is_active=True)
        .values("person")
    )
    delegated = Delegation.objects.current().filter(delegator__in=own).values("deputy")
    liaisons: list[AbstractBaseUser] = list(
        get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=delegated), is_active=True).order_by("pk")
    )
    return liaisons or council_office_members()


def may_read_attachment(user: Reader, attachment: Attachment) -> bool:
    original = attachment.paper.original
    return _may_read_original(
        principal_of(user), original, Confidentiality.stricter(original.confidentiality, attachment.confidentiality)
    )


def _may_read_original(principal: Principal, original: Paper, confidentiality: str) -> bool:
    if principal.council_office or original.originating_office_id in principal.origins:
        return True
    lines = Consultation.objects.filter(paper=original.pk)
    if principal.organizations and lines.open().filter(organization__in=principal.organizations).exists():
        return True
    if not original.live:
        return False
    if confidentiality == Confidentiality.PUBLIC:
        return True
    if confidentiality == Confidentiality.NON_PUBLIC:
        return bool(principal.bodies)
    if confidentiality == Confidentiality.CONFIDENTIAL:
        return bool(principal.bodies) and lines.not_cancelled().filter(organization__in=principal.bodies).exists()
    return False


def readable_rule(user: Reader) -> Q:
    """The twin of ``may_read`` for querysets of originals."""
    return _reading_rule(principal_of(user), "", [Q(confidentiality=level) for level in Confidentiality])


def read_principals(original: Paper, confidentiality: str = "") -> list[str]:
    """Who may read, in words a search server can keep beside a text: it is readable by whoever holds one of them
    (``held_principals``)."""
    lines = list(Consultation.objects.filter(paper=original.pk))
    tokens = {f"origin:{original.originating_office_id}"} | {
        f"open:{line.organization_id}" for line in lines if line.state == ConsultationState.OPEN
    }
    if original.live:
        match Confidentiality(confidentiality or original.confidentiality):
            case Confidentiality.PUBLIC:
                tokens.add("public")
            case Confidentiality.NON_PUBLIC:
                tokens.add("bodies")
            case Confidentiality.CONFIDENTIAL:
                tokens |= {
                    f"slip:{line.organization_id}" for line in lines if line.state != ConsultationState.CANCELLED
                }
    return sorted(tokens)


def held_principals(user: Reader) -> list[str] | None:
    """None for who may read everything."""
    principal = principal_of(user)
    if principal.council_office:
        return None
    tokens = (
        {"public"} | {f"origin:{pk}" for pk in principal.origins} | {f"open:{pk}" for pk in principal.organizations}
    )
    if principal.bodies:
        tokens |= {"bodies"} | {f"slip:{pk}" for pk in principal.bodies}
    return sorted(tokens)


def readers_among(people: Collection[Reader], original: Paper) -> set[int]:
    """Primary keys of those who may read it, by the same tokens. A fixed number of queries, however many people."""
    tokens = set(read_principals(original))
    held = {pk: held_principals(principal) for pk, principal in principals_of(people).items()}
    return {pk for pk, own in held.items() if own is None or tokens & set(own)}


def translation_rule(user: Reader) -> Q:
    """What besides a readable original a translation needs: to be released itself, or a reader who works on it."""
    principal = principal_of(user)
    if principal.council_office:
        return ~Q(pk__in=())  # an empty Q would vanish from the "or" it stands in
    return Q(live=True) | Q(originating_office__in=principal.origins) | Q(locale__language_code__in=principal.languages)


def attachment_rule(user: Reader) -> Q:
    """The twin of ``may_read_attachment``: the stricter of the attachment's own level and the paper's."""
    public, non_public, confidential = Confidentiality
    own, papers = (lambda level: Q(confidentiality=level)), (lambda level: Q(paper__confidentiality=level))
    levels = [
        own(public) & papers(public),
        (own(non_public) & ~papers(confidential)) | (papers(non_public) & ~own(confidential)),
        own(confidential) | papers(confidential),
    ]
    return _reading_rule(principal_of(user), "paper__", levels)


def _reading_rule(principal: Principal, prefix: str, levels: list[Q]) -> Q:
    """``levels``: conditions for public, non-public and confidential, in that order; ``prefix`` leads from the row to
    the paper."""
    if principal.council_office:
        return Q()
    public, non_public, confidential = levels
    live = Q(**{f"{prefix}live": True})
    slip = Consultation.objects.filter(paper=OuterRef(f"{prefix}pk"))
    rule = live & public
    if principal.origins:
        rule |= Q(**{f"{prefix}originating_office__in": principal.origins})
    if principal.organizations:
        rule |= Q(Exists(slip.open().filter(organization__in=principal.organizations)))
    if principal.bodies:
        rule |= live & non_public
        rule |= live & confidential & Q(Exists(slip.not_cancelled().filter(organization__in=principal.bodies)))
    return rule


# --- editing and acting ---------------------------------------------------------------------------------------------


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
        return may_translate(user, original, paper.locale.language_code)
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
    if paper.original.pk != paper.pk and may_translate(user, paper.original, paper.locale.language_code):
        return True
    return principal.council_office or paper.original.originating_office_id in principal.acting_for


def may_route(user: Reader, paper: Paper) -> bool:
    """Set up and change the routing slip: the author's office while the paper is with it, the council office at any
    time before the end."""
    state = paper.original.state
    return (state in WITH_AUTHOR and may_edit(user, paper)) or (state in CIRCULATING and is_council_office(user))


def may_act_on(user: Reader, line: Consultation) -> bool:
    return line.organization_id in principal_of(user).acting_for


def acting_person(user: Reader, line: Consultation) -> int | None:
    """Id of the person in whose right ``user`` may act on the line (their own if they have it), or None."""
    people = principal_of(user).acting_for.get(line.organization_id)
    return people[0] if people else None
