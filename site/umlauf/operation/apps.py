from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class OperationConfig(AppConfig):
    name = "umlauf.operation"

    def ready(self) -> None:
        from umlauf.operation import checks, task_log  # noqa: F401  # both register themselves
        from umlauf.operation.error_reporting import report_errors_to

        if settings.SENTRY_DSN:
            report_errors_to(settings.SENTRY_DSN)
