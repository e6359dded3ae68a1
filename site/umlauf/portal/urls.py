"""Public addresses below ``/{language}/``. The home page itself is served by Wagtail."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import path
from django.views.generic import RedirectView

from umlauf.portal.committees import committee, committee_list
from umlauf.portal.files import attachment
from umlauf.portal.forms import LoginForm
from umlauf.portal.listing import paper_list
from umlauf.portal.pages import paper_page

urlpatterns = [
    path("papers/", paper_list, name="papers"),
    path("papers/<path:path>/", paper_page, name="paper"),
    path("attachments/<int:pk>/<str:filename>", attachment, name="attachment"),
    path("committees/", committee_list, name="committees"),
    path("committees/<slug:slug>/", committee, name="committee"),
    path("desk/", RedirectView.as_view(pattern_name="workflows:inbox"), name="desk"),
    path("login/", auth.LoginView.as_view(template_name="portal/login.html", authentication_form=LoginForm, redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
]
