"""Wagtail's images with our policy.

Its modules take the policy from one place when they are first loaded, which is after all apps are ready. Wagtail 8 has
a function for saying it (``wagtail.permissions.register_permission_policy``); a test looks that no module kept the old.
"""

from __future__ import annotations

from wagtail.images.apps import WagtailImagesAppConfig


class ImagesConfig(WagtailImagesAppConfig):
    def ready(self) -> None:
        from wagtail.images import permissions  # models must be loaded first

        from papers.access.image_policy import policy

        permissions.permission_policy = policy
        super().ready()
