"""Errors are also told to a Sentry server (or one that speaks its protocol, such as GlitchTip), where ``SENTRY_DSN``
names one.

An error carries more than its text: local variables, the form that was sent, what was searched for. All that stays
here. What goes out is where it happened, in which request, and the key of the person.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from umlauf.operation.logs import redacted
from umlauf.operation.origins import NOBODY, request_id_of, request_now, user_id_of

MISSING = "SENTRY_DSN is set, but sentry-sdk is not installed: pip install --require-hashes -r requirements/sentry.txt"
KEPT_OF_A_REQUEST = ("method", "url")


def report_errors_to(dsn: str) -> None:
    """Raises ImproperlyConfigured without the package, and sentry_sdk's BadDsn for an address that is none."""
    try:
        import sentry_sdk  # optional, so only where it is asked for
    except ImportError as missing:
        raise ImproperlyConfigured(MISSING) from missing
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=_what_may_go_out,  # type: ignore[arg-type]  # sentry's own Event is a dictionary
    )


def _what_may_go_out(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    request = request_now.get()
    event.setdefault("tags", {})["request_id"] = request_id_of(request)
    event["user"] = {} if user_id_of(request) == NOBODY else {"id": user_id_of(request)}
    event["request"] = {key: value for key, value in event.get("request", {}).items() if key in KEPT_OF_A_REQUEST}
    event.pop("extra", None)
    cleaned: dict[str, Any] = _cleaned(event)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value
