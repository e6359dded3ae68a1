"""By what a mail is recognised when it comes twice or comes back."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from papers.mail.outgoing import Outgoing


def message_id(outgoing: Outgoing) -> str:
    """The same for every attempt."""
    return f"<{outgoing.token}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'umlauf'}>"


def return_address(outgoing: Outgoing) -> str:
    """Returns the address a server sends the message back to: that for bounces, with the token after a plus (RFC 5233),
    or the sender's where there is none."""
    _name, address = parseaddr(settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL)
    local, _at, host = address.rpartition("@")
    return f"{local}+{outgoing.token}@{host}" if settings.BOUNCE_ADDRESS else address


def put_into_envelope(message: EmailMessage, outgoing: Outgoing) -> None:
    message.from_email = return_address(outgoing)
    message.extra_headers = {
        **message.extra_headers,
        "Message-ID": message_id(outgoing),
        "From": settings.DEFAULT_FROM_EMAIL,
    }
