"""A translation service gets what everybody may read, unless the city says otherwise."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail_localize.machine_translators.dummy import DummyTranslator

from papers.access.verbs import MACHINE_TRANSLATE
from papers.models import Paper
from papers.translation.drafts import ask_machine, machine_translate
from tests.papers.translation.drafts.files import stored

pytestmark = pytest.mark.django_db

ASKED = []


class Listening(DummyTranslator):
    def translate(self, source_locale, target_locale, strings):
        ASKED.extend(strings)
        return super().translate(source_locale, target_locale, strings)


@pytest.fixture(autouse=True)
def service(settings):
    ASKED.clear()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{__name__}.Listening"}


def made(paper, **columns):
    Paper.objects.filter(translation_key=paper.translation_key).update(**columns)


SECRET = [{"confidentiality": "non_public"}, {"confidentiality": "confidential"}, {"live": False}]


@pytest.mark.parametrize("columns", SECRET, ids=str)
def test_what_is_not_public_is_given_to_no_service(paper, translation, cast, signed_in, columns):
    made(paper, **columns)
    editor = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    button = reverse("wagtail_localize:machine_translate", args=[translation.pk])

    for ask in (machine_translate, ask_machine):
        with pytest.raises(Exception) as refused:  # noqa: PT011  # one of two, and which is said below
            ask(translation, by=cast.admin)
        assert type(refused.value).__name__ in ("WrongState", "ValidationError", "PermissionDenied")
    client = signed_in(cast.admin)
    client.post(button)
    client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]), ON)

    assert (ASKED, stored()) == ([], 0)
    assert button not in client.get(editor).text


ON = {"use_machine_translation": "on"}


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_the_screens_say_why(paper, translation, cast, signed_in, level):
    made(paper, confidentiality=level)
    editor = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    client = signed_in(cast.admin)
    with pytest.raises(ValidationError) as refused:
        machine_translate(translation, by=cast.admin)

    page = client.get(editor)
    told = client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), {"next": editor})

    assert refused.value.messages[0] in page.text
    assert "use_machine_translation" not in client.get(update).text
    assert told.status_code == 302
    assert refused.value.messages[0] in client.get(editor).text


def test_what_is_public_is_offered_and_given(paper, translation, cast, signed_in):
    editor = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    client = signed_in(cast.admin)

    assert reverse("wagtail_localize:machine_translate", args=[translation.pk]) in client.get(editor).text
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert "use_machine_translation" in client.get(update).text
    assert machine_translate(translation, by=cast.admin)
    assert ASKED


@pytest.mark.parametrize(
    ("city_says", "level", "live", "given"),
    [
        ("public", "non_public", True, False),
        ("non_public", "public", True, True),
        ("non_public", "non_public", True, True),
        ("non_public", "confidential", True, False),
        ("confidential", "confidential", True, True),
        ("confidential", "confidential", False, False),
    ],
)
def test_the_city_says_how_much(paper, translation, cast, settings, city_says, level, live, given):
    settings.TRANSLATION_SERVICE_GETS = city_says
    made(paper, confidentiality=level, live=live)

    assert MACHINE_TRANSLATE.offered_to(cast.council_clerk, translation.get_target_instance()) == given


def test_nothing_is_given_where_the_setting_is_mistyped():
    start = [sys.executable, "-c", "import umlauf.settings.test"]
    answer = subprocess.run(
        start,
        env={"PYTHONPATH": ".:site", "TRANSLATION_SERVICE_GETS": "everything"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "TRANSLATION_SERVICE_GETS is public, non_public or confidential" in answer.stderr
