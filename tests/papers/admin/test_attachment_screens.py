"""The screens where attachments become others, as a person meets them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from papers.admin.attachments import AttachmentsView
from papers.admin.forms import AttachmentForm
from papers.attaching import detach
from papers.changing_attachments import rename_attachment
from papers.models import Attachment
from tests.factories.papers import add_attachment, bring_to, draft, fresh
from tests.shown import shown_form, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    paper = draft(cast)
    add_attachment(paper, by=cast.author, title="Vertrag", content=b"%PDF-1.7 Vertrag")
    add_attachment(paper, by=cast.author, title="Lageplan", content=b"%PDF-1.7 Plan")
    return paper


def changing(paper):
    return reverse("papers_admin:attachment", args=[paper.pk, paper.attachments.first().pk])


def listing(paper):
    return reverse("papers_admin:attachments", args=[paper.pk])


def test_an_attachment_is_renamed_where_its_title_leads(cast, paper, signed_in):
    client = signed_in(cast.author)
    assert f'href="{changing(paper)}"' in client.get(listing(paper)).text
    form = shown_form(client, changing(paper), id="rename")
    form.fill({"Titel": "Kaufvertrag"})

    response = form.send(rename="1")  # the name of its only button

    assert (response.status_code, response.headers["Location"]) == (302, listing(paper))
    assert paper.attachments.first().title == "Kaufvertrag"


def test_what_was_typed_stays_with_what_is_wrong(cast, signed_in, paper):
    paper = bring_to("deliberating", paper, cast)
    client = signed_in(cast.council_clerk)
    seen = client.get(changing(paper)).context["seen"]

    page = client.post(changing(paper), {"rename": "1", "rename-title": "Kaufvertrag", "seen": seen})

    assert page.status_code == 200
    assert page.context["changes"][1]["form"].errors.keys() == {"reason"}
    assert 'value="Kaufvertrag"' in page.text
    assert paper.attachments.first().title == "Vertrag"


@pytest.mark.parametrize("token", ["", "[", "[1]"])
def test_without_what_was_shown_nothing_is_changed(cast, paper, signed_in, token):
    client = signed_in(cast.author)
    before = list(Attachment.objects.values())

    for data in ({"rename": "1", "rename-title": "Neu"}, {"level": "1", "level-confidentiality": "confidential"}):
        page = client.post(changing(paper), data | {"seen": token})
        assert "Seit dem Öffnen dieser Seite" in page.text
    keys = list(paper.attachments.values_list("pk", flat=True))
    places = {f"place-{key}": 9 - place for place, key in enumerate(keys)}
    for data in ({"remove": keys[0]}, {"order": "1", **places}):
        page = client.post(listing(paper), data | {"seen": token})
        assert "Seit dem Öffnen dieser Seite" in page.text

    assert list(Attachment.objects.values()) == before


def test_a_second_look_lets_it_pass(cast, paper, signed_in):
    client = signed_in(cast.author)
    seen = client.get(changing(paper)).context["seen"]
    rename_attachment(paper.attachments.first(), title="Kaufvertrag", by=cast.colleague)

    page = client.post(changing(paper), {"level": "1", "level-confidentiality": "confidential", "seen": seen})
    assert "Kaufvertrag" in page.text
    client.post(changing(paper), {"level": "1", "level-confidentiality": "confidential", "seen": page.context["seen"]})

    assert paper.attachments.first().confidentiality == "confidential"


def test_whoever_comes_too_late_is_told_at_the_list(cast, paper, signed_in):
    client = signed_in(cast.author)
    address, seen = changing(paper), client.get(changing(paper)).context["seen"]
    detach(paper.attachments.first(), by=cast.colleague)

    page = client.post(address, {"rename": "1", "rename-title": "Neu", "seen": seen}, follow=True)

    assert page.redirect_chain == [(listing(paper), 302)]
    assert len(list(page.context["messages"])) == 1
    assert client.get(address).status_code == 404


def test_the_order_is_typed_as_places(cast, paper, signed_in):
    client = signed_in(cast.author)
    seen = client.get(listing(paper)).context["seen"]
    contract, plan = paper.attachments.values_list("pk", flat=True)
    data = {"order": "1", "seen": seen}

    page = client.post(listing(paper), data | {f"place-{contract}": "zwei", f"place-{plan}": "1"})
    assert 'value="zwei"' in page.text
    client.post(listing(paper), data | {f"place-{contract}": "2", f"place-{plan}": "1"})

    assert [row.title for row in paper.attachments.all()] == ["Lageplan", "Vertrag"]


def test_the_order_of_a_released_paper_asks_why(cast, paper, signed_in):
    paper = bring_to("deliberating", paper, cast)
    client = signed_in(cast.council_clerk)
    contract, plan = paper.attachments.values_list("pk", flat=True)
    seen = client.get(listing(paper)).context["seen"]
    data = {"order": "1", "seen": seen, f"place-{contract}": "2", f"place-{plan}": "1"}

    client.post(listing(paper), data)
    assert [row.title for row in paper.attachments.all()] == ["Vertrag", "Lageplan"]
    client.post(listing(paper), data | {"reason_to_order": "Falsche Folge."})

    assert [row.title for row in paper.attachments.all()] == ["Lageplan", "Vertrag"]


def test_of_a_released_paper_no_level_is_offered(cast, paper, signed_in):
    paper = bring_to("deliberating", paper, cast)
    client = signed_in(cast.council_clerk)

    page = client.get(changing(paper))
    answer = client.post(changing(paper), {"level": "1", "level-confidentiality": "confidential"}, follow=True)

    assert [change["name"] for change in page.context["changes"]] == ["replace", "rename"]
    assert answer.redirect_chain == [(listing(paper), 302)]
    assert paper.attachments.first().confidentiality == "public"


def test_an_attachment_of_another_paper_is_not_reached_below_one_s_own(cast, paper, signed_in):
    other = add_attachment(draft(cast, confidentiality="confidential"), by=cast.author, title="Fremdes")
    client = signed_in(cast.author)
    address = reverse("papers_admin:attachment", args=[paper.pk, other.pk])

    assert client.get(address).status_code == 404
    client.post(address, {"rename": "1", "rename-title": "Neu"})

    assert Attachment.objects.get(pk=other.pk).title == "Fremdes"


def test_the_list_takes_as_many_statements_for_five_as_for_two(cast, paper, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.author)
    client.get(listing(paper))
    with django_assert_max_num_queries(200) as two:
        client.get(listing(paper))
    for number in range(3):
        add_attachment(fresh(paper), by=cast.author, title=f"Weitere {number}", content=b"%%PDF-1.7 %d" % number)

    with django_assert_max_num_queries(len(two)):
        client.get(listing(paper))


def test_a_reason_that_is_demanded_meanwhile_is_asked_for(cast, paper, rf):
    """The paper is released after the form was read and before its row is locked."""
    request = rf.post(listing(paper))
    request.user = cast.council_clerk
    view = AttachmentsView()
    view.setup(request, pk=paper.pk)
    form = AttachmentForm(
        {"title": "Karte", "confidentiality": "public"}, {"file": upload("karte.txt")}, late=view.late
    )
    assert form.is_valid()
    bring_to("deliberating", paper, cast)

    page = view.form_valid(form)

    assert page.status_code == 200
    assert form.non_field_errors()
    assert not paper.attachments.filter(title="Karte").exists()
