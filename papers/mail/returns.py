"""What a message says that came to the return address, by the standards alone.

A report about a delivery (RFC 3464) says itself what became of the mail: its ``Action`` counts, and only where there is
none the class of its ``Status``. A mail given up after five days is ``failed`` with a status of 4, and one that is
delayed may have a status of 5. Whatever else a program wrote (RFC 3834: ``Auto-Submitted``, the empty return path, and
the fields older programs use for it) says nothing about the delivery. What is left was written by a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parseaddr
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, MIMEPart

UUID_TEXT = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@"
IN_ADDRESS, IN_MESSAGE_ID = re.compile(r"\+" + UUID_TEXT, re.IGNORECASE), re.compile("<" + UUID_TEXT, re.IGNORECASE)
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
# RFC 3834 has Auto-Submitted; the others are what programs wrote before it, and some still do
OF_A_PROGRAM = (
    "X-Auto-Response",
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Response-Suppress",
    "X-Mail-Autoreply",
    "List-Id",
)
PRECEDENCES_OF_PROGRAMS = {"auto_reply", "bulk", "junk", "list"}
OF_MAIL_SERVERS = {"mailer-daemon", "postmaster"}


class Verdict(Enum):
    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"  # or handed on to where nobody will report
    AUTOMATIC = "automatic"
    PERSON = "person"


ACTIONS = {
    "failed": Verdict.FAILED,
    "delayed": Verdict.DELAYED,
    "delivered": Verdict.ARRIVED,
    "relayed": Verdict.ARRIVED,
    "expanded": Verdict.ARRIVED,
}
CLASSES = {"2": Verdict.ARRIVED, "4": Verdict.DELAYED, "5": Verdict.FAILED}


@dataclass(frozen=True)
class Reported:
    """Of one recipient. ``addresses``: as it was written to, and as it became; in lower case."""

    verdict: Verdict
    words: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class Judgement:
    """``token``: of the mail it is about, None where it names none. ``reported``: empty but for a report."""

    verdict: Verdict
    words: str = ""
    token: UUID | None = None
    reported: tuple[Reported, ...] = ()

    def about(self, address: str) -> tuple[Verdict, str]:
        """Returns verdict and words for whom the mail was written to. An address that became several has failed when
        all of them have: whoever has one of them was reached."""
        of_it = [one for one in self.reported if address.lower() in one.addresses] or self.reported
        for verdict in (Verdict.ARRIVED, Verdict.DELAYED, Verdict.FAILED):
            found = next((one for one in of_it if one.verdict is verdict), None)
            if found is not None:
                return found.verdict, found.words
        return self.verdict, self.words


def judge(raw: bytes) -> Judgement:
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    token, reported = _token(message), tuple(_reported(message))
    if reported:
        return Judgement(reported[0].verdict, reported[0].words, token, reported)
    subject = _value(message, "Subject")
    if _is_report(message) or _is_bounce_of_old(message):
        return Judgement(Verdict.FAILED, f"5.0.0 {subject}", token)
    if _is_automatic(message):
        return Judgement(Verdict.AUTOMATIC, subject, token)
    return Judgement(Verdict.PERSON, subject, token)


def headers_of(raw: bytes, *names: str) -> list[str]:
    """Decoded, each in one line; empty where it is missing or cannot be read."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    return [_value(message, name) for name in names]


def _token(message: EmailMessage) -> UUID | None:
    """From the address it came back to, else from the name of the message it returns or answers."""
    for name in ADDRESSED:
        if found := IN_ADDRESS.search(" ".join(_values(message, name))):
            return UUID(found[1])
    of_ours = [*_values(message, "In-Reply-To"), *_values(message, "References")]
    for part in message.walk():
        if part is not message:
            of_ours += _values(part, "Message-ID")
        if part.get_content_type() == "text/rfc822-headers":
            of_ours += re.findall(r"^Message-ID:\s*(\S+)", _text(part), re.IGNORECASE | re.MULTILINE)
    found = next(filter(None, map(IN_MESSAGE_ID.search, of_ours)), None)
    return UUID(found[1]) if found else None


def _reported(message: EmailMessage) -> Iterator[Reported]:
    """The groups of fields about recipients; the first, about the message, has neither Action nor Status."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.iter_parts() if part.is_multipart() else [part]:
            action, status = _value(fields, "Action").lower(), _value(fields, "Status")
            verdict = ACTIONS.get(action) or CLASSES.get(status[:1])
            if verdict is not None:
                names = (_value(fields, name) for name in ("Original-Recipient", "Final-Recipient"))
                addresses = frozenset(name.rpartition(";")[2].strip(" <>").lower() for name in names if name)
                words = f"{status} {_value(fields, 'Diagnostic-Code')}".strip()
                yield Reported(verdict, words, addresses)


def _is_report(message: EmailMessage) -> bool:
    """Of a delivery, without fields that could be read."""
    return (
        message.get_content_type() == "multipart/report"
        and str(message.get_param("report-type") or "").lower() == "delivery-status"
    )


def _is_bounce_of_old(message: EmailMessage) -> bool:
    """Servers that know no reports: Exim names who was not reached, the others write as a mail server with the empty
    return path. A program that answers for a person has a person's address."""
    if _values(message, "X-Failed-Recipients"):
        return True
    if _says_automatic(message) or not _has_null_path(message):
        return False
    return parseaddr(_value(message, "From"))[1].partition("@")[0].lower() in OF_MAIL_SERVERS


def _is_automatic(message: EmailMessage) -> bool:
    return _says_automatic(message) or _has_null_path(message) or message.get_content_type() == "multipart/report"


def _says_automatic(message: EmailMessage) -> bool:
    submitted = _value(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or any(_values(message, name) for name in OF_A_PROGRAM)
        or _value(message, "Precedence").lower() in PRECEDENCES_OF_PROGRAMS
    )


def _has_null_path(message: EmailMessage) -> bool:
    return any(path.strip() == "<>" for path in _values(message, "Return-Path"))


def _values(message: MIMEPart, name: str) -> list[str]:
    """Of what strangers wrote: a header the library cannot read counts as empty."""
    try:
        return [" ".join(str(value).split()) for value in message.get_all(name, [])]
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return []


def _value(message: MIMEPart, name: str) -> str:
    return next(iter(_values(message, name)), "")


def _text(part: Any) -> str:
    content = part.get_payload(decode=True) or b""
    return content.decode(errors="replace") if isinstance(content, bytes) else ""
