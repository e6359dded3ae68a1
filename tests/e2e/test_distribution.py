"""A clerk looks who gets a paper, adds somebody, sends it and watches it leave; a member opens it, and the log says
so."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from tests.e2e.axe import violations
from tests.factories.papers import paper_at
from workflows.distribution import outbox
from workflows.distribution.distributing import distribute
from workflows.models import Delivery, DeliveryState, Distribution

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": {"viewport": {"width": 390, "height": 844}},
}


@pytest.fixture
def paper(cast):
    return paper_at("deliberating", cast, title="Städtepartnerschaften")


def test_a_clerk_distributes_and_a_member_opens_it(open_as, cast, paper, live_server, settings, monkeypatch):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    # nothing leaves while the button is pressed, all of it while somebody looks on
    monkeypatch.setattr(outbox, "AT_ONCE", timedelta(0))
    clerk = open_as(cast.council_clerk)
    clerk.goto(f"/admin/pages/{paper.pk}/edit/")
    clerk.locator(f"a[href='{reverse('workflows:distribute', args=[paper.pk])}']").first.click()

    # the preview, with somebody who is on no slip
    clerk.get_by_role("heading", name=re.compile("Erhalten die Vorlage jetzt")).wait_for()
    assert clerk.get_by_role("row").filter(has_text="Theo Tiefbau").count() == 0
    clerk.locator("#id_q").press_sequentially("Tiefb")
    clerk.get_by_role("checkbox", name="Theo Tiefbau").check()
    send = clerk.locator("[data-distribute] button[type=submit]")
    assert send.is_disabled(), "it would send to those who were shown, and not to the one just ticked"
    assert clerk.locator("[data-distribute-stale]").is_visible()
    clerk.locator("#id_q").fill("Anna")
    clerk.get_by_role("checkbox", name="Anna Autorin").wait_for()
    assert clerk.get_by_role("checkbox", name="Theo Tiefbau").is_checked(), (
        "who was chosen stays while others are searched for"
    )
    clerk.locator("[data-people] button").last.click()
    clerk.get_by_role("row").filter(has_text="Theo Tiefbau").wait_for()
    assert clerk.get_by_role("row").filter(has_text="Anna Autorin").count() == 0
    assert send.is_enabled()
    assert violations(clerk) == []

    # the button, and the bar
    with clerk.expect_response(re.compile(r"/distributions/\d+/$")) as opened:
        clerk.locator("form[method=post] button.button[type=submit]").last.click()
    clerk.wait_for_url("**/distributions/*/")
    on_the_way = 'data-finished="yes"' not in opened.value.text()
    bar = clerk.locator("progress")
    assert int(bar.get_attribute("max")) == Distribution.objects.get().deliveries.count() > 5
    clerk.locator("[data-part=progress][data-finished=yes]").wait_for(timeout=60_000)
    assert bar.get_attribute("value") == bar.get_attribute("max")
    said = clerk.locator("[data-sentence]").inner_text()
    assert clerk.locator("[data-progress-live]").inner_text() == (said if on_the_way else "")  # no news of what stands
    assert violations(clerk) == []

    # each of them once, with a link of their own
    letters = [message for message in mail.outbox if f"<{cast.member.email}>" in message.to[0]]
    assert len(letters) == 1
    address = re.search(r"http\S+/delivered/\S+", letters[0].body).group()
    member = open_as(cast.member)
    member.goto(address)
    member.get_by_role("heading", level=1, name="Städtepartnerschaften").wait_for()
    member.goto("/de/received/")
    assert member.get_by_role("listitem").filter(has_text="Städtepartnerschaften").locator("time").count() == 2

    # the log tells both
    clerk.goto(reverse("deliveries") + f"?person={cast.member.email}")
    row = clerk.get_by_role("row").filter(has_text="Miriam Mitglied")
    row.wait_for()
    assert row.locator(".umlauf-state--sent").count() == 1
    assert Delivery.objects.get(person=cast.member).opened_at is not None


def test_the_screens_are_accessible_and_fit(open_as, cast, paper):
    for person in (cast.member, cast.chair):
        person.on_paper, person.postal_address = True, "Am Markt 1\n30159 Hannover"
        person.save()
    cast.secretary.on_paper = True  # and no address
    cast.secretary.save()
    distribution = distribute(paper, by=cast.council_clerk, chosen=[cast.outsider.pk])
    outbox.run(timedelta(seconds=60))
    Delivery.objects.filter(person=cast.adviser).update(
        state=DeliveryState.FAILED, problem="550 5.1.1 no such mailbox: " + "x" * 120
    )
    Delivery.objects.filter(person=cast.liaison).update(state=DeliveryState.QUEUED, problem="421 try later")
    private = [
        f"{reverse('workflows:distribute', args=[paper.pk])}?q=umlauf&chosen={cast.author.pk}",
        reverse("workflows:distribution", args=[distribution.pk]),
        reverse("workflows:paper_copies", args=[distribution.pk]),
        reverse("deliveries"),
    ]
    print_hash = distribution.version.prints.first().sha256
    public = [
        "/de/received/",
        "/de/verify/",
        f"/de/verify/?sha256={print_hash}",
        f"/de/verify/?sha256={'0' * 64}",
        "/de/verify/?sha256=x",
        f"/de/papers/{paper.slug}/",
    ]
    found = []
    for look, options in LOOKS.items():
        page = open_as(cast.council_clerk, **options)
        for address in (*private, *public):
            page.goto(address)
            page.wait_for_load_state("load")
            page.wait_for_timeout(300)  # Wagtail slides its menu in
            found += [f"{look}: {violation}" for violation in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{look}: {address}: wider than the screen")
    assert found == []
