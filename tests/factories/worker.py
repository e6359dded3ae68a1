"""Worker processes that can be killed. They come from a server that has imported everything already, so that another
one costs nothing."""

from __future__ import annotations

import multiprocessing
import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection


def forks(**environment: str):
    """A context whose processes see this test's database, files and ``environment``."""
    url = urlsplit(os.environ["DATABASE_URL"])
    os.environ.update(
        DATABASE_URL_OF_WORKERS=urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        MEDIA_ROOT_OF_WORKERS=str(settings.MEDIA_ROOT),
        EMAIL_PORT_OF_WORKERS=str(settings.EMAIL_PORT),
        **environment,
    )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.factories.worker_process"])
    return context
