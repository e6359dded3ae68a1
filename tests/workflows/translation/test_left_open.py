"""Whoever reads a translation through is told when a text of it was changed meanwhile."""

from __future__ import annotations

from django.urls import reverse
from lxml import html
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from papers.translation.drafts import begin_translation
from tests.factories.papers import paper_at


def test_a_text_translated_meanwhile_is_told(cast, signed_in):
    paper = paper_at("deliberating", cast)
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.council_clerk)
    client, address = signed_in(cast.council_clerk), reverse("workflows:translation", args=[page.pk])
    token = html.fromstring(client.get(address).text).xpath("string(//input[@name='seen']/@value)")
    assert client.get(address, {"seen": token}).json() == {"changed": []}

    segment = StringSegment.objects.filter(source__object_id=page.translation_key).earliest("order", "pk")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=page.locale,
        data="Bike lane",
        translation_type="manual",
        last_translated_by=cast.second_clerk,
    )

    assert len(client.get(address, {"seen": token}).json()["changed"]) == 1
    assert signed_in(cast.outsider).get(address, {"seen": token}).status_code in (302, 403, 404)
