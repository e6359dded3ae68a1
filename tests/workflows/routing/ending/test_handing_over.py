"""A paper is never left with somebody who has gone."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from papers.access import may_read
from papers.models import Membership, Organization, Paper
from tests.factories.papers import fresh, line_of, paper_at, translate
from tests.shown import shown_form
from workflows.inbox import address_of_task, waiting_for
from workflows.routing.acting import act_on
from workflows.routing.handing_over import hand_over
from workflows.routing.steps import resubmit, return_to_author
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db
REASON = "Die Autorin hat das Haus verlassen."


def leave(person):
    Membership.objects.filter(person=person).update(until=timezone.localdate() - datetime.timedelta(days=1))


def editor(paper):
    return reverse("wagtailadmin_pages:edit", args=[paper.pk])


def test_a_colleague_takes_over(cast):
    paper = paper_at("returned", cast)

    hand_over(paper, office=cast.org.international_office, author=cast.colleague, by=cast.author, reason=REASON)

    paper = fresh(paper)
    assert (paper.author, paper.originating_office) == (cast.colleague, cast.org.international_office)
    with override("en"):
        told = [(entry.text, entry.detail, entry.person) for entry in timeline_of(paper) if entry.kind == "handed_over"]
    assert told == [("Handed over to Karl Kollege", REASON, cast.author)]


def test_another_office_takes_over_with_all_translations(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        paper = paper_at("deliberating", cast)
        page = translate(paper, "en", by=cast.author, publish=False)
    assert may_read(cast.author, page)
    assert not may_read(cast.outsider, page)

    hand_over(paper, office=cast.org.works_office, author=cast.outsider, by=cast.council_clerk, reason=REASON)

    for person, reads in ((cast.author, False), (cast.outsider, True)):
        assert may_read(person, fresh(page)) == reads
        assert Paper.objects.readable_by(person).filter(pk=page.pk).exists() == reads
    assert resubmit(return_to_author(fresh(paper), by=cast.council_clerk, reason="Bitte."), by=cast.outsider)


def test_what_cannot_be_is_refused_at_its_field(cast):
    paper = paper_at("returned", cast)
    org = cast.org
    for office, author, by, field in (
        (org.works_office, cast.outsider, cast.author, "office"),  # it may then read the paper
        (org.culture_committee, cast.secretary, cast.council_clerk, "office"),
        (org.international_office, cast.outsider, cast.council_clerk, "author"),
        (org.planning_office, cast.office_adviser, cast.council_clerk, "author"),
        (org.international_office, cast.author, cast.council_clerk, "author"),
    ):
        with pytest.raises(ValidationError) as refused:
            hand_over(paper, office=office, author=author, by=by)
        assert set(refused.value.error_dict) == {field}
    for person in (cast.cosigner, cast.outsider, cast.secretary):
        with pytest.raises(PermissionDenied):
            hand_over(paper, office=org.international_office, author=cast.colleague, by=person)


def test_the_screen_offers_ones_own_office_and_who_acts_there(cast, signed_in):
    paper = paper_at("returned", cast)
    cast.author.preferred_language = "en"
    cast.author.save()

    form = shown_form(signed_in(cast.author), f"/admin/inbox/papers/{paper.pk}/hand_over/")
    form.fill({"Originating office": "15.2 Büro für Internationales", "Author": "Karl Kollege", "Reason": REASON})
    form.send()

    assert fresh(paper).author == cast.colleague
    form = shown_form(signed_in(cast.author), f"/admin/inbox/papers/{paper.pk}/hand_over/")
    with pytest.raises(pytest.fail.Exception, match="does not offer"):
        form.fill({"Originating office": "66 Tiefbauamt"})


# --- what was returned ------------------------------------------------------------------------------------------------


def test_a_returned_paper_of_an_office_without_anybody_waits_for_the_council_office(cast):
    paper = paper_at("returned", cast)
    for person in (cast.author, cast.colleague):
        leave(person)

    rows = [row for row in waiting_for(cast.council_clerk) if row.pk == paper.pk]

    assert [(row.nobody_acts, address_of_task(row)) for row in rows] == [
        (True, reverse("workflows:hand_over", args=[paper.pk]))
    ]


def test_a_returned_paper_of_an_author_who_left_waits_for_the_office(cast):
    paper = paper_at("returned", cast)
    leave(cast.author)

    assert [address_of_task(row) for row in waiting_for(cast.colleague)] == [editor(paper)]
    assert not waiting_for(cast.council_clerk).exists()


def returned(cast, callbacks, *gone):
    paper = paper_at("co_signing", cast)
    for person in gone:
        leave(person)
    mail.outbox.clear()
    with callbacks(execute=True):
        line = line_of(paper, cast.org.planning_office, "co_sign")
        act_on(line, by=cast.cosigner, outcome="objected", remark="So nicht.")
    return sorted(message.to[0] for message in mail.outbox)


def test_the_author_is_told(cast, django_capture_on_commit_callbacks):
    assert returned(cast, django_capture_on_commit_callbacks) == ["author@umlauf.test"]


@pytest.mark.parametrize("letterbox", ["", "buero@stadt.test"])
def test_the_office_is_told_of_what_came_back_to_an_author_who_left(
    cast, letterbox, django_capture_on_commit_callbacks
):
    Organization.objects.filter(pk=cast.org.international_office.pk).update(email=letterbox)

    told = returned(cast, django_capture_on_commit_callbacks, cast.author)

    assert told == sorted(filter(None, ("colleague@umlauf.test", letterbox)))


def test_the_council_office_is_told_where_nobody_is_left(cast, django_capture_on_commit_callbacks):
    told = returned(cast, django_capture_on_commit_callbacks, cast.author, cast.colleague)

    assert told == ["council_clerk@umlauf.test", "second_clerk@umlauf.test"]


def test_nobody_is_told_twice_for_two_roles(cast, django_capture_on_commit_callbacks):
    other = Organization.objects.create(name="Gremiendienst", slug="gremien", kind="office", is_council_office=True)
    Membership.objects.create(person=cast.council_clerk, organization=other, role="member", since="2020-01-01")
    Membership.objects.create(person=cast.council_clerk, organization=other, role="deputy", since="2020-01-01")

    assert returned_to_council_office(cast, django_capture_on_commit_callbacks) == [
        "council_clerk@umlauf.test",
        "second_clerk@umlauf.test",
    ]


def returned_to_council_office(cast, callbacks):
    paper = paper_at("co_signing", cast)
    mail.outbox.clear()
    with callbacks(execute=True):
        act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.cosigner, outcome="signed")
    return sorted(message.to[0] for message in mail.outbox)


# --- two people of one name -------------------------------------------------------------------------------------------


@pytest.fixture
def namesake(cast):
    person = get_user_model().objects.create_user(
        "karl.kollege@umlauf.test", first_name="Karl", last_name="Kollege", preferred_language="de"
    )
    for organization in (cast.org.planning_office, cast.org.europe_committee):
        Membership.objects.create(person=person, organization=organization, role="member", since="2020-01-01")
    return person


def test_choosers_tell_namesakes_apart(cast, namesake, signed_in):
    for address in ("memberships/new", "delegations/new"):
        page = signed_in(cast.council_clerk).get(f"/admin/{address}/").content.decode()
        assert "Karl Kollege (Planungsamt, karl.kollege@umlauf.test)" in page
        assert "Karl Kollege (Büro für Internationales, colleague@umlauf.test)" in page
        assert "Anna Autorin (" not in page
    paper = paper_at("returned", cast)
    page = signed_in(cast.council_clerk).get(f"/admin/inbox/papers/{paper.pk}/hand_over/").content.decode()
    assert "Karl Kollege (Planungsamt, karl.kollege@umlauf.test)" in page


def test_lists_show_the_address(cast, namesake, signed_in):
    page = signed_in(cast.council_clerk).get("/admin/memberships/").content.decode()

    assert "karl.kollege@umlauf.test" in page
    assert "colleague@umlauf.test" in page


def test_readers_outside_are_told_the_office_and_no_address(cast, namesake, client):
    Membership.objects.create(
        person=cast.colleague, organization=cast.org.europe_committee, role="member", since="2020-01-01"
    )

    page = client.get(cast.org.europe_committee.get_absolute_url()).content.decode()

    assert "Karl Kollege (Planungsamt)" in page
    assert "Karl Kollege (Büro für Internationales)" in page
    assert "kollege@" not in page
