"""Channels of the portal that are asked for one paper."""

from __future__ import annotations

from collections.abc import Iterator

from tests.access.channels.asking import Ask, Channel, ask
from tests.access.expected import (
    ADDRESS_ROW,
    CITIZENS_ROW,
    IN_FORCE_ROW,
    NOBODY_ROW,
    RELEASED_ROW,
    TEXT_ROW,
    UNFINISHED_ROW,
    Row,
)
from tests.access.words import LEVELS
from tests.access.world import Specimen, World
from umlauf.portal.addresses import paper_url


def path_of(specimen: Specimen) -> str:
    """As it stands in the address: what lies below the index of papers."""
    return paper_url(specimen.paper).partition("/papers/")[2].strip("/")


def pages(language: str):
    return lambda specimen, _world: [ask("paper", path_of(specimen), language=language)]


def pdf(language: str):
    return lambda specimen, _world: [ask("paper_pdf", path_of(specimen), language=language)]


def with_results(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("paper_with_results", path_of(specimen))


def by_its_number(specimen: Specimen, _world: World) -> Iterator[Ask]:
    if specimen.paper.number:
        yield ask("paper", specimen.paper.number.replace("/", "-"))


def by_its_number_alone(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """Behind the address of the site, as it stands on paper and as people shorten it."""
    if specimen.paper.number:
        for typed in (specimen.paper.number, specimen.paper.number.replace("/", "-").lstrip("0")):
            yield from (Ask(f"/{typed}"), Ask(f"/{typed}/"))


def head(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("paper", path_of(specimen), method="head")
    yield ask("paper_pdf", path_of(specimen), method="head")


def asked_again(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """With what a browser keeps of an earlier answer: whether that is still so is a thing to know, too."""
    known = {"If-None-Match": f'"{specimen.print_sha256}"', "If-Modified-Since": "Mon, 02 Nov 2026 08:00:00 GMT"}
    yield ask("paper_pdf", path_of(specimen), headers=known)
    yield ask("paper_pdf", path_of(specimen), headers={"Range": "bytes=0-99"})


def package(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("package", query={"paper": specimen.paper.slug})


def annex(level: str):
    def of_paper(specimen: Specimen, _world: World) -> Iterator[Ask]:
        found = specimen.annexes[level]
        yield ask("attachment", found.pk, found.filename)

    return of_paper


def image(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("image", specimen.image.file.name)


def thumbnail(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("image", specimen.thumbnail.file.name)


def verify(specimen: Specimen, _world: World) -> Iterator[Ask]:
    if specimen.print_sha256:
        yield ask("verify", query={"sha256": specimen.print_sha256})
        yield ask("verify", method="post", data={"sha256": specimen.print_sha256})


def request_translation(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("request_translation", specimen.paper.pk, language="pl")
    yield ask("request_translation", specimen.paper.pk, language="pl", method="post")


def delivered(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """With the personal link of somebody else."""
    if specimen.distribution is not None:
        yield ask("delivered", specimen.distribution.deliveries.order_by("pk").first().token)


def words(part: str, name: str = "search", **query: str):
    """Search for a word of the paper's; the answer is recognised by its others."""
    return lambda specimen, _world: [ask(name, query={"q": specimen.word(part), **query})]


def beginnings(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("suggestions", query={"q": specimen.word("title")[:-1]})


def misspelt(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("search", query={"q": specimen.word("title").replace("title", "titlle")})


def served_by_wagtail(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """Past our own addresses, below the root of Wagtail's pages."""
    for page in filter(None, (specimen.paper, specimen.english, specimen.french)):
        yield Ask(page.url or f"/de/papers/{page.slug}/")
        yield Ask(f"/{page.locale.language_code}/papers/{page.slug}")
        yield Ask(f"/papers/{page.slug}/")


def annex_row(own: str) -> Row:
    """The readers of the text at the stricter of both levels."""
    index = LEVELS.index(own)
    stricter = {
        stage: tuple(levels[max(index, at)] for at in range(len(LEVELS))) for stage, levels in TEXT_ROW.table.items()
    }
    return Row(f"who may read the text if it were {own.replace('_', '-')}", stricter)


def released_annex_row(own: str) -> Row:
    row = annex_row(own)
    return Row(row.sentence, {stage: levels for stage, levels in row.table.items() if stage in RELEASED_ROW.table})


# In a package are the annexes that lie open to everybody who may read the paper.
OPEN_ANNEX = released_annex_row("public")

PORTAL = (
    Channel("page", pages("de"), shows={"text": TEXT_ROW, "annexp": annex_row("public")}, opens=TEXT_ROW),
    Channel("page in English", pages("en"), shows={"english": ADDRESS_ROW}, opens=TEXT_ROW),
    Channel("page in French", pages("fr"), shows={"french": UNFINISHED_ROW}, opens=TEXT_ROW),
    Channel("page by its number", by_its_number),
    Channel("page by its number alone", by_its_number_alone),
    Channel("page served by Wagtail", served_by_wagtail),
    Channel("head of page and PDF", head, opens=TEXT_ROW),
    Channel("PDF", pdf("de"), shows={"text": TEXT_ROW}, opens=TEXT_ROW),
    Channel("PDF in English", pdf("en"), shows={"english": ADDRESS_ROW}, opens=TEXT_ROW),
    Channel("PDF in French", pdf("fr"), shows={"french": UNFINISHED_ROW}, opens=TEXT_ROW),
    Channel("PDF with results", with_results, shows={"text": ADDRESS_ROW}, opens=ADDRESS_ROW),
    Channel("PDF asked for again", asked_again, opens=TEXT_ROW),
    Channel("package", package, shows={"text": ADDRESS_ROW}, opens=ADDRESS_ROW),
    Channel("public annex", annex("public"), shows={"insidep": annex_row("public")}, opens=annex_row("public")),
    Channel(
        "non-public annex",
        annex("non_public"),
        shows={"insiden": annex_row("non_public")},
        opens=annex_row("non_public"),
    ),
    Channel(
        "confidential annex",
        annex("confidential"),
        shows={"insidec": annex_row("confidential")},
        opens=annex_row("confidential"),
    ),
    Channel("image", image, opens=TEXT_ROW),
    Channel("rendition of an image", thumbnail, opens=TEXT_ROW),
    Channel("page to verify a PDF", verify, shows={"title": ADDRESS_ROW}),
    Channel("request for a translation", request_translation, shows={"title": NOBODY_ROW}, opens=IN_FORCE_ROW),
    Channel("personal link of a delivery", delivered),
    Channel("hit by a word of the text", words("text"), shows={"title": TEXT_ROW}),
    Channel("hit by a word of the title", words("title")),
    Channel("hit by a word of a public annex", words("insidep"), shows={"annexp": annex_row("public")}),
    Channel("hit by a word of a non-public annex", words("insiden"), shows={"annexn": annex_row("non_public")}),
    Channel("hit by a word of a confidential annex", words("insidec"), shows={"annexc": annex_row("confidential")}),
    Channel("hit by a word of a draft", words("draft"), shows={"title": NOBODY_ROW}),
    Channel("hit by a word of a translation", words("english"), shows={"title": ADDRESS_ROW}),
    Channel("hit by a word of an unfinished translation", words("french"), shows={"title": NOBODY_ROW}),
    Channel("hit by a remark", words("remark"), shows={"title": NOBODY_ROW}),
    Channel("suggestion", beginnings, shows={"title": TEXT_ROW}),
    Channel("did you mean", misspelt, shows={"title": TEXT_ROW}),
    Channel("search as CSV", words("text", "search_csv"), shows={"title": TEXT_ROW}),
    Channel("search as XLSX", words("text", "search_xlsx"), shows={"title": TEXT_ROW}),
    Channel("feed of a search", words("text", "search_feed"), shows={"title": CITIZENS_ROW}),
)
