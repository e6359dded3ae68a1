"""What readers see of the official PDF: where it is, whether a file is one, and what was sent to whom."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from papers.models import Attachment, Consultation, Membership, Organization, PrintedPaper
from papers.pdf.archive import print_of
from papers.pdf.typesetting import NotTypeset, Reason
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.factories.papers import fresh, paper_at, translate
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.paper import PaperPresentation
from umlauf.portal.templatetags.portal_tags import distribute_url, kept_print, pdf_url
from umlauf.portal.views import documents
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.distribution.views.progress import progress_of
from workflows.models import Delivery, DeliveryState
from workflows.translation.review import approve_translation


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Städtepartnerschaften")


def page_of(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200, address
    return response.content.decode()


# --- the paper's page -----------------------------------------------------------------------------------------------


def test_the_pdf_is_linked_in_the_language_of_the_page(client, paper, run_on_commit):
    with run_on_commit():
        translate(paper, "en")
    # there is no French translation: the page shows the original, and so does the link
    for language in ("de", "en", "fr"):
        address = f"/{language}/papers/{paper.slug}/"
        assert f'href="{address}paper.pdf"' in page_of(client, address)
        with translation.override(language):
            assert b"".join(client.get(pdf_url(paper)).streaming_content).startswith(b"%PDF-")


def test_what_is_not_released_is_called_a_draft(cast, signed_in):
    paper = paper_at("checking", cast)

    page = page_of(signed_in(cast.author), paper_url(paper))

    assert f'href="{pdf_url(paper)}"' in page
    assert "Draft (PDF)" in page or "Entwurf" in page
    assert kept_print(PaperPresentation(paper, cast.author)) is None


def test_the_hash_of_the_print_stands_among_the_facts_and_leads_to_the_answer(client, paper):
    assert "SHA-256" not in page_of(client, paper_url(paper))
    kept = print_of(fresh(paper))

    page = page_of(client, paper_url(paper))

    assert kept.sha256 in page
    assert f'href="/de/verify/?sha256={kept.sha256}"' in page
    assert paper.number in page_of(client, "/de/verify/", sha256=kept.sha256)


def test_a_secretary_who_has_no_editor_finds_the_button_on_the_page(cast, signed_in, paper):
    address = f"/admin/inbox/papers/{paper.pk}/distribute/"

    assert address in page_of(signed_in(cast.secretary), paper_url(paper))
    assert address not in page_of(signed_in(cast.outsider), paper_url(paper))
    assert address not in page_of(signed_in(cast.citizen), paper_url(paper))
    assert distribute_url(PaperPresentation(paper_at("checking", cast), cast.council_clerk)) == ""


def test_a_pdf_that_cannot_be_made_says_so_and_leads_to_the_page(client, paper, monkeypatch):
    def fail(page):
        raise NotTypeset(Reason.BUSY)

    monkeypatch.setattr(documents, "print_of", fail)

    response = client.get(pdf_url(paper))

    assert response.status_code == 503
    assert str(Reason.BUSY.label) in response.content.decode()
    assert f'href="{paper_url(paper)}"' in response.content.decode()


# --- is it genuine --------------------------------------------------------------------------------------------------


def upload(client, content, language="de"):
    return client.post(f"/{language}/verify/", {"file": SimpleUploadedFile("vorlage.pdf", content, "application/pdf")})


def test_a_print_that_is_missing_from_the_archive_says_so_and_is_not_made_a_second_time(client, paper, caplog):
    kept = print_of(paper)
    kept.file.storage.delete(kept.file.name)

    response = client.get(pdf_url(paper))

    assert response.status_code == 503
    assert "fehlt im Archiv" in response.content.decode()
    assert f'href="{paper_url(paper)}"' in response.content.decode()
    assert client.get(f"{reverse('package')}?paper={paper.slug}").status_code == 503
    assert f"the print {kept.pk} of page {paper.pk} is missing from the archive" in caplog.text
    assert PrintedPaper.objects.get().sha256 == kept.sha256


def test_a_file_is_recognised_by_its_bytes(client, paper):
    kept = print_of(fresh(paper))
    with kept.file.open("rb") as file:
        content = file.read()

    known = upload(client, content)
    changed = upload(client, content + b"\n")

    assert known.context["found"] == kept
    assert known.context["is_current"]
    assert f"{paper.number} Städtepartnerschaften" in known.content.decode()
    assert changed.context["found"] is None
    assert hashlib.sha256(content + b"\n").hexdigest() in changed.content.decode()
    assert "Städtepartnerschaften" not in changed.content.decode()


def test_what_was_replaced_says_so(client, paper):
    kept = print_of(fresh(paper))
    page = fresh(paper)
    page.summary = "Neu."
    page.save_revision().publish()

    response = client.get("/de/verify/", {"sha256": kept.sha256})

    assert response.context["found"] == kept
    assert not response.context["is_current"]
    assert "kern-alert--warning" in response.content.decode()


def test_a_paper_that_is_not_public_is_unknown_to_others(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public", title="Grundstück")
    kept = print_of(paper)

    assert "Grundstück" in page_of(signed_in(cast.member), "/de/verify/", sha256=kept.sha256)
    for person in (cast.citizen, cast.outsider):
        stranger = page_of(signed_in(person), "/de/verify/", sha256=kept.sha256)
        unknown = page_of(signed_in(person), "/de/verify/", sha256="0" * 64)
        assert "Grundstück" not in stranger
        assert paper.number not in stranger
        without = [
            page.split("csrfmiddlewaretoken")[0].replace(kept.sha256, "").replace("0" * 64, "")
            for page in (stranger, unknown)
        ]
        assert without[0] == without[1]


@pytest.mark.parametrize(
    ("data", "field"),
    [({"sha256": "abc"}, "sha256"), ({"sha256": ""}, None), ({}, None), ({"sha256": "z" * 64}, "sha256")],
)
def test_what_was_entered_wrongly_is_said_at_its_field(client, db, data, field):
    response = client.post("/de/verify/", data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert ('id="id_sha256_error"' in response.content.decode()) is (field == "sha256")
    assert not response.context["answered"]


def test_the_form_stands_in_the_footer_and_asks_nothing_by_itself(client, db):
    assert 'href="/de/verify/"' in page_of(client, "/de/")
    page = client.get("/de/verify/")
    assert not page.context["answered"]
    assert "no-store" in page.headers["Cache-Control"]
    assert not PrintedPaper.objects.exists()


# --- the same text, released again ----------------------------------------------------------------------------------


@pytest.fixture
def english(cast, paper):
    """A translation with every text rendered, and ``approve``, which a liaison may do again and again."""
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    cast.liaison.memberships.update(role="liaison")
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.liaison)
    made = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    for segment in made.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=made.target_locale,
            context=segment.context,
            data=f"EN {segment.string.data}",
        )

    def approve():
        return approve_translation(fresh(page), by=cast.liaison, seen=fingerprint(side_by_side(made)))

    page.approve = approve
    return page


def test_a_translation_approved_again_without_a_change_keeps_its_pdf(cast, client, paper, english, run_on_commit):
    texts, revisions = [], []
    for _time in range(2):
        with run_on_commit():
            revisions.append(english.approve().live_revision_id)
        response = client.get(f"/en/papers/{paper.slug}/paper.pdf")
        assert response.status_code == 200
        texts.append(b"".join(response.streaming_content))

    assert texts[0] == texts[1]
    assert texts[0].startswith(b"%PDF-")
    prints = PrintedPaper.objects.filter(page=english)
    assert sorted(prints.values_list("revision", flat=True)) == sorted(revisions)
    for kept in prints:
        with kept.file.open("rb") as file:
            assert file.read() == texts[0]


def test_its_deliveries_end(cast, paper, english, mailoutbox):
    english.approve()
    print_of(fresh(english))
    english.approve()
    type(cast.member).objects.update(preferred_language="en")

    distribution = distribute(fresh(paper), by=cast.council_clerk)
    outbox.run(timedelta(minutes=1))

    assert set(distribution.deliveries.values_list("page", flat=True)) == {english.pk}
    assert {one.state for one in Delivery.objects.filter(distribution=distribution)} == {DeliveryState.SENT}
    assert progress_of(distribution).is_finished
    assert len(mailoutbox) == distribution.deliveries.count()


def test_a_hash_of_several_releases_counts_while_one_of_them_does(client, paper, english):
    english.approve()
    first = print_of(fresh(english))
    english.approve()
    second = print_of(fresh(english))
    assert first.sha256 == second.sha256

    now = client.get("/en/verify/", {"sha256": first.sha256})
    assert now.context["found"] == second
    assert now.context["is_current"]

    StringTranslation.objects.filter(data__startswith="EN Städtepartnerschaften").update(data="Twin cities")
    english.approve()
    later = client.get("/en/verify/", {"sha256": first.sha256})
    assert later.context["found"] in (first, second)
    assert not later.context["is_current"]
    with print_of(fresh(english)).file.open("rb") as file:
        assert upload(client, file.read(), "en").context["is_current"]


def test_what_is_kept_is_the_content_that_was_typeset(paper):
    """Put together once: what is read a second time may have changed in between."""
    page = fresh(paper)
    with CaptureQueriesContext(connection) as queries:
        print_of(page)
    for table in (Attachment._meta.db_table, Consultation._meta.db_table):
        asked = [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"]]
        assert len(asked) == 1, asked


# --- what was sent to me --------------------------------------------------------------------------------------------


def test_everybody_sees_what_was_sent_to_them(cast, signed_in, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)
    client = signed_in(cast.member)
    page = page_of(client, "/de/received/")
    assert "Städtepartnerschaften" in page
    assert f"/de/delivered/{delivery.token}/" in page

    assert client.get(f"/de/delivered/{delivery.token}/").url == paper_url(paper)

    delivery.refresh_from_db()
    assert delivery.opened_at is not None
    assert f'datetime="{timezone.localdate(delivery.opened_at):%Y-%m-%d}' in page_of(client, "/de/received/")
    assert 'href="/de/received/"' in page_of(client, "/de/")


def test_others_see_nothing_of_it(cast, signed_in, client, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)

    assert "Städtepartnerschaften" not in page_of(signed_in(cast.outsider), "/de/received/")
    assert signed_in(cast.outsider).get(f"/de/delivered/{delivery.token}/").status_code == 404
    client.logout()
    assert client.get("/de/received/").status_code == 302
    assert client.get(f"/de/delivered/{delivery.token}/").status_code == 302
    assert 'href="/de/received/"' not in page_of(client, "/de/")
    assert signed_in(cast.member).get(f"/de/delivered/{uuid.uuid4()}/").status_code == 404
    delivery.refresh_from_db()
    assert delivery.opened_at is None


def test_a_title_one_may_no_longer_read_is_left_out(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="non_public", title="Grundstück")
    distribute(paper, by=cast.council_clerk)
    assert "Grundstück" in page_of(signed_in(cast.member), "/de/received/")
    Membership.objects.filter(person=cast.member).update(since="1999-01-01", until="2000-01-01")

    page = page_of(signed_in(cast.member), "/de/received/")

    assert "Grundstück" not in page
    assert paper.number in page


def test_what_was_not_sent_yet_says_so(cast, signed_in, paper):
    delivery = distribute(paper, by=cast.council_clerk).deliveries.get(person=cast.member)

    page = page_of(signed_in(cast.member), "/de/received/")

    assert delivery.state == "queued"
    with translation.override("de"):
        assert f"{delivery.get_channel_display()}: {delivery.get_state_display().lower()}" in page
