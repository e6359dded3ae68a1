"""Translations come in as files, or are refused with the line that is wrong."""

from __future__ import annotations

import polib
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale
from wagtail_localize.models import Translation

from papers.translation.drafts import LARGEST_PO_FILE, begin_translation, import_pofile
from tests.factories.papers import edit, fresh, paper_at
from tests.papers.translation.drafts.files import (
    stored,
)

pytestmark = pytest.mark.django_db


def file_of(catalogue) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.po", str(catalogue).encode())


def filled(translation) -> polib.POFile:
    catalogue = translation.export_po()
    for entry in catalogue:
        entry.msgstr = entry.msgid
    return catalogue


def with_link(catalogue) -> polib.POEntry:
    return next(entry for entry in catalogue if "<a id" in entry.msgid)


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

    assert client.get(f"/admin/localize/translate/{translation.pk}/pofile/download/").status_code == 404
    assert (
        client.post(
            f"/admin/localize/translate/{translation.pk}/pofile/upload/", {"file": file_of(filled(translation))}
        ).status_code
        == 404
    )
    assert stored() == 0
