"""Rich text holds what the editor lets people write, and also what was imported, sent by a program, or written into the
database. Whatever it holds, nothing is shown but what the editor could have made."""

from __future__ import annotations

import nh3

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3", "superscript", "subscript"]
# by what the editor offers; a feature without its elements fails when this is read
ELEMENTS = {
    "bold": {"b", "strong"},
    "italic": {"i", "em"},
    "ol": {"ol", "li"},
    "ul": {"ul", "li"},
    "link": {"a"},
    "h3": {"h3"},
    "superscript": {"sup"},
    "subscript": {"sub"},
}
ALWAYS = {"p", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}

_cleaner = nh3.Cleaner(
    tags=ALWAYS.union(*(ELEMENTS[feature] for feature in TEXT_FEATURES)),
    attributes={"a": {"href"}},
    url_schemes=SCHEMES,
    link_rel=None,
)


def cleaned(html: str) -> str:
    """Elements that are not known lose their tags and keep their text; scripts and styles lose both."""
    return _cleaner.clean(html)
