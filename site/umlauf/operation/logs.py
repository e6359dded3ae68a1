"""The log goes to standard error, where systemd, Docker and their like collect it: as lines for people, or as JSON for
programs.

Addresses and the signed tokens of links in mails are taken out of every line as the last thing before it is written. A
mail server that refuses a recipient, or a database that finds a person twice, quotes the address in its error, and no
caller could know. A token opens what it was made for, and the one that confirms a subscription holds the address.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

# Both begin where a word begins and take it whole; else a line of 100,000 letters would be looked at from each of them.
ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+")
LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x1b\x00]")
TOKEN = re.compile(r"(?<![\w.=-])[\w.=-]++:[0-9A-Za-z]{6}:[\w-]{43}")  # django.core.signing: value, time, signature

ALWAYS = ("levelname", "name", "message", "process", "request_id", "user_id", "task_id")
WHERE_GIVEN = ("status_code", "seconds", "exc_info", "stack_info")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def redacted(text: str) -> str:
    return TOKEN.sub("[token]", ADDRESS.sub("[address]", text))


class PlainLines(logging.Formatter):
    def __init__(self) -> None:
        origin = "request={request_id} user={user_id} task={task_id}"
        super().__init__(f"{{asctime}} {{levelname}} {{name}} {origin} {{message}}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line for each, whatever was quoted in it; the lines of a traceback follow it."""
        return LINE_END.sub(lambda end: ascii(end[0])[1:-1], redacted(super().formatMessage(record)))

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonLines(JsonFormatter):
    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger"}
        super().__init__(ALWAYS, timestamp=True, json_ensure_ascii=False, rename_fields=names)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """A line holds only what is named here: Django hands along the whole request, with what was searched for."""
        known = {"timestamp", "level", "logger", *ALWAYS, *WHERE_GIVEN}
        named = {key: value for key, value in log_data.items() if key in known}
        return {key: redacted(value) if isinstance(value, str) else value for key, value in named.items()}


FORMATS = {"plain": PlainLines, "json": JsonLines}


def logging_to_standard_error(*, form: str, level: str) -> dict[str, Any]:
    """Django's ``LOGGING``. Raises ImproperlyConfigured for a format or a level nobody knows."""
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}; known are {', '.join(FORMATS)}")
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}; known are {', '.join(LEVELS)}")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"origin": {"()": "umlauf.operation.origins.OriginFilter"}},
        "formatters": {"chosen": {"()": f"{__name__}.{FORMATS[form].__name__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["origin"], "formatter": "chosen"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers are silent unless DEBUG is on or ADMINS are named
            "django": {"handlers": [], "level": "NOTSET"},
            # would tell the title of every page that is made, published or moved, confidential ones too
            "wagtail": {"level": "WARNING"},
            "elastic_transport": {"level": "WARNING"},  # would tell of every request to the search server
            "fontTools": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
        },
    }
