"""The pages every installation has, made after each migrate: a home and an index of papers for each content language,
and the pages about the site in the languages they were written in.

A language is configuration: add it to the settings, run ``migrate``, and its tree is there. Everything is looked for
before it is made, so it can run any number of times, also after ``flush`` has taken Wagtail's own root page away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from papers.models import PaperIndexPage
from umlauf.about.models import InformationPage
from umlauf.about.places import PLACES
from umlauf.about.shipped import shipped
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
    needed = {model._meta.db_table for model in (Page, Locale, Site, HomePage, PaperIndexPage, InformationPage)}
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
    for slug in PLACES:
        _information(home, code, slug)
    return home


def _information(home: HomePage, code: str, slug: str) -> None:
    """One that is there, live or not, stays as it is."""
    text = shipped(code, slug)
    if text is None or home.get_children().filter(slug=slug).exists():
        return
    first = InformationPage.objects.filter(slug=slug).order_by("pk").first()
    key = {"translation_key": first.translation_key} if first else {}
    own = {"title": text.title, "search_description": text.description, "body": text.body}
    page = InformationPage(slug=slug, locale=_locale(code), **own, **key)
    home.refresh_from_db()
    home.add_child(instance=page)


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
