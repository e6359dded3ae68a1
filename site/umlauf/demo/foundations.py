"""What a city has before the first paper: organizations, people, memberships, delegations. Plain rows, dated to the
start of the cast."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from papers.models import Delegation, Membership, Organization
from umlauf.demo.clock import Clock, at
from umlauf.demo.content import DemoCast, DemoPerson, read_cast, read_organizations


@transaction.atomic
def load_organizations() -> None:
    with at(_opening_day("organizations")):
        for position, row in enumerate(read_organizations()):
            values = {**row, "position": position}
            parent = values.pop("parent", None)
            if parent:
                values["parent"] = Organization.objects.get(slug=parent)
            Organization.objects.get_or_create(slug=values.pop("slug"), defaults=values)


@transaction.atomic
def load_people() -> None:
    cast = read_cast()
    password = make_password(cast.password)  # once: hashing is slow on purpose
    for person in cast.people:
        _load_person(cast, person, password)
    for row in cast.delegations:
        with at(Clock("delegation").moment(row["since"], "draft")):
            _load_delegation(cast, row["from"], row["to"], row["since"])


def _load_person(cast: DemoCast, person: DemoPerson, password: str) -> None:
    first, last = person.name
    defaults = {
        "first_name": first,
        "last_name": last,
        "password": password,
        "is_staff": person.superuser,
        "is_superuser": person.superuser,
    }
    if person.address:
        defaults |= {"on_paper": True, "postal_address": person.address}
    if person.language:
        defaults["preferred_language"] = person.language
    with at(_opening_day("people")):
        user, _created = get_user_model().objects.get_or_create(email=cast.email(person.key), defaults=defaults)
    for row in person.memberships:
        since = row.get("since", cast.since)
        with at(Clock("membership").moment(since, "draft")):  # groups follow memberships that hold at that moment
            Membership.objects.get_or_create(
                person=user,
                organization=Organization.objects.get(slug=row["in"]),
                role=row["role"],
                since=since,
                defaults={"until": row.get("until")},
            )


def _load_delegation(cast: DemoCast, delegator: str, deputy: str, since: datetime.date) -> None:
    people = get_user_model().objects
    Delegation.objects.get_or_create(
        delegator=people.get(email=cast.email(delegator)),
        deputy=people.get(email=cast.email(deputy)),
        defaults={"since": since},
    )


def _opening_day(story: str) -> datetime.datetime:
    return Clock(story).moment(read_cast().since, "draft")
