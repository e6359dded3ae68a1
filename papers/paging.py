"""Lists in pages that cost what a page shows, however many rows there are.

Counting ten million rows takes longer than finding the fifty that are shown, and nobody turns to page 200,000. So no
more rows are counted than somebody might turn to: where there are more, the list says so, and filters lead to the rest.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class BoundedPaginator(Paginator[Any]):
    """``count`` and the number of pages are those of the first ``most`` rows. ``holds_more``: there are others."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def holds_more(self) -> bool:
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        """Up to one more than may be shown. In no order: a database would sort all rows to cut off those behind."""
        if isinstance(self.object_list, QuerySet):
            rows = self.object_list.order_by()
            if not (rows.query.combinator or rows.query.distinct or rows.query.values_select):
                rows = rows.values("pk")  # nothing is worked out that is only shown
            return rows[: self.most + 1].count()
        return len(self.object_list)
