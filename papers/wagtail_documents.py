"""Wagtail's documents, closed to everybody: papers have attachments, which have a level, a scan and a record, and no
document is handed out. Wagtail's own policy would open them with a box in the screen of a group.

As with images (``papers.wagtail_images``), the modules of documents take the policy when they are first loaded.
"""

from __future__ import annotations

from wagtail.documents.apps import WagtailDocsAppConfig


class DocumentsConfig(WagtailDocsAppConfig):
    def ready(self) -> None:
        from wagtail.documents import get_document_model, permissions  # models must be loaded first

        from papers.access.policies import ClosedPolicy

        permissions.permission_policy = ClosedPolicy(get_document_model())
        super().ready()
