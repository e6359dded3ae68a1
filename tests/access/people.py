"""Everybody the matrix asks about, by what they are. Most are of the fixed cast; those it does not have are here."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from papers.models import Delegation, Membership, Organization
from tests.factories.cast import Cast

# role: of the cast
OF_THE_CAST = {
    "anonymous": "citizen",
    "secretary of a partner city": "liaison",  # of Bristol, which is on the slip
    "author": "author",
    "author of another office": "outsider",
    "co-signer": "cosigner",
    "adviser of the co-signing office": "office_adviser",
    "deputy": "deputy",  # of the co-signer
    "deputy of a deputy": "deputys_deputy",
    "member of a routed committee": "member",
    "member of another committee": "other_member",
    "member of the council": "council_member",
    "adviser of a routed committee": "adviser",
    "former member": "former_member",
    "future member": "future_member",
    "former colleague": "former_colleague",
    "secretary of a routed committee": "secretary",
    "chair": "chair",  # of the council
    "chair of a faction": "spokeswoman",
    "council office": "council_clerk",
    "administrator": "admin",
}
# role: (name of the organization, role in it), who is there from long ago
FURTHER = {
    "partner-city reader": ("bristol", "member"),
    "liaison": ("bristol", "liaison"),  # into English
    "translator": ("rouen", "liaison"),  # into French; the city is on no slip
    "secretary of another committee": ("finance_committee", "secretary"),
    "adviser of the council office": ("council_office", "adviser"),
}
FORMER_DEPUTY = "deputy whose delegation has ended"  # of the co-signer

ROLES = (*OF_THE_CAST, *FURTHER, FORMER_DEPUTY)


def people_of(cast: Cast) -> dict[str, object]:
    """Makes those the cast does not have."""
    rouen = Organization.objects.create(
        name="Rouen", slug="rouen", kind="partner_city", country="FR", partner_since=1966, languages=["fr"]
    )
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    people = {role: getattr(cast, name) for role, name in OF_THE_CAST.items()}
    today = timezone.localdate()
    long_ago = today - datetime.timedelta(days=400)
    for role, (organization, seat) in FURTHER.items():
        people[role] = _person(role)
        where = rouen if organization == "rouen" else getattr(cast.org, organization)
        Membership.objects.create(person=people[role], organization=where, role=seat, since=long_ago)
    people[FORMER_DEPUTY] = _person(FORMER_DEPUTY)
    yesterday = today - datetime.timedelta(days=1)
    Delegation.objects.create(delegator=cast.cosigner, deputy=people[FORMER_DEPUTY], since=long_ago, until=yesterday)
    return {role: people[role] for role in ROLES}


def _person(role: str):
    address = f"{role.replace(' ', '.')}@matrix.test"
    return get_user_model().objects.create_user(address, first_name="Person", last_name=role, preferred_language="de")
