from __future__ import annotations

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.models import Organization
from papers.translation.drafts import begin_translation
from tests.factories.papers import edit, fresh, paper_at


@pytest.fixture
def english():
    return Locale.objects.get(language_code="en")


@pytest.fixture
def liaison(cast):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    for membership in cast.liaison.memberships.all():
        membership.role = "liaison"
        membership.save()
    return cast.liaison


@pytest.fixture
def paper(cast):
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    body = list(paper.body.raw_data)
    next(b for b in body[0]["value"]["content"] if b["type"] in ("text", "motion"))["value"] = (
        '<p>Der <b>Radweg</b> führt zum <a href="https://www.example.org/">See</a>.</p>'
    )
    edit(paper, by=cast.council_clerk, body=body)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    return fresh(paper)


@pytest.fixture
def translation(paper, english, liaison):
    begin_translation(paper, english, by=liaison)
    return Translation.objects.get(target_locale=english, source__object_id=paper.translation_key)
