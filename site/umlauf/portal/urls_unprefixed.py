from __future__ import annotations

from django.urls import path

from umlauf.portal import converters as converters
from umlauf.portal.views.files import image
from umlauf.portal.views.language_redirect import language_redirect
from umlauf.portal.views.short_numbers import short_number
from umlauf.portal.views.sitemap import robots, sitemap_index, sitemap_section
from umlauf.portal.views.well_known import security_txt

urlpatterns = [
    path("", language_redirect),
    path("media/<path:path>", image, name="image"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("<short_number:number>", short_number, name="short_number"),
    path("<short_number:number>/", short_number),
]
