"""The dictionary that takes Japanese apart is large and read only where Japanese is written: no other script may cost
a process that much."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from search.analysis import terms, tokens
from search.highlighting import Marker, marked
from search.query import parse
from tests.template_database import ROOT, make_template, template

READ = "print(any(name.partition('.')[0] == 'janome' for name in sys.modules))"
SETUP = """
import sys
import django
django.setup()
from django.contrib.auth.models import AnonymousUser
from django.conf import settings
from papers.models import Organization
from search import indexing
from search.searching import find, suggest

languages = [code for code, _name in settings.LANGUAGES]
text = sys.argv[1]
"""
INDEX = f"""{SETUP}
translations = {{code: {{"name": text, "description": text}} for code in languages}}
one = Organization.objects.create(name=text, description=text, slug="x", kind="committee", translations=translations)
indexing.mark_organization(one.pk)
list(indexing.process_pending())
{READ}
"""
# as it is, with its words marked in what was found; while it is typed; and where it finds nothing and is corrected
ASK = f"""{SETUP}
for language in languages:
    (hit,) = find(text, reader=AnonymousUser(), language=language).hits
    assert any(marked for _words, marked in hit.title.segments), hit
    assert suggest(text, reader=AnonymousUser(), language=language)
    find(f"{{text}}{{text}} -{{text}}", reader=AnonymousUser(), language=language)
    find(f"xyzzy {{text}}x", reader=AnonymousUser(), language=language)
{READ}
"""


def reads_the_dictionary(program, text, folder):
    url = f"sqlite:///{folder / 'db.sqlite3'}"
    path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "umlauf.settings.test",
        "PYTHONPATH": path,
    }
    command = [sys.executable, "-c", program, text]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()[-1] == "True"


WORDS = (
    *("Straße", "większość", "žluťoučký", "Œuvre", "المجلس", "Городской", "नगर"),
    *("Ελληνικά", "서울", "ירושלים", "🚲Rad", "naïve"),
)


@pytest.mark.thorough
def test_only_japanese_reads_the_dictionary(tmp_path):
    make_template()
    shutil.copy(template(), tmp_path / "db.sqlite3")

    assert not reads_the_dictionary(INDEX, " · ".join(WORDS), tmp_path)
    assert not reads_the_dictionary(ASK, " ".join(WORDS), tmp_path)
    assert not reads_the_dictionary(ASK, "straße Городской", tmp_path)


@pytest.mark.thorough
def test_a_japanese_text_is_read_by_the_dictionary_and_shown_without_it_where_no_japanese_was_asked(tmp_path):
    make_template()
    shutil.copy(template(), tmp_path / "db.sqlite3")

    assert reads_the_dictionary(INDEX, "広島市とBristolの計画", tmp_path)
    assert not reads_the_dictionary(ASK, "Bristol", tmp_path)
    assert reads_the_dictionary(ASK, "計画", tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("広島市とHannover2030の計画", ["広島", "市", "と", "hannover2030", "の", "計画"]),
        ("2030年の計画", ["2030", "年", "の", "計画"]),
        ("DS 0383/2019 計画", ["n383y2019", "計画"]),
        ("１２３４ ＡＢＣ計画", ["1234", "abc", "計画"]),
        ("Größere Straße", ["grossere", "strasse"]),
        ("", []),
    ],
)
def test_latin_words_and_figures_between_japanese_ones_are_words_as_anywhere(text, found):
    assert terms(text, "ja") == [term for word in found for term in ([word] if word.isascii() else terms(word, "ja"))]
    for token in tokens(text, "ja"):
        assert text[token.start : token.end].strip(), token


def test_words_in_a_japanese_text_are_marked_whatever_script_they_are_in():
    text = "広島市とBristolの計画"

    def words(asked):
        return [word for word, found in marked(text, Marker(parse(asked, ["de", "ja"])), "ja").segments if found]

    assert words("Bristol") == ["Bristol"]
    assert words("計画") == ["計画"]
    assert words("計画 Bristol") == ["Bristol", "計画"]
    assert words("Hafen") == []
