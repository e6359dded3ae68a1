"""What was taken back is nowhere, from the same second on, and its address says no more than it may.

Nothing that waits for the commit is run between the two looks: no index is brought up to date, no mail is looked at."""

from __future__ import annotations

import pytest
from django.test import Client

from papers.access.verbs import goes_to_services
from papers.pdf.archive import print_of
from tests.factories.images import image_of, with_image
from tests.factories.papers import DATE, add_attachment, filled_body, fresh, kind, paper_at
from tests.umlauf.portal.taken_back.looking import (
    ANNEX,
    SUMMARY,
    TITLE,
    WHY,
    WORDS,
    annex_address,
    look,
    stricter,
    taken_off,
    told,
)
from workflows.restricting.restricting import make_stricter, take_off_the_public

pytestmark = pytest.mark.django_db


def addresses_of_it(paper):
    """Each with the status it has for everybody, in turn."""
    for language in ("de", "en", "fr"):
        yield f"/{language}/papers/{paper.slug}/"
        yield f"/{language}/papers/{paper.slug}/paper.pdf"
        yield f"/{language}/papers/package.pdf?paper={paper.slug}"
    yield annex_address(paper)


SITEMAP = f"/sitemap-papers-{DATE.year}.xml"
LISTS = (
    "/de/committees/europaausschuss/",
    "/de/papers/",
    "/en/papers/",
    "/de/",
    "/en/",
    f"/de/search/?q={TITLE}",
    "/de/search/?q=Schuppentier",
    f"/en/search/?q={TITLE}",
    f"/de/search/suggestions/?q={TITLE[:-1]}",
    f"/de/search/feed/?q={TITLE}",
    f"/de/search/results.csv?q={TITLE}",
    f"/de/search/results.xlsx?q={TITLE}",
    "/de/partners/bristol/",
    "/en/partners/bristol/feed/",
)


@pytest.mark.parametrize("take_back", [stricter, taken_off])
def test_it_is_gone_from_every_list_in_the_same_second(client, cast, paper, take_back):
    # a list that never named it would prove nothing
    assert {address for address in LISTS if not any(word in told(client, address) for word in WORDS)} == set()
    assert paper.slug in told(client, SITEMAP)

    take_back(paper, cast)

    for person in (cast.citizen, cast.liaison if take_back is taken_off else cast.outsider):
        reader = Client()
        if person.is_authenticated:
            reader.force_login(person)
        asked = {address.partition("?")[2]: told(reader, address).replace(address, "") for address in LISTS}
        found = [(address, word) for address, text in asked.items() for word in WORDS[1:] if word in text]
        assert found == []
        assert paper.number not in " ".join(asked.values())
        assert paper.slug not in told(reader, SITEMAP)


def test_a_misspelt_word_of_it_is_not_mended(client, cast, paper):
    address = f"/de/search/?q={TITLE.replace('flosser', 'floser')}"
    assert TITLE.lower() in told(client, address).lower()

    stricter(paper, cast)

    assert TITLE.lower() not in told(client, address).lower()


@pytest.mark.parametrize("take_back", [stricter, taken_off])
@pytest.mark.parametrize("keeps_title", [False, True])
def test_its_addresses_answer_410_with_what_may_be_told(client, cast, paper, take_back, keeps_title):
    for address in addresses_of_it(paper):
        assert look(client, address).status_code == 200, address

    take_back(paper, cast, keeps_title=keeps_title)

    for address in addresses_of_it(paper):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 410, address
        assert paper.number in page
        assert (ANNEX if "attachments" in address else TITLE) in page or not keeps_title
        assert SUMMARY not in page
        assert WHY not in page
        assert keeps_title or not any(word in page for word in WORDS)
        assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
        assert client.head(address).status_code == 410


def test_the_notice_speaks_the_language_of_the_reader(client, cast, paper):
    taken_off(paper, cast, keeps_title=True)

    page = client.get(f"/en/papers/{paper.slug}/").content.decode()

    assert "No longer public" in page
    assert f"[en] {TITLE}" in page
    assert '<html lang="en"' in page


def test_a_cache_that_asks_again_is_not_confirmed(client, cast, paper):
    address = f"/de/papers/{paper.slug}/paper.pdf"
    etag = look(client, address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304

    stricter(paper, cast)

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410
    assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 410


def test_a_file_that_everybody_had_is_known_without_its_title(client, cast, paper):
    digest = print_of(fresh(paper)).sha256
    taken_off(paper, cast)

    response = client.get(f"/de/verify/?sha256={digest}")

    assert response.status_code == 410
    assert paper.number in response.content.decode()
    assert TITLE not in response.content.decode()


def test_a_print_of_the_stricter_paper_was_never_everybodys(client, cast, paper):
    stricter(paper, cast)
    digest = print_of(fresh(paper)).sha256

    response = client.get(f"/de/verify/?sha256={digest}")

    assert response.status_code == 200
    assert paper.number not in response.content.decode()


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_what_was_never_public_has_no_tombstone(client, cast, level, signed_in):
    paper = paper_at("deliberating", cast, title=TITLE, confidentiality=level)
    annex = add_attachment(paper, by=cast.council_clerk)
    digest = print_of(fresh(paper)).sha256
    paths = [
        f"/de/papers/{paper.slug}/",
        f"/de/papers/{paper.slug}/paper.pdf",
        f"/de/attachments/{annex.pk}/anlage.pdf",
    ]
    before = {path: client.get(path).status_code for path in paths}

    taken_off(fresh(paper), cast, keeps_title=True)

    assert {path: client.get(path).status_code for path in paths} == before == dict.fromkeys(paths, 404)
    assert paper.number not in client.get(f"/de/verify/?sha256={digest}").content.decode()
    client = signed_in(cast.secretary)
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_package_with_what_was_never_public_tells_nothing(client, cast, paper):
    hidden = paper_at("deliberating", cast, confidentiality="confidential")
    taken_off(paper, cast)

    assert client.get(f"/de/papers/package.pdf?paper={paper.slug}&paper={hidden.slug}").status_code == 404


def test_members_go_on_reading_what_became_non_public(cast, paper, signed_in):
    make_stricter(paper, level="non_public", reason=WHY, by=cast.council_clerk)

    assert signed_in(cast.member).get(f"/de/papers/{paper.slug}/").status_code == 200
    assert signed_in(cast.outsider).get(f"/de/papers/{paper.slug}/").status_code == 410


def test_the_council_office_goes_on_reading_what_was_taken_off(cast, paper, signed_in):
    taken_off(paper, cast)

    client = signed_in(cast.council_clerk)
    assert TITLE in client.get(f"/de/papers/{paper.slug}/").content.decode()
    assert look(client, f"/de/papers/{paper.slug}/paper.pdf").status_code == 200
    assert look(client, annex_address(paper)).status_code == 200
    assert client.get(f"/admin/pages/{paper.pk}/edit/").status_code == 200
    assert signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/").status_code == 404
    assert signed_in(cast.author).get(f"/admin/papers/{paper.pk}/attachments/").status_code == 404


def test_an_annex_goes_alone(client, cast, paper):
    annex = paper.attachments.get()

    take_off_the_public(annex, reason=WHY, by=cast.council_clerk)

    page = client.get(f"/de/papers/{paper.slug}/").content.decode()
    assert TITLE in page
    assert ANNEX not in page
    assert ANNEX not in told(client, "/de/search/?q=Schuppentier")
    response = client.get(annex_address(paper))
    assert (response.status_code, ANNEX in response.content.decode()) == (410, False)
    assert client.get(f"/de/attachments/{annex.pk}/anders.txt").status_code == 404
    assert ANNEX not in client.get(f"/de/papers/package.pdf?paper={paper.slug}").content.decode("latin1")


def test_its_images_go_with_it(client, cast):
    image = image_of(cast.author, name="anschrift.png")
    paper = paper_at("deliberating", cast, body=with_image(image))
    address = f"/media/{image.file.name}"
    assert look(client, address).status_code == 200

    taken_off(paper, cast)

    assert client.get(address).status_code == 404


def test_nothing_of_it_goes_to_a_translation_service(cast, paper):
    assert goes_to_services(paper)

    taken_off(paper, cast)

    assert not goes_to_services(fresh(paper))


def test_other_papers_name_it_no_more(client, cast, paper):
    """One that belongs to it, and one whose text leads there."""
    link = f'<p>Siehe <a href="/de/papers/{paper.slug}/">dort</a>.</p>'
    other = paper_at("deliberating", cast, superordinate=paper, suffix_kind="E", body=_with_text(cast, link))
    address = f"/de/papers/{other.slug}/"
    assert TITLE in client.get(address).content.decode()
    assert f'href="/de/papers/{paper.slug}/"' in client.get(address).content.decode()

    taken_off(paper, cast)

    page = client.get(address).content.decode()
    assert TITLE not in page
    assert f'href="/de/papers/{paper.slug}/"' not in page


def _with_text(cast, html):

    body = filled_body(kind("decision"))
    name, section = body[0]
    return [(name, section | {"content": [("text", html)]}), *body[1:]]
