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
from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from papers.access import is_council_office, principal_of, readable_rule
from papers.among import among
from papers.enums import PaperState
from papers.models import Organization, Paper, Readings, TranslationRequest
from papers.multilingual import foreign_languages
from papers.one_by_one import there_is
from papers.translation.freshness import Freshness, freshness_of_many

if TYPE_CHECKING:
    from papers.access import Reader
    from papers.models.paper import PaperQuerySet

CONCERNED = 3
READINGS_LIKE_A_REQUEST = 10
READINGS_OF = timedelta(days=90)
MOST_OF_A_REASON = 40
MOST_COMPARED = 15  # texts with those they were translated from, each of which takes longer than a row


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
    """Lists what is wanted most of the released papers the user may read. It takes a constant number of queries,
    whatever the number of papers and languages, and looks at no more papers than somebody will translate in months:
    those with a reason to be at the top (``_candidates``). As they are translated, others follow."""
    # what is released is an original; where that is asked as well, SQLite begins with all originals
    originals = Paper.objects.released().filter(readable_rule(user)).exclude(state=PaperState.WITHDRAWN)
    candidates = Paper.objects.filter(pk__in=_candidates(originals, languages))
    papers = list(
        candidates.select_related("kind", "originating_office", "locale")
        .prefetch_related("partner_cities")
        .defer("body")
        .order_by("-released_at", "-pk")
    )
    review = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    pages = Paper.objects.filter(translation_of__in=[paper.pk for paper in papers]).defer("body")
    pages = pages.filter(locale__language_code__in=languages).select_related("locale")
    pages = pages.annotate(in_review=Exists(review))
    translations = {(page.translation_of_id, page.locale.language_code): page for page in pages}
    released = [page for page in translations.values() if page.live]
    compared = candidates.filter(pk__in={page.translation_of_id for page in released}).specific()
    freshness = freshness_of_many(released, {paper.translation_key: paper for paper in compared})
    of_papers = among("paper", [paper.pk for paper in papers])
    requests: Counter[tuple[int, str]] = Counter()
    asked = TranslationRequest.objects.filter(of_papers, language__in=languages)
    for paper_id, language, count in asked.values_list("paper", "language").annotate(Count("pk")):
        requests[paper_id, language] = count
    since = timezone.localdate() - READINGS_OF
    counted = (
        Readings.objects.filter(of_papers, language__in=languages, day__gte=since)
        .values_list("paper", "language")
        .annotate(Sum("count"))
    )
    readings = {(paper_id, language): count for paper_id, language, count in counted}
    cities = list(Organization.objects.partner_cities().active())
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
                    in_review=page is not None and page.in_review,
                )
            )
    return sorted(wanted, key=lambda row: -row.weight)


def _candidates(originals: PaperQuerySet, languages: Collection[str]) -> set[int]:
    """Primary keys of papers that may be wanted most: asked for or read in a language, or of a city that reads it, and
    not there in it; the newest that are missing in one; and those that were changed last and are behind in one.
    Whatever is current takes no place among these."""

    def there(paper: str, language: str) -> Exists:
        pages = Paper.objects.order_by().filter(translation_of=OuterRef(paper), live=True)
        return Exists(pages.filter(locale__language_code=OuterRef(language)))

    wanted = Q(~there("paper", "language"), there_is(originals.filter(pk=OuterRef("paper"))), language__in=languages)
    asked = TranslationRequest.objects.filter(wanted)
    read = Readings.objects.filter(wanted, day__gte=timezone.localdate() - READINGS_OF)
    translated = Paper.objects.order_by().filter(
        translation_of=OuterRef("pk"), live=True, locale__language_code__in=languages
    )
    counted = translated.values("translation_of").annotate(count=Count("pk")).values("count")
    missing = originals.annotate(count=Coalesce(Subquery(counted), 0)).filter(count__lt=len(languages))
    readers = [city.pk for city in Organization.objects.partner_cities().active() if {*languages} & {*city.languages}]
    of_readers = Exists(Paper.partner_cities.through.objects.filter(paper=OuterRef("pk"), organization__in=readers))
    among_originals = Q(there_is(originals.filter(pk=OuterRef("translation_of"))))
    found = (
        asked.values("paper").annotate(much=Count("pk")).order_by("-much", "-paper").values_list("paper", flat=True),
        read.values("paper").annotate(much=Sum("count")).order_by("-much", "-paper").values_list("paper", flat=True),
        missing.filter(of_readers).order_by("-released_at", "-pk").values_list("pk", flat=True),
        missing.order_by("-released_at", "-pk").values_list("pk", flat=True),
        Paper.objects.filter(is_behind=True, live=True, locale__language_code__in=languages)
        .filter(among_originals)
        .order_by("-translation_of__last_published_at", "-translation_of")
        .values_list("translation_of", flat=True)[:MOST_COMPARED],
    )
    keys = {pk for rows in found for pk in rows[:MOST_OF_A_REASON]}
    return set(originals.filter(pk__in=keys).order_by().values_list("pk", flat=True))
