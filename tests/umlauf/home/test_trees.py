"""What happens to the trees of the languages when the world around them changes."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.about.places import PLACES
from umlauf.home.models import HomePage
from umlauf.home.pages import ensure_pages
from umlauf.languages import NAMES

pytestmark = pytest.mark.django_db

ALL_LANGUAGES = list(NAMES)
WRITTEN_IN = ("de", "en")  # pages about the site
EVERY_TREE = [
    row
    for code in ALL_LANGUAGES
    for row in (
        (code, f"home-{code}", "HomePage"),
        (code, "papers", "PaperIndexPage"),
        *((code, place, "InformationPage") for place in PLACES if code in WRITTEN_IN),
    )
]


def tree() -> list[tuple[str, str, str]]:
    return [
        (page.locale.language_code, page.slug, type(page.specific).__name__)
        for page in Page.objects.filter(depth__gt=1).order_by("path")
    ]


def test_nothing_of_wagtails_own_is_left():
    assert tree() == EVERY_TREE


def test_addresses_name_the_language_and_never_the_home():
    assert [page.get_url() for page in HomePage.objects.order_by("path")] == [f"/{code}/" for code in ALL_LANGUAGES]
    assert [page.get_url() for page in PaperIndexPage.objects.order_by("path")] == [
        f"/{code}/papers/" for code in ALL_LANGUAGES
    ]


def test_titles_are_in_the_language_of_the_page():
    assert list(PaperIndexPage.objects.order_by("path").values_list("title", flat=True))[:5] == [
        "Vorlagen",
        "Papers",
        "Rapports",
        "Druki",
        "Tisky",
    ]


def test_a_language_added_later_is_a_translation_of_the_others(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [*settings.LANGUAGES, ("eo", "Esperanto")]

    ensure_pages()

    esperanto = HomePage.objects.get(locale__language_code="eo")
    assert tree() == [*EVERY_TREE, ("eo", "home-eo", "HomePage"), ("eo", "papers", "PaperIndexPage")]
    assert esperanto.translation_key == HomePage.objects.get(locale__language_code="de").translation_key
    assert (
        esperanto.get_children().get().translation_key
        == PaperIndexPage.objects.get(locale__language_code="de").translation_key
    )


def test_a_page_that_a_city_made_the_root_of_its_site_is_not_deleted():
    own = Page.get_first_root_node().add_child(
        instance=Page(title="Eigene Startseite", slug="eigene", locale=Locale.objects.get(language_code="de"))
    )
    own.add_child(instance=Page(title="Darunter", slug="darunter", locale=own.locale))
    Site.objects.update(root_page=own)

    ensure_pages()

    assert Page.objects.filter(pk=own.pk).exists()
    assert isinstance(Site.objects.get().root_page.specific, HomePage)


def test_it_all_comes_back_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert tree() == EVERY_TREE
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="de")


def test_a_migrate_that_stops_before_our_tables_is_left_alone():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE home_homepage RENAME TO home_elsewhere")

    ensure_pages()

    assert Page.objects.filter(depth__gt=1).count() == len(EVERY_TREE)
