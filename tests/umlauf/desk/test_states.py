"""Wagtail's screens say of a paper where it stands by our verbs."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import gettext, override
from wagtail.models import Locale

from papers.enums import PaperState
from papers.translation.drafts import begin_translation
from tests.factories.papers import fresh, paper_at

pytestmark = pytest.mark.django_db

STATUS = re.compile(r'<h3 id="status-sidebar-[^"]*" class="w-label-1[^>]*>(.*?)</h3>', re.DOTALL)


def told(response) -> list[str]:
    """The headings of the status beside the editor, without what only screen readers are told."""
    headings = STATUS.findall(response.content.decode())
    return [re.sub(r"<span class=\"w-sr-only\">.*?</span>", "", one, flags=re.DOTALL).strip() for one in headings]


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("draft", PaperState.DRAFT),
        ("co_signing", PaperState.CO_SIGNING),
        ("returned", PaperState.RETURNED),
        ("returned_after_release", PaperState.RETURNED),
        ("deliberating", PaperState.DELIBERATING),
        ("completed", PaperState.COMPLETED),
    ],
)
def test_the_editor_shows_the_state_of_the_paper(cast, signed_in, stage, state):
    paper = paper_at(stage, cast)

    response = signed_in(cast.author).get(f"/admin/pages/{paper.pk}/edit/")

    with override("de"):
        assert told(response)[0] == str(state.label)
        assert gettext("In Moderation") not in told(response)
    assert "workflow-status-dialog" not in response.content.decode()
    assert f"/admin/pages/{paper.pk}/history/" in response.content.decode()


@pytest.mark.parametrize(("stage", "state"), [("returned", PaperState.RETURNED), ("completed", PaperState.COMPLETED)])
def test_what_wagtail_calls_its_status_is_that_state(cast, stage, state):
    assert fresh(paper_at(stage, cast)).status_string == str(state.label)


def test_a_chooser_shows_it_too(cast, signed_in):
    paper = paper_at("co_signing", cast)

    page = signed_in(cast.author).get(f"/admin/choose-page/{paper.get_parent().pk}/").json()["html"]

    with override("de"):
        assert str(PaperState.CO_SIGNING.label) in page
        assert gettext("in moderation") not in page


def test_a_translation_keeps_the_words_for_its_own_way(cast):
    paper = paper_at("deliberating", cast)
    translation = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.author)
    page = paper.get_translation(Locale.objects.get(language_code="en"))

    assert translation is not None
    assert page.specific.status_string not in {str(state.label) for state in PaperState if state != PaperState.DRAFT}


def test_another_page_keeps_the_words_of_wagtail(cast, signed_in):
    home = paper_at("draft", cast).get_ancestors().get(depth=2)

    response = signed_in(cast.admin).get(f"/admin/pages/{home.pk}/edit/")

    with override("de"):
        assert told(response)[0] == gettext("Live")
