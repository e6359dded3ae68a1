"""What Wagtail's security advisories of 2026 were about, tried by people of ours who work in the administration.

Most concern rights that nobody here holds (pages, collections), so the same fault would have opened nothing; these
tests say so, and go on saying it with the next version.
"""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from papers.models import Paper, PaperIndexPage
from search.models import Synonyms
from tests.access.words import seen_in, texts_of
from tests.factories.images import picture
from tests.factories.papers import fresh

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]
# In the administration, and nothing to do with the paper.
STRANGERS = ["author of another office", "secretary of another committee", "chair of a faction", "translator"]
REFUSED = (302, 400, 403, 404, 405)


@pytest.fixture
def secret(everyday):
    return next(one for one in everyday.specimens if one.cell == ("draft", "confidential"))


@pytest.fixture
def client_of(everyday):
    def signed_in(role):
        client = Client(raise_request_exception=False)
        client.force_login(everyday.people[role])
        return client

    return signed_in


def both_ways(client, address, data=None):
    return [client.get(address), client.post(address, data or {})]


def assert_refused(responses, secret):
    for response in responses:
        assert response.status_code in REFUSED
        assert not {part for text in texts_of(response) for *cell, part in seen_in(text) if tuple(cell) == secret.cell}


@pytest.mark.parametrize("role", STRANGERS)
def test_previews_are_for_who_may_edit(secret, client_of, role):
    """The advisory on endpoints of previews: a form of one's own was rendered as any page."""
    client, pk = client_of(role), secret.paper.pk
    parent = PaperIndexPage.objects.get(locale__language_code="de").pk
    data = {"title": "Vorschau", "slug": "vorschau", "body-count": "0"}

    for address in (
        reverse("wagtailadmin_pages:preview_on_edit", args=[pk]),
        reverse("wagtailadmin_pages:preview_on_add", args=["papers", "paper", parent]),
        reverse("wagtailadmin_pages:preview_on_add", args=["papers", "paper", pk]),
    ):
        assert_refused(both_ways(client, address, data), secret)


@pytest.mark.parametrize("role", STRANGERS)
def test_comparisons_are_for_who_may_see_the_revisions(secret, client_of, role):
    """The advisory on comparing revisions: of pages, by the keys of revisions."""
    first, last = secret.paper.revisions.order_by("pk").first().pk, secret.paper.revisions.order_by("pk").last().pk
    pairs = [("earliest", "latest"), (first, last), ("live", last)]
    addresses = [reverse("wagtailadmin_pages:revisions_compare", args=[secret.paper.pk, *pair]) for pair in pairs]

    for address in addresses:
        assert_refused(both_ways(client_of(role), address), secret)


@pytest.mark.parametrize("role", STRANGERS)
def test_a_comparison_does_not_take_revisions_of_other_pages(everyday, secret, client_of, role):
    """Below a page one may read, with the keys of one that one may not."""
    readable = next(one for one in everyday.specimens if one.cell == ("deliberating", "public"))
    revision = secret.paper.get_latest_revision().pk
    address = reverse("wagtailadmin_pages:revisions_compare", args=[readable.paper.pk, revision, "latest"])

    assert_refused(both_ways(client_of(role), address), secret)


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("name", ["history", "history_results", "workflow_history", "usage", "revisions_index"])
def test_the_history_is_for_who_may_open_the_page(secret, client_of, role, name):
    """The advisory on viewing the history of a page."""
    address = reverse(f"wagtailadmin_pages:{name}", args=[secret.paper.pk])

    assert_refused(both_ways(client_of(role), address), secret)


@pytest.mark.parametrize("role", [*STRANGERS, "council office"])
def test_submissions_of_forms_are_not_reached(secret, client_of, role):
    """The advisory on deleting submissions of forms: there are none here, and no page that takes any."""
    for page in (secret.paper.pk, Page.objects.get(depth=2, locale__language_code="de").pk):
        for name in ("list_submissions", "delete_submissions"):
            address = reverse(f"wagtailforms:{name}", args=[page])
            assert all(response.status_code in REFUSED for response in both_ways(client_of(role), address))


@pytest.mark.parametrize("role", [*STRANGERS, "council office"])
def test_papers_are_not_copied(secret, client_of, role):
    """The advisory on copying pages: by the screen, by the interface, with everything below."""
    index, before = PaperIndexPage.objects.get(locale__language_code="de"), Paper.objects.count()
    client, pk = client_of(role), secret.paper.pk
    form = {
        "new_title": "Kopie",
        "new_slug": "kopie",
        "new_parent_page": index.pk,
        "copy_subpages": "on",
        "alias": "on",
    }

    client.post(reverse("wagtailadmin_pages:copy", args=[pk]), form)
    for action in ("copy", "create_alias", "copy_for_translation"):
        data = {"slug": "kopie", "destination_page_id": index.pk, "locale": "pl", "recursive": True}
        client.post(reverse("wagtailadmin_api:pages:action", args=[pk, action]), data, "application/json")

    assert Paper.objects.count() == before


@pytest.mark.parametrize("role", STRANGERS)
def test_papers_are_not_copied_for_translation(secret, client_of, role):
    """The advisory on copying for translation: by wagtail-localize's screens, too."""
    pk, before = secret.paper.pk, Paper.objects.count()

    responses = [
        *both_ways(client_of(role), reverse("wagtail_localize:submit_page_translation", args=[pk]), {"locales": ["2"]}),
        *both_ways(client_of(role), reverse("papers_admin:translate", args=[pk, "pl"])),
    ]

    assert_refused(responses, secret)
    assert Paper.objects.count() == before


@pytest.fixture
def collected(everyday):
    """An image and a document in a collection below a restricted one."""
    outer = Collection.get_first_root_node().add_child(name="qzacimage außen")
    inner = outer.add_child(name="innen")
    CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    image = get_image_model().objects.create(
        title="Geheimes Bild", file=ContentFile(picture(), name="geheim.png"), collection=inner
    )
    content = b"Geheimes Dokument"
    document = get_document_model().objects.create(
        title="Geheimes Dokument", file=ContentFile(content, name="geheim.txt"), collection=inner
    )
    document.file_hash = hashlib.sha1(content).hexdigest()
    document.save()
    return image, document


@pytest.mark.parametrize("role", [*STRANGERS, "liaison"])
def test_the_interface_hands_out_no_image_or_document_of_a_collection(collected, client_of, role):
    """The advisory on restrictions of collections and their descendants in the interfaces of documents and images."""
    client = client_of(role)
    for kind, row in zip(("images", "documents"), collected, strict=True):
        answers = [
            client.get(reverse(f"wagtailadmin_api:{kind}:listing"), {"limit": 100}),
            client.get(reverse(f"wagtailadmin_api:{kind}:listing"), {"search": "Geheim"}),
            client.get(reverse(f"wagtailadmin_api:{kind}:detail", args=[row.pk])),
            client.get(reverse(f"wagtailadmin_api:{kind}:find"), {"id": row.pk}),
        ]
        assert not [answer for answer in answers if row.title.encode() in answer.content]


@pytest.mark.parametrize("role", [*STRANGERS, "liaison"])
def test_nobody_learns_whether_a_document_is_there_from_its_hash(collected, client_of, role):
    """The advisory on documents found by their hash: uploading the same file told that, and where, it lies already."""
    client, content = client_of(role), ContentFile(b"Geheimes Dokument", name="gleich.txt")

    for name in ("wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"):
        content.seek(0)
        response = client.post(reverse(name), {"title": "Gleich", "file": content, "files[]": content})
        assert response.status_code in REFUSED
        assert not [text for text in texts_of(response) if "Geheimes Dokument" in text]
    listed = client.get(reverse("wagtailadmin_api:documents:listing"), {"file_hash": collected[1].file_hash})
    assert listed.status_code == 404
    assert "Geheimes Dokument" not in listed.content.decode()


@pytest.mark.parametrize("role", STRANGERS)
def test_master_data_is_not_copied_or_changed(everyday, client_of, role):
    """The advisory on copying snippets without the right to add one. Here master data has that view."""
    client, office = client_of(role), everyday.cast.org.works_office
    before = (type(office).objects.count(), Synonyms.objects.count())

    for name in ("organizations:copy", "organizations:edit", "paper_kinds:edit"):
        both_ways(client, reverse(name, args=[office.pk]), {"name": "Kopie", "slug": "kopie", "kind": "office"})
    both_ways(client, reverse("synonyms:add"), {"words": "eins, zwei"})

    assert (type(office).objects.count(), Synonyms.objects.count()) == before
    assert type(office).objects.get(pk=office.pk).name == office.name


@pytest.mark.parametrize("role", STRANGERS)
def test_the_interface_of_pages_hands_out_no_paper(secret, client_of, role):
    """CVE-2026-55468: fields of restricted pages and drafts, to whoever entered the administration."""
    client = client_of(role)
    for query in ({"fields": "*", "limit": 100}, {"type": "papers.Paper", "fields": "*"}, {"search": "Lindenallee"}):
        response = client.get(reverse("wagtailadmin_api:pages:listing"), query)
        assert not [part for text in texts_of(response) for *cell, part in seen_in(text) if tuple(cell) == secret.cell]
    assert_refused([client.get(reverse("wagtailadmin_api:pages:detail", args=[secret.paper.pk]))], secret)


@pytest.mark.parametrize("role", ["author"])
def test_a_title_is_never_markup(everyday, secret, client_of, role):
    """CVE-2026-28222 and CVE-2026-28223: a title with a script in it, run in the administration of somebody else."""
    paper = fresh(secret.paper)
    paper.title = "<script>alert(1)</script>"
    paper.save_revision(user=everyday.people[role])
    client = client_of("council office")

    for address in (
        reverse("wagtailadmin_pages:edit", args=[paper.pk]),
        reverse("wagtailadmin_pages:delete", args=[paper.pk]),
        reverse("workflows:submit", args=[paper.pk]),
        reverse("papers_admin:all"),
    ):
        assert b"<script>alert(1)</script>" not in client.get(address).content
