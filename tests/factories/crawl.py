"""Opens every address that a link leads to, and reads pages as a browser would: links, scripts, handlers."""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.factories.hostile import PAYLOAD, SHORTER


class Answer(NamedTuple):
    address: str
    view: str
    status: int
    media_type: str
    body: bytes
    headers: dict


# What changes something, or leads out of what is looked at.
NOT_FOLLOWED = re.compile(r"/logout/|/unlock|/lock/|/ajax|/sessions?/|wagtailadmin_api|/api/|\bexport_as=|/jsi18n")
MOST_OF_ONE_VIEW = 3  # addresses; with different words in their query
MOST = 900


def name_of(address):
    """Of the view. An address resolves in its own language alone. Raises Resolver404."""
    match = _match(urlsplit(address).path)
    if match is None:
        raise Resolver404
    view = getattr(match.func, "view_class", match.func)
    return f"{match.app_name}:{match.url_name}" if match.app_name else match.url_name or view.__name__


@lru_cache(maxsize=10_000)  # every page links to the same menus
def _match(path):
    language = path.split("/")[1]
    with translation.override(language if language in dict(settings.LANGUAGES) else "de"):
        try:
            return resolve(path)
        except Resolver404:
            return None


def crawl(client, *starts):
    waiting, seen, counted, answers = deque(starts), set(starts), {}, []
    while waiting and len(answers) < MOST:
        address = waiting.popleft()
        answer = opened(client, address)
        answers.append(answer)
        for link in links_in(answer):
            key = (name_of(link), export_of(link))
            is_next = "Location" in answer.headers  # what is answered with leads there, and counts as the answer
            if link not in seen and (is_next or counted.get(key, 0) < MOST_OF_ONE_VIEW):
                seen.add(link)
                counted[key] = counted.get(key, 0) + (not is_next)
                waiting.append(link)
    return answers


def export_of(link):
    return "".join(re.findall(r"export=(\w+)", link))


def opened(client, address):
    """Where it leads to is a link like any other: many lead to the same."""
    response = client.get(address, headers={"accept-language": "de"})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    view = name_of(address)
    return Answer(address, view, response.status_code, media_type, body, dict(response.headers))


class Reader(HTMLParser):
    """What a browser would do with a page: links, scripts, handlers."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.problems, self.inside = [], [], []

    def handle_starttag(self, tag, attributes):
        self.inside.append(tag)
        for name, value in attributes:
            value = value or ""
            if name.startswith("on") and ("mark" in value or "=1" in value):
                self.problems.append(f"<{tag} {name}={value!r}>")
            if name in ("href", "src", "action", "formaction") and re.match(r"\s*javascript:", value, re.IGNORECASE):
                self.problems.append(f"<{tag} {name}={value!r}>")
            if name == "mark" or (tag == "img" and value == "x"):
                self.problems.append(f"<{tag} {name}>")
            if name in ("href", "data-url") or (name == "src" and tag in ("img", "iframe")):
                self.links.append(value)

    def handle_data(self, data):
        if self.inside and self.inside[-1] == "script":
            for payload in (PAYLOAD, SHORTER):
                if data.strip() == "mark()" or payload[:20] in data:
                    self.problems.append(f"<script>{data[:80]}")

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass


def read(body):
    reader = Reader()
    reader.feed(body.decode())
    reader.close()
    return reader


def links_in(answer):
    leads_to = answer.headers.get("Location")
    if answer.media_type != "text/html" and not leads_to:
        return
    for link in [leads_to] if leads_to else read(answer.body).links:
        try:
            parts = urlsplit(address := urldefrag(urljoin(answer.address, link.strip())).url)
        except ValueError:
            continue
        if parts.scheme or parts.netloc or NOT_FOLLOWED.search(address) or parts.path.startswith("/static/"):
            continue
        try:
            name_of(address)
        except Resolver404:  # leads nowhere
            continue
        yield address
