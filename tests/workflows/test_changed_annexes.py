"""Whoever signed a paper is told which annexes are others now, and how."""

from __future__ import annotations

from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse

from papers.attaching import detach
from papers.changing_attachments import rename_attachment, reorder_attachments, replace_attachment
from tests.factories.letters import send_letters
from tests.factories.papers import add_attachment, bring_to, draft, edit, fresh, line_of
from workflows.routing.acting import act_on
from workflows.routing.steps import resubmit, return_to_author, start_routing

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag")
    add_attachment(paper, by=cast.author, title="Lageplan", content=b"%PDF-1.7 Plan")
    start_routing(paper, by=cast.author)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ergänzen.")
    send_letters()
    mail.outbox.clear()
    return fresh(paper)


def change_everything(paper, by):
    contract, plan = paper.attachments.all()
    replace_attachment(contract, file=ContentFile(b"%PDF-1.7 neu", name="neu.pdf"), by=by)
    add_attachment(paper, by=by, title="Gutachten", content=b"%PDF-1.7 Gutachten")
    rename_attachment(plan, title="Zeichnung", by=by)
    keys = list(paper.attachments.values_list("pk", flat=True))
    reorder_attachments(paper, order=keys[::-1], by=by)


def told(person):
    send_letters()
    return [message for message in mail.outbox if parseaddr(message.to[0])[1] == person.email]


def test_whoever_has_to_confirm_is_told_with_their_turn(cast, signed):
    change_everything(signed, cast.author)
    resubmit(fresh(signed), by=cast.author)

    (message,) = told(cast.cosigner)
    assert message.body.count("\n– ") == 4
    assert "version 1" in message.body.lower() or "Fassung 1" in message.body
    for title in ("Vertrag", "Lageplan", "Zeichnung", "Gutachten"):
        assert title not in message.body


def test_the_screen_where_they_confirm_names_the_annexes(cast, signed, client):
    change_everything(signed, cast.author)
    resubmit(fresh(signed), by=cast.author)
    client.force_login(cast.cosigner)

    line = line_of(signed, cast.org.planning_office, "co_sign")
    page = client.get(reverse("workflows:act", args=[line.pk]))

    assert page.context["given_for"] == 1
    assert len(page.context["changes"]) == 4
    assert all(sentence in page.text for sentence in page.context["changes"])
    assert any("Gutachten" in sentence for sentence in page.context["changes"])


def test_whoever_signed_what_is_called_editorial_is_told_by_a_mail_of_its_own(cast, signed):
    change_everything(signed, cast.author)
    resubmit(fresh(signed), by=cast.council_clerk, editorial=True)

    (message,) = told(cast.cosigner)
    assert message.body.count("\n– ") == 4
    assert "Gutachten" not in message.body
    line = line_of(signed, cast.org.planning_office, "co_sign")
    assert reverse("workflows:act", args=[line.pk]) in message.body


def test_nobody_is_told_where_only_the_text_changed(cast, signed):
    edit(signed, by=cast.author, summary="Anders.")
    resubmit(fresh(signed), by=cast.council_clerk, editorial=True)

    assert told(cast.cosigner) == []


def test_nobody_is_told_of_annexes_before_anybody_signed(cast):
    paper = draft(cast)
    start_routing(paper, by=cast.author)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte ergänzen.")
    add_attachment(fresh(paper), by=cast.author)
    send_letters()
    mail.outbox.clear()

    resubmit(fresh(paper), by=cast.council_clerk, editorial=True)

    (message,) = told(cast.cosigner)  # it is their turn
    assert "\n– " not in message.body


def test_after_the_release_those_who_co_signed_are_told_by_name_what_everybody_may_read(cast):
    paper = bring_to("deliberating", draft(cast), cast)
    send_letters()
    mail.outbox.clear()

    add_attachment(paper, by=cast.council_clerk, title="Gutachten")
    (message,) = told(cast.cosigner)
    assert "Gutachten" in message.body
    assert told(cast.secretary) == []  # bodies get the paper itself, by a distribution
    mail.outbox.clear()

    annex = add_attachment(fresh(paper), by=cast.council_clerk, title="Kaufpreis", confidentiality="confidential")
    (message,) = told(cast.cosigner)
    assert "Kaufpreis" not in message.body
    mail.outbox.clear()

    detach(annex, by=cast.council_clerk, reason="Überholt.")
    (message,) = told(cast.cosigner)
    assert "Kaufpreis" not in message.body


def test_the_comparison_of_two_texts_names_the_annexes(cast, signed, client):
    one = signed.latest_revision_id
    change_everything(signed, cast.author)
    edit(signed, by=cast.author, summary="Anders.")
    resubmit(fresh(signed), by=cast.author)
    client.force_login(cast.author)

    address = f"/admin/pages/{signed.pk}/revisions/compare/{{}}...{{}}/"
    forward = client.get(address.format(one, "latest")).context["of_the_record"]
    backward = client.get(address.format(fresh(signed).latest_revision_id, one)).context["of_the_record"]
    page = client.get(address.format("earliest", "latest"))

    assert len(forward) == len(backward) == 4
    assert forward != backward
    assert any("Gutachten" in sentence for sentence in forward)
    assert all(sentence in page.text for sentence in page.context["of_the_record"])


def test_the_comparison_of_a_released_text_with_itself_names_what_came_late(cast, client):
    paper = bring_to("deliberating", draft(cast), cast)
    add_attachment(paper, by=cast.council_clerk, title="Gutachten")
    client.force_login(cast.council_clerk)

    page = client.get(f"/admin/pages/{paper.pk}/revisions/compare/live...latest/")

    assert any("Gutachten" in sentence for sentence in page.context["of_the_record"])
