"""Feeds of what anybody may read: they are fetched by programs that are signed in nowhere.

A feed is in the language of its address. What is not says so, to people and to programs. Atom is XML, which may not
hold control characters. Texts do: a word processor's line break is one, and anything can be typed into an address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from papers.files.cells import fit_for_xml
from umlauf.languages import marked_with_language


class AtomFeed(Atom1Feed):
    def __init__(self, title: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(fit_for_xml(title), *args, **kwargs)

    def add_item(self, title: str, link: str, description: str, *args: Any, **kwargs: Any) -> None:
        super().add_item(fit_for_xml(title), link, fit_for_xml(description), *args, **kwargs)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}


class PublicFeed(Feed):  # type: ignore[type-arg]  # Django's takes none when run
    feed_type = AtomFeed

    @property
    def author_name(self) -> str:
        return str(settings.CITY_NAME)

    @property
    def language(self) -> str:  # type: ignore[override]  # asked anew for each request
        return get_language() or settings.LANGUAGE_CODE

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        return {"language": self.language_of(item)}

    def item_title(self, item: Any) -> str:
        return marked_with_language(str(item.title), self.language_of(item))

    def language_of(self, item: Any) -> str:
        """Of its title."""
        raise NotImplementedError
