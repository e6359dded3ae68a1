"""Whom something reached before it was made stricter or taken off, so that they can be told.

The deliveries of a paper are proof and stay for ever, so the list says the same today and in ten years. Subscribers
without a log-in and readers of the page are recorded nowhere, and stand in no list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from papers.among import among
from papers.contents import Contents
from papers.models import Attachment, Paper, RemovedAttachment, Restriction
from workflows.distribution.deliveries import Delivery, DeliveryState

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Told:
    """A restriction with whom its subject had reached by then. ``title``: of the annex it is about, empty for the
    paper."""

    restriction: Restriction
    title: str
    deliveries: list[Delivery]


def deliveries_reached(
    paper: Paper, *, attachment_key: int | None = None, sha512: str | None = None
) -> QuerySet[Delivery]:
    """Deliveries that left or were opened, by name: of every version, or of those with the annex, or with this file of
    it. A version that is older than what is kept of versions may have had it."""
    reached = Q(state=DeliveryState.SENT) | Q(opened_at__isnull=False)
    found = Delivery.objects.filter(reached, distribution__paper=paper.pk)
    if attachment_key is not None:
        versions = paper.versions.filter(deliveries__isnull=False).distinct()
        found = found.filter(
            among("version", (one.pk for one in versions if _had(one.contents, attachment_key, sha512)))
        )
    return found.select_related("person", "version", "page__locale").order_by(
        "person__last_name", "person__first_name", "person", "version__number"
    )


def _had(data: dict[str, Any], key: int, sha512: str | None) -> bool:
    contents = Contents.from_data(data)
    if contents is None:
        return True
    return any(annex.key == key and sha512 in (None, annex.sha512) for annex in contents.annexes)


def _reached_by(row: Restriction, paper: Paper) -> QuerySet[Delivery]:
    file = row.sha512 if row.former_id else None
    return deliveries_reached(paper, attachment_key=row.attachment_key, sha512=file)


def what_was_restricted(paper: Paper) -> list[Told]:
    """The latest first."""
    rows = list(Restriction.objects.filter(paper=paper.pk).select_related("by", "former").order_by("-at", "-pk"))
    keys = {row.attachment_key for row in rows if row.attachment_key is not None}
    titles = dict(Attachment.objects.filter(among("pk", keys)).values_list("pk", "title"))
    titles |= dict(RemovedAttachment.objects.filter(among("key", keys)).values_list("key", "title"))
    return [
        Told(
            row,
            row.former.title if row.former else titles.get(row.attachment_key or 0, ""),
            [
                one
                for one in _reached_by(row, paper)
                if (one.sent_at or one.opened_at) and min(filter(None, (one.sent_at, one.opened_at))) <= row.at
            ],
        )
        for row in rows
    ]
