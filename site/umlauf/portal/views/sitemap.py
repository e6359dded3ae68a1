"""For programs that follow links: where everything public is, and what they need not look at."""

from __future__ import annotations

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from umlauf.fresh.answered import note_answered
from umlauf.portal.sitemaps import sections
from umlauf.portal.unprefixed import is_in_no_language

# What has an address for everything that can be asked: searches, lists by every filter, packages of any papers. What
# they lead to is in the sitemap.
NOT_FOLLOWED = ("/admin/", "/*/search/", "/*/papers/?", "/*/papers/package.pdf")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    return is_in_no_language(views.index(request, sections(), sitemap_url_name="sitemap_section"))


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponseBase:
    """404 for a section or a page that is not there."""
    response = is_in_no_language(views.sitemap(request, sections(), section=section))
    note_answered(response, p=request.GET.get("p", ""))  # what is no page of it is not found
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """RFC 9309."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOLLOWED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return is_in_no_language(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))
