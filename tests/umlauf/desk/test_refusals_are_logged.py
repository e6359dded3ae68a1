"""Whatever is refused at the desk or in the portal stands in the log, whatever the answer looks like."""

from __future__ import annotations

import pytest
from django.urls import reverse

from papers.models import Membership
from tests.factories.papers import add_attachment, draft, line_of, paper_at
from workflows.distribution.distributing import distribute
from workflows.models import Delivery

pytestmark = pytest.mark.django_db
LOGGERS = ("umlauf.security", "django.request")


def refused(caplog):
    """What the log says of refusals since it was last asked."""
    found = [record.getMessage() for record in caplog.records if record.name in LOGGERS]
    caplog.clear()
    return found


def test_a_screen_of_somebody_else_is_told_there_and_in_the_log(cast, signed_in, caplog):
    client, address = signed_in(cast.author), "/admin/users/"

    answer = client.get(address)

    assert answer.status_code == 302
    assert refused(caplog) == [f"Refused: GET {address}"]


def test_a_line_of_another_body_is_refused_and_logged(cast, signed_in, caplog):
    line = line_of(paper_at("deliberating", cast), cast.org.europe_committee, "preliminary")
    address = reverse("workflows:act", args=[line.pk])

    signed_in(cast.council_member).post(address, {"outcome": "recommended"})

    assert refused(caplog) == [f"Refused: POST {address}"]
    line.refresh_from_db()
    assert line.latest_act is None


def test_a_membership_that_ended_in_an_open_session_is_logged(cast, signed_in, caplog):
    client = signed_in(cast.council_clerk)
    assert client.get("/admin/inbox/").status_code == 200
    assert refused(caplog) == []

    Membership.objects.filter(person=cast.council_clerk).delete()

    assert client.get("/admin/inbox/").status_code == 302
    assert refused(caplog) == ["Refused: GET /admin/inbox/"]


def test_a_swapped_key_is_logged(cast, signed_in, caplog):
    annex = add_attachment(draft(cast, confidentiality="confidential"), by=cast.author)

    assert signed_in(cast.outsider).get(annex.get_absolute_url()).status_code == 404

    assert refused(caplog) == [f"Not Found: {annex.get_absolute_url()}"]


def test_a_link_of_somebody_else_is_logged(cast, signed_in, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        distribute(paper_at("deliberating", cast, confidentiality="non_public"), by=cast.council_clerk)
    delivery = Delivery.objects.filter(person=cast.member).first()
    address = reverse("delivered", args=[delivery.token])

    assert signed_in(cast.outsider).get(address).status_code == 404

    assert refused(caplog) == [f"Not Found: {address}"]


def test_what_is_allowed_is_not_logged(cast, signed_in, caplog):
    paper = draft(cast)

    assert signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/").status_code == 200
    assert refused(caplog) == []
