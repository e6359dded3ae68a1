"""Two people of the same name, told apart by where they work and by their address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count

from papers.among import among
from papers.enums import OrganizationKind
from papers.parties.membership import Membership


class ToldApart:
    """Takes one query, and one more where any of the people has a namesake. ``public``: for readers outside the house,
    who are not told addresses."""

    def __init__(self, people: Iterable[Any], *, public: bool = False) -> None:
        self.public = public
        # who has no name is called by the address, which nobody else has
        named = get_user_model().objects.exclude(first_name="", last_name="")
        again = named.order_by().values("first_name", "last_name").annotate(count=Count("pk"))
        names = set(again.filter(count__gt=1).values_list("first_name", "last_name"))
        alike = [person.pk for person in people if names and (person.first_name, person.last_name) in names]
        self._places: dict[int, str] = dict.fromkeys(alike, "")
        if alike:
            rows = Membership.objects.current().filter(among("person", alike)).select_related("organization")
            for row in rows.order_by("person", "organization", "pk"):
                is_office = row.organization.kind == OrganizationKind.OFFICE
                if is_office or not self._places[row.person_id]:
                    self._places[row.person_id] = row.organization.name

    def of(self, person: Any, name: str = "") -> str:
        """``name``: where the person is called otherwise than today."""
        name = name or str(person)
        if person.pk not in self._places:
            return name
        address = "" if self.public else person.email
        told = ", ".join(filter(None, (self._places[person.pk], address)))
        return f"{name} ({told})" if told else name
