from __future__ import annotations

from django.urls import path

from umlauf.portal.views.files import image
from umlauf.portal.views.language_redirect import front_door

urlpatterns = [
    path("", front_door),
    path("media/<path:path>", image, name="image"),
]
