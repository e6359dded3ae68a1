"""Pages are put into an order on a list that is not paged, so it is offered only to whoever may do so: below the page
of all papers nobody."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.listing import ExplorableIndexView


def attach() -> None:
    orderings_of = ExplorableIndexView.get_valid_orderings

    def get_valid_orderings(self: Any) -> list[str]:
        found: list[str] = orderings_of(self)
        may_reorder = self.permissions.can_reorder_children()
        return [one for one in found if may_reorder or one != self.sort_order_field]

    ExplorableIndexView.get_valid_orderings = get_valid_orderings
