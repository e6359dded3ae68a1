"""The mail that brings a paper: plain text and HTML, the PDF or a personal link, and headers by which it is recognised
when it comes twice or comes back."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from papers.addresses import address_of
from papers.enums import Confidentiality
from papers.pdf.archive import opened, print_of
from workflows.distribution.recipients import reasons_of

if TYPE_CHECKING:
    from workflows.distribution.deliveries import Delivery


def message_for(delivery: Delivery) -> EmailMultiAlternatives:
    """The message is in the active language. Raises NotTypeset where the PDF cannot be made."""
    paper = delivery.distribution.paper
    pdf = None if paper.confidentiality == Confidentiality.CONFIDENTIAL else print_of(delivery.page)
    attached = pdf is not None and pdf.size <= settings.LARGEST_ATTACHED_PDF
    context = context_for(delivery, attached=attached)
    subject = " ".join(render_to_string("workflows/mail/delivery_subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject,
        render_to_string("workflows/mail/delivery.txt", context),
        from_email=return_address(delivery),
        to=[formataddr((" ".join(str(delivery.person).split()), delivery.person.email))],
        headers={
            "Message-ID": message_id(delivery),
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-generated",
            **_end_of(delivery),
        },
    )
    message.attach_alternative(render_to_string("workflows/mail/delivery.html", context), "text/html")
    if attached and pdf is not None:
        with opened(pdf) as file:
            message.attach(f"{paper.slug}.pdf", file.read(), "application/pdf")
    return message


def context_for(delivery: Delivery, *, attached: bool) -> dict[str, Any]:
    paper = delivery.distribution.paper
    language = delivery.page.locale.language_code
    return {
        "delivery": delivery,
        "paper": paper,
        "title": delivery.page.title,
        "title_language": language,
        "person": delivery.person,
        "reasons": reasons_of(delivery),
        "changes": delivery.distribution.remark or (delivery.version.reason if delivery.version.number > 1 else ""),
        "is_foreign": language != get_language(),
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


def message_id(delivery: Delivery) -> str:
    """The same for every attempt."""
    return f"<{delivery.token}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'umlauf'}>"


def return_address(delivery: Delivery) -> str:
    """Returns the address a server sends the message back to: that for bounces, with the delivery's token after a plus
    (RFC 5233), or the sender's where there is none."""
    _name, address = parseaddr(settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL)
    local, _at, host = address.rpartition("@")
    return f"{local}+{delivery.token}@{host}" if settings.BOUNCE_ADDRESS else address
