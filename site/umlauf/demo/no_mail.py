"""Nobody gets mail about things that happened years ago.

Mail backends are swapped rather than notifications switched off one by one, so that whatever learns to send mail later
is silent here too. Tasks run at once meanwhile: left in the queue, they would be found by a worker after the silence;
and the demo can be searched as soon as it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from papers.models import Letter

SILENT = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def no_mail() -> Iterator[None]:
    mail, tasks = settings.EMAIL_BACKEND, task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    settings.EMAIL_BACKEND = SILENT
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = ImmediateBackend(DEFAULT_TASK_BACKEND_ALIAS, {"QUEUES": []})
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = mail
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = tasks


@contextmanager
def no_letters() -> Iterator[None]:
    """Inside the transaction that writes them; those of somebody else are left alone."""
    last = Letter.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    yield
    Letter.objects.filter(pk__gt=last).delete()
