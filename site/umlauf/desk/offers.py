"""What Wagtail and its extensions offer, less what the gate would refuse.

Menus and fields for searching have a hook that sees all they hold; buttons of a page have none, so there every hook
that yields some is asked through ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from umlauf.desk.gate import may_open

LISTS = ("main_menu", "settings_menu", "reports_menu", "help_menu", "search")
BUTTONS = ("register_page_header_buttons", "register_page_listing_more_buttons", "register_user_listing_buttons")
LAST = 10_000

Yielding = Callable[..., Iterator[Any]]


def leave_out_what_is_refused(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if may_open(request.user, item.url)]


def ask_before_offering() -> None:
    """Once all hooks are known."""
    for name in LISTS:
        hooks.register(f"construct_{name}", leave_out_what_is_refused, order=LAST)
    for name in BUTTONS:
        registered = hooks._hooks.get(name, [])  # there is no public way to put something around a hook
        registered[:] = [(_asking(hook), order) for hook, order in registered]


def _asking(hook: Yielding) -> Yielding:
    @wraps(hook)
    def offered(*args: Any, **kwargs: Any) -> Iterator[Any]:
        user = kwargs["request_user"] if "request_user" in kwargs else kwargs.get("user") or args[1]
        for button in hook(*args, **kwargs):
            shown = button.is_shown(user) if hasattr(button, "is_shown") else button.show
            if shown and (not button.url or may_open(user, button.url)):
                yield button

    return offered
