from __future__ import annotations

from django.urls import path

from umlauf.portal.views.files import image
from umlauf.portal.views.language_redirect import language_redirect

urlpatterns = [
    path("", language_redirect),
    path("media/<path:path>", image, name="image"),
]
