from __future__ import annotations

from django.urls import path

from umlauf.portal.files import image
from umlauf.portal.front_door import front_door

urlpatterns = [
    path("", front_door),
    path("media/<path:path>", image, name="image"),
]
