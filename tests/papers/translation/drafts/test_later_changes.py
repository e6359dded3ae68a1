"""The original goes on, and the draft of a translation follows."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from papers.translation.drafts import begin_translation, machine_translate
from tests.factories.papers import edit, fresh, paper_at, translate
from tests.papers.translation.drafts.files import (
    stored,
)

pytestmark = pytest.mark.django_db


def test_after_a_change_only_what_changed_is_left_to_translate(cast, paper, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translate(paper, "en", by=cast.council_clerk)
    edit(paper, by=cast.council_clerk, title="Radweg am Maschsee")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    translation = Translation.objects.get()

    translation.source.update_from_db()

    total, done = translation.get_progress()
    assert total - done == 1


def test_a_second_language_begins_with_what_the_original_says_now(paper, translation, cast):
    """The texts are kept once for all languages."""
    edit(paper, by=cast.council_clerk, title="Radweg am Maschsee")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    begin_translation(fresh(paper), Locale.objects.get(language_code="fr"), by=cast.council_clerk)

    assert "Radweg am Maschsee" in TranslationSource.objects.get().stringsegment_set.values_list(
        "string__data", flat=True
    )


def test_a_dead_deepl_gives_a_message_and_leaves_the_draft(translation, liaison, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "papers.translation.machine.GlossaryDeepL",
        "OPTIONS": {"AUTH_KEY": "x", "SERVER_URL": "http://127.0.0.1:9"},
    }

    with pytest.raises(ValidationError, match="DeepL"):
        machine_translate(translation, by=liaison)
    assert stored() == 0


def test_a_topic_below_another_brings_the_draft_of_the_topic_above(cast, english, liaison):
    above = paper_at("deliberating", cast, "strategy", title="Internationale Stadt")
    below = paper_at("deliberating", cast, "strategy", title="Partnerstädte", parent=above)

    page = begin_translation(below, english, by=liaison)

    draft_above = fresh(above.get_translation(english))
    assert page.get_parent().specific == draft_above
    assert not draft_above.live
    assert page.url_path.endswith(f"/{above.slug}/{below.slug}/")


def test_figures_need_no_translator(cast, english, liaison):
    paper = paper_at("deliberating", cast)
    body = list(paper.body.raw_data)
    next(b for b in body[0]["value"]["content"] if b["type"] in ("text", "motion"))["value"] = (
        "<p>Wort</p><p>1947</p><p>0383/2019</p>"
    )
    edit(paper, by=cast.council_clerk, body=body)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    begin_translation(fresh(paper), english, by=liaison)

    assert set(StringTranslation.objects.values_list("data", flat=True)) == {"1947", "0383/2019"}
