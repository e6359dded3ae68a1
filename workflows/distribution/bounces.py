"""Messages that came back. A mail server hands them to ``manage.py record_bounce`` as they are.

The address it came back to says which delivery it was (``delivery_mail.return_address``); the fields of RFC 3464 say
whether it is final."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from workflows.distribution.deliveries import Delivery, DeliveryState

if TYPE_CHECKING:
    from email.message import EmailMessage

TOKEN = re.compile(r"\+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@transaction.atomic
def record_bounce(raw: bytes) -> Delivery | None:
    """Records a bounce and returns its delivery. Returns None if it is about none, only says that it takes longer or
    went well, or the delivery had been refused."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    token = _token(message)
    status, reason = _status(message)
    if token is None or status.startswith(("2", "4")):
        return None
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(token=token).first()
    if delivery is None or delivery.state == DeliveryState.REFUSED:
        return None
    delivery.state = DeliveryState.FAILED
    delivery.problem = " ".join(f"{status} {reason}".split())[:500]
    delivery.save(update_fields=["state", "problem"])
    return delivery


def _token(message: EmailMessage) -> UUID | None:
    for name in ADDRESSED:
        for value in message.get_all(name, []):
            if found := TOKEN.search(str(value)):
                return UUID(found[1])
    return None


def _status(message: EmailMessage) -> tuple[str, str]:
    """Returns the status of the first recipient; it is ``5.0.0`` for a message that does not say, such as those of old
    servers."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.iter_parts() if part.is_multipart() else [part]:
                if fields.get("Status"):
                    return str(fields["Status"]).strip(), str(fields.get("Diagnostic-Code", "")).strip()
    return "5.0.0", str(message.get("Subject", ""))
