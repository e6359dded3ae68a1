"""Files ask the access rule; headers keep pages to themselves."""

from __future__ import annotations

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model

from papers.storage import PrivateStorage
from tests.factories.papers import add_attachment, filled_body, kind, paper_at


@pytest.mark.parametrize(
    ("paper_level", "own_level", "allowed"),
    [
        ("public", "public", {"citizen", "outsider", "member", "author", "council_clerk", "former_member"}),
        ("public", "non_public", {"member", "author", "council_clerk"}),
        ("public", "confidential", {"member", "author", "council_clerk"}),
        ("non_public", "public", {"member", "author", "council_clerk"}),
        ("confidential", "public", {"member", "author", "council_clerk"}),
    ],
)
def test_an_attachment_is_handed_to_those_who_may_read_it(cast, signed_in, paper_level, own_level, allowed):
    paper = paper_at("deliberating", cast, confidentiality=paper_level)
    attachment = add_attachment(paper, by=cast.council_clerk, confidentiality=own_level)

    for name in ("citizen", "outsider", "member", "author", "council_clerk", "former_member"):
        response = signed_in(cast.people()[name]).get(attachment.get_absolute_url())
        content = b"".join(response.streaming_content) if response.streaming else b""
        response.close()
        assert (response.status_code, content) == ((200, b"%PDF-1.7") if name in allowed else (404, b"")), name


def test_an_attachment_has_no_other_address(cast, client):
    attachment = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk)

    with pytest.raises(ValueError, match="no public address"):
        PrivateStorage().url(attachment.file.name)
    assert client.get(f"/media/{attachment.file.name}").status_code == 404


def test_restricted_attachments_are_not_cached_and_never_guessed_at(cast, signed_in):
    paper = paper_at("deliberating", cast)
    response = signed_in(cast.member).get(
        add_attachment(paper, by=cast.council_clerk, confidentiality="confidential").get_absolute_url()
    )

    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_an_image_is_shown_to_readers_of_a_paper_it_stands_in(cast, signed_in, tmp_path):
    path = tmp_path / "karte.png"
    Picture.new("RGB", (20, 20), "red").save(path)
    with path.open("rb") as file:
        own = {"title": "Karte", "uploaded_by_user": cast.author}
        image = get_image_model().objects.create(file=ImageFile(file, name="karte.png"), **own)
    address = f"/media/{image.file.name}"
    content = [("image", {"image": {"image": image, "decorative": False, "alt_text": "Karte"}, "caption": ""})]
    body = [*filled_body(kind("decision")), ("section", {"key": "", "heading": "Karte", "content": content})]

    assert signed_in(cast.citizen).get(address).status_code == 404  # stands nowhere
    paper_at("deliberating", cast, body=body, confidentiality="confidential")
    assert signed_in(cast.citizen).get(address).status_code == 404
    for response in (signed_in(cast.member).get(address), signed_in(cast.author).get(address)):
        assert response.status_code == 200
        response.close()


@pytest.mark.parametrize("address", ["/de/", "/de/papers/", "/en/committees/", "/de/login/", "/de/papers/nichts/"])
def test_public_pages_carry_a_strict_policy(db, client, address):
    policy = client.get(address).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_admin_carries_a_policy_without_other_hosts(cast, signed_in):
    policy = signed_in(cast.author).get("/admin/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy


def test_health_answers_json(db, client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["checks"] == {"database": "ok", "migrations": "ok"}
    assert "no-cache" in response.headers["Cache-Control"]


def test_no_public_page_names_another_host(cast, client):
    paper = paper_at("deliberating", cast)

    for address in ("/de/", "/de/papers/", f"/de/papers/{paper.slug}/", "/de/committees/", "/de/login/"):
        page = (
            client.get(address)
            .content.decode()
            .replace("http://www.w3.org/2000/svg", "")
            .replace("https://schema.org", "")  # a name, which nobody asks
            .replace("http://testserver/", "/")
        )
        assert "http://" not in page, address
        assert "https://" not in page, address
