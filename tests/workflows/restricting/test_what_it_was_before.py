"""What an annex was before it was taken off goes with it: earlier files, earlier titles."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from pypdfium2 import PdfDocument

from papers.attaching import attach, detach
from papers.changing_attachments import rename_attachment, replace_attachment
from papers.models import RemovedAttachment
from papers.pdf.archive import opened, print_of
from papers.tombstones import former_files_for
from tests.factories.papers import add_attachment, fresh, paper_at
from tests.shown import shown_form
from umlauf.portal.addresses import paper_url
from workflows.errors import WrongState
from workflows.restricting.restricting import take_off_the_public
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
OLD, NEW = b"%PDF-1.7 Klarnamen", b"%PDF-1.7 geschwaerzt"
FIRST, SECOND = "Schuppentier", "Wasserbock"


def read(answer):
    return b"".join(answer.streaming_content)


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
    assert read(signed_in(cast.council_clerk).get(address)) == OLD


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


# --- a file that was replaced, or a removed annex, alone --------------------------------------------------------------


@pytest.fixture
def former(cast):
    """The file with the names, in whose place there is another one."""
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title=FIRST, name="klar.pdf", content=OLD)
    replace_attachment(annex, file=ContentFile(NEW, name="schwarz.pdf"), by=cast.council_clerk, reason="Geschwärzt.")
    return RemovedAttachment.objects.get(paper=paper)


def test_a_replaced_file_is_taken_off_alone_and_the_annex_stays(cast, former, client, signed_in):
    address = reverse("papers_admin:removed_attachment", args=[former.pk])
    versions, kept = former.paper.versions.count(), print_of(former.paper)

    take_off_the_public(former, reason="Namen sind lesbar.", keeps_title=True, by=cast.council_clerk)

    assert signed_in(cast.author).get(address).status_code == 404
    assert read(signed_in(cast.council_clerk).get(address)) == OLD
    annex = former.paper.attachments.get(pk=former.key)
    assert read(client.get(annex.get_absolute_url())) == NEW
    assert former.paper.versions.count() == versions  # of what readers have nothing is different
    assert print_of(fresh(former.paper)) == kept
    told = " ".join(version.reason for version in former.paper.versions.all())
    assert FIRST in told  # the annex is still called so


def test_another_earlier_file_of_the_annex_stays_where_it_was(cast, former):
    annex = former.paper.attachments.get(pk=former.key)
    replace_attachment(annex, file=ContentFile(b"%PDF-1.7 x", name="x.pdf"), by=cast.council_clerk, reason="Neu.")
    take_off_the_public(former, reason="Namen sind lesbar.", by=cast.council_clerk)

    left = former_files_for(cast.author, former.paper.removed_attachments.all())

    assert [one.filename for one in left] == ["schwarz.pdf"]
    attach(former.paper, file=ContentFile(NEW, name="n.pdf"), title="Neu", by=cast.council_clerk, reason="Doch.")
    with pytest.raises(ValidationError):
        attach(former.paper, file=ContentFile(OLD, name="n.pdf"), title="Alt", by=cast.council_clerk, reason="Doch.")


def test_a_removed_annex_is_taken_off_by_its_screen_with_its_title(cast, signed_in):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk, title=FIRST, name="klar.pdf", content=OLD)
    detach(annex, by=cast.council_clerk, reason="Namen.")
    former = RemovedAttachment.objects.get(paper=paper)
    client, address = signed_in(cast.council_clerk), reverse("workflows:take_off_the_public", args=[paper.pk])

    answer = shown_form(client, address).send(what=f"former-{former.pk}", reason="Namen.")

    assert FIRST in client.get(answer["Location"]).content.decode()  # to the council office: whom it had reached
    assert FIRST not in " ".join(version.reason for version in paper.versions.all())
    assert FIRST not in " ".join(f"{entry.text} {entry.detail}" for entry in timeline_of(paper))
    assert list(former_files_for(cast.author, paper.removed_attachments.all())) == []


def test_twice_is_told(cast, former):
    take_off_the_public(former, reason="Namen sind lesbar.", by=cast.council_clerk)

    with pytest.raises(WrongState):
        take_off_the_public(former, reason="Noch einmal.", by=cast.second_clerk)


def late(paper, cast, reason):
    return attach(paper, file=ContentFile(OLD, name="klar.pdf"), title=FIRST, by=cast.council_clerk, reason=reason)


def everything_told(paper, client):
    timeline = " ".join(f"{entry.text} {entry.detail}" for entry in timeline_of(paper))
    reasons = " ".join(version.reason for version in paper.versions.all())
    return f"{timeline} {reasons} {client.get(paper_url(paper)).content.decode()} {printed(paper)}"


def printed(paper):
    with opened(print_of(paper)) as file:
        pages = [page.get_textpage().get_text_range() for page in PdfDocument(file.read())]
    return " ".join(" ".join(pages).split())


def test_what_was_called_so_is_told_nowhere_also_where_it_was_renamed_and_why(cast, client):
    paper = paper_at("deliberating", cast)
    annex = late(paper, cast, "Nagetier.")
    annex = replace_attachment(
        annex, file=ContentFile(NEW, name="schwarz.pdf"), by=cast.council_clerk, reason="Wiesel stand darin."
    )
    rename_attachment(annex, title="Neutral", by=cast.council_clerk, reason="Marder im Titel.")
    former = RemovedAttachment.objects.get(paper=paper)
    before = printed(fresh(paper))
    assert "Wiesel stand darin." in before

    take_off_the_public(former, reason="Namen.", by=cast.council_clerk)

    told = everything_told(fresh(paper), client)
    for word in (FIRST, "Nagetier", "Wiesel", "Marder"):
        assert word not in told
    assert "Neutral" in told


def test_reasons_go_with_an_annex_and_stay_where_the_title_is_no_problem(cast, client):
    for keeps_title in (False, True):
        paper = paper_at("deliberating", cast)
        annex = late(paper, cast, "Nagetier.")

        take_off_the_public(annex, reason="Namen.", keeps_title=keeps_title, by=cast.council_clerk)

        assert ("Nagetier" in everything_told(fresh(paper), client)) is keeps_title


def test_the_message_names_what_was_taken_off(cast, former, signed_in):
    client, address = signed_in(cast.council_clerk), reverse("workflows:take_off_the_public", args=[former.paper_id])

    answer = shown_form(client, address).send(what=f"former-{former.pk}", reason="Namen.")

    (message,) = get_messages(answer.wsgi_request)
    assert "klar.pdf" in str(message)


def test_the_same_reason_beside_another_annex_stays(cast):
    paper = paper_at("deliberating", cast)
    other = attach(
        paper, file=ContentFile(NEW, name="o.pdf"), title="Lageplan", by=cast.council_clerk, reason="Fehlte noch."
    )
    annex = late(fresh(paper), cast, "Fehlte noch.")

    take_off_the_public(annex, reason="Namen.", by=cast.council_clerk)

    other.refresh_from_db()
    annex.refresh_from_db()
    assert (other.late_reason, annex.late_reason) == ("Fehlte noch.", "[…]")
