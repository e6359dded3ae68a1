"""For trying Umlauf out and for changing it: one machine, nothing secret, mail on the console or in files."""

from __future__ import annotations

from umlauf.operation.logs import logging_to_standard_error
from umlauf.settings.base import *
from umlauf.settings.base import SECRET_KEY, VAR, env

SECRET_KEY = SECRET_KEY or "only-for-trying-it-out-on-this-machine"
DEBUG = env.bool("DEBUG", default=True)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # static files without collecting them, also with DEBUG off
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
AUTH_PASSWORD_VALIDATORS = []
# the demo is loaded by hundreds of tasks, each with a line at its start and its end
LOGGING = logging_to_standard_error(form=env("LOG_FORMAT", default="plain"), level=env("LOG_LEVEL", default="WARNING"))
