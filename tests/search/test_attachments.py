"""What stands in attachments is found, on its page, by those who may read the attachment."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
from lxml import html

from papers.models import Attachment
from search.indexing import process_pending
from search.models import AttachmentText, IndexedText
from search.searching import find
from tests.factories.papers import add_attachment, edit, fresh, paper_at
from tests.search.extraction.files import pdf, word

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()


@pytest.fixture(autouse=True)
def files_kept_apart(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Neubau der Hafenbrücke")


def bring_up_to_date():
    for _left in process_pending():
        pass


def found(text, reader=CITIZEN):
    return find(text, reader=reader, language="de").hits


def test_a_hit_says_the_page_of_the_attachment_and_opens_there(paper, cast, client):
    content = pdf("Deckblatt", "Inhalt", "Die Fledermaus wohnt unter der Brücke")
    attachment = add_attachment(
        paper, by=cast.council_clerk, title="Gutachten zum Artenschutz", name="gutachten.pdf", content=content
    )
    bring_up_to_date()

    (hit,) = found("Fledermäuse")
    assert (hit.paper, hit.attachment, hit.page_number) == (paper, attachment, 3)
    assert ("Fledermaus", True) in hit.passages[0].segments
    page = client.get("/de/search/?q=Fledermaus").text
    assert f'href="{attachment.get_absolute_url()}#page=3"' in page
    (named,) = html.fromstring(page).xpath("//p[contains(., 'in der Anlage')]")
    assert " ".join(named.text_content().split()) == "in der Anlage Gutachten zum Artenschutz, Seite 3"
    assert [hit.paper for hit in found("Hafenbrücke Fledermaus")] == [paper], (
        "words of paper and attachment find it together"
    )
    assert found("Hafenbrücke")[0].attachment is None


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_a_restricted_attachment_of_a_public_paper_is_found_by_nobody_else(paper, cast, level):
    add_attachment(
        paper,
        by=cast.council_clerk,
        name="kosten.docx",
        content=word("Geheimkalkulation der Fähre"),
        confidentiality=level,
    )
    bring_up_to_date()

    assert found("Geheimkalkulation") == []
    assert find("Geheimkalkulattion", reader=CITIZEN, language="de").did_you_mean == ""
    assert [hit.paper for hit in found("Geheimkalkulation", cast.council_clerk)] == [paper]


def test_what_cannot_be_read_is_recorded_with_its_reason_and_harms_nothing(paper, cast):
    broken = add_attachment(paper, by=cast.council_clerk, name="kaputt.pdf", content=b"%PDF-1.7 kaputt")
    scan = add_attachment(paper, by=cast.council_clerk, title="Scan", name="scan.pdf", content=pdf("", ""))
    good = add_attachment(paper, by=cast.council_clerk, title="Gut", name="gut.txt", content=b"Libellen am Ufer")
    bring_up_to_date()

    problems = dict(AttachmentText.objects.values_list("attachment", "problem"))
    assert problems == {broken.pk: "broken", scan.pk: "no_text", good.pk: ""}
    assert [hit.attachment for hit in found("Libelle")] == [good]


def test_those_without_text_are_listed_for_the_council_office(paper, cast, client):
    add_attachment(paper, by=cast.council_clerk, title="Eingescannter Plan", name="scan.pdf", content=pdf("", ""))
    bring_up_to_date()
    address = reverse("unreadable_attachments")

    client.force_login(cast.council_clerk)
    page = client.get(address)
    assert "Eingescannter Plan" in page.text
    client.force_login(cast.author)
    assert client.get(address).status_code == 302


def test_a_new_title_of_the_paper_reaches_its_attachments(paper, cast):
    add_attachment(paper, by=cast.council_clerk, name="a.txt", content=b"Libellen")
    bring_up_to_date()
    edit(paper, by=cast.council_clerk, title="Neubau des Fähranlegers")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    bring_up_to_date()

    assert len(found("Fähranleger Libellen")) == 1
    assert found("Hafenbrücke") == []


def test_a_removed_attachment_is_gone(paper, cast):
    attachment = add_attachment(paper, by=cast.council_clerk, name="a.txt", content=b"Libellen")
    bring_up_to_date()
    Attachment.objects.get(pk=attachment.pk).delete()

    assert found("Libellen") == []
    assert not IndexedText.objects.filter(title="Anlage").exists()
