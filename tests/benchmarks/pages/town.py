"""The people and bodies of the town the papers belong to: the fixed cast of the tests, and committees of whose
secretaries one has little to do and another much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from papers.models import Consultation, Membership, Organization
from tests.factories.cast import Cast, build_cast
from tests.factories.papers import responsible

# slug: name
COMMITTEES = {
    "sportausschuss": "Sportausschuss",
    "bauausschuss": "Bauausschuss",
    "schulausschuss": "Schulausschuss",
    "umweltausschuss": "Umweltausschuss",
}
CALM, BUSY = "sportausschuss", "bauausschuss"  # few lines wait for the one, and half of all for the other
EMAIL = "secretary.{slug}@umlauf.test"


@dataclass
class Town:
    cast: Cast
    committees: dict[str, Organization]
    secretaries: dict[int, Any]  # by key of the committee

    def who_acts_on(self, line: Consultation) -> Any:
        return self.secretaries.get(line.organization_id) or responsible(self.cast, line)


def build_town() -> Town:
    cast = build_cast()
    cast.org.international_office.distributes_to = []  # the office that wrote a paper need not have it sent
    cast.org.international_office.save()
    since = Membership.objects.order_by("since").values_list("since", flat=True)[0]
    committees = {
        slug: Organization.objects.create(name=name, slug=slug, kind="committee") for slug, name in COMMITTEES.items()
    }
    secretaries = {}
    for committee in (*committees.values(), cast.org.finance_committee):
        person = get_user_model().objects.create_user(
            EMAIL.format(slug=committee.slug), first_name="Sekretariat", last_name=committee.name
        )
        Membership.objects.create(person=person, organization=committee, role="secretary", since=since)
        secretaries[committee.pk] = person
    return Town(cast, committees, secretaries)
