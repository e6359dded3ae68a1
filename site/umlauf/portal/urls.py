"""Public addresses below ``/{language}/``. The home page itself is served by Wagtail."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from umlauf.portal import converters as converters
from umlauf.portal.views.committees import committee, committee_list
from umlauf.portal.views.documents import delivered, paper_pdf, paper_with_results, received, verify
from umlauf.portal.views.feedback import feedback
from umlauf.portal.views.files import attachment
from umlauf.portal.views.information import information
from umlauf.portal.views.packages import package
from umlauf.portal.views.paper_list import paper_list
from umlauf.portal.views.papers import paper_page
from umlauf.portal.views.partners import PartnerFeed, partner, partner_list
from umlauf.portal.views.search import SearchFeed, search_page, suggestions
from umlauf.portal.views.search_exports import export_csv, export_xlsx
from umlauf.portal.views.translation_requests import translation_request

urlpatterns = [
    path("papers/", paper_list, name="papers"),
    path("papers/package.pdf", package, name="package"),
    path("papers/<path:path>/paper.pdf", paper_pdf, name="paper_pdf"),
    path("papers/<path:path>/results.pdf", paper_with_results, name="paper_with_results"),
    path("papers/<path:path>/", paper_page, name="paper"),
    path("attachments/<int:pk>/<str:filename>", attachment, name="attachment"),
    path("committees/", committee_list, name="committees"),
    path("committees/<slug:slug>/", committee, name="committee"),
    path("search/", search_page, name="search"),
    path("search/feed/", SearchFeed(), name="search_feed"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("search/results.csv", export_csv, name="search_csv"),
    path("search/results.xlsx", export_xlsx, name="search_xlsx"),
    path("partners/", partner_list, name="partners"),
    path("partners/<slug:slug>/", partner, name="partner"),
    path("partners/<slug:slug>/feed/", PartnerFeed(), name="partner_feed"),
    path("translation-request/<int:pk>/", translation_request, name="request_translation"),
    path("subscriptions/", include("umlauf.subscriptions.urls")),
    path("verify/", verify, name="verify"),
    path("delivered/<uuid:token>/", delivered, name="delivered"),
    path("received/", received, name="received"),
    path("accessibility/feedback/", feedback, name="feedback"),
    path("<place:place>/", information, name="information"),
    path("desk/", RedirectView.as_view(pattern_name="workflows:inbox"), name="desk"),
    path("", include("umlauf.accounts.urls")),
]
