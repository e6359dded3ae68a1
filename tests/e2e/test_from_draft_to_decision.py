"""The main path as people walk it: drafted, co-signed, checked, released, noted, decided with votes, read by a citizen
— an outsider refused each time."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from papers.models import Consultation, Paper

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

TITLE = "Radweg am Leineufer"


@pytest.fixture
def refuse_outsider(open_as, cast):
    page = open_as(cast.outsider)

    def refused(public, *others):
        """Every address answers the outsider's browser without telling so much as the title; the paper's own does not
        even exist."""
        assert page.goto(public).status == 404
        expect(page.locator("body")).not_to_contain_text(TITLE)
        for address in others:
            answer = page.request.get(address)
            assert answer.status in (200, 403, 404), address
            assert TITLE not in answer.text(), address

    return refused


def addresses_of(paper):
    lines = [reverse("workflows:act", args=[line.pk]) for line in Consultation.objects.filter(paper=paper)]
    steps = [
        reverse(f"workflows:{name}", args=[paper.pk])
        for name in ("slip", "submit", "check", "release", "return", "recall", "withdraw")
    ]
    editor = [
        reverse("wagtailadmin_pages:edit", args=[paper.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[paper.pk]),
    ]
    return [
        *lines,
        *steps,
        *editor,
        reverse("papers_admin:open", args=[paper.pk]),
        reverse("workflows:inbox"),
        reverse("papers_admin:all"),
    ]


def test_a_paper_goes_from_draft_to_decision(open_as, cast, refuse_outsider):
    draft_and_submit(open_as(cast.author), cast)
    paper = Paper.objects.get(title=TITLE)
    public = f"/de/papers/{paper.slug}/"
    refuse_outsider(public, *addresses_of(paper))

    do_from_inbox(open_as(cast.cosigner), "Mitzeichnen", "Mitgezeichnet")
    refuse_outsider(public, *addresses_of(paper))

    clerk = open_as(cast.council_clerk)
    clerk.goto("/admin/")
    clerk.get_by_role("link", name="Prüfen", exact=True).click()
    clerk.get_by_role("button", name="Prüfung bestätigen und Nummer vergeben").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("Freigeben")
    paper.refresh_from_db()
    refuse_outsider(f"/de/papers/{paper.slug}/", *addresses_of(paper))
    clerk.get_by_role("button", name="Freigeben").click()
    expect(clerk.locator(".messages")).to_contain_text("wurde freigegeben")

    do_from_inbox(open_as(cast.secretary), "Beratung erfassen", "Zur Kenntnis genommen")
    do_from_inbox(open_as(cast.chair), "Entscheidung erfassen", "Beschlossen", votes=(31, 12, 3, 1))

    citizen = open_as()
    citizen.goto("/de/")
    citizen.get_by_role("link", name=TITLE).first.click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(citizen).to_have_url(f"{citizen.url.split('/de/')[0]}/de/papers/0001-{timezone.localdate():%Y}/")
    routing = citizen.get_by_role("complementary")
    expect(routing).to_contain_text("31 Ja, 12 Nein, 3 Enthaltungen, 1 befangen")
    expect(routing).to_contain_text("Zur Kenntnis genommen am")
    expect(routing).to_contain_text("Mitgezeichnet am")
    expect(citizen.locator(".umlauf-paper__status")).to_contain_text("Beschlossen")


def draft_and_submit(page, cast):
    page.goto("/admin/papers/new/")
    page.get_by_label("Beschlussdrucksache").check()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_role("button", name="Entwurf anlegen").click()

    editors = page.locator("[contenteditable=true]")
    expect(editors).to_have_count(5)  # the sections the council demands of a decision paper, in order
    headings = page.locator("[data-contentpath=heading] input").evaluate_all(
        "fields => fields.map(field => field.value)"
    )
    assert headings == [
        "Antrag",
        "Begründung",
        "Berücksichtigung von Gender-Aspekten",
        "Auswirkungen auf das Klima",
        "Kostentabelle",
    ]
    for position in range(4):  # the costs are forgotten
        write(page, position, "Der Weg wird verbreitert.")
    save_and_submit(page)

    expect(page.locator(".umlauf-checklist")).to_contain_text("Kostentabelle")
    page.get_by_role("button", name="Einreichen", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Der Abschnitt „Kostentabelle“ fehlt oder ist leer.")
    page.get_by_role("link", name="Beratungsfolge bearbeiten").click()

    fill_line(page, 0, cast.org.planning_office, "Mitzeichnung", 1)
    page.get_by_role("button", name="Zeile hinzufügen").click()
    fill_line(page, 1, cast.org.europe_committee, "Beratung", 2)
    page.get_by_role("button", name="Beratungsfolge speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Die Beratungsfolge wurde gespeichert.")
    page.get_by_role("link", name="Einreichen …").click()
    expect(page.locator(".umlauf-checklist")).to_contain_text(
        "braucht auf ihrer Beratungsfolge eine Zeile mit der Rolle „Entscheidung“"
    )
    page.get_by_role("link", name="Beratungsfolge bearbeiten").click()
    fill_line(page, 2, cast.org.council, "Entscheidung", 3)
    page.get_by_role("button", name="Beratungsfolge speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Die Beratungsfolge wurde gespeichert.")

    page.get_by_role("link", name="Zurück zur Vorlage").click()
    expect(page.locator("[contenteditable=true]").first).to_contain_text("Der Weg wird verbreitert.")
    write(page, 4, "Es entstehen keine Kosten.")
    save_and_submit(page)
    page.get_by_role("button", name="Einreichen", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("wurde eingereicht")


SAVED_TEXT = (
    "text => [...document.querySelectorAll('input[type=hidden], textarea')].some(field => field.value.includes(text))"
)


def write(page, position, text):
    """Type as a person does, and wait until the editor has handed the text to the form."""
    text = f"{text} ({position})"
    page.locator("[contenteditable=true]").nth(position).click()
    page.keyboard.type(text)
    page.wait_for_function(SAVED_TEXT, arg=text)


def save_and_submit(page):
    page.locator("footer").get_by_role("button", name="Mehr Aktionen").or_(
        page.locator("footer [data-w-dropdown-target=toggle]")
    ).first.click()
    page.get_by_role("button", name="Speichern und einreichen …").click()
    page.get_by_role("heading", name="Vor dem Einreichen").wait_for()


def fill_line(page, index, organization, role, stage):
    page.locator(f"[name=lines-{index}-organization]").select_option(str(organization.pk))
    page.locator(f"[name=lines-{index}-role]").select_option(label=role)
    page.locator(f"[name=lines-{index}-stage]").fill(str(stage))


def do_from_inbox(page, task, outcome, votes=None):
    page.goto("/admin/inbox/")
    page.get_by_role("link", name=task).click()
    expect(page.locator("body")).to_contain_text(TITLE)
    page.get_by_label(outcome, exact=True).check()
    if votes:
        for label, count in zip(("Ja", "Nein", "Enthaltungen", "Befangen"), votes, strict=True):
            page.get_by_label(label, exact=True).fill(str(count))
    page.get_by_role("button", name="Ergebnis erfassen").click()
    expect(page.locator(".messages")).to_contain_text(f"„{outcome}“ wurde für")


def test_the_second_of_two_colleagues_sees_who_was_faster(open_as, cast):
    from tests.factories.papers import line_of, paper_at

    paper = paper_at("co_signing", cast)
    address = reverse("workflows:act", args=[line_of(paper, cast.org.planning_office, "co_sign").pk])
    slow, fast = open_as(cast.second_cosigner), open_as(cast.cosigner)
    slow.goto(address)
    fast.goto(address)
    fast.get_by_label("Mitgezeichnet", exact=True).check()
    fast.get_by_role("button", name="Ergebnis erfassen").click()
    fast.locator(".messages").wait_for()
    slow.get_by_label("Remark", exact=True).fill("Mein Hinweis")
    slow.get_by_label("Signed with remarks").check()
    slow.get_by_role("button", name="Record the result").click()
    expect(slow.get_by_role("alert")).to_contain_text("Marta Mitzeichnerin already recorded “Signed” for this line")
    expect(slow.get_by_label("Remark", exact=True)).to_have_value("Mein Hinweis")


def test_the_form_asks_only_what_belongs_to_the_chosen_result(open_as, cast):
    from tests.factories.papers import finish_open, line_of, paper_at

    paper = paper_at("deliberating", cast)
    finish_open(paper, cast, "preliminary", "hearing")
    page = open_as(cast.chair)
    page.goto(reverse("workflows:act", args=[line_of(paper, cast.org.council, "decision").pk]))
    asked = {
        "votes": page.get_by_label("Nein", exact=True),
        "amended": page.get_by_label("Geänderter Wortlaut"),
        "referred": page.get_by_label("Überweisen an"),
    }

    for outcome, wanted in (
        ("Beschlossen", {"votes"}),
        ("Geändert beschlossen", {"votes", "amended"}),
        ("Überwiesen", {"referred"}),
        ("Vertagt", set()),
    ):
        page.get_by_label(outcome, exact=True).check()
        assert {name for name, field in asked.items() if field.is_visible()} == wanted, outcome
