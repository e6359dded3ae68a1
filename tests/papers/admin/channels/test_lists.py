"""Lists, exports and filters hold what the rule allows, and nothing else."""

from __future__ import annotations

import datetime
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from papers.models import Membership
from tests.factories.papers import line_of, paper_at
from tests.papers.admin.channels.exports import (
    TITLE,
    addresses_of,
    tells,
    text_of,
)

# Wagtail leaves the temporary file of a rendition to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("name", ["secretary", "chair", "liaison"])
def test_a_planned_line_shows_nothing_of_an_unreleased_paper(cast, secret, signed_in, name):
    """The line is theirs, but it is not their turn: the access rule lets them read with an open line only."""
    organization, role = {
        "secretary": ("europe_committee", "preliminary"),
        "chair": ("council", "decision"),
        "liaison": ("bristol", "information"),
    }[name]
    line = line_of(secret, getattr(cast.org, organization), role)

    response = signed_in(cast.people()[name]).get(f"/admin/inbox/lines/{line.pk}/")

    assert "Lindenallee" not in text_of(response)


def test_a_line_of_others_is_said_not_to_exist(cast, secret, signed_in):
    line = line_of(secret, cast.org.council, "decision")

    response = signed_in(cast.outsider).get(f"/admin/inbox/lines/{line.pk}/", follow=True)

    assert response.status_code == 404


def test_the_home_screen_forgets_papers_of_an_author_who_left_the_office(cast, secret, signed_in):
    Membership.objects.filter(person=cast.author).update(until=timezone.localdate() - datetime.timedelta(days=1))
    Membership.objects.create(person=cast.author, organization=cast.org.works_office, role="member")
    client = signed_in(cast.author)

    own, lists = addresses_of(secret)

    assert [address for address in own + lists if tells(client.get(address))] == []


def test_all_papers_lists_exactly_what_the_rule_allows(cast, signed_in):
    levels = {
        level: paper_at("deliberating", cast, title=f"Vorlage {level}", confidentiality=level)
        for level in ("public", "non_public", "confidential")
    }
    paper_at("draft", cast, "question", title="Vorlage Entwurf")

    seen = {}
    for name in ("author", "council_clerk", "secretary", "spokeswoman", "outsider"):
        body = text_of(signed_in(cast.people()[name]).get("/admin/papers/"))
        seen[name] = {
            title
            for title in ("Vorlage public", "Vorlage non_public", "Vorlage confidential", "Vorlage Entwurf")
            if title in body
        }

    everything = {"Vorlage public", "Vorlage non_public", "Vorlage confidential", "Vorlage Entwurf"}
    assert seen == {
        "author": everything,
        "council_clerk": everything,
        "secretary": everything - {"Vorlage Entwurf"},
        "spokeswoman": {"Vorlage public"},
        "outsider": {"Vorlage public"},
    }
    assert levels["public"].live


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_export_holds_what_the_list_holds(cast, signed_in, suffix):
    paper_at("deliberating", cast, title="Öffentliche Vorlage")
    paper_at("deliberating", cast, title=TITLE, confidentiality="confidential")

    body = exported(signed_in(cast.outsider).get(f"/admin/papers/?export={suffix}"), suffix)

    assert "Öffentliche Vorlage" in body
    assert "Lindenallee" not in body


@pytest.mark.parametrize("query", ["q=Ankauf", "state=draft", "confidentiality=confidential", "q=Ankauf&export=csv"])
def test_filters_and_search_find_nothing_hidden(cast, secret, signed_in, query):
    outsider = text_of(signed_in(cast.outsider).get(f"/admin/papers/?{query}"))
    author = text_of(signed_in(cast.author).get(f"/admin/papers/?{query}"))

    assert "Lindenallee" not in outsider
    assert "Lindenallee" in author


def exported(response, suffix):
    if suffix == "csv":
        return text_of(response)

    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join(str(cell.value) for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row)
