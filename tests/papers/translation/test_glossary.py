"""Terms found in every form, slips of the pen named, DeepL given the glossary."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from papers.models import GlossaryTerm
from papers.translation.glossary import Glossary, pairs_for
from papers.translation.machine import DeepLError, GlossaryDeepL

pytestmark = pytest.mark.django_db


def terms_in(text: str, language: str = "en") -> list[str]:
    return [term.term for term, _renderings in Glossary(language).in_text(text)]


def remarks(language: str, original: str, translation: str) -> list[str]:
    return [str(finding) for finding in Glossary(language).findings(original, translation)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Ausschuss tagt.", ["Ausschuss"]),
        ("Die Beschlüsse der Ausschüsse", ["Ausschuss", "Beschluss"]),
        ("des <b>Ausschusses</b>", ["Ausschuss"]),
        ("Der Verwaltungsausschuss", ["Verwaltungsausschuss"]),
        ("<p>Der Rat nimmt das zur Kenntnis.</p>", ["zur Kenntnis"]),
        ("Die Informationsdrucksachen", ["Informationsdrucksache"]),
        ("Der Ausschusswagen", []),
        ("Nichts davon", []),
    ],
)
def test_terms_are_found_in_the_forms_german_bends_them_into(text, found):
    assert terms_in(text) == found


@pytest.mark.parametrize(
    ("language", "original", "translation"),
    [
        ("en", "Die Ausschüsse", "The committees"),
        ("en", "Die Drucksache", "The council papers"),
        ("fr", "Der Ausschuss", "de la <b>Commission</b>"),
        ("pl", "des Ausschusses", "z komisji"),
        ("cs", "des Ausschusses", "z výboru"),
        ("ar", "Der Ausschuss", "اجتمعت اللجنة اليوم"),
        ("ru", "des Ausschusses", "заседание комитета"),
        ("ja", "Der Ausschuss", "本委員会は開催された"),
        ("hi", "Der Ausschuss", "समिति की बैठक"),
        ("de-x-leicht", "Der Ausschuss", "Der Ausschuss trifft sich."),
    ],
)
def test_right_renderings_are_right_in_every_form(language, original, translation):
    assert remarks(language, original, translation) == []


def test_a_slip_of_the_pen_is_named():
    assert remarks("en", "Der Ausschuss tagt", "The comittee meets") == [
        "“Ausschuss” was rendered “comittee”, the glossary says “committee”."
    ]


def test_another_word_is_named_without_guessing():
    assert remarks("en", "Der Ausschuss tagt", "The panel meets") == [
        "“Ausschuss”: the glossary says “committee”, which is not in the translation."
    ]


def test_several_renderings_may_stand():
    (remark,) = remarks("en", "zur Kenntnis", "taken up")
    assert "“for information” or “note” or “noted”" in remark


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_terms_of_the_council_are_there_in_every_language_we_ship_terms_in():
    languages = {"en", "fr", "pl", "cs", "ar", "ru", "ja", "hi", "de-x-leicht"}
    for name in ("Drucksache", "Beratungsfolge", "zur Kenntnis", "Ausschuss"):
        term = GlossaryTerm.objects.get(term=name)
        assert all(term.renderings_in(language) for language in languages), name


def test_the_council_office_and_translators_edit_it_with_one_field_per_language(cast, client):
    term = GlossaryTerm.objects.get(term="Ausschuss")
    client.force_login(cast.council_clerk)
    url = reverse("glossary:edit", args=[term.pk])
    assert 'name="renderings-ar"' in client.get(url).text
    renderings = {**term.renderings, "en": "committee; panel"}
    data = {"term": "Ausschuss", "note": "", **{f"renderings-{code}": text for code, text in renderings.items()}}
    assert client.post(url, data).status_code == 302
    term.refresh_from_db()
    assert term.renderings_in("en") == ["committee", "panel"]
    assert term.renderings_in("ar") == ["لجنة"]
    assert term.history.count() >= 1
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 302


class DeepL(BaseHTTPRequestHandler):
    glossaries: list[dict]
    asked: list[tuple[str, str, dict]]

    def do_GET(self):
        self.answer(
            {"glossaries": self.glossaries}
            if "pairs" not in self.path
            else {"supported_languages": [{"source_lang": "de", "target_lang": "en"}]}
        )

    def do_DELETE(self):
        self.glossaries[:] = [
            glossary for glossary in self.glossaries if not self.path.endswith(glossary["glossary_id"])
        ]
        self.answer(None)

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = json.loads(raw) if raw.startswith("{") else dict(parse_qs(raw))
        self.asked.append((self.path, self.headers["Authorization"], body))
        if "glossaries" in self.path:
            name = body["name"] if isinstance(body["name"], str) else body["name"][0]
            glossary = {
                "glossary_id": f"g{len(self.asked)}",
                "name": name,
                "ready": True,
                "source_lang": "de",
                "target_lang": "en",
                "creation_time": "2026-01-01T00:00:00.000Z",
                "entry_count": 1,
            }
            self.glossaries.append(glossary)
            self.answer(glossary)
        else:
            texts = body["text"]
            self.answer(
                {
                    "translations": [
                        {"text": f"EN {text}", "detected_source_language": "DE", "billed_characters": 1}
                        for text in texts
                    ]
                }
            )

    def answer(self, content):
        self.send_response(200 if content is not None else 204)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        if content is not None:
            self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def deepl():
    DeepL.glossaries, DeepL.asked = [], []
    server = HTTPServer(("127.0.0.1", 0), DeepL)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield GlossaryDeepL({"AUTH_KEY": "key", "SERVER_URL": f"http://127.0.0.1:{server.server_port}"})
    server.shutdown()
    server.server_close()
    thread.join()


def translate(translator, *texts):
    german, english = Locale.objects.get(language_code="de"), Locale.objects.get(language_code="en")
    return translator.translate(german, english, [StringValue(text) for text in texts])


def test_deepl_is_given_the_glossary_once_and_again_when_it_changed(deepl):
    answers = translate(deepl, "Der Ausschuss", "Das Haus")
    assert [answer.data for answer in answers.values()] == ["EN Der Ausschuss", "EN Das Haus"]
    made = [body for path, _key, body in DeepL.asked if "glossaries" in path]
    assert (
        "Ausschuss\tcommittee" in str(made[0]["entries"]).encode().decode("unicode_escape")
        or "Ausschuss\tcommittee" in made[0]["entries"]
    )
    asked = [body for path, _key, body in DeepL.asked if "translate" in path]
    assert DeepL.glossaries[0]["glossary_id"] in str(asked[0]["glossary_id"])
    assert "EN-GB" in str(asked[0]["target_lang"])
    translate(deepl, "Der Ausschuss")
    assert len([1 for path, _key, _body in DeepL.asked if "glossaries" in path]) == 1
    term = GlossaryTerm.objects.get(term="Ausschuss")
    term.renderings = {**term.renderings, "en": "panel"}
    term.save()
    translate(deepl, "Der Ausschuss")
    assert len(DeepL.glossaries) == 1
    assert pairs_for("en")["Ausschuss"] == "panel"


def test_a_dead_deepl_is_an_error_of_its_own():
    with pytest.raises(DeepLError):
        translate(GlossaryDeepL({"AUTH_KEY": "key", "SERVER_URL": "http://127.0.0.1:9"}), "Haus")
