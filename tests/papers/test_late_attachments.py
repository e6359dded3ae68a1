"""Attachments that become others after the release: an act of the council office with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from pypdfium2 import PdfDocument

from papers.access.verb_table import WrongState
from papers.attaching import detach
from papers.changing_attachments import (
    rename_attachment,
    reorder_attachments,
    replace_attachment,
)
from papers.models import Version
from papers.pdf.archive import opened, print_of
from papers.pdf.content import content_of
from papers.versions import latest_version
from tests.factories.papers import add_attachment, bring_to, draft, fresh, paper_at
from tests.papers.attachment_changes import CHANGES, SAID, keys, pdf
from workflows.distribution.delivery_mail import message_for
from workflows.distribution.distributing import NobodyLeft, distribute
from workflows.routing.steps import recall, return_to_author, start_routing
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


LATE = [name for name in CHANGES if name != "level"]


@pytest.fixture
def released(cast):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag")
    add_attachment(paper, by=cast.author, title="Lageplan", content=b"%PDF-1.7 Plan")
    return bring_to("deliberating", paper, cast)


@pytest.mark.parametrize("change", LATE)
def test_after_the_release_it_needs_a_reason_and_makes_an_edition(cast, released, change):
    first = print_of(released)
    with pytest.raises(ValidationError) as refused:
        CHANGES[change](released, cast.council_clerk)
    assert list(refused.value.error_dict) == ["reason"]
    assert Version.objects.filter(paper=released).count() == 1

    CHANGES[change](released, cast.council_clerk, reason="War ein Versehen.")

    version, second = latest_version(released), print_of(fresh(released))
    assert (version.number, version.editorial, version.revision_id) == (2, True, fresh(released).live_revision_id)
    assert "War ein Versehen." in version.reason
    assert SAID[change] in version.reason
    assert (first.edition, second.edition) == (1, 2)
    assert any("War ein Versehen." in entry.detail for entry in timeline_of(released))


def test_a_replaced_file_is_marked_and_brought_once_to_who_has_the_paper(
    cast, released, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        distribute(released, by=cast.council_clerk)
    CHANGES["replace"](released, cast.council_clerk, reason="War ein Versehen.")

    annex = released.attachments.first()
    assert annex.replaced_on == timezone.localdate()
    assert "War ein Versehen." in content_of(fresh(released))["attachments"][0]["late"]
    distribution = distribute(fresh(released), by=cast.council_clerk)
    message = message_for(distribution.deliveries.filter(channel="mail").first())
    assert "War ein Versehen." in message.body
    assert [name for name, _content, _type in message.attachments][1:] == ["ersatz.pdf"]
    with pytest.raises(NobodyLeft):
        distribute(fresh(released), by=cast.council_clerk)
    page = client.get(f"/de/papers/{released.slug}/").content.decode()
    assert f'{date_format(timezone.localdate(), "d.m.Y")}: <span lang="de" dir="auto">War ein Versehen.' in page


def test_what_was_handed_in_late_stays_marked_so_when_its_file_is_replaced(cast, released, client):
    annex = add_attachment(released, by=cast.council_clerk, title="Gutachten", content=b"%PDF-1.7 spaet")
    file = ContentFile(b"%PDF-1.7 richtig", name="g.pdf")
    replace_attachment(annex, file=file, by=cast.council_clerk, reason="Falsche Datei.")

    page = client.get(f"/de/papers/{released.slug}/").content.decode()
    (told,) = [one["late"] for one in content_of(fresh(released))["attachments"] if one["title"] == "Gutachten"]

    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    for sentence in ("Handed in late on %(day)s", "Replaced on %(day)s"):
        assert gettext(sentence) % {"day": day} in page
    assert told.startswith(gettext("handed in late on %(day)s") % {"day": day})
    assert told.endswith("Falsche Datei.")


def test_several_late_changes_are_told_together(cast, released, django_capture_on_commit_callbacks):
    print_of(released)
    with django_capture_on_commit_callbacks(execute=True):
        distribute(released, by=cast.council_clerk)
    CHANGES["replace"](released, cast.council_clerk, reason="Falsche Datei.")
    CHANGES["reorder"](fresh(released), cast.council_clerk, reason="Falsche Folge.")

    distribution = distribute(fresh(released), by=cast.council_clerk)

    message = message_for(distribution.deliveries.filter(channel="mail").first())
    assert "Falsche Datei." in message.body
    assert "Falsche Folge." in message.body
    assert [name for name, _content, _type in message.attachments][1:] == ["ersatz.pdf"]
    with opened(print_of(fresh(released))) as file:
        pages = [page.get_textpage().get_text_range() for page in PdfDocument(file.read())]
    text = " ".join(" ".join(pages).split())
    assert text.count("Falsche Datei.") == 2  # at the head, and beside the annex
    assert "Falsche Folge." in text


@pytest.mark.parametrize("change", ["replace", "rename"])
def test_the_name_of_an_annex_few_may_read_stands_in_no_reason_all_read(cast, change):
    paper = paper_at("deliberating", cast)
    add_attachment(paper, by=cast.council_clerk, title="Grunderwerb", confidentiality="confidential")
    assert "Grunderwerb" not in latest_version(paper).reason

    CHANGES[change](fresh(paper), cast.council_clerk, reason="War ein Versehen.")
    detach(paper.attachments.first(), by=cast.council_clerk, reason="Überholt.")

    reasons = list(Version.objects.filter(paper=paper).order_by("number").values_list("reason", flat=True))
    assert len(reasons) == 4
    assert not [reason for reason in reasons if "Grunderwerb" in reason or "Neu" in reason]


@pytest.mark.parametrize("change", LATE)
def test_what_readers_have_stands_still_while_its_text_is_changed(cast, released, change):
    return_to_author(released, by=cast.council_clerk, reason="Neue Zahlen.")

    with pytest.raises(WrongState):
        CHANGES[change](fresh(released), cast.author, reason="War ein Versehen.")


def test_what_waits_for_the_release_may_be_changed_meanwhile(cast, released):
    return_to_author(released, by=cast.council_clerk, reason="Neue Zahlen.")
    new = add_attachment(fresh(released), by=cast.author, title="Neue Kosten")

    replace_attachment(new, file=pdf(), by=cast.author)
    rename_attachment(new, title="Kosten", by=cast.author)
    reorder_attachments(fresh(released), order=[new.pk, *keys(released)[:-1]], by=cast.author)

    assert [row.title for row in released.attachments.all()] == ["Kosten", "Vertrag", "Lageplan"]
    assert Version.objects.filter(paper=released).count() == 1
    new.refresh_from_db()
    assert (new.waits, new.replaced_on, new.came_with) == (True, None, None)


def test_recalled_and_changed_and_submitted_is_a_new_version(cast):
    paper = draft(cast)
    annex = add_attachment(paper, by=cast.author)
    start_routing(paper, by=cast.author)
    recall(fresh(paper), by=cast.author)

    replace_attachment(annex, file=pdf(), by=cast.author)
    start_routing(fresh(paper), by=cast.author)

    assert latest_version(paper).number == 2
