"""The button, and what it needs."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Membership
from tests.factories.papers import edit, fresh, paper_at
from tests.factories.screens import shown
from tests.workflows.distribution.views.distribution.preview import (
    address_of,
    names,
)
from workflows.distribution.distributing import distribute
from workflows.models import Distribution
from workflows.routing.release import publish_version
from workflows.routing.views.of_paper import steps_for
from workflows.timeline import timeline_of
from workflows.verbs import DISTRIBUTE


def new_version(paper, cast, reason=""):
    from papers.versions import ensure_version

    edit(paper, by=cast.council_clerk, title="Städtepartnerschaften, zweite Fassung")
    ensure_version(fresh(paper), by=cast.council_clerk, editorial=True, reason=reason)
    publish_version(fresh(paper), by=cast.council_clerk)


def test_a_new_version_has_to_say_what_changed_at_its_field(cast, signed_in, paper):
    distribute(paper, by=cast.council_clerk)
    new_version(paper, cast)
    client = signed_in(cast.council_clerk)
    assert 'name="remark"' in client.get(address_of(paper)).content.decode()

    response = client.post(address_of(paper), {"remark": "  ", **shown("distribute", fresh(paper))})
    assert response.status_code == 200
    assert response.context["form"].errors["remark"]
    assert Distribution.objects.count() == 1

    assert (
        client.post(address_of(paper), {"remark": "Kosten berichtigt", **shown("distribute", fresh(paper))}).status_code
        == 302
    )
    assert Distribution.objects.first().remark == "Kosten berichtigt"


def test_the_reason_of_the_version_is_offered_and_the_first_version_asks_nothing(cast, signed_in, paper):
    client = signed_in(cast.council_clerk)
    assert 'name="remark"' not in client.get(address_of(paper)).content.decode()
    distribute(paper, by=cast.council_clerk)
    new_version(paper, cast, reason="Neue Zahlen auf Seite 3")

    assert "Neue Zahlen auf Seite 3" in client.get(address_of(paper)).content.decode()


def test_pressed_twice_the_second_says_that_nobody_is_left(cast, signed_in, paper):
    client = signed_in(cast.council_clerk)
    client.post(address_of(paper), shown("distribute", fresh(paper)), follow=True)

    response = client.post(address_of(paper), shown("distribute", fresh(paper)), follow=True)

    assert response.redirect_chain == [(address_of(paper), 302)]
    assert [str(message.level_tag) for message in response.context["messages"]] == ["warning"]
    assert Distribution.objects.count() == 1


@pytest.mark.parametrize(
    ("stage", "told", "by_the_editor"),
    [
        ("checking", "Nur eine freigegebene Vorlage kann verteilt werden.", "Diese Vorlage ist im Umlauf."),
        ("withdrawn_after_release", "Die Vorlage wurde zurückgezogen.", "Diese Vorlage wurde zurückgezogen."),
    ],
)
def test_what_is_not_released_or_withdrawn_is_not_distributed(cast, signed_in, stage, told, by_the_editor):
    paper = paper_at(stage, cast)
    client = signed_in(cast.council_clerk)

    for response in (
        client.get(address_of(paper), follow=True),
        client.post(address_of(paper), shown("distribute", fresh(paper)), follow=True),
    ):
        ours, of_the_editor = response.context["messages"]
        assert (ours.level_tag, str(ours)) == ("warning", told)
        assert str(of_the_editor).startswith(by_the_editor)
    assert not Distribution.objects.exists()


def test_earlier_distributions_lead_to_their_progress(cast, signed_in, paper):
    distribution = distribute(paper, by=cast.council_clerk)

    page = signed_in(cast.secretary).get(address_of(paper)).content.decode()

    assert f"/admin/inbox/distributions/{distribution.pk}/" in page
    assert f"/admin/reports/deliveries/?number={paper.number}" in page


def test_the_step_is_offered_to_those_who_may_once_it_is_released(cast, paper):
    def offered(person, paper):
        return DISTRIBUTE in steps_for(person, paper)

    assert offered(cast.council_clerk, paper)
    assert offered(cast.secretary, paper)
    assert not offered(cast.author, paper)
    assert not offered(cast.council_clerk, paper_at("releasing", cast))


def test_the_timeline_tells_it(cast, paper):
    distribution = distribute(paper, by=cast.council_clerk)

    (entry,) = [entry for entry in timeline_of(paper) if entry.kind == "distributed"]

    assert (entry.person, entry.distribution) == (cast.council_clerk, distribution.pk)
    assert str(distribution.deliveries.count()) in entry.text


def test_the_timeline_leads_to_the_distribution_for_those_who_may_see_it(cast, signed_in, paper):
    distributions = [
        distribute(paper, by=cast.council_clerk),
        distribute(paper, by=cast.council_clerk, chosen=[cast.outsider.pk]),
    ]
    texts = [entry.text for entry in timeline_of(paper) if entry.kind == "distributed"]
    assert len(texts) == 2

    def editor(person):
        response = signed_in(person).get(f"/admin/pages/{paper.pk}/edit/")
        assert response.status_code == 200
        return response.content.decode()

    for distribution, text in zip(distributions, texts, strict=True):
        link = f'<a href="/admin/inbox/distributions/{distribution.pk}/">{text}</a>'
        assert link in editor(cast.council_clerk)
        assert link not in editor(cast.author)
        assert text in editor(cast.author)


def test_the_preview_takes_as_many_queries_for_thirty_as_for_one(cast, signed_in, paper):
    client = signed_in(cast.council_clerk)
    User = get_user_model()
    found, made = [], []
    for size in (1, 3, 30):
        while len(made) < size:
            made.append(
                User.objects.create_user(f"m{len(made)}@umlauf.test", first_name="Mit", last_name=f"Glied {len(made)}")
            )
            Membership.objects.create(person=made[-1], organization=cast.org.europe_committee, role="member")
        address = f"{address_of(paper)}?q=umlauf&" + "&".join(f"chosen={person.pk}" for person in made)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert sum("Mit Glied" in name for name in names(response.context["wanting"])) == size
        found.append(len(captured))
    assert found == [found[0]] * 3
