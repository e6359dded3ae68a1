"""Beginning translations, PO files that may be hostile, and machines that may be dead."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import polib
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from papers.models import Organization
from papers.translation.drafts import LARGEST_PO_FILE, begin_translation, import_pofile, machine_translate
from tests.factories.papers import edit, fresh, paper_at, translate

pytestmark = pytest.mark.django_db

LIBRE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"


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


def file_of(catalogue) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.po", str(catalogue).encode())


def filled(translation) -> polib.POFile:
    catalogue = translation.export_po()
    for entry in catalogue:
        entry.msgstr = entry.msgid
    return catalogue


def with_link(catalogue) -> polib.POEntry:
    return next(entry for entry in catalogue if "<a id" in entry.msgid)


def stored() -> int:
    return StringTranslation.objects.count()


def refused(translation, catalogue, by, *words):
    before = stored()
    file = catalogue if isinstance(catalogue, SimpleUploadedFile) else file_of(catalogue)
    with pytest.raises(ValidationError) as caught:
        import_pofile(translation, file, by=by)
    message = " ".join(caught.value.messages)
    for word in words:
        assert word in message
    assert stored() == before
    return caught.value.messages


# --- beginning ------------------------------------------------------------------------------------------------------


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


# --- PO files -------------------------------------------------------------------------------------------------------


def test_a_good_file_is_taken_in(translation, liaison):
    catalogue = filled(translation)

    assert import_pofile(translation, file_of(catalogue), by=liaison) == len(catalogue) > 1
    assert translation.get_progress()[0] == translation.get_progress()[1]


def test_a_file_for_another_language_is_refused(translation, paper, cast, liaison):
    begin_translation(paper, Locale.objects.get(language_code="fr"), by=cast.council_clerk)
    french = Translation.objects.get(target_locale__language_code="fr", source=translation.source)
    catalogue = filled(french)

    refused(translation, catalogue, liaison, "Zeile 1", "fr")

    catalogue = filled(translation)
    catalogue.metadata["Language"] = "pl"
    refused(translation, catalogue, liaison, "Zeile 1", "pl")


def test_a_file_of_another_paper_is_refused(translation, cast, english, liaison):
    other = paper_at("deliberating", cast)
    begin_translation(other, english, by=liaison)

    refused(translation, filled(Translation.objects.exclude(pk=translation.pk).get()), liaison, "Zeile 1")


def test_a_lost_link_is_refused_with_its_line(translation, liaison):
    catalogue = filled(translation)
    with_link(catalogue).msgstr = "The <b>cycle path</b> leads to the lake."

    messages = refused(translation, catalogue, liaison, '<a id="a1">')

    at = int(messages[0].split(":")[0].removeprefix("Zeile "))
    lines = str(catalogue).splitlines()
    assert any(line.startswith(("msgctxt", "msgid")) for line in lines[at - 3 : at + 2])


@pytest.mark.parametrize(
    "broken",
    [
        'The <b>cycle path leads to the <a id="a1">lake</a>.',
        'The cycle path</b> leads to the <a id="a1">lake</a>.',
        'The <script>alert(1)</script> <a id="a1">lake</a>.',
        'The <b onclick="x()">path</b> <a id="a1">lake</a>.',
        'Less < more <a id="a1">lake</a>.',
    ],
)
def test_broken_or_dangerous_markup_is_refused_with_its_line(translation, liaison, broken):
    catalogue = filled(translation)
    with_link(catalogue).msgstr = broken

    refused(translation, catalogue, liaison, "Zeile ")


def test_a_file_exported_before_the_original_changed_is_refused(translation, paper, cast, liaison):
    catalogue = filled(translation)
    edit(paper, by=cast.council_clerk, title="Radweg am Maschsee")
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    translation.source.update_from_db()

    assert len(refused(translation, catalogue, liaison, "Original")) == 1


@pytest.mark.parametrize(
    "junk",
    [
        b"x" * (5 * 1024 * 1024),
        b"\x00\xff\xfe" * 1000,
        b'msgid "a\nmsgstr',
        b"/etc/passwd",
        b"",
    ],
)
def test_junk_is_refused(translation, liaison, junk):
    assert len(b"x" * (5 * 1024 * 1024)) > LARGEST_PO_FILE

    refused(translation, SimpleUploadedFile("junk.po", junk), liaison)


def test_one_bad_line_stops_the_whole_file(translation, liaison):
    catalogue = filled(translation)
    catalogue[-1].msgstr = "<b>never closed"

    refused(translation, catalogue, liaison, "<b>")


def test_the_form_says_what_was_wrong_in_the_language_of_who_asks(translation, liaison, signed_in):
    catalogue = filled(translation)
    with_link(catalogue).msgstr = "no link"

    response = signed_in(liaison).post(
        f"/admin/localize/translate/{translation.pk}/pofile/upload/", {"file": file_of(catalogue)}, follow=True
    )

    shown = " ".join(str(message) for message in response.context["messages"])
    assert "Line " in shown
    assert "nothing was changed" in shown


def test_nobody_else_exports_or_imports(translation, cast, signed_in):
    client = signed_in(cast.secretary)

    assert client.get(f"/admin/localize/translate/{translation.pk}/pofile/download/").status_code in (302, 403)
    assert client.post(
        f"/admin/localize/translate/{translation.pk}/pofile/upload/", {"file": file_of(filled(translation))}
    ).status_code in (302, 403)
    assert stored() == 0


# --- machines -------------------------------------------------------------------------------------------------------


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
