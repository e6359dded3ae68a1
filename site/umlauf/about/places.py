"""Where pages about the site stand: slugs that are the same in every language and name the addresses. The footer of
every page leads there."""

from __future__ import annotations

ACCESSIBILITY = "accessibility"
PLACES = ("help", "contact", ACCESSIBILITY, "privacy", "imprint")
