"""What a paper's document says, as plain data in the language of its page. The template adds nothing to it but form.

A document has no reader: it is handed on. So it only says what everybody who may read the paper may read, and names an
annex only where that is as open as the paper itself."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info, override, pgettext
from django.utils.translation import gettext as _

from papers.enums import Confidentiality, ConsultationRole
from papers.pdf.body import body_of

if TYPE_CHECKING:
    import datetime

    from papers.models.attachment import Attachment
    from papers.models.paper import Paper
    from papers.parties.organization import Organization


def content_of(
    page: Paper, *, edition: int = 1, reason: str = "", draft: bool = False, version: int | None = None
) -> dict[str, Any]:
    """``edition`` counts what was released to readers: from 2 on the document says so, with the ``reason``. ``version``
    is the text's own number."""
    language = page.locale.language_code
    with override(language):
        return {
            **writing_of(language),
            "language": language,
            **_identity(page),
            "edition": _edition_label(edition),
            "reason": reason if edition > 1 else "",
            "draft": draft,
            "version": version,
            "committees": _committees(page),
            "attachments": [_attachment(attachment, page) for attachment in open_attachments(page)],
            "labels": _labels(version),
            "body": body_of(page),
            "signature": _signature(page),
        }


def writing_of(language: str) -> dict[str, str]:
    """What a template has to know of it. Of a private tag only its language means something to others."""
    return {"lang": language.split("-")[0], "dir": "rtl" if get_language_info(language)["bidi"] else "ltr"}


def content_digest(content: dict[str, Any]) -> str:
    """SHA-256 over the content in one canonical form: the same for the same words, whatever program typeset them."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def open_attachments(page: Paper) -> list[Attachment]:
    """Annexes that everybody who may read the paper may read."""
    record = page.original
    return [
        attachment
        for attachment in record.attachments.filter(waits=False, taken_off_at__isnull=True).order_by("position", "pk")
        if Confidentiality.stricter(record.confidentiality, attachment.confidentiality) == record.confidentiality
    ]


def authority() -> dict[str, str]:
    """``Landeshauptstadt`` small above ``Hannover``; a city called by one word stands alone."""
    first, _space, rest = settings.CITY_NAME.partition(" ")
    return {"small": first if rest else "", "large": rest or first}


def _identity(page: Paper) -> dict[str, Any]:
    record = page.original
    return {
        "title": page.title,
        "summary": page.summary,
        "kind": str(record.kind),
        "number": record.number or "",
        "relation": _relation(record),
        "authority": authority(),
        "office": _office(page),
        "office_lang": _language_of_name(record.originating_office, page.date, page.locale.language_code),
        "agenda_item": record.agenda_item,
        "confidentiality": ""
        if record.confidentiality == Confidentiality.PUBLIC
        else str(record.get_confidentiality_display()),
        "date": date_format(page.date, "SHORT_DATE_FORMAT"),
        "day": page.date.isoformat(),
    }


def _office(page: Paper) -> str:
    return str(page.original.originating_office.label_on(page.date, page.locale.language_code))


def _relation(record: Paper) -> str:
    """``Supplement to 0534/2022``."""
    if record.superordinate is None or not record.suffix_kind:
        return ""
    return _("%(relation)s to %(number)s") % {
        "relation": record.get_suffix_kind_display(),
        "number": record.superordinate.number or "",
    }


def _edition_label(edition: int) -> str:
    return _("New version %(number)s") % {"number": edition - 1} if edition > 1 else ""


def _committees(page: Paper) -> list[dict[str, Any]]:
    """Whom the paper goes to, in the order of the slip. What an office co-signs is no business of theirs."""
    language = page.locale.language_code
    lines = (
        page.original.consultations.not_cancelled()
        .in_slip_order()
        .exclude(role=ConsultationRole.CO_SIGN)
        .select_related("organization")
    )
    return [
        {
            "name": line.organization.name_on(page.date, language),
            "lang": _language_of_name(line.organization, page.date, language),
            "role": str(line.get_role_display()),
            "note": pgettext("behind a committee's name", "for information")
            if line.role == ConsultationRole.INFORMATION
            else "",
        }
        for line in lines
    ]


def _language_of_name(organization: Organization, day: datetime.date, language: str) -> str:
    """The language is empty where it is that of the document."""
    return "" if organization.has_name_in(language, day) else settings.LANGUAGE_CODE


def _attachment(attachment: Attachment, page: Paper) -> dict[str, str]:
    foreign = page.locale.language_code != settings.LANGUAGE_CODE
    content = {"title": attachment.title, "format": attachment.suffix}
    late = []
    if attachment.handed_in_late_on:
        day = date_format(attachment.handed_in_late_on, "SHORT_DATE_FORMAT")
        late.append(_("handed in late on %(day)s") % {"day": day})
    if attachment.replaced_on:
        day = date_format(attachment.replaced_on, "SHORT_DATE_FORMAT")
        late.append(_("replaced on %(day)s: %(reason)s") % {"day": day, "reason": attachment.late_reason})
    if late:
        content["late"] = ", ".join(late)
    return {**content, "lang": settings.LANGUAGE_CODE if foreign else ""}


def _labels(version: int | None) -> dict[str, str]:
    return {
        "number": pgettext("before the number of a paper", "No."),
        "routing": _("Routing slip"),
        "kind": _("Kind"),
        "date": _("Date"),
        "office": _("Originating office"),
        "attachment_count": _("Number of attachments"),
        "attachments": _("Attachments"),
        "agenda_item": _("Agenda item"),
        "indicator": _("Indicator:"),
        "notice": _("PLEASE KEEP – will not be sent again"),
        "draft": pgettext("state of a paper", "Draft"),
        "version": _("Version %(number)s") % {"number": version} if version else "",
        # the template puts the figures in
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }


def _signature(page: Paper) -> dict[str, str]:
    office = page.original.originating_office
    return {
        "office": office.code_on(page.date) or office.name_on(page.date),
        "place": page.place,
        "date": date_format(page.date, "SHORT_DATE_FORMAT"),
    }
