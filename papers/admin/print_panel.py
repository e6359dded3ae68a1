"""Tells authors in the editor what will not print as they mean it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from papers.pdf.preflight import problems_of


class PrintProblemsPanel(Panel):
    """There only while there is something to say. Looks at the text as it was saved last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "papers/admin/print_problems_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and problems_of(self.instance))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "problems": problems_of(self.instance), "editor": ""}
