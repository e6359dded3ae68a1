"""Pages of the desk's lists, which count no more rows than somebody turns to."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from papers.paging import BoundedPaginator


class DeskPaginator(BoundedPaginator, WagtailPaginator):
    """Fifty pages of fifty."""

    most = 2_500

    @cached_property
    def items_count_label(self) -> str:
        if self.holds_more:
            return _("More than %(count)s; filters lead to the others") % {"count": intcomma(self.count)}
        label: str = super().items_count_label
        return label
