"""The pages every installation has: made once, found ever after, whatever happened to the tree in between."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.home.models import HomePage
from umlauf.home.pages import ensure_pages

pytestmark = pytest.mark.django_db


def tree() -> list[tuple[str, str, str]]:
    return [(page.locale.language_code, page.slug, type(page.specific).__name__) for page in Page.objects.filter(depth__gt=1).order_by("path")]


TWO_LANGUAGES = [
    ("de", "home-de", "HomePage"),
    ("de", "papers", "PaperIndexPage"),
    ("en", "home-en", "HomePage"),
    ("en", "papers", "PaperIndexPage"),
]


def test_migrate_leaves_one_home_and_one_index_per_language_and_nothing_of_wagtails():
    assert tree() == TWO_LANGUAGES


def test_the_site_is_rooted_in_the_german_home():
    site = Site.objects.get()

    assert site.root_page.specific == HomePage.objects.get(locale__language_code="de")
    assert site.is_default_site


def test_languages_are_translations_of_each_other():
    german, english = (HomePage.objects.get(locale__language_code=code) for code in ("de", "en"))
    indexes = PaperIndexPage.objects.order_by("path")

    assert german.translation_key == english.translation_key
    assert len({index.translation_key for index in indexes}) == 1
    assert german.get_url() == "/de/"
    assert english.get_url() == "/en/"
    assert [index.get_url() for index in indexes] == ["/de/papers/", "/en/papers/"]


def test_titles_are_in_the_language_of_the_page():
    assert list(PaperIndexPage.objects.order_by("path").values_list("title", flat=True)) == ["Vorlagen", "Papers"]


def test_running_again_changes_nothing():
    before = list(Page.objects.order_by("pk").values())

    ensure_pages()

    assert list(Page.objects.order_by("pk").values()) == before
    assert Site.objects.count() == 1


def test_a_language_added_later_gets_its_tree(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Französisch")]

    ensure_pages()

    french = HomePage.objects.get(locale__language_code="fr")
    assert [*tree()] == [*TWO_LANGUAGES, ("fr", "home-fr", "HomePage"), ("fr", "papers", "PaperIndexPage")]
    assert french.translation_key == HomePage.objects.get(locale__language_code="de").translation_key
    assert french.get_children().get().translation_key == PaperIndexPage.objects.get(locale__language_code="de").translation_key


def test_a_site_that_somebody_moved_to_a_page_of_their_own_keeps_that_page():
    own = Page.get_first_root_node().add_child(instance=Page(title="Eigene Startseite", slug="eigene", locale=Locale.objects.get(language_code="de")))
    own.add_child(instance=Page(title="Darunter", slug="darunter", locale=own.locale))
    Site.objects.update(root_page=own)

    ensure_pages()

    assert Page.objects.filter(pk=own.pk).exists()
    assert isinstance(Site.objects.get().root_page.specific, HomePage)


def test_it_all_comes_back_after_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert tree() == TWO_LANGUAGES
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="de")


def test_a_migrate_that_stops_before_our_tables_is_left_alone(monkeypatch):
    monkeypatch.setattr("django.db.backends.base.introspection.BaseDatabaseIntrospection.table_names", lambda self, cursor=None, include_views=False: [])
    HomePage.objects.all().delete()

    ensure_pages()

    assert not HomePage.objects.exists()
