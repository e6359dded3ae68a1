"""Every content language has its tree, made by migrate and never made twice."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.home.models import HomePage
from umlauf.home.pages import ensure_pages

pytestmark = pytest.mark.django_db


def test_migrate_makes_a_home_and_an_index_per_language(settings):
    assert set(HomePage.objects.values_list("locale__language_code", flat=True)) == {
        code for code, _name in settings.LANGUAGES
    }
    assert set(PaperIndexPage.objects.values_list("locale__language_code", "slug")) == {
        (code, "papers") for code, _name in settings.LANGUAGES
    }
    assert HomePage.objects.values("translation_key").distinct().count() == 1
    assert PaperIndexPage.objects.values("translation_key").distinct().count() == 1
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="de")


def test_a_second_run_makes_nothing():
    before = Page.objects.count()

    ensure_pages()
    call_command("migrate", verbosity=0)

    assert Page.objects.count() == before


def test_a_new_language_in_the_settings_gets_its_tree(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [*settings.LANGUAGES, ("eo", "Esperanto")]

    ensure_pages()

    french = Locale.objects.get(language_code="fr")
    assert PaperIndexPage.objects.get(locale=french).get_parent().specific == HomePage.objects.get(locale=french)
