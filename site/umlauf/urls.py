from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls

from umlauf.health import health

handler400 = "umlauf.operation.inputs.bad_request"
handler403 = "umlauf.refusals.not_allowed"
handler404 = "umlauf.refusals.not_found"
handler429 = "umlauf.operation.limits.too_many_requests"  # asked for by allauth
handler500 = "umlauf.operation.request_ids.server_error"

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/", include("umlauf.admin_urls")),
    path("", include("umlauf.portal.urls_unprefixed")),
    *i18n_patterns(path("", include("umlauf.portal.urls")), path("", include(wagtail_urls))),
]

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()

if getattr(settings, "DEBUG_TOOLBAR", False):
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns = [*debug_toolbar_urls(), *urlpatterns]  # before the pages, which take every address
