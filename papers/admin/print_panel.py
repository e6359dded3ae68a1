"""Tells authors in the editor what will not print as they mean it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from wagtail.admin.panels import Panel

from papers.pdf.preflight import Problem, problems_of


class PrintProblemsPanel(Panel):
    """The panel is there only while there is something to say. It looks at the text as it was saved last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "papers/admin/print_problems_panel.html"

        @cached_property
        def problems(self) -> list[Problem]:
            """Found once: Wagtail asks several times whether a panel is shown, and each time pictures would be looked
            at."""
            return problems_of(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.problems)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "problems": self.problems, "editor": ""}
