"""What ``check --deploy`` says of Umlauf's own: each message, and the silence when all is well."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks

from umlauf.demo.content import read_cast
from umlauf.operation import checks
from umlauf.operation.checks import DEMO_DOMAIN, TAG

GOOD = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SITE_URL": "https://umlauf.hannover.example",
    "BOUNCE_ADDRESS": "bounces@hannover.example",
    "ANSWER_ADDRESS": "ratsbuero@hannover.example",
    "DEFAULT_FROM_EMAIL": "Ratsbüro <umlauf@hannover.example>",
}


@pytest.fixture
def deployed(settings, db, monkeypatch):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    return settings


def complaints():
    return [message.id for message in run_checks(tags=[TAG], include_deployment_checks=True)]


def test_a_city_that_has_set_everything_hears_nothing(deployed):
    assert complaints() == []


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "umlauf.W001"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "umlauf.W001"),
        ("SITE_URL", "http://127.0.0.1:8000", "umlauf.W002"),
        ("SITE_URL", "http://umlauf.hannover.example", "umlauf.W002"),
        ("SITE_URL", "umlauf.hannover.example", "umlauf.W002"),
        ("BOUNCE_ADDRESS", "", "umlauf.W004"),
        ("ANSWER_ADDRESS", "", "umlauf.W007"),
        ("DEFAULT_FROM_EMAIL", "umlauf@localhost", "umlauf.W005"),
        ("DEFAULT_FROM_EMAIL", "Umlauf <umlauf@localhost>", "umlauf.W005"),
    ],
)
def test_what_was_forgotten_is_named(deployed, name, value, complaint):
    setattr(deployed, name, value)

    assert complaints() == [complaint]


@pytest.mark.parametrize(
    ("vendor", "workers", "backend", "expected"),
    [
        ("sqlite", "", "django_tasks.backends.immediate.ImmediateBackend", []),
        ("sqlite", "1", "django_tasks.backends.immediate.ImmediateBackend", []),
        ("sqlite", "several", "django_tasks.backends.immediate.ImmediateBackend", []),
        ("sqlite", "4", "django_tasks.backends.immediate.ImmediateBackend", ["umlauf.W003"]),
        ("sqlite", "", "django_tasks_db.DatabaseBackend", ["umlauf.W003"]),
        ("postgresql", "4", "django_tasks_db.DatabaseBackend", []),
    ],
)
def test_several_processes_need_postgresql(deployed, monkeypatch, vendor, workers, backend, expected):
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))
    monkeypatch.setenv("WEB_CONCURRENCY", workers)
    deployed.TASKS = {"default": {"BACKEND": backend}}

    assert complaints() == expected


def test_static_files_have_to_be_collected(deployed, tmp_path):
    deployed.STATIC_ROOT = tmp_path
    deployed.STORAGES = {
        **deployed.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert complaints() == ["umlauf.W006"]

    manifest = {"version": "1.1", "paths": {"umlauf/umlauf.css": "umlauf/umlauf.css"}}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    assert complaints() == []


def test_log_ins_of_the_demo_are_an_error_until_nobody_can_use_them(deployed, django_user_model):
    somebody = django_user_model.objects.create_user(email=f"Clerk@{DEMO_DOMAIN}", password="umlauf-demo")
    assert complaints() == ["umlauf.E001"]

    somebody.is_active = False
    somebody.save()
    assert complaints() == []


def test_the_checks_know_the_demos_addresses():
    assert read_cast().domain == DEMO_DOMAIN


def test_each_says_what_to_do(deployed, django_user_model, monkeypatch):
    deployed.EMAIL_BACKEND, deployed.SITE_URL, deployed.BOUNCE_ADDRESS = (
        "django.core.mail.backends.dummy.EmailBackend",
        "",
        "",
    )
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    django_user_model.objects.create_user(email=f"clerk@{DEMO_DOMAIN}", password="umlauf-demo")

    messages = run_checks(tags=[TAG], include_deployment_checks=True)
    assert len(messages) >= 4
    assert all(message.hint for message in messages)


def test_they_are_left_to_deployment(deployed):
    deployed.BOUNCE_ADDRESS = ""

    assert [message.id for message in run_checks() if message.id.startswith(TAG)] == []
