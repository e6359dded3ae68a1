"""What is known of a person, and what they may do."""

from __future__ import annotations

from django.contrib.auth import get_user_model

PASSWORD = "Fahrrad-am-Maschsee"


NEW = {
    "E-Mail": "nele@umlauf.test",
    "Vorname": "Nele",
    "Nachname": "Neu",
}


EVERY_RIGHT = {
    "is_superuser": "on",
    "is_staff": "on",
    "password": "pbkdf2",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "groups": ["1", "2", "3", "4", "5", "6"],
    "user_permissions": ["1", "2"],
}


def rights_of(person):
    person = get_user_model().objects.get(pk=person.pk)
    return {
        "is_superuser": person.is_superuser,
        "is_staff": person.is_staff,
        "groups": sorted(person.groups.values_list("name", flat=True)),
        "permissions": person.user_permissions.count(),
    }


def record_of(person):
    return get_user_model().objects.filter(pk=person.pk).values().get()
