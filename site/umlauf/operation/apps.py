from __future__ import annotations

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "umlauf.operation"

    def ready(self) -> None:
        from umlauf.operation import task_log  # noqa: F401  # its receivers
