"""Who may read: ``may_read`` answers for one paper, ``readable_rule`` is its twin for querysets, ``read_principals``
its twin for search servers. A test keeps them equal over the whole matrix.

Everything that happened to a paper belongs to its original, so a translation is readable only where its original is.
What was taken off the public for good is read by the council office alone, whatever it was to anybody else before.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from papers.access.principal import Person, Principal, Reader, principal_of, principals_of
from papers.enums import RELEASED, Circle, Confidentiality
from papers.one_by_one import there_is
from papers.parties.consultation import Consultation
from papers.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.models.attachment import Attachment
    from papers.models.paper import Paper
    from papers.parties.consultation import ConsultationQuerySet


def may_read(user: Reader, paper: Paper) -> bool:
    principal = principal_of(user)
    original = paper.original
    if not _may_read_original(principal, original, original.confidentiality):
        return False
    if paper.pk == original.pk or paper.live:
        return True
    return (
        principal.council_office
        or original.originating_office_id in principal.origins
        or paper.locale.language_code in principal.languages
    )


def may_read_attachment(user: Reader, attachment: Attachment) -> bool:
    original = attachment.paper.original
    if attachment.is_taken_off:
        return principal_of(user).council_office
    level = Confidentiality.stricter(original.confidentiality, attachment.confidentiality)
    return _may_read_original(principal_of(user), original, level, released=original.live and not attachment.waits)


def _may_read_original(
    principal: Principal, original: Paper, confidentiality: str, *, released: bool | None = None
) -> bool:
    """``released``: for a part that is not, of a paper that is."""
    if principal.council_office or original.is_taken_off:
        return principal.council_office
    if original.originating_office_id in principal.origins:
        return True
    if principal.organizations and _open_line(principal.organizations, paper=original.pk):
        return True
    if not (original.live if released is None else released):
        return False
    if confidentiality == Confidentiality.PUBLIC:
        return True
    if confidentiality == Confidentiality.NON_PUBLIC:
        return bool(principal.bodies)
    if confidentiality == Confidentiality.CONFIDENTIAL:
        return bool(principal.bodies and _standing_line(principal.bodies, paper=original.pk))
    return False


@prepared
def _open_line(organizations: frozenset[int], *, paper: Any) -> QuerySet[Consultation]:
    """One of theirs, if there is any."""
    return _of(organizations, paper).open()[:1]


@prepared
def _standing_line(organizations: frozenset[int], *, paper: Any) -> QuerySet[Consultation]:
    return _of(organizations, paper).not_cancelled()[:1]


def _of(organizations: frozenset[int], paper: Any) -> ConsultationQuerySet:
    return Consultation.objects.filter(paper=paper, organization__in=organizations).only("pk").order_by()


def knows_drafts(user: Reader, original: Paper) -> bool:
    """Says whether somebody who reads the paper also sees the text that is to replace the released one. Its twin for
    querysets is ``known_drafts_rule``. Whoever signs that text reads it on the screen of their line."""
    principal = principal_of(user)
    return not original.live or principal.council_office or original.originating_office_id in principal.origins


def known_drafts_rule(user: Reader) -> Q:
    """For originals that are readable anyway."""
    principal = principal_of(user)
    if principal.council_office:
        return Q(pk__isnull=False)
    return Q(live=False) | Q(originating_office__in=list(principal.origins))


def readable_rule(user: Reader, prefix: str = "") -> Q:
    """The twin of ``may_read`` for querysets of originals; ``prefix`` leads there from rows of another table."""
    circles = [Q(**{f"{prefix}circle": circle}) for circle in RELEASED]
    return _reading_rule(principal_of(user), prefix, circles)


def read_principals(
    original: Paper, confidentiality: str = "", *, waits: bool = False, taken_off: bool = False
) -> list[str]:
    """Who may read, in words a search server can keep beside a text: it is readable by whoever holds one of them
    (``held_principals``). ``waits``: of an annex that is not released with the paper, ``taken_off``: of one that was
    taken off the public."""
    if taken_off or original.is_taken_off:
        return []
    lines = list(Consultation.objects.filter(paper=original.pk))
    tokens = {f"origin:{original.originating_office_id}"} | {
        f"open:{line.organization_id}" for line in lines if line.is_open
    }
    if original.live and not waits:
        match Confidentiality(confidentiality or original.confidentiality):
            case Confidentiality.PUBLIC:
                tokens.add("public")
            case Confidentiality.NON_PUBLIC:
                tokens.add("bodies")
            case Confidentiality.CONFIDENTIAL:
                tokens |= {f"slip:{line.organization_id}" for line in lines if line.is_standing}
    return sorted(tokens)


def held_principals(user: Reader) -> list[str] | None:
    """Returns None for somebody who may read everything."""
    principal = principal_of(user)
    if principal.council_office:
        return None
    tokens = (
        {"public"} | {f"origin:{pk}" for pk in principal.origins} | {f"open:{pk}" for pk in principal.organizations}
    )
    if principal.bodies:
        tokens |= {"bodies"} | {f"slip:{pk}" for pk in principal.bodies}
    return sorted(tokens)


def readers_among(people: Collection[Person], original: Paper) -> set[int]:
    """Primary keys of those who may read it, by the same tokens. A fixed number of queries, however many people."""
    tokens = set(read_principals(original))
    held = {pk: held_principals(principal) for pk, principal in principals_of(people).items()}
    return {pk for pk, own in held.items() if own is None or tokens & set(own)}


def translation_rule(user: Reader) -> Q:
    """What besides a readable original a translation needs: to be released itself, or a reader who works on it."""
    principal = principal_of(user)
    if principal.council_office:
        return ~Q(pk__in=())  # an empty Q would vanish from the "or" it stands in
    return Q(live=True) | Q(originating_office__in=principal.origins) | Q(locale__language_code__in=principal.languages)


def attachment_rule(user: Reader) -> Q:
    """The twin of ``may_read_attachment``: the stricter of the attachment's own level and the paper's. One that waits
    for a release is read as if the paper were not released."""
    public, non_public, confidential = Confidentiality

    def own(*levels: str) -> Q:
        return Q(waits=False, confidentiality__in=levels)

    def papers(*circles: str) -> Q:
        return Q(paper__circle__in=circles)

    circles = [
        own(public) & papers(Circle.PUBLIC),
        (own(non_public) & papers(Circle.PUBLIC, Circle.BODIES)) | (own(public) & papers(Circle.BODIES)),
        (own(confidential) & papers(*RELEASED)) | (own(public, non_public) & papers(Circle.SLIP)),
    ]
    return _reading_rule(principal_of(user), "paper__", circles, Q(taken_off_at__isnull=True))


def _reading_rule(principal: Principal, prefix: str, circles: list[Q], kept: Q | None = None) -> Q:
    """``circles``: conditions for what is released to everybody, to members of bodies, and to those of the bodies on
    the slip; ``prefix`` leads from the row to the paper; ``kept``: that the row itself was not taken off, where it is
    not the paper."""
    if principal.council_office:
        return Q()
    rule, of_bodies, of_slip = circles
    slip = Consultation.objects.filter(paper=OuterRef(f"{prefix}pk"))
    if principal.origins:
        rule |= Q(**{f"{prefix}originating_office__in": principal.origins})
    if principal.organizations:
        rule |= Q(Exists(slip.open().filter(organization__in=principal.organizations)))
    if principal.bodies:
        rule |= of_bodies
        on_slip = there_is(slip.not_cancelled().filter(organization__in=principal.bodies))
        rule |= of_slip & Q(Coalesce(on_slip, Value(value=False)))  # of the few that are for those on it
    if principal.origins or principal.organizations:
        rule &= ~Q(**{f"{prefix}circle": Circle.COUNCIL_OFFICE})
    return rule if kept is None else rule & kept
