"""What a released paper may be called next is known to those who write it, and to nobody who reads it."""

from __future__ import annotations

import pytest

from tests.factories.papers import edit, paper_at

NEXT = "Lindenallee künftig vierspurig"


@pytest.fixture
def paper(cast):
    """Released, and saved in the editor under another title that is not published."""
    paper = paper_at("deliberating", cast)
    edit(paper, by=cast.council_clerk, title=NEXT)
    paper.refresh_from_db()
    assert paper.draft_title == NEXT != paper.title
    return paper


ADDRESSES = ("/admin/papers/", "/admin/papers/?export=csv", "/admin/inbox/", "/admin/inbox/?export=csv", "/admin/")


@pytest.mark.parametrize("name", ["secretary", "chair", "outsider", "cosigner", "liaison"])
def test_readers_see_the_released_title(cast, signed_in, paper, name):
    client = signed_in(cast.people()[name])

    for address in (*ADDRESSES, f"/admin/choose-page/{paper.get_parent().pk}/"):
        answer = client.get(address)
        shown = answer.getvalue() if answer.streaming else answer.content
        assert "vierspurig" not in shown.decode(errors="replace"), address
    assert paper.title in client.get("/admin/papers/").content.decode()
    found = client.get("/admin/papers/?q=vierspurig").context["object_list"]
    assert paper not in list(found)


@pytest.mark.parametrize("name", ["author", "council_clerk"])
def test_those_who_write_it_see_the_next_one(cast, signed_in, paper, name):
    client = signed_in(cast.people()[name])

    assert NEXT in client.get("/admin/papers/").content.decode()
    assert paper in list(client.get("/admin/papers/?q=vierspurig").context["object_list"])
