"""These settings are for the tests: fast where it does not matter, strict where it does."""

from __future__ import annotations

import tempfile

from umlauf.operation.logs import logging_to_standard_error
from umlauf.settings.base import *
from umlauf.settings.base import INSTALLED_APPS, LIMITS
from umlauf.settings.base import SITE_URL as SITE_URL

INSTALLED_APPS = [*INSTALLED_APPS, "umlauf.demo"]
DEMO_MAY_BE_LOADED = True
SECRET_KEY = "for-the-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="umlauf-media-")
WAGTAILADMIN_BASE_URL = "http://testserver"
STATIC_ROOT = tempfile.mkdtemp(prefix="umlauf-static-")
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
ELASTICSEARCH_URL = ""  # tests that need one ask for it
# in memory: which statements a page takes has nothing to do with what is remembered; the shared cache has its own tests
IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": IN_MEMORY, **{name: {**IN_MEMORY, "LOCATION": name} for name in ("pages", "counts")}}
KEEP_PAGES = False  # for the same reason
LIMITS = dict.fromkeys(LIMITS, "100000/m")  # tests come from one address
LOGGING = logging_to_standard_error(form="plain", level="WARNING")
SENTRY_DSN = ""  # what goes wrong in tests is told to nobody
