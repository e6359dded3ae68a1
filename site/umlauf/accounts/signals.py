"""One preferred language per person: the one in the person's record, which Wagtail's admin and our mails both use.

Wagtail keeps its own copy in the user profile, which people change under "account"; the two follow each other.
"""

from __future__ import annotations

from django.db.models.signals import post_save
from wagtail.users.models import UserProfile

from umlauf.accounts.models import User


def tell_wagtail(instance: User, raw: bool = False, **kwargs: object) -> None:
    if not raw:
        language = in_wagtails_words(instance.preferred_language)
        UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": language})


def hear_from_wagtail(instance: UserProfile, raw: bool = False, **kwargs: object) -> None:
    if raw or not instance.preferred_language:
        return
    person = User.objects.filter(pk=instance.user_id).first()
    if person is not None and instance.preferred_language != in_wagtails_words(person.preferred_language):
        person.preferred_language = instance.preferred_language
        person.save(update_fields=["preferred_language"])


def in_wagtails_words(language: str) -> str:
    """Drops a private subtag: Plain German does not fit into Wagtail's ten letters, and its interface is German."""
    return language.partition("-x-")[0]


def connect() -> None:
    post_save.connect(tell_wagtail, sender=User, dispatch_uid="accounts.language.out")
    post_save.connect(hear_from_wagtail, sender=UserProfile, dispatch_uid="accounts.language.in")
