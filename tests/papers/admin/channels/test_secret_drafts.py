"""No screen of the admin shows a secret draft to somebody it is none of the business of."""

from __future__ import annotations

import pytest

from tests.daily import daily
from tests.factories.papers import fresh
from tests.papers.admin.channels.exports import (
    SECRET,
    addresses_of,
    tells,
    text_of,
)

# signed in, in the admin, and with no business in a confidential draft of another office
OUTSIDERS = ["outsider", "secretary", "spokeswoman", "liaison", "deputys_deputy", "former_colleague", "chair"]

# Wagtail leaves the temporary file of a rendition to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", daily(OUTSIDERS, "outsider"))
def test_no_address_of_the_admin_shows_a_secret_draft_to_an_outsider(cast, secret, signed_in, name, method):
    client = signed_in(cast.people()[name])
    own, lists = addresses_of(secret)

    shown, opened = [], []
    for address in own + lists:
        response = getattr(client, method)(address)
        if tells(response):
            shown.append(address)
        if address in own and response.status_code == 200:
            opened.append(address)

    assert shown == []
    assert opened == []
    assert fresh(secret).get_latest_revision().pk == secret.latest_revision_id
    assert "Lindenallee" not in text_of(client.get("/admin/"))  # nor in a message on the way


def test_the_same_addresses_do_show_it_to_the_author(cast, secret, signed_in):
    """The proof that the test above looks at something."""
    client = signed_in(cast.author)
    own, lists = addresses_of(secret)

    shown = [address for address in own + lists if tells(client.get(address))]

    page = f"/admin/pages/{secret.pk}"
    latest, first = secret.latest_revision_id, secret.revisions.order_by("pk").first().pk
    for address in (
        f"{page}/edit/",
        f"{page}/view_draft/",
        f"{page}/history/",
        f"{page}/revisions/{latest}/view/",
        f"{page}/revisions/{latest}/revert/",
        f"{page}/revisions/compare/{first}...{latest}/",
        f"/admin/choose-page/{secret.get_parent().pk}/",
        f"/admin/choose-page/chosen-multiple/?id={secret.pk}",
        f"/admin/papers/{secret.pk}/attachments/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/api/main/images/",
        f"/admin/inbox/papers/{secret.pk}/slip/",
        "/admin/",
        "/admin/papers/",
        "/admin/papers/?export=csv",
    ):
        assert address in shown


@pytest.mark.parametrize("name", OUTSIDERS)
def test_what_is_refused_to_outsiders_is_said_not_to_exist(cast, secret, signed_in, name):
    client = signed_in(cast.people()[name])

    for address in (
        f"/admin/papers/{secret.pk}/",
        f"/admin/papers/{secret.pk}/attachments/",
        *(f"/admin/inbox/papers/{secret.pk}/{step}/" for step in ("slip", "submit", "recall", "withdraw")),
    ):
        for ask in (client.get, client.post):
            # Django's locale middleware first tries the address with a language in front
            answer = ask(address, follow=True)
            assert answer.status_code == 404, address
            assert SECRET not in "".join(leads_to for leads_to, _status in answer.redirect_chain), address
    assert fresh(secret).state == "draft"


@pytest.mark.parametrize("step", ["check", "release", "return"])
def test_steps_of_the_council_office_answer_outsiders_alike_whether_the_paper_exists_or_not(
    cast, secret, signed_in, step
):
    client = signed_in(cast.outsider)

    answers = [
        client.post(f"/admin/inbox/papers/{pk}/{step}/", {"reason": "So."}, follow=True) for pk in (secret.pk, 99999)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert fresh(secret).state == "draft"


def test_strangers_are_led_to_the_log_in(cast, secret, client):
    own, lists = addresses_of(secret)

    for address in own + lists:
        response = client.get(address)
        assert response.status_code in (302, 401, 403, 404), address
        assert not tells(response), address


def test_people_without_a_task_do_not_enter_the_admin(cast, secret, signed_in):
    for name in (
        "member",
        "other_member",
        "council_member",
        "adviser",
        "office_adviser",
        "former_member",
        "future_member",
    ):
        client = signed_in(cast.people()[name])
        assert client.get("/admin/").status_code in (302, 403), name
        assert client.get(f"/admin/pages/{secret.pk}/edit/").status_code in (302, 403, 404), name
