"""What an annex was before it was taken off goes with it: earlier files, earlier titles."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from papers.attaching import attach
from papers.changing_attachments import rename_attachment, replace_attachment
from papers.models import RemovedAttachment
from tests.factories.papers import add_attachment, fresh, paper_at
from workflows.restricting.restricting import take_off_the_public
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
OLD, NEW = b"%PDF-1.7 Klarnamen", b"%PDF-1.7 geschwaerzt"
FIRST, SECOND = "Schuppentier", "Wasserbock"


@pytest.fixture
def paper(cast):
    """With an annex that was renamed and got another file before it was taken off."""
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title=FIRST, name="klar.pdf", content=OLD)
    why = {"by": cast.council_clerk, "reason": "Geschwärzt."}
    annex = replace_attachment(annex, file=ContentFile(NEW, name="schwarz.pdf"), **why)
    annex = rename_attachment(annex, title=SECOND, **why)
    take_off_the_public(annex, reason="Namen sind lesbar.", by=cast.council_clerk)
    return fresh(paper)


def test_the_earlier_file_is_the_council_offices_alone(cast, paper, signed_in):
    address = reverse("papers_admin:removed_attachment", args=[RemovedAttachment.objects.get(paper=paper).pk])

    assert signed_in(cast.author).get(address).status_code == 404
    answer = signed_in(cast.council_clerk).get(address)
    assert b"".join(answer.streaming_content) == OLD


def test_the_earlier_file_does_not_come_back(cast, paper):
    with pytest.raises(ValidationError) as refused:
        attach(paper, file=ContentFile(OLD, name="neu.pdf"), title="Neu", by=cast.council_clerk, reason="Doch.")

    assert "file" in refused.value.message_dict


def test_no_title_it_ever_had_is_told(cast, paper, signed_in):
    told = " ".join(f"{entry.text} {entry.detail}" for entry in timeline_of(paper))
    screen = signed_in(cast.author).get(reverse("papers_admin:attachments", args=[paper.pk])).content.decode()
    reasons = " ".join(version.reason for version in paper.versions.all())

    for title in (FIRST, SECOND):
        assert title not in told
        assert title not in screen
        assert title not in reasons


def test_the_address_of_the_earlier_file_leads_to_the_one_of_today(cast, client):
    annex = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk, name="alt.pdf", content=OLD)
    before = annex.get_absolute_url()
    replace_attachment(annex, file=ContentFile(NEW, name="neu.pdf"), by=cast.council_clerk, reason="Falsche Datei.")

    answer = client.get(before)

    assert answer.status_code == 302
    assert answer["Location"].endswith("neu.pdf")
