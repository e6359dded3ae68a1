"""What programs are told of a page in words of schema.org. It says nothing that the page does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from papers.enums import OrganizationKind
from papers.models import Paper

if TYPE_CHECKING:
    from papers.models import Organization

Told = dict[str, Any]


def told_of(thing: Paper | Organization, url: str) -> Told:
    told = _paper(thing) if isinstance(thing, Paper) else _organization(thing)
    return {"@context": "https://schema.org", "url": url, **{key: value for key, value in told.items() if value}}


def _paper(page: Paper) -> Told:
    original = page.original
    return {
        "@type": "DigitalDocument",
        "name": page.title,
        "identifier": original.number,
        "inLanguage": page.locale.language_code,
        "description": page.summary,
        "datePublished": original.released_at and original.released_at.date().isoformat(),
        "publisher": _city(),
    }


def _organization(organization: Organization) -> Told:
    """Factions sit in the council and are no part of the city's government."""
    of_the_city = organization.kind != OrganizationKind.FACTION
    return {
        "@type": "GovernmentOrganization" if of_the_city else "Organization",
        "name": organization.name,
        "description": organization.description,
        "parentOrganization": _city() if of_the_city else None,
    }


def _city() -> Told:
    return {"@type": "GovernmentOrganization", "name": settings.CITY_NAME}
