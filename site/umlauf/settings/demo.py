"""These settings are for trying Umlauf out: one machine, nothing secret, mail in files, and the demo to load."""

from __future__ import annotations

from umlauf.operation.logs import logging_to_standard_error
from umlauf.settings.base import *
from umlauf.settings.base import INSTALLED_APPS, SECRET_KEY, VAR, env

INSTALLED_APPS = [*INSTALLED_APPS, "umlauf.demo"]
DEMO_MAY_BE_LOADED = True
SECRET_KEY = SECRET_KEY or "only-for-trying-it-out-on-this-machine"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # static files without collecting them, also with DEBUG off
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
AUTH_PASSWORD_VALIDATORS = []
# the demo is loaded by hundreds of tasks, each with a line at its start and its end
LOGGING = logging_to_standard_error(form=env("LOG_FORMAT", default="plain"), level=env("LOG_LEVEL", default="WARNING"))
