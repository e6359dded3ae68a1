"""No screen of the desk leads anybody to where they may not go."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from django.urls import resolve
from wagtail.models import Locale

from papers.models import Paper
from papers.translation.drafts import begin_translation
from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, edit, paper_at
from workflows.distribution.distributing import distribute
from workflows.translation.review import submit_translation

pytestmark = [
    pytest.mark.thorough,
    # Wagtail leaves the temporary file of a rendition to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

STAGES = ("draft", "co_signing", "checking", "releasing", "deliberating", "completed", "returned_after_release")
SAME = 2  # addresses of one screen that are opened; the rest would show the same
MOST = 600  # screens for one person
HREF = re.compile(r'\shref="(/admin/[^"#]*)')
IN_SCRIPTS = re.compile(r'"(?:url|editUrl|exploreUrl|liveUrl|\w+Url)":\s*"(/admin/[^"]*)"')
FOR_SCRIPTS = re.compile(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>|data-props="([^"]*)"', re.DOTALL)


def liaison_of_a_language(cast):
    cast.liaison.memberships.update(role="liaison")
    type(cast.org.bristol).objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])


@pytest.fixture
def city(cast):
    """Something of everything, so that screens have rows and rows have buttons."""
    liaison_of_a_language(cast)
    for stage in STAGES:
        paper = paper_at(stage, cast, title=f"Vorlage {stage}", body=with_image(image_of(cast.author)))
        if stage == "draft":
            edit(paper, by=cast.author, summary="Neu.")
        if stage == "deliberating":
            edit(paper, by=cast.council_clerk, summary="Neu.")
    paper = paper_at("deliberating", cast, title="Bericht", confidentiality="public")
    add_attachment(paper_at("draft", cast, title="Mit Anlage"), by=cast.author)
    distribute(paper, by=cast.council_clerk)
    for language, by in (("en", cast.author), ("fr", cast.author)):
        page = begin_translation(paper, Locale.objects.get(language_code=language), by=by)
        submit_translation(page, by=by, partial=True)
    image_of(cast.author, "Frei")
    return cast


def links_of(body):
    shown = set(HREF.findall(body))
    for sidebar, props in FOR_SCRIPTS.findall(body):
        shown |= set(IN_SCRIPTS.findall(sidebar or html.unescape(props)))
    return {html.unescape(address) for address in shown}


def screen_of(address):
    match = resolve(address.partition("?")[0])
    return match.route, "?" in address


def walk(client):
    """Yields every address that was shown, with where it was shown and what it answers."""
    queue, seen, opened = [("/admin/", "")], {"/admin/"}, Counter()
    while queue and opened.total() < MOST:
        address, shown_on = queue.pop(0)
        if "/logout/" in address or "/bulk/" in address:  # the latter get their keys from a script
            continue
        opened[screen_of(address)] += 1
        if opened[screen_of(address)] > SAME:
            continue
        response = client.get(address)
        yield address, shown_on, response
        if response.status_code == 200 and not response.streaming and "html" in response["Content-Type"]:
            for link in sorted(links_of(response.content.decode()) - seen):
                seen.add(link)
                queue.append((link, address))


def is_dead(response):
    leads_home = response.status_code == 302 and response["Location"] == "/admin/"
    away = response.status_code == 302 and response["Location"].startswith("/de/admin/")  # on the way to a 404
    return leads_home or away or response.status_code in (403, 404)


# whom of the cast, and where each of them gets to at least: the proof that the walk looks at something
PEOPLE = {
    "author": {"/admin/papers/new/", "/admin/images/", "/admin/pages/{paper}/history/"},
    "cosigner": {"/admin/papers/", "/admin/papers/new/"},
    "council_clerk": {"/admin/users/", "/admin/organizations/", "/admin/workflows/list/"},
    "secretary": {"/admin/inbox/", "/admin/papers/"},
    "chair": {"/admin/inbox/"},
    "spokeswoman": {"/admin/papers/new/"},
    "liaison": {"/admin/papers/translations/", "/admin/inbox/translations/{translation}/"},
    "outsider": {"/admin/papers/", "/admin/images/"},
    "admin": {"/admin/pages/", "/admin/users/", "/admin/reports/site-history/"},
}


@pytest.mark.parametrize("name", PEOPLE)
def test_no_link_is_dead(city, signed_in, name):
    keys = {"paper": Paper.objects.earliest("pk").pk, "translation": Paper.objects.get(locale__language_code="en").pk}
    dead, opened = [], set()
    for address, shown_on, response in walk(signed_in(city.people()[name])):
        opened.add(address.partition("?")[0])
        if is_dead(response):
            dead.append(f"{address} on {shown_on}")

    assert "\n".join(dead) == ""
    assert {address.format(**keys) for address in PEOPLE[name]} <= opened
