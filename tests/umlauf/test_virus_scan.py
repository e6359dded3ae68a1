"""What a scanner has not said yes to is listed and given to nobody, on no way."""

from __future__ import annotations

import logging
import socket

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from papers.changing_attachments import replace_attachment
from papers.enums import ScanState
from papers.files.clamd import Scanner, Unavailable
from papers.models import Attachment, RemovedAttachment
from papers.pdf.content import open_attachments
from search.models import IndexedText
from tests.factories.clamd import EICAR, clamd_server
from tests.factories.papers import add_attachment, paper_at
from umlauf.portal.addresses import paper_url
from umlauf.portal.views.packages import _pdf_of

SILENT = ["hanging", "closing", "trickling", "breaking off", "talking nonsense"]


@pytest.fixture
def clamd(settings):
    with clamd_server(settings) as server:
        yield server


@pytest.fixture
def annex(cast, run_on_commit):
    def add(content=b"Libellen am Ufer", name="a.txt", paper=None):
        with run_on_commit():
            paper = paper or paper_at("deliberating", cast)
        with run_on_commit():
            attachment = add_attachment(paper, by=cast.council_clerk, title="Gutachten", name=name, content=content)
        attachment.refresh_from_db()
        return attachment

    return add


def address_of(attachment):
    return f"/de/attachments/{attachment.pk}/{attachment.filename}"


def status_of(client, attachment):
    response = client.get(address_of(attachment))
    response.close()
    return response.status_code


def test_a_clean_file_is_scanned_once_and_handed_out(clamd, annex, client):
    attachment = annex()

    assert (attachment.scan_state, attachment.virus) == (ScanState.CLEAN, "")
    assert attachment.scanned_at is not None
    assert clamd.scanned == [b"Libellen am Ufer"]
    assert status_of(client, attachment) == 200


@pytest.mark.parametrize(("content", "opens"), [(b"Libellen am Ufer", 200), (EICAR, 404)])
@pytest.mark.parametrize("away", [False, True])
def test_a_file_that_was_replaced_while_it_waited_is_scanned_for_those_who_write_the_paper(
    cast, clamd, annex, signed_in, run_on_commit, content, opens, away
):
    clamd.behaviour = "closing"
    attachment = annex(content)
    assert attachment.scan_state == ScanState.WAITING
    clamd.behaviour = "closing" if away else "answering"

    with run_on_commit():
        file = ContentFile(b"Neu", name="b.txt")
        replace_attachment(attachment, file=file, by=cast.council_clerk, reason="Falsche Datei.")
    clamd.behaviour = "answering"
    if away:
        call_command("scan_files")

    former = RemovedAttachment.objects.get()
    address = reverse("papers_admin:removed_attachment", args=[former.pk])
    response = signed_in(cast.council_clerk).get(address)
    response.close()
    assert response.status_code == opens
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.CLEAN


def test_without_a_scanner_nothing_waits(annex, client):
    attachment = annex()

    assert attachment.scan_state == ScanState.NOT_SCANNED
    assert status_of(client, attachment) == 200


def test_a_row_nobody_cared_for_is_held(db):
    assert not Attachment().is_servable


@pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
def test_what_is_held_is_listed_and_given_to_nobody_on_any_way(cast, annex, signed_in, run_on_commit, state):
    attachment = annex(b"%PDF-1.7 Libellen", name="a.pdf")
    with run_on_commit():
        attachment.scan_state = state
        attachment.save()
    paper = attachment.paper

    for person in cast.people().values():
        client = signed_in(person)
        assert status_of(client, attachment) == 404
    page = signed_in(cast.council_clerk).get(paper_url(paper)).content.decode()
    assert "Gutachten" in page
    assert address_of(attachment) not in page
    assert address_of(attachment) not in client.get(f"/admin/papers/{paper.pk}/attachments/").content.decode()
    assert attachment.get_absolute_url() == ""
    assert list(Attachment.objects.servable()) == []
    assert [_pdf_of(one) for one in open_attachments(paper)] == [b""]


def test_the_text_of_a_held_file_is_not_read_and_what_was_read_is_forgotten(annex, run_on_commit):
    attachment = annex()
    assert IndexedText.objects.filter(attachment=attachment, text__contains="Libellen").exists()

    with run_on_commit():
        attachment.scan_state = ScanState.INFECTED
        attachment.save()

    assert not IndexedText.objects.filter(attachment=attachment).exists()


def test_a_file_that_waited_is_found_once_it_is_clean(clamd, annex, run_on_commit):
    clamd.behaviour = "closing"
    attachment = annex()
    assert not IndexedText.objects.filter(attachment=attachment).exists()

    clamd.behaviour = "answering"
    with run_on_commit():
        call_command("scan_files")

    assert IndexedText.objects.filter(attachment=attachment, text__contains="Libellen").exists()


def test_a_virus_is_held_and_named_to_who_added_it_and_the_council_office(cast, clamd, annex, signed_in):
    attachment = annex(EICAR)

    assert (attachment.scan_state, attachment.virus) == (ScanState.INFECTED, "Eicar-Test-Signature")
    assert status_of(signed_in(cast.council_clerk), attachment) == 404
    told = [message for message in mail.outbox if "Eicar-Test-Signature" in message.body]
    assert {address for message in told for address in message.to} == {
        cast.council_clerk.email,
        cast.second_clerk.email,
    }
    screen = signed_in(cast.author).get(f"/admin/papers/{attachment.paper_id}/attachments/").content.decode()
    assert "Eicar-Test-Signature" in screen
    (entry,) = PageLogEntry.objects.filter(page=attachment.paper_id, action="umlauf.virus")
    assert entry.data["virus"] == "Eicar-Test-Signature"


@pytest.mark.parametrize("behaviour", SILENT)
def test_a_scanner_that_says_nothing_holds_the_file_and_loses_nothing(
    clamd, annex, client, settings, caplog, behaviour
):
    clamd.behaviour, settings.CLAMD_SECONDS = behaviour, 0.5

    with caplog.at_level(logging.ERROR, logger="papers.scanning"):
        attachment = annex()

    assert attachment.scan_state == ScanState.WAITING
    assert status_of(client, attachment) == 404
    said = [record for record in caplog.records if record.name == "papers.scanning"]
    assert [record.args[0] for record in said] == [attachment.pk]
    clamd.behaviour, settings.CLAMD_SECONDS = "answering", 5.0
    call_command("scan_files")
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.CLEAN


def test_a_scanner_that_is_away_holds_the_file(annex, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.CLAMD_URL, settings.CLAMD_SECONDS = f"tcp://127.0.0.1:{closed.getsockname()[1]}", 1.0
        attachment = annex()

        assert attachment.scan_state == ScanState.WAITING
        for _more in range(2):
            annex(paper=attachment.paper)
        with pytest.raises(CommandError, match="does not answer"):
            call_command("scan_files")


def test_a_scanner_switched_off_leaves_nothing_open(clamd, annex, client, settings):
    clamd.behaviour = "closing"
    attachment = annex()
    settings.CLAMD_URL = ""

    with pytest.raises(CommandError, match="1 attachments wait"):
        call_command("scan_files")
    assert status_of(client, attachment) == 404


def test_files_that_are_older_than_the_scanner_are_scanned_by_the_command(annex, settings):
    attachment = annex(EICAR)
    assert attachment.scan_state == ScanState.NOT_SCANNED

    with clamd_server(settings):
        call_command("scan_files")

    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.INFECTED


def test_a_file_too_large_for_the_scanner_is_held(clamd, annex):
    clamd.limit = 1000
    attachment = annex(b"Libellen " * 500_000)

    assert attachment.scan_state == ScanState.WAITING


@pytest.mark.parametrize("url", ["", "127.0.0.1:3310", "http://127.0.0.1/", "tcp://", "unix:///nowhere/clamd.ctl"])
def test_an_address_that_leads_nowhere_is_no_answer(url, tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"a")

    with file.open("rb") as opened, pytest.raises(Unavailable):
        Scanner(url, 1.0).virus_in(opened)
