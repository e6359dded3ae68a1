"""What a translation was made from, and how current it is."""

from __future__ import annotations

import copy

import pytest
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from papers.access import may_read
from papers.access.verb_table import Translated
from papers.access.verbs import BEGIN_TRANSLATION, may_edit
from papers.models import Organization, Paper
from papers.translation.freshness import freshness_of
from tests.factories.papers import edit, fresh, paper_at, slip_for, translate

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "pl")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run a verb that makes a page, and what it left for after the commit."""

    def run(verb, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            page = verb(*args, **kwargs)
        return fresh(page)

    return run


def raw(paper):
    return copy.deepcopy(list(paper.body.raw_data))


def correct(paper, cast, **text):
    """An editorial correction of the released text."""
    edit(paper, by=cast.council_clerk, **text)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    return fresh(paper)


def test_a_fresh_translation_is_current_and_carries_what_is_synchronised(cast, committed):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")

    english = committed(translate, paper, "en", by=cast.council_clerk)

    assert english.live
    assert (english.title, english.slug, english.kind, english.number) == (
        "[en] Radweg am Leineufer",
        paper.slug,
        paper.kind,
        None,
    )
    assert english.display_number == paper.number
    freshness = freshness_of(english)
    assert freshness.is_current
    assert freshness.share == 0
    assert not freshness.untranslated
    assert freshness.translates == paper.versions.get()


def test_editing_one_paragraph_makes_exactly_one_section_stale_in_every_language(cast, committed):
    paper = paper_at("deliberating", cast)
    translations = [committed(translate, paper, language, by=cast.council_clerk) for language in LANGUAGES]
    body = raw(paper)
    text = next(block for block in body[0]["value"]["content"] if block["type"] in ("text", "motion"))
    text["value"] = "<p>Anders als bisher.</p>"

    correct(paper, cast, body=body)

    for translation in translations:
        freshness = freshness_of(fresh(translation))
        assert list(freshness.parts) == [f"body.{body[0]['id']}"]
        assert 0 < freshness.share < 100


def test_reordering_sections_keeps_everything_translated(cast, committed):
    paper = paper_at("deliberating", cast)
    english = committed(translate, paper, "en", by=cast.council_clerk)
    body = raw(paper)
    assert len(body) > 1

    correct(paper, cast, body=body[::-1])

    assert freshness_of(fresh(english)).is_current
    source = TranslationSource.objects.get_for_instance(fresh(paper))
    source.update_from_db()
    locale = Locale.objects.get(language_code="en")
    done, total = source.translations.get(target_locale=locale).get_progress()[::-1]
    assert done == total > 0


def test_what_the_translator_sees_does_not_make_the_published_translation_current(cast, committed):
    """Fetching the changed original into the editor changes nothing for readers."""
    paper = paper_at("deliberating", cast)
    english = committed(translate, paper, "en", by=cast.council_clerk)
    correct(paper, cast, summary="Neue Zusammenfassung.")

    TranslationSource.objects.get_for_instance(fresh(paper)).update_from_db()

    assert freshness_of(fresh(english)).parts == {"summary": 1}
    committed(translate, paper, "en", by=cast.council_clerk)
    assert freshness_of(fresh(english)).is_current


def test_untranslated_and_machine_translated_parts_are_known(cast, committed):
    paper = paper_at("deliberating", cast, summary="Kurz gesagt.")

    english = committed(translate, paper, "en", by=cast.council_clerk, kind="machine", leave=("summary",))

    freshness = freshness_of(english)
    assert freshness.untranslated == {"summary": 1}
    assert freshness.is_machine_translated
    assert "title" in freshness.machine


def test_saving_a_draft_publishes_nothing(cast, committed):
    paper = paper_at("deliberating", cast)

    english = committed(translate, paper, "en", by=cast.council_clerk, publish=False)

    assert not english.live
    assert not may_read(cast.citizen, english)


def test_hidden_keys_of_sections_are_not_given_to_translators(cast, committed):
    paper = paper_at("deliberating", cast)
    assert any(block["value"].get("key") for block in raw(paper))

    committed(translate, paper, "en", by=cast.council_clerk)

    source = TranslationSource.objects.get_for_instance(fresh(paper))
    assert not source.stringsegment_set.filter(context__path__endswith=".key").exists()


def test_a_liaison_translates_into_the_languages_of_the_city_and_no_other(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    cast.liaison.memberships.update(role="liaison")
    paper = paper_at("deliberating", cast)
    closed = paper_at(
        "deliberating",
        cast,
        confidentiality="confidential",
        slip=[line for line in slip_for(cast, "decision") if line.organization != cast.org.bristol],
    )

    assert BEGIN_TRANSLATION.offered_to(cast.liaison, Translated(paper, "en"))
    assert not BEGIN_TRANSLATION.offered_to(cast.liaison, Translated(paper, "fr"))
    assert not BEGIN_TRANSLATION.offered_to(cast.citizen, Translated(paper, "en"))
    assert not BEGIN_TRANSLATION.offered_to(cast.liaison, Translated(paper_at("releasing", cast), "en"))
    assert not BEGIN_TRANSLATION.offered_to(cast.liaison, Translated(closed, "en"))
    assert not may_edit(cast.liaison, paper)


def test_a_liaison_sees_unreleased_drafts_of_the_own_languages(cast, committed):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    cast.liaison.memberships.update(role="liaison")
    paper = paper_at("deliberating", cast)
    english = committed(translate, paper, "en", by=cast.liaison, publish=False)
    french = committed(translate, paper, "fr", by=cast.council_clerk, publish=False)

    assert may_read(cast.liaison, english)
    assert not may_read(cast.liaison, french)
    listed = set(Paper.objects.readable_by(cast.liaison).values_list("pk", flat=True))
    assert english.pk in listed
    assert french.pk not in listed
