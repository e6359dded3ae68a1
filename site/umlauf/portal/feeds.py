"""Atom feeds are XML, which may not hold control characters. Texts do: a word processor's line break is one, and
anything can be typed into an address."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from papers.files.cells import fit_for_xml


class AtomFeed(Atom1Feed):
    def __init__(self, title: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(fit_for_xml(title), *args, **kwargs)

    def add_item(self, title: str, link: str, description: str, *args: Any, **kwargs: Any) -> None:
        super().add_item(fit_for_xml(title), link, fit_for_xml(description), *args, **kwargs)
