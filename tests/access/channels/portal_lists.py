"""Channels of the portal that show many papers at once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.access.channels.asking import Ask, Channel, ask
from tests.access.expected import ADDRESS_ROW, CITIZENS_ROW, RELEASED_ROW, TEXT_ROW
from tests.access.words import COMMON
from tests.access.world import World

PAGES = ("1", "2", "3")  # of twenty rows


def papers(world: World) -> Iterator[Ask]:
    yield from (ask("papers", query={"page": page}) for page in PAGES)


def papers_filtered(world: World) -> Iterator[Ask]:
    for filters in ({"q": COMMON}, {"state": "deliberating"}, {"year": "2026"}, {"confidentiality": "confidential"}):
        yield ask("papers", query=filters)


def papers_in_english(world: World) -> Iterator[Ask]:
    yield from (ask("papers", language="en", query={"page": page}) for page in PAGES)


def home(world: World) -> Iterator[Ask]:
    for language in ("de", "en", "fr"):
        yield Ask(f"/{language}/")


def committees(world: World) -> Iterator[Ask]:
    org = world.cast.org
    for organization in (org.council, org.europe_committee, org.culture_committee, org.finance_committee):
        yield ask("committee", organization.slug)
    yield ask("committees")


def offices(world: World) -> Iterator[Ask]:
    yield ask("committee", world.cast.org.international_office.slug)
    yield ask("committee", world.cast.org.planning_office.slug)


def partners(world: World) -> Iterator[Ask]:
    yield ask("partners")
    yield ask("partner", "bristol")
    yield ask("partner", "rouen")
    yield ask("partner", "bristol", language="en")


def partner_feeds(world: World) -> Iterator[Ask]:
    for language in ("de", "en"):
        yield ask("partner_feed", "bristol", language=language)
        yield ask("partner_feed", "rouen", language=language)


def search(world: World) -> Iterator[Ask]:
    """In German alone, too: whoever reads unfinished translations is shown one of them where it fits as well."""
    for languages in ({}, {"language": "de"}):
        yield from (ask("search", query={"q": COMMON, "page": page, **languages}) for page in PAGES)


def search_filtered(world: World) -> Iterator[Ask]:
    """Filters alone list papers, too, and their counts tell of them."""
    org = world.cast.org
    for filters in (
        {"year": "2026"},
        {"state": "draft"},
        {"state": ["checking", "releasing"]},
        {"office": org.international_office.pk},
        {"committee": org.europe_committee.pk},
        {"part": "attachment"},
        {"outcome": "signed_with_remarks"},
        {"language": "fr"},
    ):
        yield ask("search", query=filters)


def search_exports(world: World) -> Iterator[Ask]:
    for languages in ({}, {"language": "de"}):
        yield ask("search_csv", query={"q": COMMON, **languages})
        yield ask("search_xlsx", query={"q": COMMON, **languages})


def suggestions(world: World) -> Iterator[Ask]:
    yield ask("suggestions", query={"q": COMMON[:6]})
    yield ask("suggestions", query={"q": "0001"})


def feed(world: World) -> Iterator[Ask]:
    yield ask("search_feed", query={"q": COMMON})


def sitemap(world: World) -> Iterator[Ask]:
    yield ask("sitemap")
    for section in ("pages", "committees", "partners"):
        yield ask("sitemap_section", section)
    yield from (ask("sitemap_section", "papers-2026", query={"p": page}) for page in PAGES)


def received(world: World) -> Iterator[Ask]:
    yield ask("received")


def subscribing(world: World) -> Iterator[Ask]:
    yield ask("subscriptions:subscribe", "partner_city", "bristol")
    yield ask("subscriptions:subscribe", "search", f"q={COMMON}")
    yield ask("subscriptions:subscribe", "search", f"q={COMMON}", method="post", data={"email": "jemand@umlauf.test"})


def errors(world: World) -> Iterator[Ask]:
    yield Ask("/de/papers/lindenallee/")
    yield Ask("/de/papers/9999-2026/")
    yield Ask("/de/search/?q=%00")
    yield Ask("/media/original_images/nichts.png")
    yield ask("verify", query={"sha256": "0" * 64})
    yield Ask("/health/")


PORTAL_LISTS = (
    Channel("list of papers", of_all=papers, shows={"title": RELEASED_ROW}),
    Channel("list of papers, filtered", of_all=papers_filtered),
    Channel("list of papers in English", of_all=papers_in_english, shows={"english": RELEASED_ROW}),
    Channel("home", of_all=home),
    Channel("pages of committees", of_all=committees),
    Channel("pages of offices", of_all=offices, shows={"title": RELEASED_ROW}),
    Channel("pages of partner cities", of_all=partners, shows={"english": ADDRESS_ROW}),
    Channel("feeds of partner cities", of_all=partner_feeds, shows={"english": CITIZENS_ROW}),
    Channel("search", of_all=search, shows={"title": TEXT_ROW}),
    Channel("search by filters", of_all=search_filtered),
    Channel("search exported", of_all=search_exports, shows={"title": TEXT_ROW}),
    Channel("suggestions", of_all=suggestions),
    Channel("feed", of_all=feed),  # in whatever language it finds first
    Channel("sitemap", of_all=sitemap, shows={"number": CITIZENS_ROW}),
    Channel("what was sent to me", of_all=received),
    Channel("subscribing", of_all=subscribing),
    Channel("error pages", of_all=errors),
)
