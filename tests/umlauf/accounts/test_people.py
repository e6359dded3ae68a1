"""People are known by their mail address, and addressed in one language everywhere."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
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


def test_the_council_office_adds_people_in_the_admin(admin_client):
    data = {
        "email": "neu@umlauf.test",
        "first_name": "Nele",
        "last_name": "Neu",
        "preferred_language": "en",
        "password1": "Fahrrad-am-Maschsee",
        "password2": "Fahrrad-am-Maschsee",
    }

    response = admin_client.post("/admin/users/new/", data)

    assert response.status_code == 302
    assert get_user_model().objects.get(email="neu@umlauf.test").preferred_language == "en"


def test_an_address_in_use_is_named_at_the_field(admin_client):
    get_user_model().objects.create_user("neu@umlauf.test")
    data = {
        "email": "neu@umlauf.test",
        "first_name": "Nele",
        "last_name": "Neu",
        "preferred_language": "en",
        "password1": "Fahrrad-am-Maschsee",
        "password2": "Fahrrad-am-Maschsee",
    }

    response = admin_client.post("/admin/users/new/", data)

    assert response.status_code == 200
    assert "email" in response.context["form"].errors
