"""Who acts for an organization today, reviews a language, is the council office: whom to ask and whom to tell."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

from papers.access.principal import Reader, principal_of
from papers.enums import (
    ACTING_FOR_BODY,
    ACTING_FOR_OFFICE,
    ORIGINS,
    MembershipRole,
    OrganizationKind,
)
from papers.parties.consultation import Consultation
from papers.parties.membership import Delegation, Membership
from papers.parties.organization import Organization, OrganizationQuerySet


def council_office_members() -> list[AbstractUser]:
    """Everybody who acts for the council office today, deputies by delegation included. Who belongs to two offices
    that are it is named once."""
    offices = Organization.objects.filter(is_council_office=True)
    people = {person.pk: person for office in offices for person in people_acting_for(office)}
    return list(people.values())


def people_acting_for(organization: Organization) -> list[AbstractUser]:
    """Everybody who may record a result for the organization today, deputies by delegation included."""
    roles = ACTING_FOR_OFFICE if organization.kind == OrganizationKind.OFFICE else ACTING_FOR_BODY
    own = (
        Membership.objects.current()
        .filter(organization=organization, role__in=roles, person__is_active=True)
        .values("person")
    )
    delegated = Delegation.objects.current().filter(delegator__in=own).values("deputy")
    return list(get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=delegated), is_active=True).order_by("pk"))


def organizations_with_actors() -> QuerySet[Membership, int]:
    """Primary keys of the organizations somebody may record a result for today, for a subquery. Twin of
    ``people_acting_for``: a deputy by delegation stands in for somebody who acts."""
    office = Q(organization__kind=OrganizationKind.OFFICE)
    acts = (office & Q(role__in=ACTING_FOR_OFFICE)) | (~office & Q(role__in=ACTING_FOR_BODY))
    rows: QuerySet[Membership, int] = (
        Membership.objects.current()
        .filter(acts, person__is_active=True)
        .order_by()
        .values_list("organization", flat=True)
    )
    return rows


def languages_with_liaisons() -> set[str]:
    """Languages somebody is a liaison of today. One query."""
    liaisons = Membership.objects.current().filter(role=MembershipRole.LIAISON, person__is_active=True)
    cities = liaisons.filter(organization__kind=OrganizationKind.PARTNER_CITY).values_list(
        "organization__languages", flat=True
    )
    return {language for languages in cities for language in languages}


def reviewers_of(language: str) -> list[AbstractUser]:
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
    liaisons: list[AbstractUser] = list(
        get_user_model().objects.filter(Q(pk__in=own) | Q(pk__in=delegated), is_active=True).order_by("pk")
    )
    return liaisons or council_office_members()


def origins_open_to(user: Reader) -> OrganizationQuerySet:
    """Offices and factions the user may draft papers for; the council office for all. Twin of the row ``draft_paper``
    in ``papers.access.verbs``."""
    principal = principal_of(user)
    origins = Organization.objects.filter(kind__in=ORIGINS).active()
    if principal.council_office:
        return origins
    return origins.filter(pk__in=list(principal.acting_for))


def acting_person(user: Reader, line: Consultation) -> int | None:
    """Id of the person in whose right ``user`` may act on the line (their own if they have it), or None."""
    people = principal_of(user).acting_for.get(line.organization_id)
    return people[0] if people else None
