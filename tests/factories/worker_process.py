"""Imported by the server of processes: everything a worker needs, once."""

from __future__ import annotations

import os

if "DATABASE_URL_OF_WORKERS" in os.environ:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="umlauf.settings.test",
        DATABASE_URL=os.environ["DATABASE_URL_OF_WORKERS"],
        TASKS="database",
    )
    import django

    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT_OF_WORKERS"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
        "127.0.0.1",
        int(os.environ["EMAIL_PORT_OF_WORKERS"]),
        2,
    )
    import umlauf.urls  # noqa: F401
    import workflows.distribution.outbox  # noqa: F401


def work() -> None:
    """``manage.py db_worker``, until it is killed."""
    from django.core.management import call_command

    call_command("db_worker", interval=0.05, verbosity=0)


def die_sending() -> None:
    """A worker that the kernel kills over what it has just claimed, as where a message takes all memory."""
    import signal

    from workflows.distribution import outbox

    if outbox.claim() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
