"""What a paper meets that was left lying while the world went on."""

from __future__ import annotations

import datetime

from django.utils import timezone

from papers.access.verb_table import VERBS, offered
from papers.models import Consultation, Membership, Organization
from tests.factories.papers import fresh, line_of, paper_at
from workflows.routing.acting import act_on, outcomes_of
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import recall
from workflows.verbs import ACT_ON


def test_a_paper_that_was_recalled_can_still_be_withdrawn(cast):
    """It cannot be deleted any more: it has been in circulation."""
    paper = paper_at("co_signing", cast)
    recall(paper, by=cast.author)

    names = {verb.name for verb in offered(cast.author, fresh(paper))}

    assert "withdraw" in names
    assert "delete_draft" not in names


def test_rights_end_with_the_membership_and_come_with_the_delegation(cast):
    paper = paper_at("co_signing", cast)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    assert ACT_ON.offered_to(cast.deputy, line)

    Membership.objects.filter(person=cast.cosigner).update(until=timezone.localdate() - datetime.timedelta(days=1))

    assert not ACT_ON.offered_to(cast.cosigner, line)
    assert not ACT_ON.offered_to(cast.deputy, line)
    assert ACT_ON.offered_to(cast.second_cosigner, line)


def test_nothing_is_drafted_for_an_office_that_was_dissolved(cast):
    office = cast.org.international_office
    assert VERBS["draft_paper"].offered_to(cast.author, office)

    office.ends_on = timezone.localdate() - datetime.timedelta(days=1)

    assert not VERBS["draft_paper"].offered_to(cast.author, office)


def test_nobody_is_offered_to_refer_a_paper_where_there_is_nobody_to_refer_it_to(cast, signed_in):
    line = line_of(paper_at("deliberating", cast), cast.org.culture_committee, "hearing")
    Consultation.objects.filter(pk=line.pk).update(role="decision")  # a slip such as other cities have
    line.refresh_from_db()
    assert "referred" in outcomes_of(line)
    Organization.objects.bodies().exclude(pk=line.organization_id).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1)
    )

    page = signed_in(cast.secretary).get(f"/admin/inbox/lines/{line.pk}/").content.decode()

    assert 'value="postponed"' in page
    assert 'value="referred"' not in page
    assert 'name="refer_to"' not in page


def test_the_form_offers_only_committees_a_paper_can_be_referred_to(cast, signed_in):
    """Also back to the Europe committee, which has dealt with it; not to the finance committee, which still is to."""
    paper = paper_at("deliberating", cast)
    for organization, role, outcome in (
        ("europe_committee", "preliminary", "recommended"),
        ("culture_committee", "hearing", "heard"),
    ):
        act_on(line_of(paper, getattr(cast.org, organization), role), by=cast.secretary, outcome=outcome)
    add = Line(cast.org.finance_committee, "preliminary", 9)
    set_slip(paper, lines=[*slip_of(paper), add], by=cast.council_clerk)
    line = line_of(paper, cast.org.council, "decision")

    form = signed_in(cast.chair).get(f"/admin/inbox/lines/{line.pk}/").context["form"]

    assert {body.name for body in form.fields["refer_to"].queryset} == {"Kulturausschuss", "Europaausschuss"}
