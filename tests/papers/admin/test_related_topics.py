"""Topics of a strategy that somebody chose who may read more stay chosen, and saving a draft with them works."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.papers import draft
from tests.factories.screens import editor_form


@pytest.mark.parametrize("confidentiality", ["public", "confidential"])
def test_a_draft_is_saved_with_the_topics_it_had(cast, signed_in, confidentiality):
    kept = draft(
        cast,
        "strategy",
        by=cast.outsider,
        originating_office=cast.org.works_office,
        confidentiality=confidentiality,
        slip=[],
    )
    strategy = draft(cast, "strategy", slip=[])
    strategy.related_topics.set([kept])
    strategy.save()
    strategy.save_revision()

    answer = signed_in(cast.author).post(
        reverse("wagtailadmin_pages:edit", args=[strategy.pk]), editor_form(strategy) | {"title": "Neuer Titel"}
    )

    assert answer.status_code == 302
    strategy.refresh_from_db()
    saved = strategy.get_latest_revision_as_object()
    assert saved.title == "Neuer Titel"
    assert [topic.pk for topic in saved.related_topics.all()] == [kept.pk]
