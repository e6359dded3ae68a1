"""Signing in and out, and setting a password by a link: allauth's views on our pages.

Afterwards people are where they wanted to go, or at the home page in the language they were reading.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordResetFromKeyView, PasswordResetView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from umlauf.accounts.adapter import home_address


class SignIn(LoginView):
    template_name = "account/login.html"

    def get_authenticated_redirect_url(self) -> str:
        """Whoever is sent here by the desk, and is signed in, may not enter it; sent back they would go in circles."""
        user = self.request.user
        address: str = super().get_authenticated_redirect_url()
        desk = reverse("wagtailadmin_home")
        enters_desk = user.has_perm("wagtailadmin.access_admin")
        return home_address() if address.startswith(desk) and not enters_desk else address


class SignOut(LogoutView):
    """By a button alone: a link or an image that leads here signs out nobody. What the desk kept in the browser of
    texts that were not saved goes, too: the next to sit down there may be somebody else."""

    template_name = "account/logout.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


class AskForLink(PasswordResetView):
    template_name = "account/ask_for_link.html"


class NewPassword(PasswordResetFromKeyView):
    template_name = "account/new_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever tried too often may sign in at once with the new password. allauth would forget the attempts with
        the addresses of its own table, which is empty here."""
        response: HttpResponse = super().form_valid(form)
        get_adapter()._delete_login_attempts_cached_email(self.request, email=self.reset_user.email)
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        over = context.get("token_fail", False)
        response: HttpResponse = super().render_to_response({**context, "over": over}, **kwargs)
        if over:
            response.status_code = 410
        return response


@login_not_required
@never_cache
def said(request: HttpRequest, *, template: str) -> HttpResponse:
    """A page that says what happened and asks nothing."""
    return render(request, template)


@never_cache
def desk_entrance(request: HttpRequest) -> HttpResponse:
    """Where Wagtail would have a log-in page of its own."""
    wanted = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('login')}?{urlencode({'next': wanted})}")


@never_cache
def desk_exit(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        response: HttpResponse = SignOut.as_view()(request)
        return response
    return redirect("logout")
