"""A liaison translates, reads through and publishes; a reader in Bristol finds, reads, subscribes, is told, and
unsubscribes; Arabic is mirrored."""

from __future__ import annotations

import re

import polib
import pytest
from django.core.cache import cache
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.models import Organization, Paper
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.e2e.axe import violations
from tests.factories.papers import edit, fresh, paper_at
from tests.factories.smtp import smtp_server
from umlauf.subscriptions.models import Subscription
from workflows.translation.review import approve_translation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def bristol(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en", "ar"], slug="bristol")
    membership = cast.liaison.memberships.get()
    membership.role = "liaison"
    membership.save()
    return Organization.objects.get(pk=cast.org.bristol.pk)


@pytest.fixture
def paper(cast, bristol):
    paper = paper_at(
        "deliberating",
        cast,
        title="Bericht des Ausschusses über den Jugendaustausch",
        summary="Zwölf Schulen waren dabei.",
    )
    paper.partner_cities.add(bristol)
    paper.save()
    return fresh(paper)


def translated(paper, language, by, word="EN"):
    """Through the verbs, as the desk does."""
    locale = Locale.objects.get(language_code=language)
    page = begin_translation(paper, locale, by=by)
    translation = Translation.objects.get(source__object_id=paper.translation_key, target_locale=locale)
    catalogue = translation.export_po()
    for entry in catalogue:
        entry.msgstr = entry.msgstr or f"{word} {entry.msgid}"
    translation.import_po(catalogue, user=by, tool_name="PO File")
    return approve_translation(page, by=by, seen=fingerprint(side_by_side(translation)))


def test_a_liaison_translates_reads_through_and_publishes(open_as, cast, paper, tmp_path):
    page = open_as(cast.liaison)
    page.goto("/admin/papers/translations/")
    row = page.get_by_role("row").filter(has_text="Jugendaustausch").filter(has_text="English")
    row.get_by_role("button", name="Translate").click()

    # one text in the editor, with the glossary beside it
    page.get_by_text("Ausschuss → committee").first.wait_for()
    page.get_by_role("button", name="Translate", exact=True).first.click()
    page.locator("textarea").first.fill("Report of the comittee on youth exchanges")
    with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        page.get_by_role("button", name="Save", exact=True).first.click()

    # the rest in a program of one's own
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PO file").click()
    file = tmp_path / "translation.po"
    download.value.save_as(file)
    catalogue = polib.pofile(str(file))
    for entry in catalogue:
        entry.msgstr = entry.msgstr or f"EN {entry.msgid}"
    catalogue.save(str(file))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload PO file").click()
    chooser.value.set_files(str(file))
    page.get_by_text("texts were taken in").wait_for()

    page.get_by_role("link", name="Read through, submit or publish").click()
    page.get_by_text("“Ausschuss” was rendered “comittee”, the glossary says “committee”.").wait_for()
    assert violations(page) == []

    # the slip of the pen is mended, then it is published
    page.get_by_role("link", name="Change the translation").click()
    page.get_by_role("button", name="Edit", exact=True).first.click()
    page.locator("textarea").first.fill("Report of the committee on youth exchanges")
    with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("link", name="Read through, submit or publish").click()
    assert page.get_by_text("was rendered").count() == 0
    page.get_by_role("button", name="Approve and publish").click()
    page.get_by_text("is published").wait_for()

    reader = open_as(None)
    reader.goto(f"/en/papers/{paper.slug}/")
    reader.get_by_role("heading", level=1, name="Report of the committee on youth exchanges").wait_for()
    reader.get_by_text("EN Zwölf Schulen waren dabei.").first.wait_for()


def test_a_reader_in_bristol_finds_reads_subscribes_is_told_and_unsubscribes(
    open_as, cast, paper, live_server, settings
):
    cache.clear()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    translated(paper, "en", cast.liaison)
    with smtp_server(settings) as server:
        reader = open_as(None, locale="en-GB")
        reader.goto("/")
        assert "/en/" in reader.url, "the browser's language decides on the bare address"
        reader.get_by_role("link", name="Partner cities").first.click()
        reader.get_by_role("link", name="Bristol").click()
        reader.get_by_role("link", name="EN Bericht des Ausschusses").first.click()
        reader.get_by_role("heading", level=1, name="EN Bericht").wait_for()
        assert reader.locator("html").get_attribute("lang") == "en"

        reader.goto("/en/partners/bristol/")
        reader.get_by_role("link", name="News by mail").click()
        reader.get_by_label("E-mail address").fill("no address")
        reader.get_by_role("button", name="Subscribe").click()
        reader.get_by_role("alert").wait_for()
        assert violations(reader) == []
        reader.get_by_label("E-mail address").fill("reader@bristol.example")
        reader.get_by_label("How often").select_option(label="at once")
        reader.get_by_role("button", name="Subscribe").click()
        reader.get_by_text("A mail is on its way to reader@bristol.example").wait_for()
        reader.goto(link_in(server.mails[-1]))
        reader.get_by_role("button", name="Confirm subscription").click()
        reader.get_by_text("your subscription is confirmed").wait_for()

        edit(fresh(paper), by=cast.council_clerk, summary="Vierzehn Schulen waren dabei.")
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
        translated(fresh(paper), "en", cast.liaison)

        news = server.mails[-1]
        assert news["To"] == "reader@bristol.example"
        assert "EN Vierzehn Schulen" in news.get_content()
        reader.goto(re.search(rf"{live_server.url}/en/papers/\S+", news.get_content()).group())
        reader.get_by_text("EN Vierzehn Schulen").first.wait_for()
        reader.goto(link_in(news))
        reader.get_by_role("button", name="Unsubscribe").click()
        reader.get_by_text("You will get no more of these mails").wait_for()
        assert not Subscription.objects.exists()


def link_in(mail):
    return re.search(r"https?://\S+/subscriptions/\S+", mail.get_content()).group()


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}], ids=["wide", "small"]
)
def test_arabic_is_mirrored(open_as, cast, paper, viewport):
    translated(paper, "ar", cast.liaison, word="وثيقة")
    page = open_as(None, viewport=viewport, locale="ar")
    page.goto(f"/ar/papers/{paper.slug}/")
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    middle = viewport["width"] / 2
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert heading["x"] + heading["width"] > middle
    if viewport["width"] > 1000:
        aside = page.locator("aside").first.bounding_box()
        assert aside["x"] + aside["width"] < middle, "the timeline stands at the other side"
    for address in (
        "/ar/",
        "/ar/papers/",
        "/ar/partners/",
        "/ar/partners/bristol/",
        "/ar/subscriptions/partner_city/bristol/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address
    assert Paper.objects.get(locale__language_code="ar").live
