"""Who may open the editor of a paper looks at its earlier versions; who reads the released paper sees no drafts."""

from __future__ import annotations

import pytest

from tests.daily import daily
from tests.factories.papers import edit, paper_at

WRITERS = {"author", "colleague", "council_clerk", "admin"}
READERS = ("cosigner", "secretary", "chair", "outsider")


def versions_of(paper):
    revisions = list(paper.revisions.order_by("pk").values_list("pk", flat=True))
    page = f"/admin/pages/{paper.pk}"
    return {
        "history": f"{page}/history/",
        "version": f"{page}/revisions/{revisions[-1]}/view/",
        "comparison": f"{page}/revisions/compare/{revisions[0]}...{revisions[-1]}/",
        "with the newest": f"{page}/revisions/compare/earliest...latest/",
        "draft": f"{page}/view_draft/",
    }


@pytest.mark.parametrize("stage", daily(["draft", "checking", "deliberating"], "deliberating"))
def test_versions_open_for_whoever_may_open_the_editor_and_for_nobody_else(cast, signed_in, stage):
    paper = edit(paper_at(stage, cast), by=cast.council_clerk, title="Ankauf Lindenallee")

    opened, told = {}, set()
    for name in (*WRITERS, *READERS):
        client = signed_in(cast.people()[name])
        for what, address in versions_of(paper).items():
            response = client.get(address)
            opened.setdefault(what, set()).update({name} if response.status_code == 200 else set())
            if "Lindenallee" in response.content.decode():
                told.add(name)

    for what, people in opened.items():
        assert people == WRITERS, what
    assert told == WRITERS


def test_the_history_offers_what_opens(cast, signed_in):
    """Authors were offered earlier versions and comparisons, and refused."""
    paper = edit(paper_at("draft", cast), by=cast.author, title="Neuer Titel")
    client = signed_in(cast.author)

    body = client.get(f"/admin/pages/{paper.pk}/history/").content.decode()
    version = versions_of(paper)["version"]

    assert f'href="{version}"' in body
    assert f"/admin/pages/{paper.pk}/revisions/compare/" in body
    assert "Neuer Titel" in client.get(version).content.decode()


def test_a_version_of_another_paper_is_not_shown_in_passing(cast, signed_in):
    own = paper_at("draft", cast, by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    secret = paper_at("draft", cast, title="Ankauf Lindenallee", confidentiality="confidential")
    revision = secret.latest_revision_id
    client = signed_in(cast.outsider)

    for address in (f"{revision}/view/", f"{revision}/revert/", f"compare/{revision}...latest/"):
        response = client.get(f"/admin/pages/{own.pk}/revisions/{address}", follow=True)
        assert response.status_code == 404, address
        assert "Lindenallee" not in response.content.decode()
