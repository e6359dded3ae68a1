"""``gunicorn umlauf.wsgi`` with ``site/`` on the path."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.production")
application = get_wsgi_application()
