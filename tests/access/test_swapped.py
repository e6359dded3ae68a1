"""Swapped keys, links of others, tampered fields: refused, and nothing is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from papers.models import Attachment, Paper
from papers.translation.backlog import backlog
from papers.translation.drafts import begin_translation
from tests.access.words import seen_in, texts_of
from tests.factories.papers import fresh
from tests.factories.screens import editor_form
from workflows.models import Delivery
from workflows.translation.review import submit_translation

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]


@pytest.fixture
def papers(everyday):
    """By stage and level."""
    return {specimen.cell: specimen for specimen in everyday.specimens}


@pytest.fixture
def as_role(everyday):
    def signed_in(role):
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(everyday.people[role])
        return client

    return signed_in


def told(response, specimen):
    return {part for text in texts_of(response) for *cell, part in seen_in(text) if tuple(cell) == specimen.cell}


# --- swapped keys


def test_an_annex_is_not_opened_by_the_name_of_another(papers, as_role):
    annexes = papers["deliberating", "public"].annexes
    hidden, open_one = annexes["confidential"], annexes["public"]

    for name in (open_one.filename, hidden.filename):
        assert as_role("anonymous").get(reverse("attachment", args=[hidden.pk, name])).status_code == 404
    assert as_role("anonymous").get(reverse("attachment", args=[open_one.pk, hidden.filename])).status_code == 404


@pytest.mark.parametrize("name", ["revisions_view", "revisions_revert"])
def test_a_text_of_another_paper_is_not_shown_below_one_s_own(papers, as_role, name):
    own, other = papers["deliberating", "public"], papers["draft", "confidential"]
    revision = other.paper.get_latest_revision()
    # the secretary may open the first paper and not the second
    response = as_role("secretary of a routed committee").get(
        reverse(f"wagtailadmin_pages:{name}", args=[own.paper.pk, revision.pk]), follow=True
    )

    assert told(response, other) == set()


def test_an_annex_of_another_paper_is_not_removed_below_one_s_own(papers, as_role, everyday):
    own, other = papers["draft", "confidential"], papers["deliberating", "confidential"]
    annex = other.annexes["public"]

    as_role("author").post(reverse("papers_admin:attachments", args=[own.paper.pk]), {"remove": annex.pk})

    assert Attachment.objects.filter(pk=annex.pk).exists()


# --- links of others


def test_a_personal_link_opens_for_nobody_else(papers, as_role, everyday):
    deliveries = Delivery.objects.filter(distribution__paper=papers["deliberating", "confidential"].paper)
    delivery = deliveries.exclude(person=everyday.cast.chair).first()
    address = reverse("delivered", args=[delivery.token])

    assert as_role("chair").get(address).status_code == 404
    assert as_role("anonymous").get(address).status_code == 302  # to the log-in
    assert Delivery.objects.get(pk=delivery.pk).opened_at is None


def test_a_personal_link_is_worth_no_more_than_its_person_may_read(papers, as_role, everyday):
    paper = papers["deliberating", "confidential"]
    delivery = Delivery.objects.filter(distribution__paper=paper.paper, person=everyday.cast.chair).get()
    client = as_role("chair")
    everyday.cast.chair.memberships.all().delete()

    assert client.get(reverse("delivered", args=[delivery.token])).status_code == 404
    assert told(client.get(reverse("received")), paper) == set()


# --- by number, deep in the tree


@pytest.mark.parametrize(("role", "status"), [("anonymous", 404), ("author of another office", 404), ("chair", 302)])
def test_a_number_alone_leads_only_who_may_read_to_a_paper_below_a_topic(papers, as_role, role, status):
    specimen, topic = papers["deliberating", "confidential"], papers["deliberating", "public"]
    specimen.paper.move(Paper.objects.get(pk=topic.paper.pk), pos="last-child")

    response = as_role(role).get(reverse("paper", args=[fresh(specimen.paper).slug]))

    assert response.status_code == status
    if status == 404:
        assert told(response, specimen) == set()


# --- translations, in the screen and in the verb


def test_a_translation_is_begun_by_translators_only(papers, as_role, everyday):
    paper = papers["deliberating", "confidential"].paper
    polish = Locale.objects.get(language_code="pl")
    strangers = ("author of another office", "secretary of another committee", "translator", "co-signer")

    for role in strangers:
        as_role(role).post(reverse("papers_admin:translate", args=[paper.pk, "pl"]))
        with pytest.raises(PermissionDenied):
            begin_translation(fresh(paper), polish, by=everyday.people[role])
    assert not fresh(paper).has_translation(polish)


@pytest.mark.parametrize("role", ["author of another office", "secretary of another committee", "liaison"])
def test_a_translation_is_submitted_by_its_translators_only(papers, as_role, everyday, role):
    page = papers["deliberating", "confidential"].french

    as_role(role).post(reverse("workflows:translation", args=[page.pk]), {"verb": "submit", "partial": "on"})
    with pytest.raises(PermissionDenied):
        submit_translation(fresh(page), by=everyday.people[role], partial=True)

    assert fresh(page).current_workflow_state is None


def test_the_backlog_names_what_its_reader_may_read(papers, everyday):
    for role in ("translator", "liaison"):
        named = {row.paper.pk for row in backlog(everyday.people[role], ["fr", "pl"])}
        assert papers["deliberating", "public"].paper.pk in named
        assert papers["withdrawn_after_release", "non_public"].paper.pk not in named
        assert (papers["deliberating", "confidential"].paper.pk in named) == (role == "liaison")


@pytest.mark.parametrize("role", ["liaison", "translator", "author", "author of another office"])
def test_a_translation_is_thrown_away_by_the_council_office_only(papers, as_role, role):
    page = papers["deliberating", "public"].french

    as_role(role).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Paper.objects.filter(pk=page.pk).exists()

    as_role("council office").post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Paper.objects.filter(pk=page.pk).exists()


# --- tampered fields


@pytest.mark.parametrize("role", ["council office", "administrator"])
def test_fields_of_the_record_stay_as_they_are_after_the_release(papers, as_role, everyday, role):
    paper = papers["deliberating", "confidential"].paper
    before = Paper.objects.filter(pk=paper.pk).values("confidentiality", "kind", "originating_office", "number").get()
    form = editor_form(fresh(paper)) | {
        "confidentiality": "public",
        "originating_office": everyday.cast.org.works_office.pk,
        "kind": paper.kind_id + 1,
        "number": "9999/2026",
        "action-publish": "1",
    }

    as_role(role).post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form)

    assert Paper.objects.filter(pk=paper.pk).values(*before).get() == before


@pytest.mark.parametrize("role", ["council office", "administrator", "author"])
def test_nothing_is_published_while_others_sign(papers, as_role, role):
    paper = papers["confirming", "public"].paper
    form = editor_form(fresh(paper)) | {"title": "Neu", "action-publish": "1"}

    as_role(role).post(reverse("wagtailadmin_pages:edit", args=[paper.pk]), form)

    after = fresh(paper)
    assert (after.title, after.live_revision_id) == (paper.title, paper.live_revision_id)


# --- what caches on the way may keep


@pytest.mark.parametrize("role", ["member of a routed committee", "author"])
@pytest.mark.parametrize(
    "name", ["papers", "committees", "search", "suggestions", "search_csv", "partners", "received"]
)
def test_a_list_made_for_a_member_is_kept_by_no_cache(papers, as_role, role, name):
    response = as_role(role).get(reverse(name), {"q": "Lindenallee"})

    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("level", ["public", "confidential"])
def test_a_package_made_for_a_member_is_kept_by_no_cache(papers, as_role, level):
    response = as_role("chair").get(reverse("package"), {"paper": papers["deliberating", level].paper.slug})

    assert response["Content-Type"] == "application/pdf"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
