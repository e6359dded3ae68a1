"""Finds the rows behind the names in the content files, and who of the cast does what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from papers.enums import ACTING_FOR_BODY, ACTING_FOR_OFFICE, MembershipRole, OrganizationKind
from papers.models import Membership, Organization, Paper, PaperKind
from umlauf.demo.content import BrokenContent, DemoCast, read_cast
from umlauf.demo.models import LoadedPart

if TYPE_CHECKING:
    from umlauf.accounts.models import User

# Who takes the pen if several may: a secretary records for a committee, the head signs for an office.
FIRST_TO_RECORD = (MembershipRole.SECRETARY, MembershipRole.CHAIR)
FIRST_TO_SIGN = (MembershipRole.CHAIR, MembershipRole.MEMBER, MembershipRole.DEPUTY, MembershipRole.SECRETARY)


class Directory:
    @cached_property
    def cast(self) -> DemoCast:
        return read_cast()

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        return {organization.slug: organization for organization in Organization.objects.all()}

    @cached_property
    def people(self) -> dict[str, User]:
        by_email = {
            user.email: user for user in get_user_model().objects.filter(email__endswith=f"@{self.cast.domain}")
        }
        return {person.key: by_email[self.cast.email(person.key)] for person in self.cast.people}

    @cached_property
    def kinds(self) -> dict[str, PaperKind]:
        return {kind.slug: kind for kind in PaperKind.objects.all()}

    def who_acts_for(self, organization: Organization) -> User:
        """The person who acts for the organization today. Raises BrokenContent if nobody of the cast does."""
        is_office = organization.kind == OrganizationKind.OFFICE
        roles = [
            role
            for role in (FIRST_TO_SIGN if is_office else FIRST_TO_RECORD)
            if role in (ACTING_FOR_OFFICE if is_office else ACTING_FOR_BODY)
        ]
        members = (
            Membership.objects.current().filter(organization=organization, role__in=roles).select_related("person")
        )
        ranked = sorted(members, key=lambda member: (roles.index(MembershipRole(member.role)), member.pk))
        if not ranked:
            raise BrokenContent(f"nobody acts for {organization}")
        person: User = ranked[0].person
        return person

    def loaded_paper(self, key: str) -> Paper | None:
        """Returns None if it is not loaded yet, or somebody deleted it since."""
        part = LoadedPart.objects.select_related("paper").filter(key=paper_part(key)).first()
        return part.paper.specific if part and part.paper else None


def paper_part(key: str) -> str:
    return f"paper:{key}"
