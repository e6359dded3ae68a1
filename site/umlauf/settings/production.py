"""These settings are for a city, behind a web server that speaks TLS."""

from __future__ import annotations

from umlauf.settings.base import *
from umlauf.settings.base import env

if not env("SECRET_KEY", default=""):
    raise RuntimeError("SECRET_KEY must be set in the environment")
if not env.list("ALLOWED_HOSTS", default=[]):
    raise RuntimeError("ALLOWED_HOSTS must be set in the environment")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # subdomains of the city's host are not ours to decide about
    "security.W021",  # nor is the list of hosts that browsers bring along
    "security.W019",  # the admin previews pages in a frame of its own; CONTENT_SECURITY_POLICY refuses all others
]
