"""Messages as they come to a return address. ``{token}``: of the mail; ``{to}``: the return address with it."""

from __future__ import annotations

HEAD = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org (Mail System)\nTo: {to}\n"
REPORT = 'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n'


def report(*recipients: str, head: str = HEAD, returned: str = "") -> str:
    """``recipients``: their groups of fields."""
    groups = "\n\n".join(
        ("Reporting-MTA: dns; mx.example.org\nArrival-Date: Mon, 23 Nov 2026 08:00:00 +0100", *recipients)
    )
    return (
        f"{head}Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n{REPORT}\n"
        "--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.org.\n\n"
        f"--b\nContent-Type: message/delivery-status\n\n{groups}\n\n{returned}--b--\n"
    )


def fields(action: str, status: str, words: str = "", address: str = "member@umlauf.test") -> str:
    lines = [f"Original-Recipient: rfc822;{address}", f"Final-Recipient: rfc822; {address}"]
    lines += [f"Action: {action}"] if action else []
    lines += [f"Status: {status}"] if status else []
    return "\n".join(lines + ([f"Diagnostic-Code: {words}"] if words else []))


UNKNOWN_USER = "smtp; 550 5.1.1 <member@umlauf.test>: Recipient address rejected: User unknown"

REFUSED = report(fields("failed", "5.1.1", UNKNOWN_USER))
GIVEN_UP = report(fields("failed", "4.4.1", "x-postfix; connect to mx.example.net[192.0.2.7]:25: Connection timed out"))
DELAYED = report(fields("delayed", "4.4.1", "x-postfix; connect to mx.example.net[192.0.2.7]:25: timed out"))
DELAYED_FIVE = report(fields("delayed", "5.4.0", "smtp; 554 try later all the same"))
RELAYED = report(fields("relayed", "2.0.0"))
EXPANDED = report(fields("expanded", "2.1.0"))
DELIVERED = report(fields("Delivered", "2.0.0"))
WITHOUT_ACTION = report(fields("", "5.2.1", "smtp; 550 mailbox disabled"))
WITHOUT_ACTION_FOUR = report(fields("", "4.2.2", "smtp; 452 mailbox full"))
ONE_OF_TWO_ELSEWHERE = report(
    fields("failed", "5.1.1", UNKNOWN_USER, address="one@elsewhere.example"),
    fields("delivered", "2.0.0", address="two@elsewhere.example"),
)
OURS_AMONG_TWO = report(
    fields("delivered", "2.0.0", address="two@elsewhere.example"), fields("failed", "5.1.1", UNKNOWN_USER)
)
BOTH_OF_TWO = report(
    fields("failed", "5.1.1", UNKNOWN_USER, address="one@elsewhere.example"),
    fields("failed", "4.4.7", "smtp; 451 expired", address="two@elsewhere.example"),
)
# to an address without the token, as where a list or a helpdesk lies in between
KNOWN_BY_MESSAGE_ID = report(
    fields("failed", "5.1.1", UNKNOWN_USER),
    head="Return-Path: <>\nFrom: postmaster@example.org\nTo: bounces@stadt.example\n",
    returned="--b\nContent-Type: text/rfc822-headers\n\nFrom: u@stadt.example\nMessage-ID: <{token}@testserver>\n\n",
)
RETURNED_WHOLE = report(
    fields("failed", "5.7.1", "smtp; 550 5.7.1 rejected by policy"),
    head="Return-Path: <>\nFrom: postmaster@example.org\nTo: bounces@stadt.example\n",
    returned="--b\nContent-Type: message/rfc822\n\nFrom: umlauf@stadt.example\nMessage-ID: <{token}@testserver>\n\n"
    "Hallo\n\n",
)
NOTHING_OF_OURS = report(
    fields("failed", "5.1.1", UNKNOWN_USER), head="Return-Path: <>\nFrom: a@example.org\nTo: bounces@stadt.example\n"
)
QMAIL = (
    "Return-Path: <>\nDelivered-To: {to}\nFrom: MAILER-DAEMON@old.example.org\nTo: bounces@stadt.example\n"
    "Subject: failure notice\n\nHi. This is the qmail-send program at old.example.org.\nI'm afraid I wasn't able to "
    "deliver your message to the following addresses.\n\n<member@umlauf.test>:\nSorry, no mailbox here by that name.\n"
)
EXIM = (
    "Return-Path: <>\nX-Failed-Recipients: member@umlauf.test\nAuto-Submitted: auto-replied\n"
    "From: Mail Delivery System <Mailer-Daemon@exim.example.org>\nTo: {to}\n"
    "Subject: Mail delivery failed: returning message to sender\n\nmember@umlauf.test: Unrouteable address\n"
)
EXIM_DELAY = (
    "Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@exim.example.org>\n"
    "To: {to}\nSubject: Warning: message 1abcDE-000123-45 delayed 24 hours\n\nNo action is required on your part.\n"
)
ABSENCE = (
    "Return-Path: <>\nAuto-Submitted: auto-replied (vacation)\nFrom: Mia Mitglied <member@umlauf.test>\nTo: {to}\n"
    "Subject: Abwesend: Neue Vorlage\nIn-Reply-To: <{token}@testserver>\n\n"
    "Ich bin bis Montag nicht im Haus. 550 5.1.1\n"
)
ABSENCE_OF_EXCHANGE = (
    "X-Auto-Response-Suppress: All\nFrom: member@umlauf.test\nTo: {to}\nSubject: Automatische Antwort\n\nAbwesend.\n"
)
ABSENCE_OF_OLD = "X-Auto-Response: yes\nFrom: member@umlauf.test\nTo: {to}\nSubject: Urlaub\n\nIch bin im Urlaub.\n"
ABSENCE_WITH_PRECEDENCE = "Precedence: bulk\nFrom: member@umlauf.test\nTo: {to}\nSubject: Urlaub\n\nIm Urlaub.\n"
NULL_PATH_ALONE = "Return-Path: <>\nFrom: member@umlauf.test\nTo: {to}\nSubject: Nicht da\n\nIch bin nicht da.\n"
READ_RECEIPT = (
    "From: member@umlauf.test\nTo: {to}\nSubject: Gelesen\nMIME-Version: 1.0\n"
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nGelesen.\n\n--b\nContent-Type: message/disposition-notification\n\n"
    "Final-Recipient: rfc822;member@umlauf.test\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n"
)
HUMAN = (
    "Return-Path: <member@umlauf.test>\nFrom: Mia Mitglied <member@umlauf.test>\nTo: {to}\n"
    "Subject: Re: Neue Vorlage\nIn-Reply-To: <{token}@testserver>\nAuto-Submitted: no\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    "Undelivered? Bitte schickt es mir auf Papier, danke schön!\n"
)
GARBAGE = "\udcff\udcfe\x00 no mail at all"


def as_it_came(sample: str, token: object) -> bytes:
    to = f"bounces+{token}@stadt.example"
    return sample.replace("{token}", str(token)).replace("{to}", to).encode(errors="surrogateescape")
