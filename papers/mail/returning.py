"""Record what came to the return address. A mail server hands it to ``manage.py record_bounce`` as it is.

What was sent stays sent: what comes back is noted beside it. What a person wrote is handed on to the address the city
has named for answers (``ANSWER_ADDRESS``)."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from email import message_from_bytes
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.mail.kinds import Kind, NotSent, register_kind
from papers.mail.messages import mail, one_line
from papers.mail.outbox import BOXES
from papers.mail.outgoing import Return, SendingState
from papers.mail.posting import post
from papers.mail.returns import Judgement, Verdict, headers_of, judge

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter
    from papers.mail.outbox import Box

logger = logging.getLogger(__name__)

ANSWER = "answer"  # the kind of letter
LARGEST_ANSWER = 10 * 1024 * 1024  # bytes; of a larger one the first are handed on
NOTED = {Verdict.FAILED: Return.FAILED, Verdict.DELAYED: Return.DELAYED}


def record_return(raw: bytes) -> tuple[Verdict, Any]:
    """Returns what it says, and the mail it is about, None where that is not known. Twice does no harm."""
    judgement = judge(raw)
    if judgement.verdict is Verdict.PERSON:
        _hand_on(raw)
        return judgement.verdict, None
    if judgement.verdict is Verdict.AUTOMATIC or judgement.token is None:
        return judgement.verdict, None
    for box in BOXES:
        row = box.model.objects.filter(token=judgement.token).first()
        if row is not None:
            return _note(box, row.pk, judgement)
    return judgement.verdict, None


@transaction.atomic
def _note(box: Box, pk: int, judgement: Judgement) -> tuple[Verdict, Any]:
    """Whatever is left of an earlier delay goes when it arrived or failed; what failed stays so."""
    row = box.model.objects.select_for_update(of=("self",)).get(pk=pk)
    verdict, words = judgement.about(box.address_of(row))
    earlier, now = row.returned, NOTED.get(verdict, "")
    if row.state == SendingState.REFUSED or earlier == Return.FAILED or earlier == now:
        return verdict, row
    row.returned, row.returned_words = now, one_line(words)[:500] if now else ""
    row.returned_at = timezone.now() if now else None
    row.save(update_fields=["returned", "returned_words", "returned_at"])
    if now == Return.FAILED:
        box.refused(row)
    return verdict, row


def _hand_on(raw: bytes) -> None:
    if not settings.ANSWER_ADDRESS:
        logger.error("somebody answered to the return address, and no ANSWER_ADDRESS says who reads it")
        return
    about = {"raw": b64encode(raw[:LARGEST_ANSWER]).decode("ascii")}
    post(ANSWER, about=about, address=parseaddr(settings.ANSWER_ADDRESS)[1], language=settings.LANGUAGE_CODE)


def _letter_with_answer(letter: Letter) -> EmailMultiAlternatives:
    """What was written, attached as it came, so that the office's own server looks through it; an answer to this mail
    goes to whoever wrote."""
    raw = b64decode(letter.about.get("raw", ""))
    if not raw:
        raise NotSent(gettext_lazy("There is nothing left to be handed on."))
    answer_to, author, subject = headers_of(raw, "Reply-To", "From", "Subject")
    name, sender = parseaddr(answer_to or author)
    who = one_line(name or sender or _("Somebody"))
    body = _(
        "%(who)s wrote to the address to which mails of %(city)s come back. What they wrote is attached.\n"
        "Answer this mail to answer them.\n"
    ) % {"who": who, "city": settings.CITY_NAME}
    message = mail(
        _("Answer to a mail: %(subject)s") % {"subject": one_line(subject)},
        body,
        to=letter.to,
        headers={"Reply-To": one_line(sender)} if sender else None,
    )
    message.attach("answer.eml", message_from_bytes(raw), "message/rfc822")
    return message


def register_answers() -> None:
    register_kind(ANSWER, Kind(gettext_lazy("Somebody's answer, handed on"), write=_letter_with_answer))
