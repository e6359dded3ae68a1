"""KERN's own style sheet, and which of its classes the product names."""

from __future__ import annotations

import re

from django.conf import settings

from umlauf.portal.presenters.progress import BADGES
from umlauf.portal.presenters.topics import MEASURE_BADGES

KERN = settings.ROOT / "node_modules" / "@kern-ux" / "native" / "dist" / "kern.min.css"
CLASS = re.compile(r"\.(kern-\w[\w-]*)")
NAMED = re.compile(r"(?<![\w-])kern-\w[\w-]*")
# what the templates' {{ kind }} may be
KINDS = {*BADGES.values(), *MEASURE_BADGES.values(), "danger", "success", "warning"}


def named():
    """Every class somebody names; of those named in parts, each it may come to."""
    found = set()
    for folder in ("papers", "search", "workflows", "site/umlauf"):
        for path in (settings.ROOT / folder).rglob("*.*"):
            if path.suffix in (".html", ".py", ".js"):
                found |= set(NAMED.findall(path.read_text()))
    parts = {name for name in found if name.endswith(("-", "_"))}
    assert parts <= {"kern-badge--", "kern-icon--", "kern-alert--"}, "say in purgecss.config.cjs what they may come to"
    return found - parts | {part + kind for part in parts for kind in KINDS}
