"""What to translate next: papers that are missing or out of date in a language, the most wanted first.

The weight of a row says how many readers wait for how much text. Each request counts 1, ten readings at the address in
the language 1, each partner city that reads the language 1, and 3 more where the paper concerns that city, plus 1 for
everybody; the sum is multiplied by the share of the text that is missing or out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Sum
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from papers.access import is_council_office, principal_of
from papers.enums import PaperState
from papers.models import Organization, Paper, Readings, TranslationRequest
from papers.multilingual import foreign_languages
from papers.translation.freshness import Freshness, freshness_of_many

if TYPE_CHECKING:
    from papers.access import Reader

CONCERNED = 3
READINGS_LIKE_A_REQUEST = 10
READINGS_OF = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """``translation`` is the released or drafted page, if any; ``freshness`` is None where nothing is released."""

    paper: Paper
    language: str
    translation: Paper | None = None
    freshness: Freshness | None = None
    requests: int = 0
    readings: int = 0
    cities: list[Organization] = field(default_factory=list)
    concerned: list[Organization] = field(default_factory=list)
    in_review: bool = False

    @property
    def share(self) -> int:
        """Per cent of the text that is missing or out of date."""
        return self.freshness.share if self.freshness else 100

    @property
    def weight(self) -> float:
        return (
            (
                1
                + self.requests
                + self.readings / READINGS_LIKE_A_REQUEST
                + len(self.cities)
                + CONCERNED * len(self.concerned)
            )
            * self.share
            / 100
        )


def languages_of(user: Reader) -> list[str]:
    """The languages whose backlog is this person's, in the order of the settings."""
    offered = [code for code, _name in foreign_languages()]
    if is_council_office(user):
        return offered
    own = principal_of(user).languages
    return [code for code in offered if code in own]


def backlog(user: Reader, languages: Collection[str]) -> list[Wanted]:
    """Lists what is wanted of all released papers the user may read. It takes a constant number of queries, whatever
    the number of papers and languages."""
    originals = Paper.objects.released().originals_readable_by(user).exclude(state=PaperState.WITHDRAWN)
    papers = list(
        originals.select_related("kind", "originating_office", "locale")
        .prefetch_related("partner_cities")
        .order_by("-released_at", "-pk")
        .specific()
    )
    pages = Paper.objects.filter(translation_of__in=originals.order_by().values("pk"))
    pages = pages.filter(locale__language_code__in=languages).select_related("locale")
    translations = {(page.translation_of_id, page.locale.language_code): page for page in pages}
    released = [page for page in translations.values() if page.live]
    freshness = freshness_of_many(released, {paper.translation_key: paper for paper in papers})
    requests: Counter[tuple[int, str]] = Counter()
    for paper_id, language, count in (
        TranslationRequest.objects.filter(language__in=languages).values_list("paper", "language").annotate(Count("pk"))
    ):
        requests[paper_id, language] = count
    since = timezone.localdate() - READINGS_OF
    counted = (
        Readings.objects.filter(language__in=languages, day__gte=since)
        .values_list("paper", "language")
        .annotate(Sum("count"))
    )
    readings = {(paper_id, language): count for paper_id, language, count in counted}
    cities = list(Organization.objects.partner_cities().active())
    reviews = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, object_id__in=[str(page.pk) for page in translations.values()]
    )
    in_review = set(
        reviews.filter(base_content_type=ContentType.objects.get_for_model(Page)).values_list("object_id", flat=True)
    )
    wanted = []
    for paper in papers:
        for language in languages:
            page = translations.get((paper.pk, language))
            fresh = freshness.get(page.pk) if page is not None else None
            if page is not None and page.live and (fresh is None or (fresh.is_current and not fresh.untranslated)):
                continue
            wanted.append(
                Wanted(
                    paper,
                    language,
                    page,
                    fresh,
                    requests=requests[paper.pk, language],
                    readings=readings.get((paper.pk, language), 0),
                    cities=[city for city in cities if language in city.languages],
                    concerned=[city for city in paper.partner_cities.all() if language in city.languages],
                    in_review=page is not None and str(page.pk) in in_review,
                )
            )
    return sorted(wanted, key=lambda row: -row.weight)
