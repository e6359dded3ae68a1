"""The fixed cast: a small city with everybody who may do something, and for each of them somebody who may not.

Names say what a person is, so a test reads like a story: the author drafts, the cosigner signs, the outsider is
refused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from papers.models import Delegation, Membership, Organization
from tests.factories.recordings import recorded


@dataclass
class Organizations:
    council_office: Organization
    international_office: Organization  # where papers come from
    planning_office: Organization  # co-signs
    works_office: Organization  # has nothing to do with anything
    council: Organization
    europe_committee: Organization
    culture_committee: Organization
    finance_committee: Organization  # on no slip unless a paper is referred to it
    faction: Organization
    bristol: Organization


@dataclass
class Cast:
    org: Organizations
    author: object
    colleague: object  # of the author
    cosigner: object
    second_cosigner: object  # reads mail in English
    office_adviser: object  # reads with the planning office, signs nothing
    deputy: object  # of the cosigner, by delegation; works elsewhere
    deputys_deputy: object  # delegations are not passed on
    council_clerk: object
    second_clerk: object
    secretary: object  # of two committees: Europe and culture
    chair: object  # of the council
    member: object  # of the Europe committee
    other_member: object  # of the finance committee
    council_member: object
    adviser: object  # of the Europe committee
    spokeswoman: object  # of the faction
    liaison: object  # of Bristol, reads mail in English
    outsider: object  # works in an office that is not involved
    former_member: object  # of the Europe committee, until yesterday
    former_colleague: object  # of the author, until yesterday; works elsewhere now
    future_member: object  # of the Europe committee, from tomorrow
    inactive: object  # of the author's office and of the council office
    admin: object
    citizen: AnonymousUser

    def people(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "org"}

    def signed_in(self) -> dict[str, object]:
        return {name: person for name, person in self.people().items() if name not in ("citizen", "inactive")}


# person: (first name, last name, language)
NAMES = {
    "author": ("Anna", "Autorin", "de"),
    "colleague": ("Karl", "Kollege", "de"),
    "cosigner": ("Marta", "Mitzeichnerin", "de"),
    "second_cosigner": ("Zoe", "Second", "en"),
    "office_adviser": ("Bernd", "Amtsberater", "de"),
    "deputy": ("Vera", "Vertreterin", "de"),
    "deputys_deputy": ("Viktor", "Vizevertreter", "de"),
    "council_clerk": ("Rosa", "Ratsbüro", "de"),
    "second_clerk": ("Rolf", "Ratsbüro", "de"),
    "secretary": ("Gerda", "Geschäftsführerin", "de"),
    "chair": ("Oskar", "Oberbürgermeister", "de"),
    "member": ("Miriam", "Mitglied", "de"),
    "other_member": ("Olaf", "Finanzmitglied", "de"),
    "council_member": ("Rita", "Ratsfrau", "de"),
    "adviser": ("Berta", "Beraterin", "de"),
    "spokeswoman": ("Frieda", "Fraktion", "de"),
    "liaison": ("Liam", "Liaison", "en"),
    "outsider": ("Theo", "Tiefbau", "de"),
    "former_member": ("Egon", "Ehemalig", "de"),
    "former_colleague": ("Emma", "Weggezogen", "de"),
    "future_member": ("Nora", "Nachrückerin", "de"),
    "inactive": ("Ingo", "Inaktiv", "de"),
}

# person: [(organization, role, first day, last day)], days relative to today
MEMBERSHIPS = {
    "author": [("international_office", "member", -400, None)],
    "colleague": [("international_office", "member", -400, None)],
    "cosigner": [("planning_office", "member", -400, None)],
    "second_cosigner": [("planning_office", "deputy", -400, None)],
    "office_adviser": [("planning_office", "adviser", -400, None)],
    "deputy": [("works_office", "member", -400, None)],
    "council_clerk": [("council_office", "member", -400, None)],
    "second_clerk": [("council_office", "chair", -400, None)],
    "secretary": [("europe_committee", "secretary", -400, None), ("culture_committee", "secretary", -400, None)],
    "chair": [("council", "chair", -400, None)],
    "member": [("europe_committee", "member", -400, None)],
    "other_member": [("finance_committee", "member", -400, None)],
    "council_member": [("council", "member", -400, None)],
    "adviser": [("europe_committee", "adviser", -400, None)],
    "spokeswoman": [("faction", "chair", -400, None)],
    "liaison": [("bristol", "secretary", -400, None)],
    "outsider": [("works_office", "member", -400, None)],
    "former_member": [("europe_committee", "chair", -400, -1)],
    "former_colleague": [("international_office", "member", -400, -1), ("works_office", "member", -1, None)],
    "future_member": [("europe_committee", "chair", 1, None)],
    "inactive": [("international_office", "member", -400, None), ("council_office", "member", -400, None)],
}

# delegator, deputy, first day, last day
DELEGATIONS = [
    ("cosigner", "deputy", -1, 10),
    ("deputy", "deputys_deputy", -1, 10),
    ("council_clerk", "outsider", -30, -1),  # ended yesterday
    ("author", "outsider", 1, 10),  # begins tomorrow
]


def fresh_cast(cast: Cast) -> Cast:
    """The same people and organizations, read again: nothing that an earlier test remembered on an instance lives
    on."""
    people = {name: person for name, person in cast.people().items() if person.pk}
    organizations = {field.name: getattr(cast.org, field.name) for field in fields(cast.org)}
    users = get_user_model().objects.in_bulk([person.pk for person in people.values()])
    rows = Organization.objects.in_bulk([organization.pk for organization in organizations.values()])
    org = Organizations(**{name: rows[organization.pk] for name, organization in organizations.items()})
    return Cast(org=org, citizen=AnonymousUser(), **{name: users[person.pk] for name, person in people.items()})


@recorded(fresh_cast)
def build_cast() -> Cast:
    org = Organizations(
        council_office=_office("Ratsbüro", code="18.6", is_council_office=True),
        international_office=_office("Büro für Internationales", code="15.2"),
        planning_office=_office("Planungsamt", code="61"),
        works_office=_office("Tiefbauamt", code="66"),
        council=_organization("Rat", "council"),
        europe_committee=_organization("Europaausschuss", "committee"),
        culture_committee=_organization("Kulturausschuss", "committee"),
        finance_committee=_organization("Finanzausschuss", "committee"),
        faction=_organization("Fraktion der Mitte", "faction"),
        bristol=_organization("Bristol", "partner_city", country="GB", partner_since=1947),
    )
    people = {name: _person(name) for name in NAMES}
    people["inactive"].is_active = False
    people["inactive"].save()
    people["admin"] = get_user_model().objects.create_superuser(
        "admin@umlauf.test", first_name="Admin", last_name="Istrator"
    )
    for name, memberships in MEMBERSHIPS.items():
        for organization, role, since, until in memberships:
            Membership.objects.create(
                person=people[name],
                organization=getattr(org, organization),
                role=role,
                since=_day(since),
                until=_day(until),
            )
    for delegator, deputy, since, until in DELEGATIONS:
        Delegation.objects.create(
            delegator=people[delegator], deputy=people[deputy], since=_day(since), until=_day(until)
        )
    return Cast(org=org, citizen=AnonymousUser(), **people)


def _person(name: str):
    first, last, language = NAMES[name]
    return get_user_model().objects.create_user(
        f"{name}@umlauf.test", first_name=first, last_name=last, preferred_language=language
    )


def _office(name: str, **fields: object) -> Organization:
    return _organization(name, "office", **fields)


def _organization(name: str, kind: str, **fields: object) -> Organization:
    slug = name.lower().replace(" ", "-").replace("ü", "ue")
    return Organization.objects.create(name=name, slug=slug, kind=kind, **fields)


def _day(offset: int | None) -> datetime.date | None:
    return None if offset is None else timezone.localdate() + datetime.timedelta(days=offset)
