"""Screens of rows the council office keeps in order: Wagtail's, with everything they ask named here."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.panels import ObjectList


class WholeForm(ObjectList):
    """Shows every field of its form: those of the panels, and below them those the form makes itself, such as one for
    each language. Wagtail's own shows the latter without their labels.
    """

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self) -> SafeString:
            shown = self.panel.get_form_options().get("fields", [])
            further = [self.form[name] for name in self.form.fields if name not in shown]
            return render_to_string("papers/admin/_further_fields.html", {"fields": further})
