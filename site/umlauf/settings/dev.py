"""These settings are for changing Umlauf: the demo's settings, errors with their source, and django-debug-toolbar where
it is installed (``make run`` sees to it)."""

from __future__ import annotations

from importlib.util import find_spec

from umlauf.settings.demo import *
from umlauf.settings.demo import INSTALLED_APPS, MIDDLEWARE, env

DEBUG = env.bool("DEBUG", default=True)
KEEP_PAGES = env.bool("KEEP_PAGES", default=not DEBUG)  # a template that was changed is seen at once
# its scripts and styles are files of ours, so the content security policy stays as it is
DEBUG_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
    MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE]
    INTERNAL_IPS = ["127.0.0.1", "::1"]
