"""The pages every installation has, made after each migrate: a home and an index of papers for each content language.

A language is configuration: add it to the settings, run ``migrate``, and its tree is there. Everything is looked for before it is made.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.home.models import HomePage

PAPERS_SLUG = "papers"


def ensure_pages(**kwargs: Any) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    original = _tree(root, settings.LANGUAGE_CODE)
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            _tree(root, code, translation_of=original)
    _site(original)


def _tree(root: Page, code: str, *, translation_of: HomePage | None = None) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        key = {"translation_key": translation_of.translation_key} if translation_of else {}
        home = root.add_child(instance=HomePage(title=settings.CITY_NAME, slug=f"home-{code}", locale=locale, **key))
    if not PaperIndexPage.objects.filter(locale=locale).exists():
        index = PaperIndexPage.objects.filter(translation_key__isnull=False, locale=translation_of.locale).first() if translation_of else None
        key = {"translation_key": index.translation_key} if index else {}
        with override(code):
            title = gettext("Papers")
        home.add_child(instance=PaperIndexPage(title=title, slug=PAPERS_SLUG, locale=locale, **key))
    return home


def _site(home: HomePage) -> None:
    """One site, rooted in the home of the original language; Wagtail finds the other languages by translation."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name=settings.CITY_NAME)
    elif not HomePage.objects.filter(pk=site.root_page_id).exists():
        welcome = site.root_page
        site.root_page, site.site_name = home, settings.CITY_NAME
        site.save()
        if welcome.is_leaf() and not isinstance(welcome.specific, HomePage):
            welcome.delete()
