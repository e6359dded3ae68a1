"""Signing in and out. Afterwards people are where they wanted to go, or at the front page in the language they were
reading."""

from __future__ import annotations

from django.contrib.auth import views
from django.urls import reverse

from umlauf.portal.forms import LoginForm


class SignIn(views.LoginView):
    template_name = "portal/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return home_address()


class SignOut(views.LogoutView):
    def get_default_redirect_url(self) -> str:
        return home_address()


def home_address() -> str:
    """Returns the address of the home page in the active language."""
    return reverse("wagtail_serve", args=[""])
