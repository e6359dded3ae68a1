"""Nothing typed is lost: the log-in ends in the middle, the server is away, a colleague saves first, another tab."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from papers.models import Act, Paper
from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD
from tests.e2e.test_from_draft_to_decision import write
from tests.factories.papers import draft, fresh, line_of, paper_at
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.steps import withdraw

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
REMARK = "Die Mitzeichnung erfolgt mit Hinweis auf den Leinepfad."


def look_again(page):
    """What the page does by itself after a while, and when somebody comes back to it."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def sign_in(page, person):
    page.get_by_label("E-Mail").fill(person.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def end_log_ins():
    Session.objects.all().delete()


@pytest.fixture
def line(cast):
    return line_of(paper_at("co_signing", cast), cast.org.planning_office, "co_sign")


@pytest.fixture
def result_form(open_as, cast, line):
    page = open_as(cast.second_cosigner)
    page.goto(reverse("workflows:act", args=[line.pk]))
    page.get_by_label("Signed with remarks").check()
    page.locator("[name=remark]").fill(REMARK)
    return page


@pytest.fixture
def paper(cast):
    return draft(cast, title="Radweg am Leineufer")


@pytest.fixture
def editor(open_as, cast, paper):
    cast.author.preferred_language = "en"
    cast.author.save()
    page = open_as(cast.author)
    page.goto(reverse("wagtailadmin_pages:edit", args=[paper.pk]))
    page.locator("[contenteditable=true]").first.wait_for()
    page.wait_for_load_state("networkidle")  # a server still at work would hold the database at the end of the test
    return page


def kept(page):
    page.wait_for_load_state("load")
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('umlauf-typed:'))")


def told(page):
    return page.locator(".umlauf-told")


def test_who_was_signed_out_is_told_and_goes_on_after_signing_in_elsewhere(result_form, cast, line):
    page = result_form
    end_log_ins()
    look_again(page)
    expect(told(page)).to_contain_text("You are signed out")
    assert violations(page) == []

    page.get_by_role("button", name="Record the result").click()
    expect(page.locator("[name=remark]")).to_have_value(REMARK)
    assert not Act.objects.filter(consultation=line).exists()

    with page.context.expect_page() as opened:
        told(page).get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, cast.second_cosigner)
    opened.value.get_by_role("heading", level=1).first.wait_for()
    look_again(page)
    expect(told(page)).not_to_contain_text("You are signed out")
    page.get_by_role("button", name="Record the result").click()
    expect(page.locator(".messages")).to_contain_text("was recorded for")
    assert Act.objects.get(consultation=line).remark == REMARK
    assert kept(page) == []


def test_a_link_pressed_right_after_the_button_does_not_come_before_it(result_form, line):
    """While it is still asked who is here."""
    page, held = result_form, []
    asked = "**/admin/left-open/**"
    page.route(asked, lambda route: held.append(route), times=1)
    with page.expect_request(asked):
        page.get_by_role("button", name="Record the result").click()
    page.locator("a[href='/admin/inbox/']").first.click()
    held[0].continue_()

    expect(page.locator(".messages")).to_contain_text("was recorded for")
    assert Act.objects.get(consultation=line).remark == REMARK


def test_what_was_typed_is_offered_after_signing_in_in_the_same_tab(result_form, cast, line):
    page = result_form
    page.wait_for_function("() => Object.keys(sessionStorage).some(key => key.startsWith('umlauf-typed:'))")
    end_log_ins()
    page.reload()
    sign_in(page, cast.second_cosigner)

    expect(page.locator("[name=remark]")).to_have_value("")
    page.get_by_role("button", name="Bring back what I typed").click()
    expect(page.locator("[name=remark]")).to_have_value(REMARK)
    expect(page.get_by_label("Signed with remarks")).to_be_checked()


def test_without_a_connection_nothing_is_sent_and_nothing_lost(result_form, line):
    page = result_form
    page.context.set_offline(True)
    page.get_by_role("button", name="Record the result").click()
    expect(told(page)).to_contain_text("There is no connection")
    page.context.set_offline(False)
    look_again(page)
    expect(told(page)).not_to_contain_text("There is no connection")
    page.get_by_role("button", name="Record the result").click()
    expect(page.locator(".messages")).to_contain_text("was recorded for")


def test_the_other_tab_says_that_one_has_signed_out_and_keeps_nothing_for_the_next(result_form, cast):
    page = result_form
    other = page.context.new_page()
    other.goto("/de/logout/")
    other.get_by_role("main").get_by_role("button", name="Abmelden").click()
    look_again(page)
    expect(told(page)).to_contain_text("You are signed out")
    expect(page.locator("[name=remark]")).to_have_value(REMARK)

    other.goto("/de/login/?next=/admin/")
    sign_in(other, cast.colleague)
    other.get_by_role("heading", level=1).first.wait_for()
    look_again(page)
    expect(told(page)).to_contain_text("Somebody else is signed in")
    page.reload()
    assert kept(page) == []


def test_who_is_slower_is_told_before_pressing_the_button(result_form, cast, line, open_as):
    page = result_form
    act_on(line, by=cast.cosigner, outcome="signed")
    look_again(page)
    expect(told(page)).to_contain_text("This was changed since you opened it")
    expect(page.locator("[name=remark]")).to_have_value(REMARK)


def test_rows_that_were_added_to_a_slip_come_back(editor, paper, cast):
    page = editor
    page.goto(reverse("workflows:slip", args=[paper.pk]))
    lines = paper.consultations.count()
    page.get_by_role("button", name="Add a line").click()
    page.get_by_role("button", name="Add a line").click()
    page.locator(f"[name=lines-{lines + 1}-organization]").select_option(str(cast.org.works_office.pk))
    page.locator(f"[name=lines-{lines + 1}-stage]").fill("7")
    page.reload()

    expect(page.locator(f"[name=lines-{lines + 1}-organization]")).to_have_count(0)
    page.get_by_role("button", name="Bring back what I typed").click()
    expect(page.locator(f"[name=lines-{lines + 1}-organization]")).to_have_value(str(cast.org.works_office.pk))
    expect(page.locator(f"[name=lines-{lines + 1}-stage]")).to_have_value("7")


def test_a_form_that_comes_back_and_asks_for_more_is_not_taken_for_forgotten(editor, paper, cast):
    page = editor
    page.goto(reverse("workflows:slip", args=[paper.pk]))
    row = f"lines-{paper.consultations.count()}"
    page.locator(f"[name={row}-organization]").select_option(str(cast.org.culture_committee.pk))
    page.locator(f"[name={row}-role]").select_option("preliminary")
    page.locator(f"[name={row}-stage]").fill("9")
    page.get_by_role("button", name="Save routing slip").click()

    expect(page.get_by_label("It is meant")).to_be_visible()
    expect(page.locator(f"[name={row}-stage]")).to_have_value("9")
    page.wait_for_load_state("load")
    expect(told(page).get_by_role("button", name="Bring back what I typed")).to_have_count(0)


def test_what_was_typed_too_late_is_shown_where_the_form_is_no_more(open_as, cast):
    paper = paper_at("checking", cast)
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    page = open_as(cast.council_clerk)
    page.goto(reverse("workflows:return", args=[paper.pk]))
    page.locator("[name=reason]").fill(REMARK)
    pass_formal_check(paper, by=cast.second_clerk)
    release(fresh(paper), by=cast.second_clerk)
    withdraw(fresh(paper), by=cast.second_clerk, reason="Erledigt.")
    look_again(page)
    expect(told(page)).to_contain_text("This was changed since you opened it")
    page.get_by_role("button", name="Return", exact=True).click()

    expect(told(page)).to_contain_text("was not saved. It is kept here.")
    expect(told(page)).to_contain_text(REMARK)
    told(page).get_by_role("button", name="Discard it").click()
    assert kept(page) == []


def test_a_text_of_the_editor_comes_back_after_the_log_in_has_ended(editor, cast, paper):
    page = editor
    end_log_ins()
    write(page, 0, "Der Weg wird verbreitert.")
    look_again(page)
    expect(told(page)).to_contain_text("You are signed out")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    sign_in(page, cast.author)

    page.get_by_role("button", name="Bring back what I typed").click()
    expect(page.locator("[contenteditable=true]").first).to_contain_text("Der Weg wird verbreitert. (0)")
    page.locator("footer").get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert kept(page) == []
    latest = Paper.objects.get(pk=paper.pk).get_latest_revision_as_object()
    assert "Der Weg wird verbreitert. (0)" in str(latest.body)


def test_what_the_editor_saved_by_itself_is_not_in_ones_own_way(editor, cast, paper):
    page = editor
    page.add_init_script(
        "for (const name of ['w-unsaved:watch-edits', 'w-autosave:success'])"
        " document.addEventListener(name, () => { document.documentElement.dataset[name.slice(2, 9)] = 'yes' })"
    )
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.unsaved === 'yes'")
    write(page, 0, "Der Weg wird verbreitert.")
    page.wait_for_function("() => document.documentElement.dataset.autosav === 'yes'")
    assert kept(page) == []
    before = paper.revisions.count()

    page.locator("footer").get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert paper.revisions.count() == before + 1


def test_nobody_saves_over_a_colleagues_text_unasked(editor, cast, paper):
    page = editor
    mine = Paper.objects.get(pk=paper.pk).get_latest_revision_as_object()
    mine.title = "Radweg am Maschsee"
    mine.save_revision(user=cast.colleague)

    write(page, 0, "Der Weg wird verbreitert.")
    page.locator("footer").get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("Karl Kollege saved this paper")
    expect(page.locator("[contenteditable=true]").first).to_contain_text("Der Weg wird verbreitert. (0)")
    assert Paper.objects.get(pk=paper.pk).get_latest_revision_as_object().title == "Radweg am Maschsee"


def test_without_javascript_it_is_shown_to_be_copied(open_as, cast, line):
    page = open_as(cast.second_cosigner, java_script_enabled=False)
    page.goto(reverse("workflows:act", args=[line.pk]))
    page.locator("[name=remark]").fill(f"{REMARK}\nUnd noch eine Zeile.")
    end_log_ins()
    page.locator("form:has([name=remark]) button[type=submit]").first.click()

    shown = page.locator("textarea[readonly]")
    expect(shown).to_have_value(f"{REMARK}\nUnd noch eine Zeile.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="In neuem Tab anmelden").click()
    sign_in(opened.value, cast.second_cosigner)
    expect(opened.value.locator("[name=remark]")).to_have_value("")
    expect(shown).to_be_visible()
    assert not Act.objects.filter(consultation=line).exists()
