"""Machines fill what is missing, and may be dead."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.models import StringSegment, StringTranslation

from papers.translation.drafts import machine_translate
from tests.papers.translation.drafts.files import (
    stored,
)

pytestmark = pytest.mark.django_db


LIBRE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"


class Answers(BaseHTTPRequestHandler):
    answer = staticmethod(lambda texts: (200, {"translatedText": [f"EN {text}" for text in texts]}))

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, body = type(self).answer(asked["q"])
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    """A real server that speaks LibreTranslate's protocol."""
    handler = type("Handler", (Answers,), {})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    use(settings, f"http://127.0.0.1:{server.server_port}")
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def use(settings, url, timeout=5):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": LIBRE,
        "OPTIONS": {"LIBRETRANSLATE_URL": url, "API_KEY": "", "TIMEOUT": timeout},
    }


def test_a_machine_fills_what_is_missing_and_it_is_known_to_be_a_machines(translation, liaison, service):
    assert machine_translate(translation, by=liaison)

    assert set(StringTranslation.objects.values_list("translation_type", flat=True)) == {"machine"}
    assert not StringTranslation.objects.filter(context__path="slug").exists()
    assert not machine_translate(translation, by=liaison)


class Thinking(LibreTranslator):
    """Somebody types a title while the machine is asked."""

    def translate(self, source_locale, target_locale, strings):
        title = StringSegment.objects.select_related("string", "context").get(context__path="title")
        row = {"translation_of": title.string, "context": title.context, "locale": target_locale, "data": "Cycle path"}
        StringTranslation.objects.create(**row)
        return super().translate(source_locale, target_locale, strings)


def test_a_machine_does_not_overwrite_what_was_typed_while_it_was_thinking(translation, liaison, service, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["CLASS"] = f"{__name__}.Thinking"

    assert machine_translate(translation, by=liaison)
    assert StringTranslation.objects.get(context__path="title").data == "Cycle path"
    assert StringTranslation.objects.filter(translation_type="machine").exists()


def updated(client, translation, **fields):
    form = {"use_machine_translation": "on", **fields}
    return client.post(f"/admin/localize/update/{translation.source_id}/", form, follow=True)


def test_the_screen_that_fetches_the_original_asks_the_machine(translation, cast, service, signed_in):
    assert updated(signed_in(cast.admin), translation).status_code == 200

    assert set(StringTranslation.objects.values_list("translation_type", flat=True)) == {"machine"}


def test_the_screen_that_fetches_the_original_says_when_the_machine_is_dead(translation, cast, settings, signed_in):
    use(settings, "http://127.0.0.1:9")

    screen = updated(signed_in(cast.admin), translation, publish_translations="on")

    assert "LibreTranslate" in " ".join(str(message) for message in screen.context["messages"])
    assert stored() == 0
    assert not translation.get_target_instance().live


def test_a_dead_service_gives_a_message_and_leaves_the_draft(translation, liaison, settings):
    use(settings, "http://127.0.0.1:9")

    with pytest.raises(ValidationError, match="LibreTranslate"):
        machine_translate(translation, by=liaison)
    assert stored() == 0


@pytest.mark.parametrize("answer", [(500, {}), (200, {}), (200, {"translatedText": ["one only"]}), (200, "nonsense")])
def test_a_service_that_answers_nonsense_leaves_the_draft(translation, liaison, service, answer):
    service.answer = staticmethod(lambda texts: answer)

    with pytest.raises(ValidationError, match="LibreTranslate"):
        machine_translate(translation, by=liaison)
    assert stored() == 0


def test_a_slow_service_is_given_up(translation, liaison, settings, service):
    waiting = threading.Event()
    service.answer = staticmethod(lambda texts: (waiting.wait(10), (200, {}))[1])
    use(settings, settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["LIBRETRANSLATE_URL"], timeout=0.2)

    with pytest.raises(ValidationError, match="LibreTranslate"):
        machine_translate(translation, by=liaison)
    waiting.set()
    assert stored() == 0


def test_without_a_service_nothing_is_asked(translation, liaison):
    with pytest.raises(ValidationError):
        machine_translate(translation, by=liaison)
