"""What a first visit loads, with nothing kept from before: little, from here alone, in letters of its language, and
nothing moves while it comes."""

from __future__ import annotations

import gzip
import re

import pytest

from papers.models import Paper
from tests.factories.papers import paper_at, translate
from tests.umlauf.assets.kern import CLASS, KERN, named

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

MOST = 200 * 1024  # bytes, compressed
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifted += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""
CLASSES = "() => [...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList])"
# which letters beside Latin ones a language is written in, and a title in them
SCRIPTS = {
    "de": (set(), "Ausbau der Radwege am Ufer"),
    "pl": (set(), "Rozbudowa ścieżek rowerowych w Łodzi"),
    "ar": ({"arabic"}, "توسيع مسارات الدراجات على الضفة"),
    "hi": ({"devanagari"}, "नदी तट पर साइकिल पथ"),
    "ja": ({"japanese"}, "川沿いの自転車道の整備"),
    "ru": ({"cyrillic"}, "Строительство велодорожек на набережной"),
}


@pytest.fixture
def papers(cast):
    """Of each language a paper that is written in it."""
    original = paper_at("deliberating", cast, title=SCRIPTS["de"][1])
    papers = {language: translate(original, language) for language in SCRIPTS if language != "de"}
    for language, paper in papers.items():
        Paper.objects.filter(pk=paper.pk).update(title=SCRIPTS[language][1])
    return {"de": original, **papers}


def addresses(language, papers):
    return [
        f"/{language}/",
        f"/{language}/papers/",
        f"/{language}/search/?q=Rad",
        f"/{language}/committees/",
        papers[language].get_url(),
    ]


def weight_of(answer):
    """Bytes on the way; of text as many as compressing leaves, where the server at hand does not do that."""
    if "content-encoding" in answer.headers or answer.url.endswith(".woff2"):
        return answer.request.sizes()["responseBodySize"]
    return len(gzip.compress(answer.body()))


def loaded(page, address):
    """Bytes of each file, by its address."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    return {answer.url: weight_of(answer) for answer in answers if not answer.url.startswith("data:")}


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_first_visit_is_light_and_nothing_moves(language, open_as, papers):
    kerns = set(CLASS.findall(KERN.read_text()))
    for address in addresses(language, papers):
        page = open_as(None)
        weights = loaded(page, address)
        assert sum(weights.values()) <= MOST, (address, weights)
        assert page.evaluate("document.fonts.ready.then(() => window.shifted)") == 0, address
        fonts = {match[1] for url in weights if (match := re.search(r"(\w+?)(-[\w-]*)?\.woff2", url))}
        assert fonts == {"latin", *SCRIPTS[language][0]}, address
        assert set(page.evaluate(CLASSES)) & kerns <= named(), address
        assert page.locator("img:not([width][height])").count() == 0
