"""People are known by their mail address, and addressed in one language everywhere."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db


def test_a_mail_address_belongs_to_one_person_whatever_its_case():
    get_user_model().objects.create_user("anna@umlauf.test")

    with pytest.raises(IntegrityError):
        get_user_model().objects.create_user("Anna@umlauf.test")


def test_nobody_is_created_without_a_mail_address():
    with pytest.raises(ValueError, match="e-mail"):
        get_user_model().objects.create_user("")


def test_the_preferred_language_is_the_same_in_mails_and_in_the_admin():
    person = get_user_model().objects.create_user("anna@umlauf.test", preferred_language="en")
    assert UserProfile.objects.get(user=person).preferred_language == "en"

    profile = UserProfile.objects.get(user=person)
    profile.preferred_language = "de"
    profile.save()

    person.refresh_from_db()
    assert person.preferred_language == "de"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_language_has_room_in_the_profile_and_stays(language):
    person = get_user_model().objects.create_user("anna@umlauf.test", preferred_language=language)

    profile = UserProfile.objects.get(user=person)
    room = UserProfile._meta.get_field("preferred_language").max_length
    assert len(profile.preferred_language) <= room  # SQLite would keep more
    profile.save()

    person.refresh_from_db()
    assert person.preferred_language == language


@pytest.mark.parametrize("sign", ["\n", "\r\nBcc: all@example.org", "\x00", "\u2028", "\x85"])
@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_a_name_stands_in_one_line(name, sign):
    person = get_user_model()(email="somebody@umlauf.test", first_name="Ute", last_name="Umlauf")
    person.set_unusable_password()
    person.full_clean()
    setattr(person, name, f"Ute{sign} Umlauf")

    with pytest.raises(ValidationError) as refused:
        person.full_clean()
    assert list(refused.value.message_dict) == [name]
