from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from umlauf.health import health
from workflows.views import editor

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/pages/<int:page_id>/edit/", require_admin_access(editor.edit)),  # before Wagtail's own of the same address
    path("admin/", include(wagtailadmin_urls)),
    path("", include("umlauf.portal.urls_unprefixed")),
    *i18n_patterns(path("", include("umlauf.portal.urls")), path("", include(wagtail_urls))),
]

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
