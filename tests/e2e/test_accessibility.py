"""axe finds nothing: on every public template in light, dark and on a small screen, and on the inbox and the slip
editor."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from papers.drafting import draft_paper
from papers.models import Measure
from tests.e2e.axe import violations
from tests.factories.papers import add_attachment, draft, filled_body, kind, paper_at
from umlauf.shown_back.fields import Typed
from workflows.routing.acting import Votes, act_on

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


# Nobody should ever see these, so no address leads there.
ERRORS = ("403.html", "403_csrf.html", "500.html", "shown_back.html")
SHOWN_BACK = {
    "heading": "Ihre Anmeldung war abgelaufen",
    "signed_out": True,
    "sign_in": True,
    "way_back": "/de/login/",
    "typed": [("Anmerkung", "x" * 79, 0), ("Begründung", "Eine Zeile\nund noch eine", 2)],
    "files": [f"{'plan' * 40}.pdf"],
}


def show_error(page, template):
    request = RequestFactory().get("/de/")
    request.user = AnonymousUser()
    typed = [Typed(*field) for field in SHOWN_BACK["typed"]]
    html = render_to_string(template, {"exception": "", **SHOWN_BACK, "typed": typed}, request=request)
    page.route(f"**/{template}", lambda route: route.fulfill(body=html, content_type="text/html"))


@pytest.fixture
def addresses(cast):
    """One address for every public template, with everything on it that the template can show."""
    costs = {
        "caption": "Kosten",
        "note": "",
        "rows": [
            {
                "label": "Bau",
                "direction": "expense",
                "nature": "investment",
                "period": "one_off",
                "year": 2026,
                "amount": "1000.00",
            }
        ],
    }
    body = [
        *filled_body(kind("decision")),
        (
            "section",
            {
                "key": "",
                "heading": "Zahlen",
                "content": [("cost_table", costs), ("quotation", {"text": "So sei es.", "source": "Der Rat"})],
            },
        ),
    ]
    paper = paper_at("deliberating", cast, body=body, summary="Kurz gesagt.")
    add_attachment(paper, by=cast.council_clerk)
    for line in paper.consultations.open().filter(role="preliminary"):
        act_on(line, by=cast.secretary, outcome="recommended", votes=Votes(9, 2, 1))
    strategy = draft(
        cast,
        "strategy",
        vision="<p>Weltoffen.</p>",
        goals=[("goal", {"title": "Ziel", "text": "<p>Text</p>"})],
        fields_of_action=[("field", {"title": "Feld", "text": "<p>Text</p>"})],
    )
    strategy = release_fully(strategy, cast)
    Measure.objects.create(
        strategy=strategy,
        field_of_action=str(strategy.fields_of_action[0].id),
        title="Austausch",
        state="running",
        office=cast.org.international_office,
    ).papers.add(paper)
    draft_paper(
        kind=kind("strategy"),
        title="Unterthema",
        originating_office=cast.org.international_office,
        by=cast.author,
        parent=strategy,
    )
    return {
        "home": "/de/",
        "home in English": "/en/",
        "list": "/de/papers/?q=Vorlage&kind=decision",
        "paper": f"/de/papers/{paper.slug}/",
        "paper in English": f"/en/papers/{paper.slug}/",
        "strategy": f"/de/papers/{strategy.slug}/",
        "committees": "/de/committees/",
        "committee": cast.org.europe_committee.get_absolute_url(),
        "log-in": "/de/login/",
        "not found": "/de/papers/gibt-es-nicht/",
    }


def release_fully(paper, cast):
    from tests.factories.papers import finish_open, fresh
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.steps import start_routing

    start_routing(paper, by=cast.author)
    finish_open(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    return fresh(paper)


def test_public_pages_are_accessible_and_fit_the_screen(open_as, addresses):
    found = []
    for look, options in LOOKS.items():
        page = open_as(**options)
        for template in ERRORS:
            show_error(page, template)
        for address in (*addresses.values(), *(f"/{template}" for template in ERRORS)):
            found += [f"{look}: {violation}" for violation in violations(page, address)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{look}: {address}: wider than the screen")
    assert found == []


def test_inbox_and_slip_editor_are_accessible(open_as, cast):
    paper = paper_at("checking", cast)
    circulating = paper_at("co_signing", cast)
    line = circulating.consultations.open().get()
    clerk = open_as(cast.council_clerk)
    screens = [
        reverse("workflows:inbox"),
        reverse("wagtailadmin_home"),
        reverse("workflows:slip", args=[paper.pk]),
        reverse("workflows:check", args=[paper.pk]),
    ]
    found = [violation for address in screens for violation in violations(clerk, address)]
    found += violations(open_as(cast.cosigner), reverse("workflows:act", args=[line.pk]))
    assert found == []


def test_the_account_of_a_member_is_accessible_and_fits_the_screen(open_as, cast):
    found = []
    for look, options in LOOKS.items():
        open_as(cast.member)  # another device, to be listed
        page = open_as(cast.member, **options)
        for address in (
            "/de/account/",
            "/de/account/password/",
            "/de/account/address/",
            "/de/logout/",
            "/de/password/",
        ):
            found += [f"{look}: {violation}" for violation in violations(page, address)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{look}: {address}: wider than the screen")
    assert found == []


def test_sending_a_link_is_accessible(open_as, cast):
    assert violations(open_as(cast.council_clerk), reverse("send_link", args=[cast.member.pk])) == []
