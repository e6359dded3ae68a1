"""What the public templates ask for."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from papers.enums import Confidentiality
from papers.models import Consultation, Organization, Paper, PaperKind, PrintedPaper
from papers.pdf.archive import kept_print_of
from papers.wording import in_words_of_originals, line_sentence, votes_phrase
from umlauf.languages import interface_language, named_language
from umlauf.portal.addresses import paper_url
from umlauf.portal.context_processors import LanguageLink, versions_of
from umlauf.portal.fonts import fonts_asked_for
from umlauf.portal.presenters.charts import Bar
from umlauf.portal.presenters.paper import PaperPresentation
from umlauf.portal.presenters.progress import progress_of
from umlauf.portal.presenters.search import hit_url
from umlauf.portal.presenters.structured import told_of
from umlauf.portal.presenters.topics import present
from workflows.verbs import DISTRIBUTE

AS_CODE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}

register = template.Library()
register.filter("votes_phrase", votes_phrase)
register.filter("paper_url", paper_url)
register.filter("hit_url", hit_url)
register.filter("progress", progress_of)
register.filter("language_name", named_language)
register.simple_tag(fonts_asked_for)


@register.filter
def pdf_url(paper: Paper) -> str:
    """Address of the PDF beside that of the paper, in the active language."""
    return f"{paper_url(paper)}paper.pdf"


@register.filter
def results_url(paper: Paper) -> str:
    """Address of the PDF with what was resolved, in the active language."""
    return f"{paper_url(paper)}results.pdf"


@register.simple_tag
def kept_print(view: PaperPresentation) -> PrintedPaper | None:
    """The print of the text on this page, where somebody needed it before."""
    if not view.paper.live:
        return None
    return kept_print_of(view.paper, view.versions)


@register.simple_tag
def distribute_url(view: PaperPresentation) -> str:
    """Returns the address for those who may distribute the paper; a secretary has no editor of it with the button."""
    if not view.works_at_desk or not DISTRIBUTE.offered_to(view.principal, view.original):
        return ""
    try:
        return reverse(DISTRIBUTE.view, args=[view.original.pk])
    except NoReverseMatch:  # an installation may do without the admin on this host
        return ""


@register.simple_tag(takes_context=True)
def present_paper(context: Any, paper: Paper) -> PaperPresentation:
    """The page brings all it needs along, so that Wagtail's preview shows the same page as the public address."""
    request = context["request"]
    if getattr(request, "presented", None) is None or request.presented.paper is not paper:
        request.presented = present(paper, request.user)
    view: PaperPresentation = request.presented
    return view


@register.simple_tag(takes_context=True)
def structured_data(context: Any, thing: Paper | Organization) -> str:
    """A block of data, which no browser runs; no text in it ends it."""
    request = context["request"]
    data = json.dumps(told_of(thing, request.build_absolute_uri(request.path)), ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data.translate(AS_CODE)))  # noqa: S308


@register.simple_tag(takes_context=True)
def language_links(context: Any) -> list[LanguageLink]:
    request = context["request"]
    if not hasattr(request, "language_links"):
        request.language_links = versions_of(context["languages"], context.get("page"))
    links: list[LanguageLink] = request.language_links
    return links


@register.simple_tag
def is_outdated(view: PaperPresentation, name: str, block_id: str = "") -> bool:
    """Says whether the original of this part has changed since it was translated."""
    return view.freshness is not None and view.freshness.concerns(f"{name}.{block_id}" if block_id else name)


@register.simple_tag
def paper_link(paper: Paper, label: str | None = "") -> str:
    """Links to the paper in the language of the page, under the title it has there; ``label`` goes before it. A text
    in another language says so."""
    title = getattr(paper, "translated_title", None)
    language = paper.translated_language if title else getattr(paper, "language", "") or paper.locale.language_code
    before = f"{label} " if label else ""
    return format_html(
        '<a class="kern-link" href="{}" lang="{}" dir="auto">{}{}</a>{}',
        paper_url(paper),
        language,
        before,
        title or paper.title,
        language_mark(language),
    )


@register.simple_tag
def language_mark(language: str) -> str:
    """Names the language of a text that is not in that of the page, for beside it."""
    if language == get_language():
        return ""
    return format_html(' <span class="umlauf-language">({})</span>', named_language(language))


@register.filter(name="line_sentence")
def marked_line_sentence(line: Consultation) -> str:
    return with_marks(line_sentence(line), in_words_of_originals(line))


@register.filter
def with_marks(sentence: str, in_original: list[str]) -> str:
    """A sentence with these of its words marked as in the language of the originals."""
    said: str = conditional_escape(sentence)
    if not in_original or interface_language(get_language()) == settings.LANGUAGE_CODE:
        return said
    # all at once: what a clerk wrote may be a word of the marks themselves
    words = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(conditional_escape(text)) for text in in_original)})(?!\w)")
    mark = rf'<span lang="{settings.LANGUAGE_CODE}" dir="auto">\g<0></span>'
    return mark_safe(words.sub(mark, said))  # noqa: S308 - of what is escaped


@register.simple_tag
def kind_name(kind: PaperKind | str) -> str:
    """``kind``: a string where only that is left of it."""
    if isinstance(kind, str):
        return kind
    return in_its_language(*kind.name_in(get_language() or ""))


@register.simple_tag
def city_name(city: Organization) -> str:
    return in_its_language(*city.name_and_language(get_language() or ""))


@register.simple_tag
def in_its_language(text: str, language: str) -> str:
    """A name on a page whose words are in ``interface_language``."""
    if language == interface_language(get_language()):
        return conditional_escape(text)
    return format_html('<span lang="{}" dir="auto">{}</span>', language, text)


# What follows stands on a page dozens of times, and a template for each takes several times as long.


@register.simple_tag
def badge(kind: str, label: str) -> str:
    return format_html(
        '<span class="kern-badge kern-badge--{kind}">'
        '<span class="kern-icon kern-icon--{kind}" aria-hidden="true"></span>'
        '<span class="kern-label">{label}</span></span>',
        kind=kind,
        label=label,
    )


@register.simple_tag
def confidentiality_mark(paper: Paper) -> str:
    """Of what not everybody may read, for those who may."""
    if paper.confidentiality == Confidentiality.PUBLIC:
        return ""
    return format_html(" {}", badge("warning", paper.get_confidentiality_display()))


@register.simple_tag
def drawn(bar: Bar) -> str:
    """Numbers as SVG wants them, in every language."""
    parts = '<rect class="umlauf-bar__part umlauf-bar__part--{}" x="{}" y="0" width="{}" height="12"></rect>'
    return format_html(
        '<svg class="umlauf-bar" viewBox="0 0 {} 12" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>',
        str(bar.width),
        bar.text,
        format_html_join("", parts, ((each.name, str(each.x), str(each.width)) for each in bar.segments)),
    )


@register.simple_tag
def legend(bar: Bar) -> str:
    """What its colours stand for, and how many."""
    parts = (
        '<li><svg class="umlauf-legend__swatch" viewBox="0 0 12 12" aria-hidden="true">'
        '<rect class="umlauf-bar__part umlauf-bar__part--{}" width="12" height="12"></rect></svg> {}: {}</li>'
    )
    counted = ((each.name, each.label, localize(each.count)) for each in bar.segments)
    return format_html('<ul class="umlauf-legend">{}</ul>', format_html_join("", parts, counted))


@register.simple_tag
def organization_link(organization: Organization, called: str) -> str:
    """As ``components/organization.html``."""
    return format_html(
        '<a class="kern-link" href="{}" lang="{}" dir="auto">{}</a>',
        organization.get_absolute_url(),
        settings.LANGUAGE_CODE,
        called,
    )


@register.simple_tag
def translated_url(page: Paper) -> str:
    """Address in the language of the page, not of the reader."""
    with override(page.locale.language_code):
        return paper_url(page)
