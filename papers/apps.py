from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = _("Papers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # models must be loaded first
        from papers import record, signals
        from papers.access import groups
        from papers.admin import editor, exploring
        from papers.files import cells, exporting
        from papers.mail import outbox
        from papers.mail.posting import LETTERS
        from papers.mail.returning import register_answers

        signals.connect(self)
        groups.grant_record()
        editor.attach()
        exploring.attach()
        cells.take_over_exports()
        exporting.take_over_listings()
        outbox.register_box(LETTERS, first=True)
        register_answers()
        record.written_by("papers.numbering.assign_number", fields=("number", "number_year", "sequence"))
        record.written_by("papers.translation.behind.settle", fields=("is_behind",))
