"""What people change themselves: their language and their address. Names are the council office's to change."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from umlauf.accounts.languages import languages_for
from umlauf.accounts.models import User


class LanguageForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("preferred_language",)
        labels: ClassVar = {"preferred_language": _("preferred language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preferred_language"].choices = languages_for(self.instance)  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """Asks for the password as well: a desk left open for a minute is not enough to take an account away."""

    address = forms.EmailField(label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: User = request.user  # type: ignore[assignment]  # who is not signed in does not get here

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        adapter = get_adapter(self.request)
        allowed = ratelimit.consume(self.request, action="manage_email", user=self.person)
        if not allowed:
            raise ValidationError(adapter.error_messages["too_many_login_attempts"])
        password = self.cleaned_data["password"]
        found = adapter.authenticate(self.request, email=self.person.email, password=password)
        if found is None or found.pk != self.person.pk:
            self.add_error("password", adapter.error_messages["incorrect_password"])
