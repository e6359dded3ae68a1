"""Questions that are asked twice on purpose, each with the reason. Without them nothing changes, so no test can fail.

By path and source, as ``make mutation-access`` prints them.
"""

from __future__ import annotations

REDUNDANT: dict[tuple[str, str], str] = {
    (
        "papers/access/image_policy.py",
        "works_in_admin(user)",
    ): "whoever drafts or translates is in a group that enters the admin; should one not be, images stay closed",
    (
        "papers/access/image_policy.py",
        "principal_of(user).council_office",
    ): "it drafts for every office; spares a query",
}
