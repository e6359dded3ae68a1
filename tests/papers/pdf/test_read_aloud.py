"""What a screen reader makes of our documents, in the judgement of a program that looks at more than a standard asks
for.

It is run as the separate program it is, once over everything: it takes seconds for each file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import override
from wagtail.models import Locale

from papers.pdf.bundle import Part, bundle
from papers.pdf.content import content_of
from papers.pdf.printing import laid_out, printed
from papers.pdf.typesetting import typeset
from tests.factories.papers import add_attachment, draft, fresh
from tests.papers.pdf.samples import SENTENCES, everything
from tests.papers.pdf.test_documents import LANGUAGES, released

KINDS = ("information", "decision", "motion", "strategy")
PROGRAM = Path(sys.executable).with_name("outloud")

# What it suspects and we mean so.
EXPECTED = {
    # the table head is a form with labels and values, read one after the other; called a table, it would be read cell
    # by cell, without headings
    "table.pdf": {"TBL-014"},
    # a letter has up to five forms in these scripts, and all of them are the same letter
    **{f"{language}.pdf": {"TXT-004"} for language in ("ar", "hi")},
}

pytestmark = pytest.mark.thorough


def in_language(cast, language):
    page = draft(cast, title=SENTENCES[language][:60], body=everything(SENTENCES[language]), place="Hannover")
    page.locale = Locale.objects.get_or_create(language_code=language)[0]
    page.__dict__["original"] = fresh(page)
    return typeset(laid_out(content_of(page)))


def documents(cast):
    for slug in KINDS:
        yield slug, printed(released(cast, slug))
    page = released(cast)
    add_attachment(page, by=cast.council_clerk, title="Lageplan")
    yield "table", printed(fresh(page), head="table")
    yield "draft", printed(draft(cast, title="Entwurf", body=everything()))
    for language in LANGUAGES:
        yield language, in_language(cast, language)
    for language in ("de", "ar"):
        with override(language):
            yield (
                f"package-{language}",
                bundle(
                    [
                        Part("Erste Vorlage", "0001/2026", printed(page), [("Tabelle", None)]),
                        Part("Zweite", "0002/2026", printed(page)),
                    ]
                ),
            )


def test_every_kind_of_document_in_every_language_can_be_read_aloud(cast, tmp_path):
    for name, document in documents(cast):
        (tmp_path / f"{name}.pdf").write_bytes(document)
    report = tmp_path / "report.json"

    subprocess.run(
        [PROGRAM, "-q", "--json", report, "--fail-on", "never", *sorted(tmp_path.glob("*.pdf"))],
        check=True,
        capture_output=True,
    )

    results = {Path(result["path"]).name: result for result in json.loads(report.read_text())["results"]}
    assert len(results) == len(KINDS) + 2 + len(LANGUAGES) + 2
    assert {name: result["error"] for name, result in results.items() if result["error"]} == {}
    suspected = {
        name: [
            (finding["rule"], finding["message"], finding["evidence"])
            for finding in result["findings"]
            if finding["severity"] != "info" and finding["rule"] not in EXPECTED.get(name, ())
        ]
        for name, result in results.items()
    }
    assert {name: findings for name, findings in suspected.items() if findings} == {}
