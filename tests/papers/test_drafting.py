"""Drafting: by whom, for whom, and what a mistake is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from papers.access import origins_open_to
from papers.access.verbs import DRAFT_PAPER
from papers.drafting import draft_paper
from papers.models import Paper, PaperKind, Strategy
from tests.factories.papers import draft, kind, paper_at


def drafted(cast, **changes):
    return draft_paper(
        **{
            "kind": kind("information"),
            "title": "Bericht",
            "originating_office": cast.org.international_office,
            "by": cast.author,
        }
        | changes
    )


def test_a_draft_is_an_unpublished_page_with_its_author_and_office(cast):
    paper = drafted(cast, title="  Internationale Arbeit  ")

    assert (paper.title, paper.author, paper.owner, paper.state, paper.live, paper.number) == (
        "Internationale Arbeit",
        cast.author,
        cast.author,
        "draft",
        False,
        None,
    )
    assert paper.originating_office == cast.org.international_office
    assert paper.revisions.count() == 1
    assert paper.get_parent().slug == "papers"


@pytest.mark.parametrize("name", ["author", "colleague", "council_clerk", "admin"])
def test_members_of_the_office_and_the_council_office_draft(cast, name):
    person = cast.people()[name]

    assert drafted(cast, by=person).author == person


@pytest.mark.parametrize(
    "name",
    ["cosigner", "secretary", "chair", "member", "outsider", "former_colleague", "inactive", "citizen", "deputy"],
)
def test_nobody_else_drafts_for_the_office(cast, name):
    with pytest.raises(PermissionDenied):
        drafted(cast, by=cast.people()[name])

    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("name", "offices"),
    [
        ("author", ["Büro für Internationales"]),
        ("cosigner", ["Planungsamt"]),
        ("office_adviser", []),
        ("deputy", ["Planungsamt", "Tiefbauamt"]),
        ("deputys_deputy", ["Tiefbauamt"]),
        ("spokeswoman", ["Fraktion der Mitte"]),
        ("secretary", []),
        ("liaison", []),
        ("former_colleague", ["Tiefbauamt"]),
        ("council_clerk", ["Büro für Internationales", "Fraktion der Mitte", "Planungsamt", "Ratsbüro", "Tiefbauamt"]),
        ("citizen", []),
    ],
)
def test_who_may_draft_for_whom(cast, name, offices):
    person = cast.people()[name]

    assert sorted(office.name for office in origins_open_to(person)) == offices
    for office in (
        cast.org.international_office,
        cast.org.planning_office,
        cast.org.works_office,
        cast.org.faction,
        cast.org.council_office,
    ):
        assert DRAFT_PAPER.offered_to(person, office) == (office.name in offices)


def test_a_committee_sends_no_papers(cast):
    with pytest.raises((PermissionDenied, ValidationError)):
        drafted(cast, originating_office=cast.org.europe_committee, by=cast.council_clerk)


def test_a_faction_drafts_its_motion(cast):
    paper = drafted(cast, kind=kind("motion"), originating_office=cast.org.faction, by=cast.spokeswoman)

    assert paper.originating_office == cast.org.faction


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "   "}, "title"),
        ({"suffix_kind": "N"}, "suffix_kind"),
        ({"confidentiality": "secret"}, "confidentiality"),
    ],
)
def test_a_mistake_is_named_at_its_field(cast, changes, field):
    with pytest.raises(ValidationError) as error:
        drafted(cast, **changes)

    assert list(error.value.message_dict) == [field]
    assert not Paper.objects.exists()


def test_a_paper_that_belongs_to_another_says_how(cast):
    with pytest.raises(ValidationError) as error:
        drafted(cast, superordinate=draft(cast))

    assert list(error.value.message_dict) == ["suffix_kind"]


def test_two_drafts_of_one_title_do_not_collide(cast):
    first, second = drafted(cast, title="Jahresbericht"), drafted(cast, title="Jahresbericht")

    assert first.slug != second.slug


@pytest.mark.parametrize("title", ["???", "日本", "x" * 255])
def test_any_title_gets_an_address(cast, title):
    paper = drafted(cast, title=title)

    assert paper.slug


def test_a_strategy_is_a_page_of_its_own_kind_and_has_sub_topics(cast):
    strategy = drafted(cast, kind=kind("strategy"), title="Internationale Stadt")
    topic = drafted(cast, kind=kind("strategy"), title="Städtepartnerschaften", parent=strategy)

    assert isinstance(strategy, Strategy)
    assert topic.get_parent().specific == strategy


def test_the_form_offers_only_own_offices_and_keeps_what_was_typed(cast, signed_in):
    client = signed_in(cast.author)

    response = client.post(
        "/admin/papers/new/",
        {
            "kind": kind("information").pk,
            "title": "Bericht der Woche",
            "originating_office": cast.org.planning_office.pk,
            "confidentiality": "public",
        },
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["originating_office"]
    assert "Bericht der Woche" in response.content.decode()
    assert not Paper.objects.exists()


def test_the_form_drafts_and_leads_to_the_editor(cast, signed_in):
    client = signed_in(cast.author)

    response = client.post(
        "/admin/papers/new/",
        {
            "kind": kind("information").pk,
            "title": "Bericht der Woche",
            "originating_office": cast.org.international_office.pk,
            "confidentiality": "non_public",
        },
    )

    paper = Paper.objects.get()
    assert response.url == f"/admin/pages/{paper.pk}/edit/"
    assert (paper.title, paper.confidentiality, paper.author) == ("Bericht der Woche", "non_public", cast.author)


@pytest.mark.parametrize("name", ["secretary", "chair", "liaison"])
def test_who_drafts_nothing_is_refused_the_form(cast, signed_in, name):
    response = signed_in(cast.people()[name]).get("/admin/papers/new/")

    assert response.status_code == 302


def test_the_form_does_not_tell_whether_an_unreadable_number_exists(cast, signed_in):
    paper = paper_at("releasing", cast, title="Geheimer Grunderwerb", confidentiality="confidential")
    form = {
        "kind": kind("question").pk,
        "title": "Frage",
        "originating_office": cast.org.works_office.pk,
        "confidentiality": "public",
        "suffix_kind": "S",
    }

    responses = [
        signed_in(cast.outsider).post("/admin/papers/new/", form | {"superordinate": number})
        for number in (paper.number, "9999/2026")
    ]

    assert [list(response.context["form"].errors) for response in responses] == [["superordinate"]] * 2
    assert "Grunderwerb" not in responses[0].content.decode()
    assert str(responses[0].context["form"].errors) == str(responses[1].context["form"].errors)


@pytest.mark.parametrize("typed", ["0001/2026", "1/2026", "1/26", "1-2026", "2026/1", " DS 0001/26 "])
def test_the_paper_a_new_one_belongs_to_is_meant_by_every_way_of_writing_its_number(cast, signed_in, typed):
    paper = paper_at("deliberating", cast)
    form = {"kind": kind("question").pk, "title": "Frage", "originating_office": cast.org.international_office.pk}

    relation = {"superordinate": typed, "suffix_kind": "S", "confidentiality": "public"}
    signed_in(cast.author).post("/admin/papers/new/", form | relation)

    assert Paper.objects.get(title="Frage").superordinate == paper


def test_a_number_that_may_be_one_of_two_has_to_be_written_in_full(cast, signed_in):
    paper_at("deliberating", cast)
    PaperKind.objects.filter(slug="motion").update(number_pattern="A {number}/{year}")
    other = paper_at("deliberating", cast, "motion")
    form = {"kind": kind("question").pk, "title": "Frage", "originating_office": cast.org.international_office.pk}
    form |= {"suffix_kind": "S", "confidentiality": "public"}

    refused = signed_in(cast.author).post("/admin/papers/new/", form | {"superordinate": "1/26"})
    signed_in(cast.author).post("/admin/papers/new/", form | {"superordinate": "a-1-2026"})

    assert list(refused.context["form"].errors) == ["superordinate"]
    assert Paper.objects.get(title="Frage").superordinate == other


def test_what_the_verb_refuses_is_shown_at_its_field(cast, signed_in):
    paper = paper_at("deliberating", cast)
    form = {"kind": kind("question").pk, "title": "Frage", "originating_office": cast.org.international_office.pk}

    relation = {"superordinate": paper.number, "suffix_kind": ""}
    response = signed_in(cast.author).post("/admin/papers/new/", form | relation | {"confidentiality": "public"})

    assert list(response.context["form"].errors) == ["suffix_kind"]
    assert Paper.objects.count() == 1
