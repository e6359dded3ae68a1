"""Every closed vocabulary of the record, and the named groups of states that rules refer to.

The words are those of German councils (see ``docs/words.md``); the msgids are English, the German catalogue prints the
usual terms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationKind(models.TextChoices):
    COUNCIL = "council", _("Council")
    COMMITTEE = "committee", _("Committee")
    OFFICE = "office", _("Office")
    FACTION = "faction", _("Faction")
    PARTNER_CITY = "partner_city", _("Partner city")


# Bodies meet and decide; their members are the "members of the council and its committees" of the access rule.
BODIES = frozenset({OrganizationKind.COUNCIL, OrganizationKind.COMMITTEE})
# Where papers come from: offices of the administration, and factions with their motions and questions.
ORIGINS = frozenset({OrganizationKind.OFFICE, OrganizationKind.FACTION})


class MembershipRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    MEMBER = "member", _("Member")
    DEPUTY = "deputy", _("Deputy")
    SECRETARY = "secretary", _("Secretary")
    ADVISER = "adviser", _("Adviser")
    LIAISON = "liaison", _("Liaison")  # of a partner city: translates and reviews into its languages


# To whom an organization's papers are sent, until it says otherwise: a deputy reads when the member is away.
RECEIVING_ROLES = (
    MembershipRole.CHAIR,
    MembershipRole.MEMBER,
    MembershipRole.SECRETARY,
    MembershipRole.ADVISER,
    MembershipRole.LIAISON,
)

# Who records what a body resolved, and who signs for an office.
ACTING_FOR_BODY = frozenset({MembershipRole.CHAIR, MembershipRole.SECRETARY})
ACTING_FOR_OFFICE = frozenset(MembershipRole) - {MembershipRole.ADVISER, MembershipRole.LIAISON}


class Confidentiality(models.TextChoices):
    """Ordered from the widest to the narrowest circle of readers."""

    PUBLIC = "public", _("Public")
    NON_PUBLIC = "non_public", _("Non-public")
    CONFIDENTIAL = "confidential", _("Confidential")

    @classmethod
    def stricter(cls, one: str, other: str) -> Confidentiality:
        order = list(cls)
        return order[max(order.index(cls(one)), order.index(cls(other)))]


class Circle(models.TextChoices):
    """Who reads an original because of what it is. Whoever works on it reads it besides, but for the narrowest."""

    PUBLIC = "public", _("everybody")
    BODIES = "bodies", _("members of bodies")
    SLIP = "slip", _("members of the bodies on its slip")
    WORKERS = "workers", _("who works on it")
    COUNCIL_OFFICE = "council_office", _("the council office")


RELEASED = (Circle.PUBLIC, Circle.BODIES, Circle.SLIP)


class ScanState(models.TextChoices):
    """What a virus scanner said of a file."""

    WAITING = "waiting", _("Being checked for viruses")
    CLEAN = "clean", _("Checked for viruses")
    INFECTED = "infected", _("Blocked: contains a virus")
    NOT_SCANNED = "not_scanned", _("Not checked for viruses")


# What may be given to anybody. A file nobody asked a scanner about is: where there is none.
SERVABLE = (ScanState.CLEAN, ScanState.NOT_SCANNED)


class PaperState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a paper", "Draft")
    CO_SIGNING = "co_signing", pgettext_lazy("state of a paper", "Being co-signed")
    CHECKING = "checking", pgettext_lazy("state of a paper", "Formal check")
    RELEASING = "releasing", pgettext_lazy("state of a paper", "Awaiting release")
    DELIBERATING = "deliberating", pgettext_lazy("state of a paper", "Under deliberation")
    COMPLETED = "completed", pgettext_lazy("state of a paper", "Completed")
    RETURNED = "returned", pgettext_lazy("state of a paper", "Returned to the author")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a paper", "Withdrawn")


# With the author: the text may change. In circulation: it may not, except by the council office.
WITH_AUTHOR = frozenset({PaperState.DRAFT, PaperState.RETURNED})
CIRCULATING = frozenset({PaperState.CO_SIGNING, PaperState.CHECKING, PaperState.RELEASING, PaperState.DELIBERATING})
# Waiting for a step of the council office.
AT_COUNCIL_OFFICE = frozenset({PaperState.CHECKING, PaperState.RELEASING})
# Nothing more happens to it.
ENDED = frozenset({PaperState.COMPLETED, PaperState.WITHDRAWN})
UNDER_WAY = frozenset(PaperState) - ENDED
# States a citizen can ever meet, in the order of the filter.
PUBLIC_STATES = (PaperState.DELIBERATING, PaperState.COMPLETED, PaperState.RETURNED, PaperState.WITHDRAWN)


class ConsultationRole(models.TextChoices):
    CO_SIGN = "co_sign", pgettext_lazy("role on the routing slip", "Co-signature")
    HEARING = "hearing", pgettext_lazy("role on the routing slip", "Hearing")
    DELIBERATION = "deliberation", pgettext_lazy("role on the routing slip", "Deliberation")
    PRELIMINARY = "preliminary", pgettext_lazy("role on the routing slip", "Preliminary deliberation")
    DECISION = "decision", pgettext_lazy("role on the routing slip", "Decision")
    INFORMATION = "information", pgettext_lazy("role on the routing slip", "For information")


BLOCKING_ROLES = frozenset(ConsultationRole) - {ConsultationRole.INFORMATION}
# Those of the administration sign before; these meet, and their stages are counted together.
COMMITTEE_ROLES = BLOCKING_ROLES - {ConsultationRole.CO_SIGN}
VOTING_ROLES = frozenset({ConsultationRole.DELIBERATION, ConsultationRole.PRELIMINARY, ConsultationRole.DECISION})


class ConsultationState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a line", "Planned")
    OPEN = "open", pgettext_lazy("state of a line", "Open")
    DONE = "done", pgettext_lazy("state of a line", "Done")
    CANCELLED = "cancelled", pgettext_lazy("state of a line", "Cancelled")


class Outcome(models.TextChoices):
    SIGNED = "signed", pgettext_lazy("outcome", "Signed")
    SIGNED_WITH_REMARKS = "signed_with_remarks", pgettext_lazy("outcome", "Signed with remarks")
    OBJECTED = "objected", pgettext_lazy("outcome", "Objected")
    HEARD = "heard", pgettext_lazy("outcome", "Heard")
    NOTED = "noted", pgettext_lazy("outcome", "Noted")
    NOTED_WITH_REMARKS = "noted_with_remarks", pgettext_lazy("outcome", "Noted with remarks")
    POSTPONED = "postponed", pgettext_lazy("outcome", "Postponed")
    RECOMMENDED = "recommended", pgettext_lazy("outcome", "Recommended")
    RECOMMENDED_WITH_CHANGES = "recommended_with_changes", pgettext_lazy("outcome", "Recommended with changes")
    NOT_RECOMMENDED = "not_recommended", pgettext_lazy("outcome", "Not recommended")
    ADOPTED = "adopted", pgettext_lazy("outcome", "Adopted")
    ADOPTED_AS_AMENDED = "adopted_as_amended", pgettext_lazy("outcome", "Adopted as amended")
    REJECTED = "rejected", pgettext_lazy("outcome", "Rejected")
    REFERRED = "referred", pgettext_lazy("outcome", "Referred")
    # only by a correction: what was recorded belonged to another line, or to another paper
    NOT_DEALT_WITH = "not_dealt_with", pgettext_lazy("outcome", "Not dealt with")


OUTCOMES: dict[ConsultationRole, tuple[Outcome, ...]] = {
    ConsultationRole.CO_SIGN: (Outcome.SIGNED, Outcome.SIGNED_WITH_REMARKS, Outcome.OBJECTED),
    ConsultationRole.HEARING: (Outcome.HEARD, Outcome.POSTPONED),
    ConsultationRole.DELIBERATION: (Outcome.NOTED, Outcome.NOTED_WITH_REMARKS, Outcome.POSTPONED),
    ConsultationRole.PRELIMINARY: (
        Outcome.RECOMMENDED,
        Outcome.RECOMMENDED_WITH_CHANGES,
        Outcome.NOT_RECOMMENDED,
        Outcome.POSTPONED,
    ),
    ConsultationRole.DECISION: (
        Outcome.ADOPTED,
        Outcome.ADOPTED_AS_AMENDED,
        Outcome.REJECTED,
        Outcome.REFERRED,
        Outcome.POSTPONED,
    ),
    ConsultationRole.INFORMATION: (Outcome.NOTED,),
}
# After these the line is not finished: it waits for the author, for another body, for the next meeting, or as before.
UNFINISHED_OUTCOMES = frozenset({Outcome.OBJECTED, Outcome.REFERRED, Outcome.POSTPONED, Outcome.NOT_DEALT_WITH})
OUTCOMES_WITH_REMARK = frozenset({Outcome.SIGNED_WITH_REMARKS, Outcome.OBJECTED, Outcome.NOTED_WITH_REMARKS})
OUTCOMES_WITH_AMENDED_TEXT = frozenset({Outcome.ADOPTED_AS_AMENDED, Outcome.RECOMMENDED_WITH_CHANGES})
FAVOURABLE_OUTCOMES = frozenset(
    {Outcome.ADOPTED, Outcome.ADOPTED_AS_AMENDED, Outcome.RECOMMENDED, Outcome.RECOMMENDED_WITH_CHANGES}
)
# A vote is counted on what was resolved; postponing or referring is resolved without one.
OUTCOMES_WITHOUT_VOTE = frozenset({Outcome.POSTPONED, Outcome.REFERRED, Outcome.NOT_DEALT_WITH})


class SuffixKind(models.TextChoices):
    """Letter of a paper that belongs to another one: ``0534/2022 N1``."""

    NEW_VERSION = "N", _("New version")
    SUPPLEMENT = "E", _("Supplement")
    ANSWER = "S", _("Answer or statement")


class SectionBlockKind(models.TextChoices):
    """What a required section is offered with when a paper is created."""

    TEXT = "text", _("Text")
    MOTION = "motion", _("Motion")
    COST_TABLE = "cost_table", _("Cost table")


class MeasureState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a measure", "Planned")
    RUNNING = "running", pgettext_lazy("state of a measure", "Under way")
    DONE = "done", pgettext_lazy("state of a measure", "Done")
    STOPPED = "stopped", pgettext_lazy("state of a measure", "Stopped")
