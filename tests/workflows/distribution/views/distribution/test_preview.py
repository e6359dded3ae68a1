"""Who gets a paper, before it is sent."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from papers.models import Membership
from tests.factories.papers import fresh, paper_at
from tests.factories.screens import shown as token_of
from tests.workflows.distribution.views.distribution.preview import (
    address_of,
    names,
)
from workflows.distribution.distributing import distribute
from workflows.models import Delivery, Distribution


@pytest.mark.parametrize("name", ["council_clerk", "secretary", "chair"])
def test_those_who_may_see_everybody_with_the_reason(cast, signed_in, paper, name):
    response = signed_in(cast.people()[name]).get(address_of(paper))

    assert response.status_code == 200
    assert str(cast.member) in names(response.context["wanting"])
    assert str(cast.outsider) not in response.content.decode()
    assert "Europaausschuss (Mitglied)" in response.content.decode()


@pytest.mark.parametrize("name", ["member", "author", "outsider", "other_member"])
def test_those_who_may_not_distribute_are_refused(cast, signed_in, paper, name):
    client = signed_in(cast.people()[name])
    for response in (
        client.get(address_of(paper)),
        client.post(address_of(paper)),
        client.get(address_of(paper), headers={"x-requested-with": "XMLHttpRequest"}),
    ):
        assert response.status_code in (302, 403)
        assert "Europaausschuss (Mitglied)" not in response.content.decode()
    assert not Distribution.objects.exists()


def test_a_paper_one_may_not_read_does_not_exist(cast, signed_in):
    paper = paper_at("checking", cast)

    assert signed_in(cast.outsider).get(address_of(paper), follow=True).status_code == 404
    assert signed_in(cast.outsider).post(address_of(paper), follow=True).status_code == 404


def test_the_button_sends_to_those_who_were_shown_and_leads_to_the_progress(cast, signed_in, paper):
    client = signed_in(cast.council_clerk)
    shown = names(client.get(address_of(paper), {"chosen": [cast.outsider.pk]}).context["wanting"])

    response = client.post(address_of(paper), {"chosen": [cast.outsider.pk], **token_of("distribute", fresh(paper))})

    distribution = Distribution.objects.get()
    assert response.url == f"/admin/inbox/distributions/{distribution.pk}/"
    assert sorted(names(distribution.deliveries.all())) == sorted(shown)
    assert str(cast.outsider) in shown
    assert distribution.by == cast.council_clerk


def test_who_has_it_and_who_cannot_get_it_stand_apart(cast, signed_in):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    distribute(paper, by=cast.council_clerk)
    Delivery.objects.filter(person=cast.member).delete()
    cast.member.email = ""
    cast.member.on_paper = True
    cast.member.save()

    response = signed_in(cast.council_clerk).get(address_of(paper), {"chosen": [cast.outsider.pk, cast.inactive.pk]})

    assert response.context["wanting"] == []
    hindrances = {one.person: one.hindrance for one in response.context["hindered"]}
    assert hindrances[cast.member] == "no_address"
    assert hindrances[cast.outsider] == "may_not_read"
    assert str(cast.secretary) in names(response.context["supplied"])
    page = response.content.decode()
    assert all(one.hindrance_label in page for one in response.context["hindered"])
    assert str(cast.inactive) not in page


def test_people_are_found_by_name_address_and_organization(cast, signed_in, paper):
    client = signed_in(cast.secretary)

    def found(query, **more):
        return [person.email for person in client.get(address_of(paper), {"q": query, **more}).context["found"]]

    assert found("Theo Tief") == [cast.outsider.email]
    assert found("outsider@") == [cast.outsider.email]
    assert cast.spokeswoman.email in found("Fraktion der Mitte")
    assert cast.inactive.email not in found("Inaktiv")
    assert cast.former_member.email not in found("Europaausschuss")
    assert found("Theo Tief", chosen=cast.outsider.pk) == []
    assert found("") == []
    assert len(found("umlauf.test")) == 20


def test_while_a_name_is_typed_only_who_was_found_is_answered(cast, signed_in, paper):
    client = signed_in(cast.secretary)

    page = client.get(address_of(paper), {"q": "Theo"}, headers={"x-requested-with": "XMLHttpRequest"}).content.decode()

    assert f'value="{cast.outsider.pk}"' in page
    assert "data-people-status" in page
    assert "<html" not in page
    assert str(cast.member) not in page


def test_who_is_on_the_list_already_cannot_be_added_to_it(cast, signed_in, paper):
    def offered(query):
        page = (
            signed_in(cast.secretary)
            .get(address_of(paper), {"q": query}, headers={"x-requested-with": "XMLHttpRequest"})
            .content.decode()
        )
        return query in page, 'name="chosen"' in page

    assert offered(str(cast.member)) == (True, False)
    assert offered(str(cast.outsider)) == (True, True)


def test_many_recipients_stand_on_several_pages_and_all_of_them_are_counted(cast, signed_in, paper):
    User = get_user_model()
    people = User.objects.bulk_create(
        [User(email=f"m{made}@umlauf.test", last_name=f"Zuwachs {made:03}") for made in range(120)]
    )
    Membership.objects.bulk_create(
        [Membership(person=person, organization=cast.org.europe_committee, role="member") for person in people]
    )
    client = signed_in(cast.council_clerk)
    first = client.get(address_of(paper), {"chosen": cast.outsider.pk})
    total = len(first.context["wanting"])
    assert total > 120
    shown = []
    for number in range(1, first.context["wanting_page"].paginator.num_pages + 1):
        response = client.get(address_of(paper), {"chosen": cast.outsider.pk, "wanting": number})
        assert str(total) in response.content.decode()
        assert f'<input type="hidden" name="chosen" value="{cast.outsider.pk}">' in response.content.decode()
        shown += names(response.context["wanting_page"])
    assert shown == names(first.context["wanting"])
    assert f"chosen={cast.outsider.pk}&amp;wanting=2" in first.content.decode()

    client.post(address_of(paper), {"chosen": cast.outsider.pk, **token_of("distribute", fresh(paper))})

    assert Delivery.objects.count() == total
    page = client.get(address_of(paper), {"supplied": 2})
    assert "<details" in page.content.decode()
    assert page.context["supplied_page"].number == 2


def test_an_office_has_neither_chair_nor_members(cast, signed_in):
    paper = paper_at("deliberating", cast)
    reasons = {
        str(reason)
        for one in signed_in(cast.council_clerk).get(address_of(paper)).context["wanting"]
        for reason in one.reasons
    }

    assert str(cast.org.planning_office) in reasons
    assert f"{cast.org.europe_committee} (Mitglied)" in reasons


@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999999999999", "0", "1e3", "%00"])
def test_nonsense_among_the_chosen_does_no_harm(cast, signed_in, paper, value):
    client = signed_in(cast.council_clerk)

    assert client.get(address_of(paper), {"chosen": value, "q": value}).status_code == 200
    assert client.post(address_of(paper), {"chosen": value, **token_of("distribute", fresh(paper))}).status_code == 302
