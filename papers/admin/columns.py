"""How a row of the admin's lists names a paper: its title, and below it in small what kind it is and where it comes
from.

One wide column instead of four narrow ones: German titles are long, and a title broken inside its words cannot be read.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import TitleColumn

from papers.wording import title_for


class PaperColumn(TitleColumn):
    cell_template_name = "papers/admin/paper_cell.html"

    def __init__(self, name: str, *, with_number: bool = True, **kwargs: object) -> None:
        super().__init__(name, **{"classname": "umlauf-paper-cell", **kwargs})
        self.with_number = with_number

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        number = instance.number if self.with_number else ""
        return {
            **super().get_cell_context_data(instance, parent_context),
            "value": title_for(parent_context["request"].user, instance),
            "paper": instance,
            "number": number,
        }
