"""The admin, with the few of Wagtail's screens that must ask about papers what Wagtail does not ask.

They stand in front of Wagtail's own addresses, so links and names stay Wagtail's. In front of all of it stands the gate
(``umlauf.desk``).
"""

from __future__ import annotations

from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import pages
from wagtail.utils.urlpatterns import decorate_urlpatterns

from papers.admin import images, translating, translations
from papers.admin.chooser import SearchView, browse, chosen_pages
from papers.admin.deleting import with_a_way_back
from papers.admin.history import CompareView, HistoryView, LogView, RevisionView
from umlauf.accounts.views.desk import OwnSettingsView, SendLinkView
from umlauf.accounts.views.entrance import desk_entrance, desk_exit
from umlauf.desk import gate, offers
from umlauf.desk.bulk import bulk_action
from umlauf.desk.left_open import who_is_here
from umlauf.portal.desk_search import SearchedPapersView
from workflows.routing.views import editor
from workflows.routing.views.workflow_pages import PagesOfWorkflowView

wagtails = {found.name: found for found in pages.urlpatterns}  # some are written otherwise in Wagtail 8

in_front = [
    path("pages/<int:page_id>/edit/", editor.edit),
    path("pages/<int:page_id>/delete/", with_a_way_back(wagtails["delete"].callback)),
    path("pages/<int:page_id>/history/", HistoryView.as_view()),
    path("pages/<int:page_id>/history/results/", HistoryView.as_view(results_only=True)),
    path("pages/<int:page_id>/revisions/<int:revision_id>/view/", RevisionView.as_view()),
    path("pages/<int:page_id>/revisions/<int:revision_id>/revert/", editor.revert),
    path("pages/", include([URLPattern(wagtails["revisions_compare"].pattern, CompareView.as_view())])),
    path("reports/site-history/", LogView.as_view()),
    path("reports/site-history/results/", LogView.as_view(results_only=True)),
    path("papers/", SearchedPapersView.as_view()),
    path("papers/results/", SearchedPapersView.as_view(results_only=True)),
    path("choose-page/", browse),
    path("choose-page/<int:parent_page_id>/", browse),
    path("choose-page/search/", SearchView.as_view()),
    path("choose-page/chosen-multiple/", chosen_pages),
    path("workflows/usage/<int:pk>/", PagesOfWorkflowView.as_view()),
    path("workflows/usage/<int:pk>/results/", PagesOfWorkflowView.as_view(results_only=True)),
    path("localize/reports/translations/", translations.ReportView.as_view()),
    path("localize/reports/translations/results/", translations.ReportView.as_view(results_only=True)),
    path("localize/update/<int:translation_source_id>/", translations.UpdateView.as_view()),
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("account/", OwnSettingsView.as_view(), name="wagtailadmin_account"),
    path("users/send_link/<int:pk>/", SendLinkView.as_view(), name="send_link"),
    path("images/chooser/<int:image_id>/select_format/", images.select_format),
    path("localize/translate/<int:translation_id>/pofile/download/", translations.download_pofile),
    path("localize/translate/<int:translation_id>/pofile/upload/", translations.upload_pofile),
    path("localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", translating.edit_text),
    path("localize/translate/<int:translation_id>/machine_translate/", translations.translate_by_machine),
]

for decorator in (require_admin_access, never_cache):  # as Wagtail does with its own
    decorate_urlpatterns(in_front, decorator)

entrance = [path("login/", desk_entrance), path("logout/", desk_exit)]
asked_by_scripts = [path("left-open/", never_cache(who_is_here), name="desk_left_open")]

urlpatterns = [*entrance, *asked_by_scripts, *in_front, path("", include(wagtailadmin_urls))]

gate.put_before(urlpatterns)
offers.ask_before_offering()
