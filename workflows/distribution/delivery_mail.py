"""The mail that brings a paper: plain text and HTML, the PDF or a personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from papers.access import NOBODY
from papers.addresses import address_of
from papers.files.kept import opened_attachment
from papers.mail.messages import mail
from papers.models import Attachment
from papers.pdf.archive import opened, print_of
from papers.wording import OutsideName, outside_name
from workflows.distribution.deliveries import reasons_to_tell, versions_to_tell_of
from workflows.distribution.recipients import reasons_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from workflows.distribution.deliveries import Delivery


def message_for(delivery: Delivery) -> EmailMultiAlternatives:
    """The message is in the active language. Only what everybody may read is attached; all else is a link, which asks
    who opens it. Raises NotTypeset where the PDF cannot be made."""
    paper = delivery.distribution.paper
    named = outside_name(delivery.page)
    pdf = print_of(delivery.page) if named.is_public else None
    attached = pdf is not None and pdf.size <= settings.LARGEST_ATTACHED_PDF
    context = context_for(delivery, named, attached=attached)
    message = mail(
        render_to_string("workflows/mail/delivery_subject.txt", context),
        render_to_string("workflows/mail/delivery.txt", context),
        to=delivery.person.email,
        name=delivery.person,
        html=render_to_string("workflows/mail/delivery.html", context),
        headers=_end_of(delivery),
    )
    if attached and pdf is not None:
        with opened(pdf) as file:
            message.attach(f"{paper.slug}.pdf", file.read(), "application/pdf")
        _attach_late(message, delivery, room=settings.LARGEST_ATTACHED_PDF - pdf.size)
    return message


def _attach_late(message: EmailMultiAlternatives, delivery: Delivery, *, room: int) -> None:
    """Annexes handed in or replaced after the release that are new to who has the paper, as far as they fit and
    everybody may read them; the others stand behind the link, as all do."""
    versions = versions_to_tell_of(delivery.version)
    of_paper = Attachment.objects.filter(paper=delivery.distribution.paper_id, came_with__in=versions)
    late = of_paper.readable_by(NOBODY).servable()
    for annex in late.order_by("position", "pk"):
        room -= annex.size
        if room < 0:
            return
        with opened_attachment(annex) as file:
            message.attach(annex.filename, file.read(), annex.media_type)


def context_for(delivery: Delivery, named: OutsideName, *, attached: bool) -> dict[str, Any]:
    """The texts know the paper by its ``named`` alone. What changed in one that is not public is read behind the
    link."""
    changes = delivery.distribution.remark or (reasons_to_tell(delivery.version) if delivery.version.number > 1 else "")
    return {
        "named": named,
        "person": delivery.person,
        "reasons": reasons_of(delivery),
        "is_new_version": bool(changes),
        "changes": changes if named.is_public else "",
        "is_foreign": delivery.page.locale.language_code != get_language(),
        "attached": attached,
        "address": settings.WAGTAILADMIN_BASE_URL + _address(delivery),
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "city": settings.CITY_NAME,
    }


def _address(delivery: Delivery) -> str:
    """Returns the address readers have for it, or one in the admin if no installed app has any."""
    return address_of(delivery) or reverse("papers_admin:open", args=[delivery.distribution.paper_id])


def _end_of(delivery: Delivery) -> dict[str, str]:
    """RFC 8058, where nothing but a subscription brings the paper; a seat in a committee cannot be ended with a
    click."""
    ends = [reason.end for reason in reasons_of(delivery)]
    return (
        {"List-Unsubscribe": f"<{ends[0]}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if ends and all(ends)
        else {}
    )
