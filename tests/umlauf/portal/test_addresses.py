"""Which page answers at an address: translations, topics in a tree, short addresses of numbers, and who gets a 404."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import override
from wagtail.models import Locale, Site

from papers.drafting import draft_paper
from papers.models import PaperIndexPage
from tests.factories.papers import draft, edit, fresh, kind, paper_at
from umlauf.portal.addresses import paper_url
from umlauf.portal.context_processors import portal


def english_of(paper, *, title, live):
    """What a translator would have made of it."""
    translation = paper.copy_for_translation(Locale.objects.get(language_code="en"))
    translation.title = title
    translation.save_revision()
    if live:
        translation.get_latest_revision().publish()
    return translation


def below(strategy, cast, title):
    return draft_paper(
        kind=kind("strategy"),
        title=title,
        originating_office=cast.org.international_office,
        by=cast.author,
        parent=strategy,
    )


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_released_translation_is_shown_instead_of_the_original(cast, client):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    english_of(paper, title="Cycle path on the bank of the Leine", live=True)

    page = page_of(client, f"/en/papers/{paper.slug}/")

    assert "Cycle path on the bank of the Leine" in page
    assert "Radweg am Leineufer" not in page
    assert "There is no translation" not in page
    assert paper.number in page  # the record is the original's
    assert page.count("data-consultation") == 5


def test_a_translation_that_is_not_released_leaves_the_original(cast, client, signed_in):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    english_of(paper, title="Cycle path on the bank of the Leine", live=False)

    public = page_of(client, f"/en/papers/{paper.slug}/")
    own = page_of(signed_in(cast.author), f"/en/papers/{paper.slug}/")

    assert "Radweg am Leineufer" in public
    assert "Cycle path" not in public
    assert "Cycle path" in own


def test_a_translation_is_never_readable_where_its_original_is_not(cast, client, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    english_of(paper, title="Purchase of land", live=True)

    assert client.get(f"/en/papers/{paper.slug}/").status_code == 404
    assert "Purchase of land" in page_of(signed_in(cast.member), f"/en/papers/{paper.slug}/")


def test_a_topic_lives_below_its_parent_and_answers_to_its_number_alone(cast, client):
    strategy = paper_at("deliberating", cast, "strategy", title="Internationales")
    topic = below(strategy, cast, "Städtepartnerschaften")
    assert client.get(paper_url(topic)).status_code == 404  # a draft
    assert client.get(f"/de/papers/{topic.slug}/").status_code == 404

    from tests.factories.papers import filled_body, finish_open, slip_for
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.slips import set_slip
    from workflows.routing.steps import start_routing

    edit(topic, by=cast.author, body=filled_body(topic.kind))
    set_slip(fresh(topic), lines=slip_for(cast, "strategy"), by=cast.author)
    start_routing(fresh(topic), by=cast.author)
    finish_open(topic, cast, "co_sign")
    pass_formal_check(fresh(topic), by=cast.council_clerk)
    release(fresh(topic), by=cast.council_clerk)
    topic = fresh(topic)

    assert paper_url(topic) == f"/de/papers/{strategy.slug}/{topic.slug}/"
    page = page_of(client, paper_url(topic))
    assert f'href="/de/papers/{strategy.slug}/"' in page  # the way back up
    assert f'href="{paper_url(topic)}"' in page_of(client, paper_url(strategy))
    assert client.get(f"/de/papers/{topic.slug}/").url == paper_url(topic)


@pytest.mark.parametrize("stage", ["draft", "co_signing", "checking", "releasing", "returned", "withdrawn"])
def test_before_its_release_only_those_who_work_on_it_see_a_paper(cast, signed_in, stage):
    paper = paper_at(stage, cast, title="Geheimes Vorhaben")
    address = paper_url(paper)

    for name in ("citizen", "outsider", "member", "other_member", "liaison", "former_colleague", "inactive"):
        response = signed_in(getattr(cast, name)).get(address)
        assert response.status_code == 404, name
        assert "Geheimes Vorhaben" not in response.content.decode(), name
    for name in ("author", "colleague", "council_clerk", "admin"):
        assert "Geheimes Vorhaben" in page_of(signed_in(getattr(cast, name)), address), name


def test_wagtail_itself_has_no_second_way_to_a_paper(cast, rf):
    from django.http import Http404

    from papers.wagtail_hooks import serve_only_to_readers

    request = rf.get("/")
    request.user = cast.outsider
    with pytest.raises(Http404):
        serve_only_to_readers(draft(cast).page_ptr, request, [], {})
    serve_only_to_readers(paper_at("deliberating", cast).page_ptr, request, [], {})
    serve_only_to_readers(Site.objects.get().root_page, request, [], {})


def test_the_address_of_the_index_page_is_the_list(cast, client):
    assert (
        client.get(PaperIndexPage.objects.get(locale__language_code="de").get_url()).templates[0].name
        == "portal/paper_list.html"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/de/papers/gibt-es-nicht/",
        "/de/papers/a/b/c/",
        "/de/committees/nix/",
        "/de/attachments/1/a.pdf",
        "/media/x.png",
        "/de/nix/",
    ],
)
def test_what_does_not_exist_is_a_404_in_our_own_dress(db, client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "Seite nicht gefunden" in response.content.decode()


def test_pages_answer_to_reading_only(cast, client):
    paper = paper_at("deliberating", cast)

    for address in (reverse("papers"), paper_url(paper), reverse("committees"), cast.org.council.get_absolute_url()):
        assert client.post(address).status_code == 405, address


def test_after_signing_in_people_read_on_in_their_language(cast, client):
    cast.member.set_password("ein Passwort")
    cast.member.save()

    signed_in = client.post("/en/login/", {"username": cast.member.email, "password": "ein Passwort"})
    elsewhere = client.get("/en/login/?next=https://example.org/")
    signed_out = client.post("/en/logout/")

    assert signed_in.url == "/en/"
    assert elsewhere.url == "/en/"  # nobody is led away
    assert signed_out.url == "/en/"


@pytest.mark.parametrize(
    "address",
    [
        "/de/",
        "/de/papers/0383-2019/?q=a%20b&x=1",
        "/fr/search/?q=%C3%A4",
        "/de/papers/x%C3%A4/",
        "/nowhere",
        "/health/",
    ],
)
def test_the_languages_lead_where_django_would_lead(rf, address):
    request = rf.get(address)

    with override(address[1:3] if address[3] == "/" else "de"):
        led = [link.url for link in portal(request)["languages"]]
        assert led == [translate_url(request.get_full_path(), code) for code, _name in settings.LANGUAGES]
