"""``gunicorn umlauf.wsgi`` with ``site/`` on the path."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.production")
application = get_wsgi_application()
gc.freeze()  # what was loaded to this point stays; looking through it again and again costs a fifth of every answer
