"""What the page of a paper says of its relations and annexes, and where it stands."""

from __future__ import annotations

import pytest

from papers.models import Paper
from tests.factories.papers import add_attachment, fresh, line_of, paper_at
from tests.umlauf.portal.paper_page.pages import (
    page_of,
)
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.paper import PaperPresentation
from umlauf.portal.presenters.progress import progress_of
from workflows.routing.acting import Votes, act_on


def test_relations_are_named_and_only_readable_ones_shown(cast, client, signed_in):
    first = paper_at("deliberating", cast, title="Erste Vorlage")
    public = paper_at("deliberating", cast, title="Neue Fassung", superordinate=first, suffix_kind="N")
    hidden = paper_at(
        "deliberating",
        cast,
        title="Vertraulicher Nachtrag",
        superordinate=first,
        suffix_kind="E",
        confidentiality="confidential",
    )

    page = page_of(client, paper_url(first))

    assert public.number == f"{first.number} N1"
    assert public.number in page
    assert hidden.number not in page
    assert "Vertraulicher Nachtrag" not in page
    assert hidden.number in page_of(signed_in(cast.member), paper_url(first))
    assert f'href="{paper_url(first)}"' in page_of(client, paper_url(public))


def test_hidden_attachments_are_not_even_counted(cast, client, signed_in):
    paper = paper_at("deliberating", cast)
    add_attachment(paper, by=cast.council_clerk, title="Lageplan")
    add_attachment(paper, by=cast.council_clerk, title="Grunderwerb", confidentiality="confidential")

    public, members = page_of(client, paper_url(paper)), page_of(signed_in(cast.member), paper_url(paper))

    assert "Lageplan" in public
    assert "Grunderwerb" not in public
    assert "(1)" in public
    assert "Grunderwerb" in members
    assert "(2)" in members


def test_an_attachment_answers_only_to_its_own_name(cast, client):
    attachment = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk, name="lageplan.pdf")
    right = attachment.get_absolute_url()

    assert client.get(right.replace("lageplan", "rechnung")).status_code == 404
    response = client.get(right)
    assert response.headers["Content-Disposition"] == 'inline; filename="lageplan.pdf"'
    response.close()


def test_the_way_into_the_admin_is_for_those_who_work_there(cast, client, signed_in):
    paper = paper_at("deliberating", cast)

    assert "/admin/" not in page_of(client, paper_url(paper))
    assert "/admin/" not in page_of(signed_in(cast.member), paper_url(paper))  # no access to the admin at all
    assert f"/admin/pages/{paper.pk}/edit/" in page_of(signed_in(cast.author), paper_url(paper))
    assert f"/admin/pages/{paper.pk}/edit/" not in page_of(signed_in(cast.secretary), paper_url(paper))


@pytest.mark.parametrize(
    ("stage", "badge", "names", "whom"),
    [
        ("draft", "warning", [], "Büro für Internationales"),
        ("co_signing", "info", ["Planungsamt"], ""),
        ("deliberating", "info", ["Europaausschuss", "Kulturausschuss"], ""),
        ("completed", "success", [], ""),
        ("withdrawn", "danger", [], ""),
    ],
)
def test_progress_says_where_a_paper_is(cast, stage, badge, names, whom):
    progress = progress_of(paper_at(stage, cast))

    assert progress.badge == badge
    assert [organization.name for organization in progress.now_before] == names
    assert progress.with_whom == whom


@pytest.mark.parametrize("stage", ["draft", "co_signing", "releasing", "deliberating", "completed", "withdrawn"])
def test_a_list_says_the_same_of_a_paper_as_its_page(cast, stage):
    paper = paper_at(stage, cast)

    (in_list,) = Paper.objects.filter(pk=paper.pk).with_routing()

    assert progress_of(in_list) == progress_of(paper) == PaperPresentation(paper, cast.author).progress


def test_progress_says_who_decided(cast):
    adopted = progress_of(paper_at("completed", cast))

    assert adopted.label == "Beschlossen"
    assert adopted.decided_by == cast.org.council


def test_a_rejected_paper_is_completed_but_not_a_success(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="not_recommended")
    act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard")
    act_on(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="rejected", votes=Votes(3, 40, 2))

    progress = progress_of(fresh(paper))

    assert (progress.badge, progress.label) == ("danger", "Abgelehnt")
