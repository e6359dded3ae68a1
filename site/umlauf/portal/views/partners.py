"""Partner cities: since when, who to write to, what is new in their languages, what concerns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.enums import MembershipRole
from papers.models import Membership, Organization, Paper
from papers.parties.namesakes import ToldApart
from umlauf.languages import interface_language
from umlauf.portal.addresses import paper_url
from umlauf.portal.feeds import PublicFeed
from umlauf.portal.presenters.shelf import released_papers

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from papers.access import Reader

RECENT = 20


def country_name(code: str) -> str:
    """The name is in the language of the interface; it is the code itself where no name is known."""
    language = interface_language(get_language()).split("-")[0]
    try:
        return str(Locale.parse(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def new_in_languages_of(city: Organization, user: Reader) -> Any:
    """Released translations into the city's languages, newest first."""
    pages = Paper.objects.translations().readable_by(user).filter(live=True)
    pages = pages.filter(locale__language_code__in=city.languages)
    return pages.select_related("kind", "originating_office", "locale").order_by("-last_published_at", "-pk")


def concerning(city: Organization, user: Reader) -> Any:
    return released_papers(user).filter(partner_cities=city).with_routing().order_by("-released_at", "-pk")


def _description(city: Organization) -> tuple[str, str]:
    return city.description_in(get_language() or settings.LANGUAGE_CODE)


@require_safe
def partner_list(request: HttpRequest) -> HttpResponseBase:
    cities = list(Organization.objects.partner_cities().active().order_by("name"))
    rows = [(city, *_description(city), country_name(city.country)) for city in cities]
    return render(request, "portal/partner_list.html", {"cities": rows})


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponseBase:
    city = get_object_or_404(Organization.objects.partner_cities(), slug=slug)
    liaisons = list(
        Membership.objects.current().filter(organization=city, role=MembershipRole.LIAISON).select_related("person")
    )
    told = ToldApart([membership.person for membership in liaisons], public=True)
    text, text_language = _description(city)
    name, name_language = city.name_and_language(get_language() or "")
    context = {
        "organization": city,
        "name": name,
        "name_language": name_language,
        "description": text,
        "description_language": text_language,
        "country": country_name(city.country),
        "liaisons": [(membership, told.of(membership.person)) for membership in liaisons],
        "news": new_in_languages_of(city, request.user)[:RECENT],
        "concerning": concerning(city, request.user)[:RECENT],
    }
    return render(request, "portal/partner.html", context)


class PartnerFeed(PublicFeed):
    def get_object(self, request: HttpRequest, slug: str) -> tuple[Organization, Reader]:
        return get_object_or_404(Organization.objects.partner_cities(), slug=slug), AnonymousUser()

    def title(self, obj: tuple[Organization, Reader]) -> str:
        return _("New for %(city)s") % {"city": obj[0].name_in(get_language() or "")}

    def link(self, obj: tuple[Organization, Reader]) -> str:
        return reverse("partner", args=[obj[0].slug])

    def items(self, obj: tuple[Organization, Reader]) -> list[Paper]:
        news, papers = new_in_languages_of(*obj)[:RECENT], concerning(*obj)[:RECENT]
        rows = {page.pk: page for page in [*news, *papers]}
        return sorted(rows.values(), key=lambda page: page.last_published_at, reverse=True)[:RECENT]

    def language_of(self, item: Paper) -> str:
        return str(item.locale.language_code)

    def item_description(self, item: Paper) -> str:
        return item.summary

    def item_link(self, item: Paper) -> str:
        with override(item.locale.language_code):
            return paper_url(item)

    def item_updateddate(self, item: Paper) -> Any:
        return item.last_published_at
