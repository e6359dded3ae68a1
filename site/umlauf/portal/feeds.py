"""Atom feeds and Excel files are XML, which may not hold control characters. Texts do: a word processor's line break is
one, and anything can be typed into an address."""

from __future__ import annotations

import re
from typing import Any

from django.utils.feedgenerator import Atom1Feed

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def fit_for_xml(text: str) -> str:
    return CONTROL.sub(" ", text)


class AtomFeed(Atom1Feed):
    def __init__(self, title: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(fit_for_xml(title), *args, **kwargs)

    def add_item(self, title: str, link: str, description: str, *args: Any, **kwargs: Any) -> None:
        super().add_item(fit_for_xml(title), link, fit_for_xml(description), *args, **kwargs)
