"""``manage.py check --deploy``: what a city must not forget before citizens see Umlauf. Django's own checks say the
rest, among it DEBUG.

What is known to be needed at start (``SECRET_KEY``, ``ALLOWED_HOSTS``) stops the start instead, in
``umlauf.settings.production``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[..., list[CheckMessage]]

TAG = "umlauf"
DEMO_DOMAIN = "umlauf.example"  # of the demo's addresses; said here once more, as production does without the demo
MAIL_TO_NOBODY = ("console", "filebased", "locmem", "dummy")  # Django's mail backends for trying out
ONLY_HERE = ("localhost", "127.0.0.1", "::1", None)


def _for_deployment(check: Check) -> Check:
    register(TAG, deploy=True)(check)
    return check


@_for_deployment
def mail_is_sent(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND not in [f"django.core.mail.backends.{name}.EmailBackend" for name in MAIL_TO_NOBODY]:
        return []
    hint = "Set EMAIL_URL, for instance smtp+tls://user:password@host:587."
    return [Warning(f"Mail reaches nobody: it goes to {settings.EMAIL_BACKEND}.", hint=hint, id="umlauf.W001")]


@_for_deployment
def links_in_mails_lead_here(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    address = urlsplit(settings.SITE_URL)
    if address.hostname not in ONLY_HERE and address.scheme == "https":
        return []
    hint = "Set SITE_URL to the address citizens use, beginning with https://."
    return [Warning(f"Links in mails lead to {settings.SITE_URL}.", hint=hint, id="umlauf.W002")]


@_for_deployment
def one_process_writes_to_sqlite(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    """What can be known from here: gunicorn takes its number of workers from WEB_CONCURRENCY, and TASKS=database means
    a worker beside the web.
    """
    if connection.vendor != "sqlite":
        return []
    several = []
    workers = os.environ.get("WEB_CONCURRENCY", "")
    if workers.isdecimal() and int(workers) > 1:
        several.append(f"WEB_CONCURRENCY={workers}")
    if not settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend"):
        several.append("TASKS=database")
    if not several:
        return []
    hint = "Set DATABASE_URL to a PostgreSQL database: in SQLite one process writes at a time, others wait or give up."
    return [Warning(f"Several processes share one SQLite file ({', '.join(several)}).", hint=hint, id="umlauf.W003")]


@_for_deployment
def bounces_come_back(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    if settings.BOUNCE_ADDRESS:
        return []
    hint = "Set BOUNCE_ADDRESS, and let the mail server pipe what arrives there into manage.py record_bounce."
    return [Warning("Nobody learns of mail that came back.", hint=hint, id="umlauf.W004")]


@_for_deployment
def answers_are_read(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    if settings.ANSWER_ADDRESS or not settings.BOUNCE_ADDRESS:
        return []
    hint = "Set ANSWER_ADDRESS to a letter box of the city that somebody reads."
    return [Warning("Nobody reads what people answer to the address for bounces.", hint=hint, id="umlauf.W007")]


@_for_deployment
def mails_have_a_sender(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    if settings.DEFAULT_FROM_EMAIL.strip(">").rpartition("@")[2] not in ONLY_HERE:
        return []
    hint = "Set DEFAULT_FROM_EMAIL to an address of the city."
    complaint = f"Mails are sent by {settings.DEFAULT_FROM_EMAIL}, which no other mail server accepts."
    return [Warning(complaint, hint=hint, id="umlauf.W005")]


@_for_deployment
def static_files_are_collected(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    """Without them no page can be shown, not even the one that says something went wrong; and then that is not written
    down either.
    """
    if not isinstance(staticfiles_storage, ManifestFilesMixin) or staticfiles_storage.read_manifest():
        return []
    hint = "Run manage.py collectstatic, and let STATIC_ROOT name the folder it fills."
    return [Warning("Static files have not been collected.", hint=hint, id="umlauf.W006")]


@_for_deployment
def nobody_of_the_demo_is_here(app_configs: Any, **kwargs: object) -> list[CheckMessage]:
    try:
        count = get_user_model().objects.filter(is_active=True, email__iendswith=f"@{DEMO_DOMAIN}").count()
    except DatabaseError as problem:
        hint = "Run the check again where the migrated database can be reached."
        return [Info(f"Whether the demo's log-ins are here could not be asked: {problem}", hint=hint, id="umlauf.I001")]
    if not count:
        return []
    hint = f"Begin with an empty database, or deactivate everybody whose address ends with @{DEMO_DOMAIN}."
    return [Error(f"{count} people of the demo can sign in with a printed password.", hint=hint, id="umlauf.E001")]
