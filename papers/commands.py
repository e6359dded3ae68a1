"""A command of ours tells the log that it began, how long it took and whether it failed: a clock starts most of them,
and nobody reads what they print.
"""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

logger = logging.getLogger(__name__)


class LoggedCommand(BaseCommand):
    def execute(self, *args: object, **options: Any) -> str | None:
        name = type(self).__module__.rpartition(".")[2]
        begun = perf_counter()

        def taken() -> float:
            return round(perf_counter() - begun, 3)

        logger.info("command %s started", name)
        try:
            output: str | None = super().execute(*args, **options)
        except CommandError as refusal:
            # its message says all, so without a traceback
            logger.error("command %s failed after %.2f s: %s", name, taken(), refusal, extra={"seconds": taken()})
            raise
        except BaseException:  # also one that is interrupted did not end
            logger.exception("command %s failed after %.2f s", name, taken(), extra={"seconds": taken()})
            raise
        logger.info("command %s ended after %.2f s", name, taken(), extra={"seconds": taken()})
        return output
