"""Who gets a paper, and why.

Everybody with a seat in an organization on the slip, as far as that organization says so
(``Organization.distributes_to``), people whom other parts of the product name (``register_source``), and those picked
by hand. A person stands here once, with all reasons; whether they may read the paper is asked from the access rule, and
a person who may not is named with that reason rather than left out in silence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.access import readers_among
from papers.among import among
from papers.enums import MembershipRole, OrganizationKind
from papers.models import Membership, Paper
from workflows.distribution.deliveries import Channel, Delivery

if TYPE_CHECKING:
    from papers.models import Version

Source = Callable[[Paper], Iterable[tuple[Any, str, str]]]

SOURCES: list[Source] = []

CHOSEN = "chosen"


class Hindrance(models.TextChoices):
    HAS_IT = "has_it", _("has this version already")
    MAY_NOT_READ = "may_not_read", _("may not read the paper")
    NO_ADDRESS = "no_address", _("has no address")


@dataclass(frozen=True)
class Reason:
    """``organization`` and ``role``: of a membership; without one, ``source`` says where the person comes from, and
    ``end`` is the address that ends it, where it is a wish of their own."""

    organization: str = ""
    role: str = ""
    source: str = ""
    end: str = ""

    def as_data(self) -> dict[str, str]:
        return {name: value for name, value in self.__dict__.items() if value}

    @classmethod
    def from_data(cls, data: dict[str, str]) -> Reason:
        """Reads a reason as it was kept with a delivery, perhaps by another release of the product: what is not known
        any more is left out."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    def __str__(self) -> str:
        if self.organization:
            role = str(dict(MembershipRole.choices).get(self.role, self.role))
            return f"{self.organization} ({role})" if role else self.organization
        return str(_("chosen by hand")) if self.source == CHOSEN else self.source


def reasons_of(delivery: Delivery) -> list[Reason]:
    """Why the person got it, as it was when the paper was distributed."""
    return [Reason.from_data(data) for data in delivery.reasons]


@dataclass
class Recipient:
    """``page``: in the person's language where that is released, else the original. ``hindrance`` is empty for who gets
    it."""

    person: Any  # of the project's model, with an address
    page: Paper
    channel: str
    reasons: list[Reason] = field(default_factory=list)
    hindrance: str = ""

    @property
    def hindrance_label(self) -> str:
        return str(Hindrance(self.hindrance).label) if self.hindrance else ""


def register_source(source: Source) -> None:
    """``source`` takes an original and yields people, the reason in words, and the address that ends it or nothing.
    Registered once, however often an app gets ready."""
    if source not in SOURCES:
        SOURCES.append(source)


def recipients_of(paper: Paper, version: Version, *, chosen: Collection[int] = ()) -> list[Recipient]:
    """Recipients come in the order of names. ``chosen``: primary keys of people picked by hand. Queries do not grow
    with the number of people."""
    people: dict[int, Any] = {}
    reasons: dict[int, list[Reason]] = {}
    for person, reason in [*_on_the_slip(paper), *_from_elsewhere(paper), *_picked(chosen)]:
        if person.is_active:
            people.setdefault(person.pk, person)
            known = reasons.setdefault(person.pk, [])
            if reason not in known:
                known.append(reason)
    pages = _released_pages(paper)
    readers = readers_among(people.values(), paper)
    supplied = set(Delivery.objects.filter(among("person", people), version=version).values_list("person", flat=True))
    found = []
    for pk, person in people.items():
        recipient = Recipient(
            person=person,
            page=pages.get(getattr(person, "preferred_language", ""), paper),
            channel=Channel.PAPER if getattr(person, "on_paper", False) else Channel.MAIL,
            reasons=reasons[pk],
        )
        recipient.hindrance = _hindrance(recipient, may=pk in readers, has_it=pk in supplied)
        found.append(recipient)
    return sorted(
        found, key=lambda one: (one.person.last_name.casefold(), one.person.first_name.casefold(), one.person.pk)
    )


def _hindrance(recipient: Recipient, *, may: bool, has_it: bool) -> str:
    if has_it:
        return Hindrance.HAS_IT
    if not may:
        return Hindrance.MAY_NOT_READ
    address = recipient.person.postal_address if recipient.channel == Channel.PAPER else recipient.person.email
    return "" if address.strip() else Hindrance.NO_ADDRESS


def _on_the_slip(paper: Paper) -> Iterable[tuple[Any, Reason]]:
    organizations = paper.consultations.not_cancelled().values("organization")
    memberships = (
        Membership.objects.current()
        .filter(organization__in=organizations)
        .select_related("person")
        .prefetch_related("organization")
    )
    for membership in memberships.order_by("organization__position", "organization__name", "pk"):
        organization = membership.organization
        if membership.role in organization.distributes_to:
            # an office has neither a chair nor members
            role = "" if organization.kind == OrganizationKind.OFFICE else membership.role
            yield membership.person, Reason(organization=str(organization), role=role)


def _from_elsewhere(paper: Paper) -> Iterable[tuple[Any, Reason]]:
    for source in SOURCES:
        for person, words, end in source(paper):
            yield person, Reason(source=words, end=end)


def _picked(chosen: Collection[int]) -> Iterable[tuple[Any, Reason]]:
    if chosen:
        for person in get_user_model().objects.filter(among("pk", chosen)):
            yield person, Reason(source=CHOSEN)


def _released_pages(paper: Paper) -> dict[str, Paper]:
    pages = paper.translations.filter(live=True).select_related("locale")
    return {page.locale.language_code: page for page in pages}
