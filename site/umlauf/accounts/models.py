"""People who log in: known by their e-mail address, addressed in their language."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from umlauf.languages import NAMES

NOT_PRINTED = {"Cc", "Zl", "Zp"}  # control characters, ends of lines and paragraphs
NOT_IN_A_NAME = _("A name stands in one line, without control characters.")
ADDRESS_IN_USE = _("There is already somebody with this e-mail address.")


def known_languages() -> list[tuple[str, Any]]:
    """Every language there is, offered at the moment or not: a city may take one back for a year. A callable, so that
    a new one makes no migration."""
    return list(NAMES.items())


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        """Nobody remembers how they capitalised their address."""
        return self.get(email__iexact=email)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Paper's manager is built by from_queryset
    username = None  # type: ignore[assignment]  # the e-mail address is the log-in name
    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": ADDRESS_IN_USE})
    preferred_language = models.CharField(
        _("preferred language"), max_length=20, choices=known_languages, default=settings.LANGUAGE_CODE
    )
    on_paper = models.BooleanField(_("gets papers on paper"), default=False, help_text=_("By post instead of by mail."))
    postal_address = models.TextField(_("postal address"), blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # logs in by e-mail

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("last_name", "first_name", "email")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_email_once_whatever_case",
                violation_error_message=ADDRESS_IN_USE,
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are compared in small letters, and kept so."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What the constraint says as well, but at the field: not every page shows errors that stand at none. A name
        stands in one line: in lists, on labels, in the headers of mails."""
        super().clean()
        errors: dict[str, Any] = {
            name: NOT_IN_A_NAME
            for name in ("first_name", "last_name")
            if any(unicodedata.category(sign) in NOT_PRINTED for sign in getattr(self, name))
        }
        if User.objects.filter(email__iexact=self.email).exclude(pk=self.pk).exists():
            errors["email"] = ADDRESS_IN_USE
        if errors:
            raise ValidationError(errors)
