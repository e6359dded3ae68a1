"""Languages are configuration: what the interface speaks, what it falls back to, what a city may leave out."""

from __future__ import annotations

import polib
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext, override, pgettext

from tests.factories.papers import paper_at
from umlauf.catalogues import LOCALE
from umlauf.languages import IN_ENGLISH, PLAIN_GERMAN, named

PAPERS = {"de": "Vorlagen", "en": "Papers", "fr": "Rapports", "pl": "Druki", "cs": "Tisky", PLAIN_GERMAN: "Vorlagen"}


@pytest.mark.parametrize(("code", "word"), PAPERS.items())
def test_the_interface_speaks_the_language(code, word):
    with override(code):
        assert gettext("Papers") == word


@pytest.mark.parametrize("code", IN_ENGLISH)
def test_languages_without_a_catalogue_show_english_not_german(code):
    with override(code):
        assert gettext("Papers") == "Papers"
        assert pgettext("votes", "Yes") == "Yes"


def test_plain_german_uses_simpler_words_where_it_has_some():
    with override(PLAIN_GERMAN):
        assert gettext(
            "There is no translation into your language yet. You are reading the original (%(language)s)."
        ).startswith("Diesen Text gibt es")


def test_a_language_without_a_name_is_refused_at_start():
    with pytest.raises(ImproperlyConfigured, match="tlh"):
        named(["de", "tlh"])


def test_plain_german_says_what_german_says_except_its_own_words():
    """And not what the German of the packages says: ``Timeline`` is theirs, too."""
    catalogues = LOCALE / "de", LOCALE / "de_X-leicht"
    german, own = (polib.pofile(str(folder / "LC_MESSAGES" / "django.po")) for folder in catalogues)
    its_own = {(entry.msgctxt, entry.msgid) for entry in own}
    assert {(None, "Sign in"), (None, "not translated yet")} <= its_own

    different = []
    for entry in german.translated_entries():
        said = []
        for language in ("de", PLAIN_GERMAN):
            with override(language):
                said.append(pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid))
        if said[0] != said[1] and (entry.msgctxt, entry.msgid) not in its_own:
            different.append(entry.msgid)

    assert len(german) > 1000
    assert different == []


@pytest.mark.django_db
def test_every_language_has_its_pages_and_arabic_runs_from_right_to_left(cast, client):
    paper = paper_at("deliberating", cast)

    # where there is no catalogue, the interface is English and says so
    for code, spoken in {"fr": "fr", "ru": "en", "ja": "en", "hi": "en", PLAIN_GERMAN: PLAIN_GERMAN}.items():
        assert f'<html lang="{spoken}" dir="ltr"' in client.get(f"/{code}/papers/{paper.slug}/").content.decode()
    assert '<html lang="ar" dir="rtl"' in client.get(f"/ar/papers/{paper.slug}/").content.decode()


@pytest.mark.django_db
def test_the_switch_says_which_version_does_not_exist_and_search_engines_are_told_only_of_those_that_do(cast, client):
    paper = paper_at("deliberating", cast)

    page = client.get(f"/en/papers/{paper.slug}/").content.decode()

    assert f'rel="alternate" hreflang="de" href="http://testserver/de/papers/{paper.slug}/"' in page
    assert 'rel="alternate" hreflang="fr"' not in page
    assert "Leichte Sprache" in page
    assert "Français" in page
    assert page.count("not translated yet") == len(settings.LANGUAGES) - 1
    assert "not translated yet" not in client.get("/en/papers/").content.decode()
