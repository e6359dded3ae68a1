"""Questions that lists of papers ask of the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from papers import access, record
from papers.access import circles
from papers.enums import RELEASED, ConsultationRole, ConsultationState
from papers.multilingual import reading_languages
from papers.parties.consultation import Consultation

if TYPE_CHECKING:
    from papers.access import Reader
    from papers.models.paper import Paper  # noqa: F401 - of the rows

    _PageQuerySet = models.QuerySet["Paper"]  # what it is to a type checker; Wagtail's says nothing of itself
else:
    _PageQuerySet = PageQuerySet


class PaperQuerySet(_PageQuerySet):
    def originals(self) -> PaperQuerySet:
        return self.filter(translation_of__isnull=True)

    def translations(self) -> PaperQuerySet:
        return self.filter(translation_of__isnull=False)

    def readable_by(self, user: Reader) -> PaperQuerySet:
        """Twin of ``access.may_read``. Lists of originals ask ``originals_readable_by``, which looks at one table."""
        principal = access.principal_of(user)
        original = models.Q(translation_of__isnull=True) & access.readable_rule(principal)
        translation = models.Q(translation_of__isnull=False) & access.readable_rule(principal, "translation_of__")
        return self.filter(original | (translation & access.translation_rule(principal)))

    def originals_readable_by(self, user: Reader) -> PaperQuerySet:
        return self.originals().filter(access.readable_rule(user))

    def in_turn(self) -> PaperQuerySet:
        """Rows locked until the transaction ends: two who change one paper take turns. A row lies in two tables, and
        PostgreSQL shows who waited only the locked one as it is now, so both are."""
        locked: PaperQuerySet = self.select_for_update(of=("self", "page_ptr")).select_related("locale")
        return locked

    def released(self) -> PaperQuerySet:
        """Originals that are read by others than those who work on them."""
        return self.filter(circle__in=RELEASED, released_at__isnull=False)

    def titled(self) -> PaperQuerySet:
        """``translated_title`` and ``translated_language``: of the released translation somebody reads who has chosen
        the active language (``reading_languages``), None where the original is read. For lists of originals."""
        foreign = [code for code in reading_languages(get_language()) if code != settings.LANGUAGE_CODE]
        if not foreign:
            return self
        papers = self.model._meta.get_field("translation_of").model.objects  # also of strategies
        # asked of each translation, or SQLite looks for the paper's among all of the language
        language = Locale.objects.filter(pk=models.OuterRef("locale"), language_code__in=foreign).order_by()
        released = papers.filter(models.Exists(language), translation_of=models.OuterRef("pk"), live=True).order_by()
        code = models.Subquery(language.values("language_code")[:1])
        if len(foreign) > 1:
            order = (models.When(language_code=own, then=models.Value(place)) for place, own in enumerate(foreign))
            place = models.Case(*order, output_field=models.IntegerField())
            released = released.order_by(models.Subquery(language.annotate(place=place).values("place")[:1]))
        titled: PaperQuerySet = self.annotate(
            translated_title=models.Subquery(released.values("title")[:1]),
            translated_language=models.Subquery(released.annotate(code=code).values("code")[:1]),
        )
        return titled

    def update(self, **values: Any) -> int:
        """Also writes the circle of readers where it follows from what is written."""
        facts = {name: value for name, value in values.items() if name in circles.FACTS}
        return int(super().update(**values, **({"circle": circles.written(facts)} if facts else {})))

    update.alters_data = True  # type: ignore[attr-defined]

    def settle_circles(self) -> int:
        """Write the circle of readers anew, from the facts. Returns how many rows were written."""
        return int(super().update(circle=circles.written({})))

    settle_circles.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Raises RecordAssigned for columns that verbs write: what the objects hold may be out of date. What readers
        follow from is written paper by paper (ValueError)."""
        fields = list(fields)
        record.check_written(fields)
        if circles.FACTS.intersection(fields):
            raise ValueError("a circle of readers follows from these: write them paper by paper")
        return int(super().bulk_update(objs, fields, *args, **kwargs))

    def with_routing(self) -> PaperQuerySet:
        """Everything a list row shows, in a constant number of queries."""
        return self.select_related("kind", "originating_office", "locale", "author").prefetch_related(routing())


def routing() -> models.Prefetch[str]:
    """The lines that say how far a paper is, in their order, as ``lines`` of a paper: whom it waits for, and what was
    decided."""
    decided = models.Q(state=ConsultationState.DONE, role=ConsultationRole.DECISION)
    told = Consultation.objects.filter(models.Q(state=ConsultationState.OPEN) | decided).in_slip_order()
    return models.Prefetch("consultations", told.select_related("organization", "latest_act"), to_attr="lines")
