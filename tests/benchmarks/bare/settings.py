"""As a city runs it, with the bare page beside it."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "of a measurement")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/paper_page.sqlite3")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("MEDIA_ROOT", tempfile.mkdtemp())
os.environ.setdefault("STATIC_ROOT", tempfile.mkdtemp())

from umlauf.settings.production import *  # noqa: F403
from umlauf.settings.production import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.bare"]
# names with their hashes, as in production; nobody asks for the files, so they are not compressed
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
KEEP_PAGES = False  # each is made anew
