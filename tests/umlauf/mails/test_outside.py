"""What is not public leaves the house as a number and a link, whoever mails it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test.signals import template_rendered

from tests.umlauf.mails.senders import (
    ABOUT_NO_PAPER,
    ANNEX,
    ANNEX_TEXT,
    DRAFTED,
    MADE_IN,
    MAKER,
    PUBLIC,
    RELEASED,
    REMARK,
    SENDERS,
    TITLE,
    WORDS,
    Sender,
    delivery,
    made,
    news_of_an_annex,
    tell_clerk,
    with_annex,
)

pytestmark = pytest.mark.django_db

SOURCES = [settings.ROOT / name for name in ("papers", "workflows", "search", "site")]
OF_A_MAIL = {"mail", "email"}
MAKING = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins", "mail_managers"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def rendered():
    names = set()

    def note(template, **kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def said_by(message) -> str:
    """Everything a reader of the message sees or a mail server keeps: each header and each part, decoded."""
    real = message.message()
    headers = [f"{name}: {value}" for part in real.walk() for name, value in part.items()]
    texts = [
        part.get_payload(decode=True).decode(part.get_content_charset("utf-8"), errors="replace")
        for part in real.walk()
        if not part.is_multipart()
    ]
    return "\n".join([message.subject, *message.to, *headers, *texts])


CASES = [(sender, level) for sender in SENDERS for level in sender.levels]


@pytest.mark.parametrize(("sender", "level"), CASES, ids=[f"{sender.send.__name__}-{level}" for sender, level in CASES])
def test_what_is_not_public_is_number_and_link(cast, rendered, sender: Sender, level):
    mail.outbox.clear()
    paper = sender.send(cast, level)

    said = [said_by(message) for message in mail.outbox]
    assert said, "nothing was sent, so nothing was tried"
    assert set(sender.templates) <= rendered
    assert not [text for text in said if DRAFTED.casefold() in text.casefold()]
    if level == PUBLIC:
        assert all(TITLE in text or ANNEX in text for text in said)
        return
    for text in said:
        assert [word for word in WORDS if word.casefold() in text.casefold()] == []
        assert paper.number is None or paper.number in text
        assert "http://testserver/" in text
    assert not any(message.attachments for message in mail.outbox)


def test_every_template_of_a_mail_has_a_sender_that_is_tried():
    found = {
        str(path.relative_to(folder))
        for source in SOURCES
        for folder in source.rglob("templates")
        for path in folder.rglob("*")
        if path.is_file() and (path.name.endswith("_subject.txt") or OF_A_MAIL & set(path.relative_to(folder).parts))
    }
    tried = {template for sender in SENDERS for template in sender.templates}

    assert {name for name in found if not name.startswith(ABOUT_NO_PAPER)} == tried


def test_every_message_is_made_in_one_place_by_a_sender_that_is_tried():
    makers, users = set(), set()
    for path in (path for source in SOURCES for path in source.rglob("*.py")):
        name, names = str(path.relative_to(settings.ROOT)), _called(path)
        if names & MAKING:
            makers.add(name)
        if "mail" in names and "papers.mail.messages" in path.read_text():
            users.add(name)

    assert makers == {MAKER}
    assert users == MADE_IN


def _called(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {getattr(function, "id", getattr(function, "attr", "")) for function in calls}


def test_wagtails_own_mails_about_pages_are_switched_off():
    """Those about workflows are in ``workflows.notifications``; comments quote what was written and the title."""
    assert settings.WAGTAILADMIN_COMMENTS_ENABLED is False


def test_a_public_paper_brings_its_pdf_and_what_changed(cast):
    delivery(cast, PUBLIC)
    assert all(REMARK in message.body and message.attachments for message in mail.outbox)


@pytest.mark.parametrize("level", RELEASED[:2])
def test_a_passage_of_an_annex_of_a_stricter_level_than_its_public_paper(cast, level):
    paper = with_annex(cast, made(cast, PUBLIC, "deliberating"), level)
    tell_clerk(cast, "search", f"q={ANNEX_TEXT}")

    (message,) = mail.outbox
    said = said_by(message).casefold()
    assert [word for word in WORDS if word.casefold() in said] == []
    assert paper.number in said


def test_a_passage_of_a_public_annex_is_told(cast):
    news_of_an_annex(cast, PUBLIC)
    assert ANNEX in mail.outbox[0].body
