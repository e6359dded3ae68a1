"""What of a paper or an organization is found. What is read for this has to be named in ``search.sources``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.fields import StreamField

from papers.blocks.cleaning import cleaned
from papers.blocks.texts import set_off
from papers.characters import seen
from papers.models import Attachment, Measure, Organization, Paper
from papers.resolved import words_of_results
from papers.versions import text_to_read
from search.analysis import terms_of_number, tokens
from search.models import IndexedText

TITLE_ENDS = "|"  # between the parts of the title and the others; no engine takes it for a term
TIMES = {"title": 4, "head": 2, "body": 1}

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue


def indexed_texts_of(paper: Paper) -> list[IndexedText]:
    """Returns texts of an original and its released translations; they are not saved yet."""
    versions = [
        paper,
        *paper.translations.filter(live=True).select_related("locale"),
    ]
    return [_indexed_text(paper, version.specific) for version in versions]


def indexed_texts_of_organization(organization: Organization) -> list[IndexedText]:
    found = []
    for language in (settings.LANGUAGE_CODE, *organization.translations):
        name, (description, described_in) = organization.name_in(language), organization.description_in(language)
        text = description if described_in == language else ""
        document = IndexedText(organization=organization, language=language, title=name[:255], text=text)
        earlier = organization.former_names_in(language)
        names = " ".join(filter(None, (organization.code, name, organization.short_name, *earlier)))
        analyse(document, title=names, head="", body=text)
        found.append(document)
    return found


def indexed_texts_of_attachment(attachment: Attachment, pages: list[str]) -> list[IndexedText]:
    """One for each page that has text."""
    paper = attachment.paper.original
    found = []
    for number, text in enumerate(pages, start=1):
        if text.strip():
            document = IndexedText(
                paper=paper,
                page=paper,
                attachment=attachment,
                page_number=number if len(pages) > 1 else None,
                language=settings.LANGUAGE_CODE,
                title=attachment.title[:255],
                text=text.replace("\0", ""),
                date=paper.date,
            )
            analyse(document, title=attachment.title, head="", body=text)
            document.terms_parts = f"{document.terms_parts} {title_of_paper(paper)}"
            found.append(document)
    return found


def title_of_paper(paper: Paper) -> str:
    """Terms of number and title: words of the paper and of its attachment find the attachment together."""
    found = [token.term for token in tokens(seen(f"{paper.number or ''} {paper.title}"), settings.LANGUAGE_CODE)]
    return " ".join([*found, *(term for term in _terms_of_number(paper) if term not in found)])


def _terms_of_number(paper: Paper) -> list[str]:
    if not paper.number or paper.sequence is None or paper.number_year is None:
        return []
    parent = paper.superordinate if paper.suffix_kind else None
    if parent is None:
        return terms_of_number(paper.number, paper.sequence, paper.number_year)
    suffix = f"{paper.suffix_kind.lower()}{paper.sequence}"
    return terms_of_number(paper.number, parent.sequence or 0, paper.number_year, suffix)


def _indexed_text(original: Paper, version: Paper) -> IndexedText:
    page = text_to_read(version)
    headings, texts = _texts_of(page)
    if version.pk == original.pk:
        headings, texts = [*headings, *_titles_of_measures(original)], [*texts, *_measures(original)]
    with override(version.locale.language_code):
        texts = [*texts, *words_of_results(original, translated=version.pk != original.pk)]
    document = IndexedText(
        paper=original,
        page=version,
        language=version.locale.language_code,
        title=page.title[:255],
        text="\n".join(filter(None, (page.summary, *texts))).replace("\0", ""),
        date=original.date,
    )
    analyse(
        document,
        title=f"{original.number or ''} {page.title}",
        head="\n".join((page.summary, *headings)),
        body="\n".join(texts),
        also=_terms_of_number(original),
    )
    return document


def analyse(document: IndexedText, *, title: str, head: str, body: str, also: Iterable[str] = ()) -> None:
    """Writes down what the document shows, and what it is found by: number and title, summary and headings, everything
    else. ``also``: terms that count as parts of the title where they are not in it."""
    document.title, document.text = seen(document.title), seen(document.text)
    parts: dict[str, list[str]] = {}
    for name, text in (("title", title), ("head", head), ("body", body)):
        found = list(tokens(seen(text), document.language, compounds=True))
        setattr(document, f"terms_{name}", " ".join(token.term for token in found))
        # said as often as the place weighs: engines count words
        parts[name] = [part for token in found for part in token.parts for _time in range(TIMES[name])]
    of_title = set(document.terms_title.split())
    parts["title"] += [term for term in also if term not in of_title]
    document.terms_parts = " ".join((*parts["title"], TITLE_ENDS, *parts["head"], *parts["body"]))


def _texts_of(page: Paper) -> tuple[list[str], list[str]]:
    """Headings, and all texts in their order (headings included)."""
    headings: list[str] = []
    texts: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value: StreamValue = getattr(page, field.name)
            for child in value:
                heading = _heading_of(child.value)
                if heading:
                    headings.append(heading)
                found = filter(None, (_plain(text) for text in child.block.get_searchable_content(child.value)))
                texts.extend(set_off(text) if text == heading else text for text in found)
    vision = _plain(cleaned(getattr(page, "vision", "") or ""))
    return headings, [vision, *texts] if vision else texts


def _titles_of_measures(strategy: Paper) -> list[str]:
    return list(Measure.objects.filter(strategy=strategy.pk).values_list("title", flat=True))


def _measures(strategy: Paper) -> list[str]:
    """As its page shows them, a line for each. They are written in the language of the original alone."""
    rows = Measure.objects.filter(strategy=strategy.pk).values_list("title", "description", "period", "indicator")
    return [
        " ".join(filter(None, (set_off(title), *(" ".join(text.split()) for text in others))))
        for title, *others in rows
    ]


def _heading_of(value: Any) -> str:
    return str(value.get("heading") or value.get("title") or "") if hasattr(value, "get") else ""


def _plain(markup: Any) -> str:
    return " ".join(strip_tags(str(markup).replace("</", " </").replace("<br", " <br")).split())
