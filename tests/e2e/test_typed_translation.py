"""Nothing typed is lost in the editor of translations, which saves text by text."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from papers.translation.drafts import begin_translation
from tests.e2e.test_typed import kept, look_again, sign_in, told
from tests.factories.papers import paper_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TYPED = "Cycle path along the river"


@pytest.fixture
def translation(cast):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    return begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.council_clerk)


@pytest.fixture
def editor(open_as, cast, translation):
    cast.council_clerk.preferred_language = "en"
    cast.council_clerk.save()
    page = open_as(cast.council_clerk)
    page.goto(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    page.get_by_role("button", name="Translate", exact=True).first.click()
    page.locator("textarea").first.fill(TYPED)
    return page


def save_what_is_kept(page):
    """The editor is loaded anew once everything is saved; until then the page that leaves would answer."""
    with page.expect_navigation(wait_until="load"):
        told(page).get_by_role("button", name="Save them now").click()


def saved():
    return StringTranslation.objects.filter(data=TYPED).exists()


def test_a_text_that_could_not_be_saved_is_saved_after_signing_in_elsewhere(editor, cast):
    Session.objects.all().delete()
    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(told(editor)).to_contain_text("A text was not saved. It is kept here.")
    expect(told(editor)).to_contain_text(TYPED)
    expect(told(editor)).to_contain_text("You are signed out")

    with editor.context.expect_page() as opened:
        told(editor).get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, cast.council_clerk)
    opened.value.get_by_role("heading", level=1).first.wait_for()
    look_again(editor)
    expect(told(editor)).not_to_contain_text("You are signed out")
    save_what_is_kept(editor)
    expect(editor.locator(".js-translation-editor")).to_contain_text(TYPED)
    expect(told(editor)).not_to_contain_text(TYPED)
    assert saved()
    assert kept(editor) == []


def test_a_text_in_the_middle_comes_back_when_the_page_is_loaded_anew(editor):
    editor.wait_for_function("() => Object.keys(sessionStorage).some(key => key.startsWith('umlauf-typed:'))")
    editor.reload()

    expect(told(editor)).to_contain_text(TYPED)
    save_what_is_kept(editor)
    expect(editor.locator(".js-translation-editor")).to_contain_text(TYPED)
    assert saved()


def test_what_a_colleague_translated_meanwhile_is_not_replaced_unasked(editor, cast, translation):
    string = StringSegment.objects.filter(source__object_id=translation.translation_key).earliest("order", "pk")
    StringTranslation.objects.create(
        translation_of=string.string,
        context=string.context,
        locale=translation.locale,
        data="Bike lane",
        translation_type="manual",
        last_translated_by=cast.second_clerk,
    )

    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(told(editor)).to_contain_text("Rolf Ratsbüro has translated this text meanwhile: Bike lane")
    assert not saved()
    told(editor).get_by_role("button", name="Put mine in its place").click()
    expect(told(editor)).not_to_contain_text("meanwhile")
    expect(editor.locator(".js-translation-editor")).to_contain_text(TYPED)
    assert saved()
