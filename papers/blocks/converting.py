"""Rich text as the editor has it, and back.

Wagtail's converter keeps in itself what it is reading. A field and its converter are made once for a process, so two
threads that open editors at once would get parts of each other's text, or an error. Each thread has its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

_of_this_thread = threading.local()


def converter_of(features: Iterable[str]) -> ContentstateConverter:
    """``features``: names of what the text may hold."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter  # once there are models

    made: dict[tuple[str, ...], ContentstateConverter] = _of_this_thread.__dict__.setdefault("made", {})
    key = tuple(features)
    if key not in made:
        made[key] = ContentstateConverter(key)
    return made[key]
