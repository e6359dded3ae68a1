"""The same text, released again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from papers.models import Attachment, Consultation, Organization, PrintedPaper
from papers.pdf.archive import print_of
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.factories.papers import fresh
from tests.umlauf.portal.official_papers.pages import (
    upload,
)
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.distribution.views.progress import progress_of
from workflows.models import Delivery, DeliveryState
from workflows.translation.review import approve_translation


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
