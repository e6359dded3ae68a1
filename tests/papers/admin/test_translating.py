"""Two people at one text of a translation: what somebody else wrote meanwhile is not replaced unasked."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from papers.admin.translating import SINCE
from papers.translation.drafts import begin_translation
from tests.factories.papers import paper_at


@pytest.fixture
def segment(cast):
    paper = paper_at("deliberating", cast)
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.council_clerk)
    return StringSegment.objects.filter(source__object_id=page.translation_key).earliest("order", "pk")


def put(client, segment, text, since=None):
    translation = Translation.objects.get(source=segment.source)
    headers = {} if since is None else {SINCE: since if isinstance(since, str) else since.isoformat()}
    return client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        urlencode({"value": text}),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )


def text_of(segment):
    return StringTranslation.objects.get(translation_of=segment.string, context=segment.context).data


def test_who_comes_later_is_told_and_may_still_put_theirs_in_its_place(cast, signed_in, segment):
    opened = timezone.now()
    assert put(signed_in(cast.second_clerk), segment, "Bike lane", opened).status_code == 201

    client = signed_in(cast.council_clerk)
    refused = put(client, segment, "Cycle path", opened)
    assert refused.status_code == 409
    assert refused.json()["value"] == "Bike lane"
    assert "Rolf Ratsbüro" in refused.json()["told"]
    assert text_of(segment) == "Bike lane"

    assert put(client, segment, "Cycle path", refused.headers[SINCE]).status_code == 200
    assert text_of(segment) == "Cycle path"


def test_who_saves_one_text_twice_is_not_in_their_own_way(cast, signed_in, segment):
    client = signed_in(cast.council_clerk)
    first = put(client, segment, "Cycle path", timezone.now())

    assert put(client, segment, "Cycle track", first.headers[SINCE]).status_code == 200


def test_taking_back_is_asked_the_same(cast, signed_in, segment):
    opened = timezone.now() - datetime.timedelta(minutes=1)
    put(signed_in(cast.second_clerk), segment, "Bike lane")
    translation = Translation.objects.get(source=segment.source)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])

    assert signed_in(cast.council_clerk).delete(address, headers={SINCE: opened.isoformat()}).status_code == 409
    assert text_of(segment) == "Bike lane"


@pytest.mark.parametrize("since", ["", "gestern", "2026-02-31T00:00:00Z", "2026-01-01"])
def test_a_time_that_is_none_changes_nothing(cast, signed_in, segment, since):
    assert put(signed_in(cast.council_clerk), segment, "Cycle path", since).status_code == 201


@pytest.mark.parametrize("person", ["cosigner", "outsider", "member"])
def test_who_may_not_translate_is_told_nothing(cast, signed_in, segment, person):
    put(signed_in(cast.second_clerk), segment, "Bike lane")

    answer = put(signed_in(cast.people()[person]), segment, "Meins", timezone.now() - datetime.timedelta(days=1))

    assert answer.status_code in (302, 403, 404)
    assert "Bike lane" not in answer.text
    assert text_of(segment) == "Bike lane"
