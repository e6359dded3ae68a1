"""The admin, with the few of Wagtail's screens that must ask about papers what Wagtail does not ask.

They stand in front of Wagtail's own addresses, so links and names stay Wagtail's.
"""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.history import PageHistoryView

from papers.admin import translations
from papers.admin.chooser import chosen_pages
from umlauf.portal.desk_search import SearchedPapersView
from workflows.routing.views import editor

# The view itself asks whether this page may be opened; its policy would ask for a group permission on pages, which
# nobody here has.
history = PageHistoryView.as_view(permission_policy=None)
history_results = PageHistoryView.as_view(permission_policy=None, results_only=True)

urlpatterns = [
    path("pages/<int:page_id>/edit/", require_admin_access(editor.edit)),
    path("pages/<int:page_id>/history/", require_admin_access(history)),
    path("pages/<int:page_id>/history/results/", require_admin_access(history_results)),
    path("papers/", require_admin_access(SearchedPapersView.as_view())),
    path("papers/results/", require_admin_access(SearchedPapersView.as_view(results_only=True))),
    path("choose-page/chosen-multiple/", require_admin_access(chosen_pages)),
    path("localize/update/<int:translation_source_id>/", require_admin_access(translations.UpdateView.as_view())),
    path(
        "localize/translate/<int:translation_id>/pofile/download/", require_admin_access(translations.download_pofile)
    ),
    path("localize/translate/<int:translation_id>/pofile/upload/", require_admin_access(translations.upload_pofile)),
    path(
        "localize/translate/<int:translation_id>/machine_translate/",
        require_admin_access(translations.translate_by_machine),
    ),
    path("", include(wagtailadmin_urls)),
]
