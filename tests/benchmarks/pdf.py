"""What a PDF costs: ``make bench-pdf``.

Two papers, one of the usual length and one of forty pages with 44 tables, typeset by the product and, from the same
content, by WeasyPrint; side by side, so that the ratio holds on any machine. "New" is a text the running worker has not
seen; "again" one it typeset before (a draft looked at twice); "cold" the first document of a new process, its start
included. Then a hundred different papers one after the other: what the worker keeps of them.

Both begin with data in memory (a dictionary here, HTML there) and end with the bytes of a PDF/UA-1 in the same font,
which WeasyPrint finds as one of the system's, with words divided in the cells of tables alone. What else there is to do
only the product does: PDF/A-2a in the same file, which WeasyPrint cannot, and the paper's head, footer and signature.
"""

from __future__ import annotations

import html
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROUNDS = 7
COLD_ROUNDS = 3
MANY = 100
WORDS = [
    "Stadt",
    "Verwaltung",
    "Partnerschaft",
    "Maßnahme",
    "Haushalt",
    "Beschluss",
    "Ausschuss",
    "Straßenbahn",
    "Übersetzung",
    "Bürgerbeteiligung",
    "und",
    "der",
    "die",
    "das",
    "wird",
    "für",
    "mit",
    "im",
    "Jahr",
]
STYLE = """@page { size: A4; margin: 2.2cm; @bottom-right { content: counter(page) " / " counter(pages) } }
body { font: 10.5pt "Noto Sans", sans-serif }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid; padding: 3pt; hyphens: auto }"""

VARIANT = "pdf/ua-1"

Section = tuple[str, list[str], list[list[str]]]  # heading, paragraphs, rows of a table


def main() -> None:
    if sys.argv[1:2] == ["cold"]:
        cold(sys.argv[2], Path(sys.argv[3]))
        return
    os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3"
    page = a_page()
    install_our_fonts()
    sizes = {
        "usual": {"count": 5, "paragraphs": 4, "tables": 1, "rows": 6},
        "long": {"count": 44, "paragraphs": 5, "tables": 44, "rows": 9},
    }
    print(f"{'paper':<8}{'pages':>6}{'':<8}{'Typst':>8}{'WeasyPrint':>12}{'ratio':>7}   (median ms)")
    for name, size in sizes.items():
        papers = [
            (content_from(page, written), html_from(written))
            for written in (sections(seed=seed, **size) for seed in range(ROUNDS + 1))
        ]
        first = papers[0]
        count = pages(typst(first[0]))
        weasyprint(first[1])
        measured = {
            # side by side
            "new": [
                (timed(partial(typst, content)), timed(partial(weasyprint, markup))) for content, markup in papers[1:]
            ],
            "again": [
                (timed(partial(typst, first[0])), timed(partial(weasyprint, first[1]))) for _round in range(ROUNDS)
            ],
            "cold": [
                (cold_run("typst", content), cold_run("weasyprint", markup)) for content, markup in papers[:COLD_ROUNDS]
            ],
        }
        for how, rounds in measured.items():
            ours, theirs, ratio = medians(rounds)
            print(f"{name:<8}{count:>6} {how:<7}{ours:>8.0f}{theirs:>12.0f}{ratio:>7.1f}", flush=True)
    many(page)


def a_page() -> Any:
    """A released paper of the test cast; its text is replaced for each document."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "umlauf.settings.test"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.factories.cast import build_cast
    from tests.factories.papers import paper_at

    call_command("migrate", verbosity=0)
    return paper_at("deliberating", build_cast())


def sections(count: int, *, paragraphs: int, tables: int, rows: int, seed: int) -> list[Section]:
    words = random.Random(seed)

    def text(length: int) -> str:
        return " ".join(words.choice(WORDS) for _word in range(length)).capitalize() + "."

    def table() -> list[list[str]]:
        return [[text(2)[:-1] for _cell in range(4)] for _row in range(rows + 1)]

    return [
        (text(4)[:-1], [text(45) for _p in range(paragraphs)], table() if number < tables else [])
        for number in range(count)
    ]


def content_from(page: Any, written: list[Section]) -> dict[str, Any]:
    from papers.blocks import BodyBlock
    from papers.pdf.content import content_of
    from papers.pdf.printing import laid_out

    def blocks(paragraphs: list[str], rows: list[list[str]]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [{"type": "text", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]
        if rows:
            columns = [{"type": "text", "heading": heading} for heading in rows[0]]
            found.append(
                {
                    "type": "table",
                    "value": {
                        "table": {
                            "columns": columns,
                            "rows": [{"values": row} for row in rows[1:]],
                            "caption": "Übersicht",
                        }
                    },
                }
            )
        return found

    body = [
        {"type": "section", "value": {"key": "", "heading": heading, "content": blocks(texts, rows)}}
        for heading, texts, rows in written
    ]
    page.body = BodyBlock().to_python(body)
    return laid_out(content_of(page))


def html_from(written: list[Section]) -> str:
    parts = [f"<!doctype html><html lang=de><title>Vorlage</title><style>{STYLE}</style><h1>Vorlage</h1>"]
    for heading, texts, rows in written:
        parts += [f"<h2>{html.escape(heading)}</h2>", *(f"<p>{text}</p>" for text in texts)]
        if rows:
            head = "".join(f"<th>{cell}</th>" for cell in rows[0])
            body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
            parts.append(
                f"<table><caption>Übersicht</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            )
    return "".join(parts)


def typst(content: dict[str, Any]) -> bytes:
    from papers.pdf.typesetting import typeset

    return typeset(content)


def weasyprint(markup: str) -> bytes:
    from weasyprint import HTML

    pdf: bytes = HTML(string=markup).write_pdf(pdf_variant=VARIANT)
    return pdf


def install_our_fonts() -> None:
    """For Fontconfig, which WeasyPrint asks, and which reads its settings once."""
    from papers.pdf.glyphs import font_folders

    home = Path(tempfile.mkdtemp())
    folders = "".join(f"<dir>{folder}</dir>" for folder in font_folders())
    (home / "fonts.conf").write_text(f"<fontconfig>{folders}<cachedir>{home}/cache</cachedir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(home / "fonts.conf")


def pages(pdf: bytes) -> int:
    from pypdfium2 import PdfDocument

    return len(PdfDocument(pdf))


def cold_run(engine: str, source: Any) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(source, file)
        file.flush()
        command = [sys.executable, "-m", "tests.benchmarks.pdf", "cold", engine, file.name]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def cold(engine: str, file: Path) -> None:
    source = json.loads(file.read_text())
    if engine == "typst":
        os.environ["DJANGO_SETTINGS_MODULE"] = "umlauf.settings.test"
        import django

        django.setup()  # the web process runs already
        print(timed(lambda: typst(source)))
    else:
        print(timed(lambda: weasyprint(source)))


def many(page: Any) -> None:
    """Different papers in a row: memory of the workers after the tenth and after the last."""
    measured = {}
    for number in range(1, MANY + 1):
        typst(content_from(page, sections(12, paragraphs=4, tables=6, rows=8, seed=number)))
        if number in (10, MANY // 2, MANY):
            measured[number] = workers_memory()
    print(
        "memory of the workers: "
        + ", ".join(f"{size / 1e6:.0f} MB after {number} papers" for number, size in measured.items())
    )


def workers_memory() -> int:
    """Resident bytes of the children of this process that typeset."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if int(fields["PPid"]) == os.getpid() and "VmRSS" in fields:
            total += int(fields["VmRSS"].split()[0]) * 1024
    return total


def medians(rounds: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Of ours, of theirs, and of their ratio."""
    return (
        statistics.median(ours for ours, _theirs in rounds),
        statistics.median(theirs for _ours, theirs in rounds),
        statistics.median(theirs / ours for ours, theirs in rounds),
    )


def timed(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
