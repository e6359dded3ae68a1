"""Every kind of page, and who asks for it. What is asked about stands in every city under the same key: the papers that
were written by the verbs are in all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from papers.models import Consultation, Organization, Paper, Strategy
from tests.benchmarks.pages.graph import MARK
from tests.benchmarks.pages.record import COMMON
from tests.benchmarks.pages.town import BUSY, CALM, EMAIL

PAGE = 300  # of the list, or the last one before
PER_PAGE = 20
COMMON_IN_TITLES = "Bericht"
COUNTED = math.inf  # counting reads everything, once after each change


class Question(NamedTuple):
    """``most``: how many times as long it may take in the larger city. ``by``: address of who is signed in.
    ``optional``: not every release of the product answers it. ``after_change``: nobody asked since a paper changed, so
    numbers of papers are counted, too, which are kept for all readers of the same rights until the next change."""

    group: str
    name: str
    address: str
    most: float = 1.2
    by: str = ""
    optional: bool = False
    after_change: bool = False


class Samples:
    """Rows of the hundred papers written by the verbs."""

    def __init__(self) -> None:
        public = Paper.objects.originals().filter(confidentiality="public").order_by("pk")
        plain = public.filter(strategy__isnull=True)
        self.completed = plain.filter(state="completed")[0]
        self.strategy = Strategy.objects.filter(measures__isnull=False).order_by("pk")[0]
        self.deliberating = plain.filter(state="deliberating", consultations__organization__slug=CALM)[0]
        self.draft = Paper.objects.originals().filter(state="draft").order_by("pk")[0]
        self.checking = Paper.objects.originals().filter(state="checking").order_by("pk")[0]
        self.line = Consultation.objects.open().filter(organization__slug=CALM).order_by("pk")[0]
        self.committee = Organization.objects.get(slug="europaausschuss")
        self.busy = Organization.objects.get(slug=BUSY)
        self.above = self.completed.get_parent()
        self.page_of_chooser = max(1, min(30, self.above.get_children_count() // 25))
        self.office = self.completed.originating_office
        self.partner = Organization.objects.get(slug="bristol")
        found = MARK.search(self.completed.title)
        assert found is not None
        self.rare = found[0]
        self.last_copy = plain.filter(title__startswith=self.completed.title.removesuffix(self.rare)).last()
        released = Paper.objects.originals().released().filter(confidentiality="public").count()
        self.page = max(1, min(PAGE, released // PER_PAGE))


def questions() -> list[Question]:
    samples = Samples()
    return [*_public(samples), *_searched(samples), *_desk(samples), *_of_member(samples)]


def _public(samples: Samples) -> Iterator[Question]:
    home = "/de/"
    papers = reverse("papers")

    def asked(name: str, address: str, most: float = 1.2, **query: Any) -> Question:
        return Question("public pages", name, f"{address}?{urlencode(query)}" if query else address, most)

    yield asked("home", home)
    yield asked("home, in English", "/en/")
    yield asked("list", papers)
    yield asked(f"list, page {PAGE}", papers, page=samples.page)
    yield asked("list, by kind", papers, kind="decision")
    yield asked("list, by committee", papers, committee=samples.committee.slug)
    yield asked("list, by year", papers, year=2026)
    yield asked("list, by state", papers, state="deliberating")
    for name, words, most in (
        ("rare word", samples.rare, 1.5),
        ("number", samples.completed.number, 1.5),
        ("common word", COMMON_IN_TITLES, 3),
    ):
        yield asked(f"list, by {name}", papers, most, q=words)
    yield asked("list, two filters", papers, committee=samples.committee.slug, state="completed")
    yield asked("paper", samples.completed.get_url() or "")
    yield asked("paper, written last", samples.last_copy.get_url() or "")
    yield asked("paper under way", samples.deliberating.get_url() or "")
    yield asked("strategy", samples.strategy.get_url() or "")
    yield asked("committees", reverse("committees"))
    yield asked("committee", reverse("committee", args=[samples.committee.slug]))
    yield asked("committee, much before it", reverse("committee", args=[samples.busy.slug]), most=1.6)  # shows more
    yield asked("office", reverse("committee", args=[samples.office.slug]))
    yield asked("partners", reverse("partners"))
    yield asked("partner", reverse("partner", args=[samples.partner.slug]))
    yield asked("partner's feed", reverse("partner_feed", args=[samples.partner.slug]))
    yield asked("feed of a search", reverse("search_feed"), q=samples.rare)
    # a large city has more sections, and more papers in a year
    yield Question("public pages", "sitemap", "/sitemap.xml", most=2, optional=True)
    yield Question("public pages", "sitemap, papers of a year", "/sitemap-papers-2026.xml", most=2.5, optional=True)
    for name, address in (("home", home), ("list", papers), ("sitemap", "/sitemap.xml")):
        yield Question("first reader after a change", name, address, COUNTED, optional=True, after_change=True)


def _searched(samples: Samples) -> Iterator[Question]:
    search = reverse("search")

    def asked(name: str, most: float, **query: Any) -> Question:
        return Question("search", name, f"{search}?{urlencode(query)}", most)

    yield asked("rare word", 1.5, q=samples.rare)
    yield asked("number", 1.5, q=samples.completed.number)
    yield asked("no such word", 1.5, q="Qwrtzpvbnq")
    yield asked("common word", 3, q=COMMON)
    yield asked("common word, by date", 3, q=COMMON, sort="date")
    yield asked("common word, filtered", 3, q=COMMON, year=2026)
    yield asked("two common words", 3, q=f"{COMMON} beauftragt")
    suggestions = f"{reverse('suggestions')}?q="
    yield Question("search", "suggestions, rare word", f"{suggestions}{samples.rare[:-1]}", 1.5)
    yield Question("search", "suggestions, common word", f"{suggestions}{COMMON[:4]}", 3)
    yield Question("search", "suggestions, common in titles", f"{suggestions}{COMMON_IN_TITLES[:4]}", 3)


def _desk(samples: Samples) -> Iterator[Question]:
    admin, inbox, papers = reverse("wagtailadmin_home"), reverse("workflows:inbox"), reverse("papers_admin:all")
    people = {
        "secretary": EMAIL.format(slug=CALM),
        "council office": "council_clerk@umlauf.test",
        "author": "author@umlauf.test",
    }
    page: Callable[[str, Any], str] = lambda name, paper: reverse(f"wagtailadmin_pages:{name}", args=[paper.pk])  # noqa: E731
    for who, by in people.items():
        screens = {
            "home": (admin, 1.2),
            "inbox": (inbox, 1.2),
            "all papers": (papers, 1.2),
            "all papers, waiting": (f"{papers}?state=deliberating", 1.2),
            "all papers, rare word": (f"{papers}?q={samples.rare}", 1.5),
            "all papers, common word": (f"{papers}?q={COMMON}", 3.0),
        }
        if who == "secretary":
            screens["act"] = reverse("workflows:act", args=[samples.line.pk]), 1.2
        if who == "council office":
            screens["editor"] = page("edit", samples.deliberating), 1.2
            screens["check"] = reverse("workflows:check", args=[samples.checking.pk]), 1.2
            screens["distribution"] = reverse("workflows:distribute", args=[samples.deliberating.pk]), 1.2
            screens["log of a paper"] = page("history", samples.deliberating), 1.2
            screens["deliveries"] = reverse("deliveries"), 1.2
            screens["mails"] = reverse("mails"), 1.2
            screens["translations"] = reverse("papers_admin:backlog"), 1.2
            for column in ("title", "-title", "number", "-number", "state"):
                screens[f"all papers, by {column}"] = f"{papers}?ordering={column}", 1.2
            screens["all papers, beginning of a number"] = f"{papers}?q={(samples.completed.number or '')[:6]}", 1.5
        if who == "author":
            screens["editor"] = page("edit", samples.draft), 1.2
            screens["slip"] = reverse("workflows:slip", args=[samples.draft.pk]), 1.2
            screens["new paper"] = reverse("papers_admin:new"), 1.2
            chooser = reverse("wagtailadmin_choose_page_child", args=[samples.above.pk])
            found = reverse("wagtailadmin_choose_page_search")
            screens["page chooser"] = chooser, 1.2
            screens["page chooser, page 30"] = f"{chooser}?p={samples.page_of_chooser}", 1.2
            screens["page chooser, rare word"] = f"{found}?q={samples.rare}", 1.5
            screens["page chooser, common word"] = f"{found}?q={COMMON}", 3.0
        for name, (address, most) in screens.items():
            yield Question("desk", f"{who}: {name}", address, most, by)
    log = reverse("wagtailadmin_reports:site_history")
    yield Question("desk", "administrator: log of everything", log, 1.2, "admin@umlauf.test")


def _of_member(samples: Samples) -> Iterator[Question]:
    addresses = {
        "home": "/de/",
        "list": reverse("papers"),
        "paper": samples.completed.get_url() or "",
        "committee": reverse("committee", args=[samples.committee.slug]),
    }
    for name, address in addresses.items():
        yield Question("desk", f"member: {name}", address, 1.2, "member@umlauf.test")
    search = f"{reverse('search')}?q="
    yield Question("desk", "member: rare word", f"{search}{samples.rare}", 1.5, "member@umlauf.test")
    yield Question("desk", "member: common word", f"{search}{COMMON}", 3, "member@umlauf.test")


def secretaries() -> Iterator[Question]:
    """What the secretaries of two committees ask most: who has 20 lines wherever that is, and who has the most."""
    addresses = {
        "home": reverse("wagtailadmin_home"),
        "inbox": reverse("workflows:inbox"),
        "all papers": reverse("papers_admin:all"),
    }
    for which, slug in (("few", CALM), ("many", BUSY)):
        for name, address in addresses.items():
            yield Question(f"{which} own lines", name, address, 1.5, EMAIL.format(slug=slug))
