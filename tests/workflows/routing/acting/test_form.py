"""The form in which a result is recorded."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from papers.models import Act
from tests.factories.screens import shown
from tests.workflows.routing.acting.lines import (
    open_line,
)
from workflows.routing.acting import act_on


def test_the_form_records_votes_and_remark(cast, signed_in):
    line = open_line(cast, "decision")
    form = {
        "outcome": "adopted",
        "decided_on": timezone.localdate().isoformat(),
        "votes_yes": "9",
        "votes_no": "2",
        "votes_abstain": "",
        "votes_biased": "",
        "remark": "Gut.",
    }

    response = signed_in(cast.chair).post(f"/admin/inbox/lines/{line.pk}/", form | shown("act_on", line))

    act = Act.objects.get(consultation=line)
    assert response.status_code == 302
    assert (act.outcome, act.votes_yes, act.votes_no, act.votes_abstain, act.votes_biased, act.remark) == (
        "adopted",
        9,
        2,
        0,
        0,
        "Gut.",
    )


@pytest.mark.parametrize(("changes", "field"), [
    ({"outcome": "signed"}, "outcome"), ({"outcome": ""}, "outcome"),
    ({"votes_yes": "2", "votes_no": "9"}, "votes_reason"), ({"votes_yes": "viele"}, "votes_yes"),
    ({"outcome": "adopted_as_amended"}, "amended_text"), ({"outcome": "referred"}, "refer_to"),
    ({"decided_on": "2031-01-01"}, "decided_on"),
    ({"decided_on": "morgen"}, "decided_on"), ({"votes_yes": "-1", "votes_no": "1"}, "votes_yes"),
])  # fmt: skip
def test_the_form_names_the_field_and_keeps_what_was_typed(cast, signed_in, changes, field):
    line = open_line(cast, "decision")
    form = {
        "outcome": "adopted",
        "decided_on": timezone.localdate().isoformat(),
        "remark": "Lange getippte Bemerkung",
    } | changes

    response = signed_in(cast.chair).post(f"/admin/inbox/lines/{line.pk}/", form | shown("act_on", line))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Lange getippte Bemerkung" in response.content.decode()
    assert not Act.objects.filter(consultation=line).exists()


def test_the_form_tells_the_second_actor_who_did_it(cast, signed_in):
    line = open_line(cast, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed")
    client = signed_in(cast.second_cosigner)

    for response in (
        client.get(f"/admin/inbox/lines/{line.pk}/"),
        client.post(
            f"/admin/inbox/lines/{line.pk}/", {"outcome": "signed", "decided_on": timezone.localdate().isoformat()}
        ),
    ):
        assert response.status_code == 200
        assert "Marta Mitzeichnerin" in response.content.decode()
    assert Act.objects.filter(consultation=line).count() == 1


@pytest.mark.parametrize(
    "name", ["member", "council_member", "author", "council_clerk", "outsider", "adviser", "spokeswoman"]
)
def test_the_form_refuses_whoever_may_not_act(cast, signed_in, name):
    line = open_line(cast, "decision")

    response = signed_in(cast.people()[name]).post(
        f"/admin/inbox/lines/{line.pk}/", {"outcome": "adopted", "decided_on": timezone.localdate().isoformat()}
    )

    assert response.status_code in (302, 403, 404)
    assert not Act.objects.filter(consultation=line).exists()


def test_permission_errors_are_permission_errors(cast):
    with pytest.raises(PermissionDenied):
        act_on(open_line(cast, "co_sign"), by=cast.citizen, outcome="signed")
