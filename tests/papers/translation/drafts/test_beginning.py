"""A translation begins as a draft."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from papers.translation.drafts import begin_translation
from tests.factories.papers import paper_at

pytestmark = pytest.mark.django_db


def test_a_translation_begins_as_a_draft_that_nobody_else_sees(paper, english, liaison):
    page = begin_translation(paper, english, by=liaison)

    assert (page.live, page.title, page.slug) == (False, "Radweg am Leineufer", paper.slug)
    assert begin_translation(paper, english, by=liaison).pk == page.pk


def test_other_languages_and_unreleased_papers_are_refused(cast, paper, english, liaison):
    with pytest.raises(PermissionDenied):
        begin_translation(paper, Locale.objects.get(language_code="fr"), by=liaison)
    with pytest.raises(PermissionDenied):
        begin_translation(paper_at("releasing", cast), english, by=cast.council_clerk)
    with pytest.raises(PermissionDenied):
        begin_translation(paper, english, by=cast.member)
    assert not TranslationSource.objects.exists()
