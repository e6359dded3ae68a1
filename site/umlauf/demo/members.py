"""Who votes in the council and its committees: those of the cast who sit there, and as many others as their votes need.

The others are names in a list of members: they cannot log in, get no mail, and stand on no sheet of log-ins. They are
written in a few statements, whatever their number.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import cycle, islice

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from papers.enums import BODIES, MembershipRole
from papers.models import Membership, Organization
from umlauf.accounts.models import User
from umlauf.demo.clock import Clock, at
from umlauf.demo.content import DemoElected, read_cast, read_elected, read_endings

SEATED = (MembershipRole.CHAIR, MembershipRole.MEMBER)


@transaction.atomic
def load_members() -> None:
    since, groups = read_elected()
    with at(Clock("cast").moment(read_cast().since, "act")):
        _let_the_cast_vote()
    taken = Counter(
        Membership.objects.current(since).filter(voting_right=True).values_list("organization__slug", flat=True)
    )
    with at(Clock("members").moment(since, "draft")):
        bulk_create_with_history([seat for group in groups for seat in _vacant_seats(group, taken, since)], Membership)


def _let_the_cast_vote() -> None:
    seats = list(Membership.objects.filter(organization__kind__in=BODIES, role__in=SEATED))
    for seat in seats:
        seat.voting_right = True
    bulk_update_with_history(seats, Membership, ["voting_right"])


def _vacant_seats(group: DemoElected, taken: Mapping[str, int], since: datetime.date) -> Iterator[Membership]:
    bodies = Organization.objects.in_bulk(list(group.seats), field_name="slug")
    until = {ending.organization: ending.ends_on for ending in read_endings()}
    turn = cycle(_people_of(group))
    for slug, seats in group.seats.items():
        for person in islice(turn, seats - taken[slug]):
            yield Membership(
                person=person, organization=bodies[slug], voting_right=True, since=since, until=until.get(slug)
            )


def _people_of(group: DemoElected) -> list[User]:
    cast, body = read_cast(), next(iter(group.seats))
    people: list[User] = get_user_model().objects.bulk_create(
        User(
            email=cast.email(f"{body}-{number:02}"),
            first_name=first,
            last_name=last,
            password=make_password(None),
            is_active=False,
        )
        for number, (first, last) in enumerate(group.names, start=1)
    )
    return people
