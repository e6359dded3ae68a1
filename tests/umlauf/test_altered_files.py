"""A kept file that somebody altered on the disk is handed to nobody, on no way, and the log says so."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from papers.files import kept
from papers.files.kept import Altered, opened_attachment
from papers.pdf.archive import print_of
from papers.pdf.typesetting import Reason
from search.indexing import process_pending
from search.models import AttachmentText, IndexedText
from tests.factories.papers import add_attachment, fresh, paper_at
from tests.factories.smtp import smtp_server
from tests.search.extraction.files import pdf
from umlauf.portal.addresses import paper_url
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
FORGED = "Der Rat beschliesst das Gegenteil."


@pytest.fixture(autouse=True)
def files_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paper(cast):
    return fresh(paper_at("deliberating", cast))


def forge(file, content=None):
    Path(file.path).write_bytes(content or FORGED.encode())


def alarms(caplog):
    return [record for record in caplog.records if record.name == "umlauf.security" and record.levelname == "ERROR"]


def test_an_altered_print_is_not_handed_out(client, paper, caplog):
    kept = print_of(paper)
    assert client.get(f"{paper_url(paper)}paper.pdf").getvalue()[:5] == b"%PDF-"
    forge(kept.file)

    for headers in ({}, {"Range": "bytes=0-99"}, {"If-None-Match": f'"{kept.sha256}"'}):
        response = client.get(f"{paper_url(paper)}paper.pdf", headers=headers)
        assert response.status_code == 503
        assert FORGED not in response.content.decode()
    assert f"print {kept.pk} of page {paper.pk} was altered" in alarms(caplog)[0].getMessage()


def test_an_altered_annex_is_not_handed_out(cast, client, paper, caplog):
    annex = add_attachment(paper, by=cast.council_clerk)
    forge(annex.file)

    response = client.get(annex.get_absolute_url())

    assert response.status_code == 503
    assert FORGED not in response.content.decode()
    assert paper_url(paper) in response.content.decode()
    assert f"attachment {annex.pk} was altered" in alarms(caplog)[0].getMessage()


def test_that_it_was_altered_is_told_to_nobody_who_may_not_read_it(cast, client, paper):
    annex = add_attachment(paper, by=cast.council_clerk, confidentiality="confidential")
    forge(annex.file)

    assert client.get(annex.get_absolute_url()).status_code == 404


def test_a_package_says_in_its_place_that_an_altered_annex_is_not_in_it(cast, client, paper):
    annex = add_attachment(paper, by=cast.council_clerk, content=pdf("Anlage"))
    forge(annex.file, pdf(FORGED))

    package = client.get(f"/de/papers/package.pdf?paper={paper.slug}")

    text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(package.content))
    assert FORGED not in text
    assert "lässt sich hier nicht einfügen" in " ".join(text.split())


def test_no_package_is_made_of_an_altered_print(client, paper):
    forge(print_of(paper).file)

    assert client.get(f"/de/papers/package.pdf?paper={paper.slug}").status_code == 503


def test_an_altered_print_is_sent_to_nobody_and_the_office_is_told(cast, settings, paper):
    settings.DELIVERY_FIRST_PAUSE = 30
    with smtp_server(settings) as server:
        distribution = distribute(paper, by=cast.council_clerk)
        Delivery.objects.exclude(person=cast.member).update(state=DeliveryState.SENT, sent_at=timezone.now())
        delivery = distribution.deliveries.get(person=cast.member)
        forge(print_of(delivery.page).file)

        outbox.run(timedelta(minutes=1))

        delivery.refresh_from_db()
        assert delivery.problem == Reason.ALTERED.label
        assert server.mails == []


def test_an_altered_annex_is_found_by_nothing(cast, paper):
    annex = add_attachment(paper, by=cast.council_clerk, content=pdf("Anlage"))
    forge(annex.file, pdf(FORGED))

    for _left in process_pending():
        pass

    assert not IndexedText.objects.filter(text__contains=FORGED).exists()
    assert AttachmentText.objects.get(attachment=annex).problem == "broken"


def test_a_large_file_is_read_once_and_again_after_any_change(cast, paper, monkeypatch):
    monkeypatch.setattr(kept, "SETTLED", -1.0)  # seconds; a test has no time to wait
    content = b"%PDF-1.7" + b"x" * kept.LARGE
    annex = add_attachment(paper, by=cast.council_clerk, content=content)
    kept._compared.clear()

    opened_attachment(annex).close()
    opened_attachment(annex).close()
    assert len(kept._compared) == 1
    times = os.stat(annex.file.path)
    changed_at = time.time()
    while os.stat(annex.file.path).st_ctime <= changed_at:  # the clock of the files ticks coarsely
        forge(annex.file, content[:-1] + b"y")
        os.utime(annex.file.path, ns=(times.st_atime_ns, times.st_mtime_ns))

    with pytest.raises(Altered):
        opened_attachment(annex)
    assert os.stat(annex.file.path).st_mtime_ns == times.st_mtime_ns
