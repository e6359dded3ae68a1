"""What allauth asks about this house. Nobody signs up here: people are entered by the council office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from umlauf.operation.clients import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN_CLIENT = "::"  # all of whom share one limit


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "too_many_login_attempts": _("That was tried too often. Please wait a few minutes, or set a new password."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your current password."),
        "invalid_password_reset": _("This link is no longer valid."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom the limits per address count."""
        return client_address(request) or UNKNOWN_CLIENT

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_address()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return home_address()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"{template_prefix}: mails about accounts are written by umlauf.accounts.letters")


def home_address() -> str:
    """Returns the address of the home page in the active language."""
    return reverse("wagtail_serve", args=[""])
