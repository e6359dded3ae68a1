"""Every public page of the demo in every language: what is in another language than the page is marked with it, and a
link that leads to a page of another language says so."""

from __future__ import annotations

import re
from collections import deque
from functools import cache

import pytest
from django.conf import settings
from lxml import html
from simplemma import in_target_language

from umlauf.languages import interface_language

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ASKED = ("search/?q=Stadt", "search/?q=city", "papers/?page=2", "papers/?q=Stadt", "papers/?state=completed")
FILES = re.compile(r"\.[a-z]{3,4}$|/attachments/|/feed/$")
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
}
LATIN = ("de", "en", "fr", "pl", "cs")
ENOUGH = 6  # words, to tell a language by them
WORD = re.compile(r"[^\W\d_]{2,}")
NO_TEXT = {"script", "style", "noscript", "template"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_another_language_says_so(client, language):
    wrong = {}
    for address, page in walked(client, language):
        for own, text in texts_of(page):
            text = text.removesuffix(f" – {settings.CITY_NAME}")  # of its title
            if problem := mistaken(own, text):
                wrong.setdefault((problem, text[:90]), address)
        for link in links_elsewhere(page, language):
            wrong.setdefault(("leads to another language and does not say so", link), address)
    assert wrong == {}


def walked(client, language):
    waiting = deque([f"/{language}/", *(f"/{language}/{asked}" for asked in ASKED)])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        if "html" not in answer.headers["Content-Type"]:
            continue
        page = html.fromstring(answer.content)
        assert page.get("lang") == interface_language(language), address
        yield address, page
        for link in page.xpath("//a/@href"):
            path = re.split(r"[?#]", link)[0]
            if path.startswith(f"/{language}/") and path not in seen and not FILES.search(path):
                seen.add(path)
                waiting.append(path)


def texts_of(page):
    """Each text and the language it is said to be in."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in NO_TEXT:
            continue
        own = language_of(element)
        for name in ("aria-label", "title", "alt", "placeholder"):
            if element.get(name, "").strip():
                yield own, " ".join(element.get(name).split())
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                yield own, " ".join(text.split())


def language_of(element):
    return next(each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang"))


@cache
def mistaken(own, text):
    """Says what is wrong with a text that is said to be in a language; nothing where that cannot be told."""
    for code, script in SCRIPTS.items():
        if script.search(text) and own != code:
            return f"{code} within {own}"
    words = WORD.findall(text)
    if len(words) < ENOUGH or own in SCRIPTS:
        return ""
    own = own.partition("-")[0]
    shares = {code: in_target_language(" ".join(words), lang=code) for code in LATIN}
    best = max(shares, key=lambda code: shares[code])
    return f"{best} within {own}" if shares[best] > shares[own] + 0.3 else ""


def links_elsewhere(page, language):
    for link in page.xpath("//a[@href]"):
        code = link.get("href").strip("/").split("/")[0]
        menu = any("umlauf-languages" in each.get("class", "") for each in link.iterancestors())
        if code in LANGUAGES and code != language and link.get("hreflang") != code and not menu:
            yield link.get("href")
