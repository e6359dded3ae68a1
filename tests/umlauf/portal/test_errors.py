"""When something goes wrong people get a page of ours in their language, and it says that nothing is lost."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation
from django.views.defaults import permission_denied, server_error


def test_a_form_that_was_open_too_long(db):
    response = Client(enforce_csrf_checks=True).post("/de/login/", {"username": "a@b.de", "password": "x"})

    assert response.status_code == 403
    assert "Bitte senden Sie das Formular noch einmal" in response.content.decode()


def test_something_that_is_not_allowed_says_why(db, rf):
    request = rf.get("/de/")
    request.user = AnonymousUser()

    with translation.override("en"):
        reasoned = permission_denied(request, PermissionDenied("Only the <council> office may do this."))
        plain = permission_denied(request, PermissionDenied())

    assert reasoned.status_code == 403
    assert "Only the &lt;council&gt; office may do this." in reasoned.content.decode()
    assert "Nothing was changed." in plain.content.decode()


def test_a_failure_needs_neither_database_nor_language(rf):
    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Es ist ein Fehler aufgetreten" in response.content.decode()
    assert "Nothing recorded is lost." in response.content.decode()
