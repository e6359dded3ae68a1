"""Annexes, level, kind and office belong to the version people vouch for."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from papers.access import NOBODY, may_read_attachment, principal_of, read_principals
from papers.access.verb_table import WrongState
from papers.attaching import detach
from papers.contents import Contents, contents_of, differences
from papers.models import Attachment, RemovedAttachment, Version
from papers.pdf.archive import opened, print_of
from papers.versions import latest_version, released_version
from tests.factories.papers import add_attachment, draft, edit, finish_open, fresh, line_of, paper_at
from workflows.distribution.delivery_mail import message_for
from workflows.distribution.distributing import NobodyLeft, distribute
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import resubmit, return_to_author, start_routing
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast):
    """A paper with an annex that an office signed and that came back."""
    paper = draft(cast)
    annex = add_attachment(paper, by=cast.author, title="Vertrag")
    start_routing(paper, by=cast.author)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ergänzen.")
    return fresh(paper), annex


def has_to_be_confirmed(paper, cast):
    return line_of(paper, cast.org.planning_office, "co_sign").state != "done"


# --- before the release -----------------------------------------------------------------------------------------------


def test_an_annex_more_is_a_new_version_and_has_to_be_signed(cast, signed):
    paper, _annex = signed
    add_attachment(paper, by=cast.author, title="Gutachten")

    resubmit(paper, by=cast.author)

    assert latest_version(paper).number == 2
    assert has_to_be_confirmed(paper, cast)


def test_an_annex_less_is_a_new_version_and_has_to_be_signed(cast, signed):
    paper, annex = signed
    detach(annex, by=cast.author)

    resubmit(fresh(paper), by=cast.author)

    assert latest_version(paper).number == 2
    assert has_to_be_confirmed(paper, cast)


def test_another_level_is_a_new_version_and_has_to_be_signed(cast, signed):
    """A confidential paper that was signed is not made public on its way back unseen."""
    paper, _annex = signed
    paper.confidentiality = "non_public"
    paper.save()

    resubmit(fresh(paper), by=cast.author)

    assert latest_version(paper).number == 2
    assert has_to_be_confirmed(paper, cast)


def test_what_did_not_change_need_not_be_signed_again(cast, signed):
    paper, _annex = signed

    resubmit(paper, by=cast.author)

    assert latest_version(paper).number == 1
    assert not has_to_be_confirmed(paper, cast)


def test_the_council_office_calls_another_annex_editorial(cast, signed):
    paper, _annex = signed
    add_attachment(paper, by=cast.author, title="Gutachten")

    resubmit(paper, by=cast.council_clerk, editorial=True)

    assert latest_version(paper).editorial
    assert not has_to_be_confirmed(paper, cast)


def test_an_annex_added_while_checking_passes_only_as_editorial(cast):
    paper = paper_at("checking", cast)
    add_attachment(paper, by=cast.council_clerk, title="Gutachten")

    with pytest.raises(ValidationError) as refused:
        pass_formal_check(fresh(paper), by=cast.council_clerk)
    assert list(refused.value.error_dict) == ["editorial"]

    pass_formal_check(fresh(paper), by=cast.council_clerk, editorial=True)
    assert [annex.title for annex in Contents.from_data(latest_version(paper).contents).annexes] == ["Gutachten"]


def test_a_version_tells_its_annexes_whatever_became_of_them(cast, signed):
    paper, annex = signed
    detach(annex, by=cast.author)

    kept = Contents.from_data(Version.objects.get(paper=paper).contents)
    assert [(one.title, one.sha512) for one in kept.annexes] == [("Vertrag", annex.sha512)]
    assert differences(kept, contents_of(paper)) == ["Anlage „Vertrag“ entfernt"]


def test_a_removed_annex_opens_for_who_writes_the_paper_and_for_nobody_else(cast, signed, client):
    paper, annex = signed
    detach(annex, by=cast.author)
    removed = RemovedAttachment.objects.get(paper=paper)
    address = reverse("papers_admin:removed_attachment", args=[removed.pk])

    client.force_login(cast.colleague)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for person in (cast.outsider, cast.cosigner, cast.member, cast.liaison):
        client.force_login(person)
        assert client.get(address).status_code in (302, 404), person


def test_of_a_draft_nobody_saw_nothing_is_kept(cast):
    paper = draft(cast)
    annex = add_attachment(paper, by=cast.author)

    detach(annex, by=cast.author)

    assert not RemovedAttachment.objects.exists()


# --- after the release ------------------------------------------------------------------------------------------------


def test_an_annex_after_the_release_needs_a_reason_and_is_an_act_of_its_own(cast):
    paper = paper_at("deliberating", cast)
    add_attachment(paper, by=cast.council_clerk, title="Gutachten")

    annex = paper.attachments.get()
    version = latest_version(paper)
    assert annex.handed_in_late_on == timezone.localdate()
    assert (version.number, version.editorial, version.revision_id) == (2, True, fresh(paper).live_revision_id)
    assert "Gutachten" in version.reason
    assert released_version(fresh(paper)) == version
    assert any("Gutachten" in entry.text and "Lag noch nicht vor." in entry.detail for entry in timeline_of(paper))


def test_the_next_edition_of_the_print_names_the_late_annex(cast):
    paper = paper_at("deliberating", cast)
    first = print_of(fresh(paper))

    add_attachment(paper, by=cast.council_clerk, title="Gutachten")
    second = print_of(fresh(paper))

    assert (first.edition, second.edition) == (1, 2)
    assert not first.is_current
    assert second.is_current
    assert print_of(fresh(paper)) == second
    with opened(first) as before, opened(second) as after:
        assert before.read() != after.read()


def test_everybody_who_has_the_paper_gets_the_late_annex_once(cast, django_capture_on_commit_callbacks):
    paper = paper_at("deliberating", cast)
    with django_capture_on_commit_callbacks(execute=True):
        distribute(fresh(paper), by=cast.council_clerk)
    add_attachment(paper, by=cast.council_clerk, title="Gutachten", content=b"%PDF-1.7 Gutachten")

    distribution = distribute(fresh(paper), by=cast.council_clerk)

    message = message_for(distribution.deliveries.filter(channel="mail").first())
    assert "Gutachten" in message.body
    assert "Lag noch nicht vor." in message.body
    assert [name for name, _content, _type in message.attachments][1:] == ["anlage.pdf"]
    with pytest.raises(NobodyLeft):
        distribute(fresh(paper), by=cast.council_clerk)


def test_an_annex_taken_off_after_the_release_needs_a_reason(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title="Gutachten")

    with pytest.raises(ValidationError) as refused:
        detach(annex, by=cast.council_clerk)
    assert list(refused.value.error_dict) == ["reason"]

    detach(annex, by=cast.council_clerk, reason="Falsche Datei.")
    assert "Falsche Datei." in latest_version(paper).reason
    assert RemovedAttachment.objects.get().title == "Gutachten"


# --- while a released paper is being changed --------------------------------------------------------------------------


@pytest.fixture
def waiting(cast):
    paper = edit(paper_at("returned_after_release", cast), by=cast.author, summary="Neu.")
    return paper, add_attachment(paper, by=cast.author, title="Neue Kosten")


def test_its_new_annex_waits_for_its_release(cast, waiting):
    paper, annex = waiting

    assert annex.waits
    assert not may_read_attachment(NOBODY, annex)
    assert not Attachment.objects.readable_by(NOBODY).filter(pk=annex.pk).exists()
    assert may_read_attachment(cast.author, annex)
    assert Attachment.objects.readable_by(principal_of(cast.author)).filter(pk=annex.pk).exists()
    assert "public" not in read_principals(fresh(paper), annex.confidentiality, waits=annex.waits)


def test_it_is_released_with_the_text(cast, waiting):
    paper, annex = waiting

    resubmit(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    assert Attachment.objects.get().waits
    release(fresh(paper), by=cast.council_clerk)

    annex.refresh_from_db()
    assert not annex.waits
    assert may_read_attachment(NOBODY, annex)


def test_what_is_released_is_not_taken_off_meanwhile(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ändern.")

    with pytest.raises(WrongState):
        detach(annex, by=cast.author)
