"""The official PDF: for those who may read the paper, always the same bytes, in parts if asked; and the page that
recognises it."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdfium2 import PdfDocument

from papers.models import Attachment, Consultation, PrintedPaper
from papers.pdf.archive import NotReleased, print_of
from papers.versions import ensure_version
from tests.factories.papers import add_attachment, edit, fresh, paper_at
from tests.search.extraction.files import pdf
from workflows.distribution.distributing import distribute
from workflows.routing.release import publish_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(paper):
    return f"/de/papers/{paper.slug}/paper.pdf"


def read(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return content


def status(response):
    read(response)
    return response.status_code


def test_a_released_paper_is_printed_once_and_served_from_the_archive(client, cast):
    paper = paper_at("deliberating", cast)
    response = client.get(address(paper))
    first = read(response)
    assert (response.status_code, response["Content-Type"], first[:5]) == (200, "application/pdf", b"%PDF-")
    assert response["ETag"] == f'"{hashlib.sha256(first).hexdigest()}"'
    assert int(response["Content-Length"]) == len(first)
    assert response["Content-Disposition"] == f'inline; filename="{paper.slug}.pdf"'

    Consultation.objects.filter(paper=paper, role="information").update(state="cancelled")
    assert read(client.get(address(paper))) == first, "what happens to the slip later does not change what was printed"
    assert PrintedPaper.objects.count() == 1


def test_it_is_not_sent_again_to_who_has_it_and_sent_in_parts_to_who_asks(client, cast):
    paper = paper_at("deliberating", cast)
    whole = client.get(address(paper))
    content = read(whole)
    assert client.get(address(paper), headers={"If-None-Match": whole["ETag"]}).status_code == 304
    for asked, part, told in [
        ("bytes=0-99", content[:100], f"bytes 0-99/{len(content)}"),
        ("bytes=100-", content[100:], f"bytes 100-{len(content) - 1}/{len(content)}"),
        ("bytes=-10", content[-10:], f"bytes {len(content) - 10}-{len(content) - 1}/{len(content)}"),
    ]:
        response = client.get(address(paper), headers={"Range": asked})
        assert (response.status_code, read(response), response["Content-Range"]) == (206, part, told)
    beyond = client.get(address(paper), headers={"Range": f"bytes={len(content)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")
    for asked in ("bytes=0-1,5-6", "lines=1-2", "bytes=-"):
        assert status(client.get(address(paper), headers={"Range": asked})) == 200
    assert status(client.get(address(paper), headers={"Range": "bytes=0-9", "If-Range": '"another"'})) == 200


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_who_may_not_read_the_paper_gets_no_pdf(client, cast, level):
    paper = paper_at("deliberating", cast, confidentiality=level)
    assert client.get(address(paper)).status_code == 404
    client.force_login(cast.outsider)
    assert client.get(address(paper)).status_code == 404
    client.force_login(cast.member)
    response = client.get(address(paper))
    assert status(response) == 200
    assert "no-store" in response["Cache-Control"]


def test_a_draft_says_so_and_is_not_kept(client, cast):
    paper = paper_at("co_signing", cast)
    client.force_login(cast.author)
    response = client.get(f"/de/papers/{paper.slug}/paper.pdf")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not PrintedPaper.objects.exists()
    with pytest.raises(NotReleased):
        print_of(paper)


def test_a_new_version_is_a_new_edition_and_the_old_one_stays(cast):
    paper = paper_at("deliberating", cast)
    first = print_of(paper)
    with first.file.open() as file:
        kept = file.read()
    edit(paper, by=cast.council_clerk, title="Zweite Fassung")
    ensure_version(fresh(paper), by=cast.council_clerk, reason="Kosten berichtigt", editorial=True)
    publish_version(fresh(paper), by=cast.council_clerk)
    second = print_of(fresh(paper))
    assert (first.edition, second.edition) == (1, 2)
    assert (first.version.number, second.version.number) == (1, 2)
    with first.file.open() as file:
        assert file.read() == kept
    with pytest.raises(ValidationError):
        first.save()


def test_a_file_is_recognised_by_its_content(client, cast):
    paper = paper_at("deliberating", cast)
    content = read(client.get(address(paper)))
    page = client.post("/de/verify/", {"file": SimpleUploadedFile("irgendwie.pdf", content)}).text
    assert paper.number in page
    assert paper.title in page
    kept = print_of(paper)
    assert paper.number in client.get("/de/verify/", {"sha256": kept.sha256.upper()}).text
    changed = client.post("/de/verify/", {"file": SimpleUploadedFile("geändert.pdf", content + b" ")}).text
    assert paper.number not in changed


def test_a_file_of_a_paper_one_may_not_read_is_unknown(client, cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    digest = print_of(paper).sha256
    assert paper.number not in client.get("/de/verify/", {"sha256": digest}).text
    client.force_login(cast.member)
    assert paper.number in client.get("/de/verify/", {"sha256": digest}).text


def test_what_cannot_be_a_hash_is_said_at_the_field(client, cast):
    page = client.get("/de/verify/", {"sha256": "<script>alert(1)</script>"})
    assert "sha256" in page.context["form"].errors
    assert "<script>alert" not in page.text
    assert client.post("/de/verify/", {}).context["form"].non_field_errors()
    assert client.post("/de/verify/", {"file": BytesIO(b"")}).status_code == 200


def test_the_personal_link_opens_for_the_person_alone_and_remembers_that(client, cast):
    paper = paper_at("deliberating", cast)
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    link = f"/de/delivered/{delivery.token}/"
    assert client.get(link)["Location"].startswith("/de/login/")
    client.force_login(cast.outsider)
    assert client.get(link).status_code == 404
    client.force_login(cast.member)
    before = timezone.now()
    assert client.get(link)["Location"] == f"/de/papers/{paper.slug}/"
    delivery.refresh_from_db()
    assert delivery.opened_at >= before
    opened = delivery.opened_at
    client.get(link)
    delivery.refresh_from_db()
    assert delivery.opened_at == opened, "the first time counts"


def test_everybody_sees_what_was_sent_to_them(client, cast):
    paper = paper_at("deliberating", cast)
    distribute(paper, by=cast.council_clerk)
    assert client.get("/de/received/").status_code == 302
    client.force_login(cast.member)
    assert paper.number in client.get("/de/received/").text
    client.force_login(cast.outsider)
    assert paper.number not in client.get("/de/received/").text


def test_a_package_has_papers_and_open_annexes_in_order_with_one_table_of_contents(client, cast):
    first, second = (
        paper_at("deliberating", cast, title="Erste Vorlage"),
        paper_at("deliberating", cast, title="Zweite Vorlage"),
    )
    add_attachment(
        first, by=cast.council_clerk, title="Gutachten", name="gutachten.pdf", content=pdf("Inhalt des Gutachtens")
    )
    add_attachment(first, by=cast.council_clerk, title="Tabelle", name="tabelle.csv", content=b"a;b")
    secret = add_attachment(first, by=cast.council_clerk, title="Kalkulation", name="k.pdf", content=pdf("Geheimes"))
    Attachment.objects.filter(pk=secret.pk).update(confidentiality="confidential")

    response = client.get(f"/de/papers/package.pdf?paper={second.slug}&paper={first.slug}")
    text = "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(response.content))
    assert text.index("Zweite Vorlage") < text.index("Erste Vorlage") < text.index("Inhalt des Gutachtens")
    assert "Tabelle" in text
    assert "Kalkulation" not in text
    assert "Geheimes" not in text
    assert next(item.get_title() for item in PdfDocument(response.content).get_toc()).endswith("Zweite Vorlage")


def test_a_package_with_a_paper_one_may_not_read_does_not_exist(client, cast):
    first, second = paper_at("deliberating", cast), paper_at("deliberating", cast, confidentiality="confidential")
    assert client.get(f"/de/papers/package.pdf?paper={first.slug}&paper={second.slug}").status_code == 404
    assert client.get("/de/papers/package.pdf").status_code == 404
