"""As a city has them, but for what would only wait: no mail server, no TLS, static files as they lie there, and limits
nobody meets."""

from __future__ import annotations

import os

from umlauf.operation.logs import logging_to_standard_error
from umlauf.settings.base import *
from umlauf.settings.base import LIMITS

SECRET_KEY = "for-the-benchmark"
ALLOWED_HOSTS = ["testserver"]
MEDIA_ROOT = os.environ.get("MEDIA_ROOT", MEDIA_ROOT)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_ROOT = VAR / "bench-pages" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
ELASTICSEARCH_URL = ""
LIMITS = dict.fromkeys(LIMITS, "1000000/m")
LOGGING = logging_to_standard_error(form="plain", level="CRITICAL")
SENTRY_DSN = ""
