"""The pages every installation has, made after each migrate: a home and an index of papers for each content language.

A language is configuration: add it to the settings, run ``migrate``, and its tree is there. Everything is looked for
before it is made, so it can run any number of times, also after ``flush`` has taken Wagtail's own root page away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.home.models import HomePage

if TYPE_CHECKING:
    from uuid import UUID

PAPERS_SLUG = "papers"

OnePerLanguage = TypeVar("OnePerLanguage", HomePage, PaperIndexPage)


def ensure_pages(*, using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    if not _tables_exist(using):
        return
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=_locale(settings.LANGUAGE_CODE))
    )
    original = _tree(root, settings.LANGUAGE_CODE)
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            _tree(root, code)
    _site(original)


def _tables_exist(using: str) -> bool:
    """A migrate that goes only part of the way (``migrate home zero``) sends its signal too."""
    needed = {model._meta.db_table for model in (Page, Locale, Site, HomePage, PaperIndexPage)}
    return needed <= set(connections[using].introspection.table_names())


def _tree(root: Page, code: str) -> HomePage:
    """Home and index of one language. Slugs of homes never show in an address: i18n_patterns says the language."""
    locale = _locale(code)
    home: HomePage | None = HomePage.objects.filter(locale=locale).first()
    if home is None:
        home = HomePage(title=settings.CITY_NAME, slug=f"home-{code}", locale=locale, **_key(HomePage))
        root.refresh_from_db()  # treebeard counts children on the instance
        root.add_child(instance=home)
    if not PaperIndexPage.objects.filter(locale=locale).exists():
        with override(code):
            title = gettext("Papers")
        home.add_child(instance=PaperIndexPage(title=title, slug=PAPERS_SLUG, locale=locale, **_key(PaperIndexPage)))
    return home


def _key(model: type[OnePerLanguage]) -> dict[str, UUID]:
    """What makes pages translations of each other: whichever language was there first gives the key."""
    first = model.objects.order_by("pk").first()
    return {"translation_key": first.translation_key} if first else {}


def _locale(code: str) -> Locale:
    locale: Locale = Locale.objects.get_or_create(language_code=code)[0]
    return locale


def _site(home: HomePage) -> None:
    """One site, rooted in the home of the original language; Wagtail finds the other languages by translation."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True, site_name=settings.CITY_NAME
        )
        return
    welcome = site.root_page
    if HomePage.objects.filter(pk=welcome.pk).exists():
        return
    site.root_page, site.site_name = home, settings.CITY_NAME
    site.save()
    if welcome.depth > 1 and welcome.is_leaf() and type(welcome.specific) is Page:  # Wagtail's own, never a city's
        welcome.delete()
