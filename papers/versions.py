"""Versions of a paper's text: what people sign.

A version is a revision that was put into circulation, with the annexes and the filing it had then (``contents``). Two
revisions are the same text when their text fields say the same (``same_text``), whatever else Wagtail writes into them
(timestamps, comments, the slug that came with the number)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from papers.contents import Contents, changes_told, contents_of, differences, is_wider
from papers.enums import WITH_AUTHOR
from papers.models.paper import Paper
from papers.parties.consultation import Version
from papers.same_text import say_the_same

if TYPE_CHECKING:
    from wagtail.models import Revision

    from papers.access import Person


def latest_version(paper: Paper) -> Version | None:
    return Version.objects.filter(paper=paper).order_by("number").last()


def text_changed_since(paper: Paper, version: Version | None) -> bool:
    """Says whether the latest revision reads differently from the version. Without a version everything is new."""
    latest = paper.get_latest_revision()
    if version is None or latest is None:
        return True
    return latest.pk != version.revision_id and not say_the_same(latest, version.revision)


def released_version(original: Paper) -> Version | None:
    """Returns the version that is public or open to the council now. A late annex makes another one of the same
    text."""
    if not original.live:
        return None
    return Version.objects.filter(paper=original, revision=original.live_revision_id).order_by("number").last()


def released_among(versions: Iterable[Version], original: Paper) -> Version | None:
    """``released_version`` where the paper's versions are in hand, in their order."""
    released = [version for version in versions if version.revision_id == original.live_revision_id]
    return released[-1] if original.live and released else None


def changed_since(paper: Paper, version: Version | None) -> bool:
    """Says whether the text, an annex or the filing is another than in the version."""
    return text_changed_since(paper, version) or bool(contents_changed_since(paper, version))


def contents_changed_since(paper: Paper, version: Version | None) -> list[str]:
    """Sentences about annexes and filing; none for a version that is older than what is kept of it."""
    before = Contents.from_data(version.contents) if version is not None else None
    return differences(before, contents_of(paper)) if before is not None else []


def contents_changed_between(paper: Paper, one: Revision, other: Revision) -> list[str]:
    """Sentences about annexes and filing from the first text to the second. A text that was never put into circulation
    has what the version before it had, the latest text what there is today; a text that is compared with itself, what
    became of its annexes while it stood."""
    versions = list(Version.objects.filter(paper=paper).order_by("number"))

    def contents(text: Revision, *, ends: bool) -> Contents | None:
        if ends and text.pk == paper.latest_revision_id:
            return contents_of(paper)
        own = [version for version in versions if version.revision_id == text.pk]
        earlier = [version for version in versions if version.created_at <= text.created_at]
        if own:
            return Contents.from_data(own[-1 if ends else 0].contents)
        return Contents.from_data(earlier[-1].contents) if earlier else None

    forward = (one.created_at, one.pk) <= (other.created_at, other.pk)
    before, after = contents(one, ends=not forward), contents(other, ends=forward)
    return differences(before, after) if before and after else []


def annexes_changed(earlier: Version, later: Version, *, named: Collection[int]) -> list[str]:
    """Sentences that name those annexes alone whose keys are ``named``; none where a version is older than what is kept
    of it."""
    before, after = Contents.from_data(earlier.contents), Contents.from_data(later.contents)
    return changes_told(before, after, named=named) if before and after else []


def reasons_between(earlier: Version | None, later: Version) -> list[str]:
    """Why there are versions after the earlier one, up to the later and its own included, as far as it was said."""
    first = earlier.number + 1 if earlier is not None and earlier.number < later.number else later.number
    versions = Version.objects.filter(paper=later.paper_id, number__range=(first, later.number)).order_by("number")
    return [reason for reason in versions.values_list("reason", flat=True) if reason]


def is_open_to_more(paper: Paper, version: Version | None) -> bool:
    """Says whether more people may read the paper, or one of its annexes, than in the version."""
    before = Contents.from_data(version.contents) if version is not None else None
    return before is not None and is_wider(before, contents_of(paper))


def check_editorial(paper: Paper, version: Version | None) -> None:
    """What was signed for some is not opened to more by calling the change editorial. Raises ValidationError on
    ``editorial``."""
    if is_open_to_more(paper, version):
        raise ValidationError(
            {
                "editorial": _(
                    "More people could read the paper or one of its attachments than when it was signed. That is no "
                    "editorial change: what was signed has to be confirmed."
                )
            }
        )


def ensure_version(paper: Paper, *, by: Person | None, editorial: bool = False, reason: str = "") -> Version:
    """The version of the current text; a new one if the text changed. The paper's row must be locked by the caller."""
    version = latest_version(paper)
    if version is not None and not changed_since(paper, version):
        return version
    return new_version(paper, after=version, by=by, editorial=editorial, reason=reason)


def new_version(
    paper: Paper,
    *,
    after: Version | None,
    by: Person | None,
    editorial: bool = False,
    reason: str = "",
    revision: Revision | None = None,
) -> Version:
    """``after``: the latest version there is, from which the caller knows text or annexes to differ. ``revision``: its
    text, where that is not the latest. The paper's row must be locked by the caller."""
    revision = revision or paper.get_latest_revision() or paper.save_revision(user=by, clean=False)
    return Version.objects.create(
        paper=paper,
        number=after.number + 1 if after else 1,
        revision=revision,
        editorial=editorial,
        reason=reason,
        contents=contents_of(paper).as_data(),
        created_by_id=by.pk if by else None,  # nobody where Wagtail publishes by itself
    )


def latest_text(paper: Paper) -> Paper:
    """The text as it was last saved, with the record of ``paper`` as it is in hand. Wagtail would read the page once
    more."""
    revision = paper.get_latest_revision()
    if revision is None:
        return paper
    revision.content_object = paper
    text: Paper = revision.as_object()
    return text


def text_to_read(paper: Paper) -> Paper:
    """What is released; before that, the version that circulates, or the latest draft for those who work on it."""
    if paper.live:
        return paper
    version = latest_version(paper)
    if version is not None and paper.original.state not in WITH_AUTHOR:
        circulating: Paper = version.revision.as_object()
        return circulating
    draft: Paper = paper.get_latest_revision_as_object()
    return draft
