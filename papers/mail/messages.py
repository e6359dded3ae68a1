"""How a mail of ours is made. Every message is made here, so that no name, title or subject can break its headers."""

from __future__ import annotations

import unicodedata
from email.utils import formataddr
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives

from papers.files.names import TURNING

if TYPE_CHECKING:
    from collections.abc import Mapping

BREAKING = {"Cc", "Zl", "Zp"}  # control characters, separators of lines and of paragraphs


def one_line(text: object) -> str:
    """Fit for a header: whatever would end its line is a space, and nothing changes its direction."""
    straight = TURNING.sub("", str(text))
    fitting = ("\N{SPACE}" if unicodedata.category(sign) in BREAKING else sign for sign in straight)
    return "\N{SPACE}".join("".join(fitting).split())


def mail(
    subject: str,
    body: str,
    *,
    to: str,
    name: object = "",
    html: str = "",
    from_email: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A message to one address; ``name``: whose it is. It says that a program wrote it (RFC 3834)."""
    message = EmailMultiAlternatives(
        one_line(subject),
        body,
        from_email=from_email,
        to=[formataddr((one_line(name), one_line(to)))],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message
