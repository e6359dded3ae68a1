"""The forms of the entrance: sign in, ask for a link, set a password. Checked by allauth, worded by us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from umlauf.accounts import letters
from umlauf.accounts.models import User

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest


def _name(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def add_prefix(self, field_name: str) -> str:
        """Under this name browsers have kept people's addresses."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class AskForLinkForm(allauth_forms.ResetPasswordForm):
    """Answers the same whether the address belongs to somebody or not, and mails in both cases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, email=_("E-mail"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        for person in self.users:
            letters.send("reset", person)
        if not self.users:
            letters.send_to_stranger("nobody", email)
        return email


class LinkForm(allauth_forms.UserTokenForm):
    def _get_user(self, uidb36: str) -> User | None:
        """A closed account stays closed."""
        person = super()._get_user(uidb36)
        return person if person is not None and person.is_active else None


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, oldpassword=_("Current password"))
        _name_new_password(self)


def _name_new_password(form: forms.Form) -> None:
    _name(form, password1=_("New password"), password2=_("Repeat new password"))
    form.fields["password1"].help_text = " ".join(password_validators_help_texts())
