"""Who somebody is today: everything a rule asks about a person, looked up once.

Technical administrators (superusers) count as council office: they can change every row anyway, and a rule that
pretended otherwise would only hide that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from django.utils import timezone

from papers.enums import (
    ACTING_FOR_BODY,
    ACTING_FOR_OFFICE,
    BODIES,
    ORIGINS,
    MembershipRole,
    OrganizationKind,
)
from papers.parties.membership import Delegation, Membership
from papers.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Person(Protocol):
    """Somebody signed in, or nobody in particular. The model behind it is the project's, which papers does not know."""

    pk: Any

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def is_superuser(self) -> bool: ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


@dataclass(frozen=True)
class Principal:
    """What a person is today, through memberships of their own and of those they act for."""

    council_office: bool = False
    keeps_record: bool = False  # council office by a membership of one's own: keeping master data is not delegated
    organizations: frozenset[int] = frozenset()
    origins: frozenset[int] = frozenset()  # offices and factions, where papers come from
    bodies: frozenset[int] = frozenset()
    # organizations this person may act for, with the people whose membership gives the right (own id first)
    acting_for: dict[int, tuple[int, ...]] = field(default_factory=dict, hash=False)
    # into which this person translates and reviews, as a liaison of partner cities
    languages: frozenset[str] = frozenset()

    @property
    def acting_bodies(self) -> frozenset[int]:
        return self.bodies & self.acting_for.keys()


# Whoever asks, or their principal where it is known already.
Reader: TypeAlias = Person | Principal

NOBODY = Principal()
EVERYTHING = Principal(council_office=True)  # for lists that somebody else's rule has narrowed already
_remembered: ContextVar[dict[int, Principal] | None] = ContextVar("principals", default=None)


@contextmanager
def principals_remembered() -> Iterator[None]:
    """While it is open, everybody's principal is looked up once and not for every question: for one answer that changes
    nothing, or for one verb."""
    known = _remembered.get()
    token = _remembered.set({} if known is None else known)
    try:
        yield
    finally:
        _remembered.reset(token)


def principal_of(user: Reader) -> Principal:
    """Returns who somebody is. Takes two queries, and is not cached beyond one answer or verb
    (``principals_remembered``): a membership that ended a minute ago gives no rights. The principal itself may be
    passed in place of the person."""
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


def principals_of(people: Collection[Person]) -> dict[int, Principal]:
    """Returns principals by primary key, for people who are signed in or could be. It takes two queries for all of them
    together."""
    active = {person.pk: person for person in people if person.is_active}
    today = timezone.localdate()
    stands_for: dict[int, list[int]] = {pk: [pk] for pk in active}
    for deputy, delegator in _delegations(deputies=sorted(active), today=today):
        stands_for[deputy].append(delegator)
    everybody = {pk for others in stands_for.values() for pk in others}
    seats: dict[int, list[_Seat]] = {}
    for seat in map(_Seat._make, _seats(people=sorted(everybody), today=today)):
        seats.setdefault(seat.person, []).append(seat)
    found = dict.fromkeys((person.pk for person in people), NOBODY)
    for pk, person in active.items():
        found[pk] = _principal(person, [seat for other in stands_for[pk] for seat in seats.get(other, ())])
    return found


@prepared
def _delegations(*, deputies: Any, today: Any) -> QuerySet[Any]:
    current = Delegation.objects.current(today).filter(deputy__among=deputies, delegator__is_active=True)
    return current.values_list("deputy_id", "delegator_id")


@prepared
def _seats(*, people: Any, today: Any) -> QuerySet[Any]:
    of_organization = (f"organization__{name}" for name in ("pk", "kind", "languages", "is_council_office"))
    current = Membership.objects.current(today).filter(person__among=people).order_by()
    return current.values_list("person", "role", *of_organization)


def _principal(user: Person, seats: Iterable[_Seat]) -> Principal:
    """``seats``: the person's own before those of the people they act for."""
    council_office = bool(getattr(user, "is_superuser", False))
    keeps_record = council_office
    organizations, origins, bodies = set(), set(), set()
    acting_for: dict[int, list[int]] = {}
    languages: set[str] = set()
    for seat in seats:
        organizations.add(seat.organization)
        if seat.role == MembershipRole.LIAISON and seat.kind == OrganizationKind.PARTNER_CITY:
            languages.update(seat.languages)
        if seat.kind == OrganizationKind.OFFICE:
            acting_roles = ACTING_FOR_OFFICE
            if seat.is_council_office and seat.role in acting_roles:  # who advises the council office is not it
                council_office = True
                keeps_record = keeps_record or seat.person == user.pk
        else:
            acting_roles = ACTING_FOR_BODY
        if seat.kind in ORIGINS:
            origins.add(seat.organization)
        if seat.kind in BODIES:
            bodies.add(seat.organization)
        if seat.role in acting_roles:
            acting_for.setdefault(seat.organization, []).append(seat.person)
    return Principal(
        council_office=council_office,
        keeps_record=keeps_record,
        organizations=frozenset(organizations),
        origins=frozenset(origins),
        bodies=frozenset(bodies),
        acting_for={organization: tuple(dict.fromkeys(people)) for organization, people in acting_for.items()},
        languages=frozenset(languages),
    )


def is_council_office(user: Reader) -> bool:
    return principal_of(user).council_office


class _Seat(NamedTuple):
    """What of a membership gives rights. Rows of models take twice as long, and this is asked before everything."""

    person: int
    role: str
    organization: int
    kind: str
    languages: list[str]
    is_council_office: bool
