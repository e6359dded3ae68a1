"""The processes that typeset: what they refuse, that they cannot be held up, and that they are replaced."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from papers.pdf import glyphs, typesetting
from papers.pdf.body import levelled
from papers.pdf.content import content_of
from papers.pdf.printing import laid_out, printed
from papers.pdf.typesetting import TYPESETTERS, Limits, NotTypeset, Reason, typeset
from tests.factories.papers import draft
from tests.papers.pdf.samples import everything, image_block, picture, section, squeezed, table, text, text_in, uploaded

MEBIBYTE = 1024 * 1024


@pytest.fixture
def content(cast):
    return laid_out(content_of(draft(cast, title="Vorlage", body=everything())))


def with_body(content, *nodes):
    return content | {"body": list(nodes)}


def said(words):
    return {"t": "p", "c": [{"v": words}]}


def endless(content, rows=60_000):
    """Takes far longer than any test waits."""
    row = [{"v": "Zelle"}, {"v": "noch eine"}]
    return with_body(
        content,
        {
            "t": "table",
            "caption": "",
            "head": ["A", "B"],
            "numeric": [False, False],
            "widths": [0, 0],
            "rows": [row] * rows,
        },
    )


# --- hostile content ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        "$x^2$",
        '#import "@preview/cetz:0.3.1"',
        "= Kein *Titel* <label> @ref",
        '#read("/etc/passwd")',
        "\\u{41} // weg",
        "`roh`",
    ],
)
def test_markup_in_a_text_is_text(cast, words):
    page = draft(
        cast,
        title=f"Titel {words}",
        place=words,
        body=[section(text("<p>" + words.replace("<", "&lt;") + "</p>"), heading=words)],
    )
    assert squeezed(text_in(printed(page))).count(squeezed(words)) == 4


@pytest.mark.parametrize(
    "character",
    ["\N{GRINNING FACE}", "\x00", "\x07", "\ue000", "\ud800", "\U0010ffff", "\N{MATHEMATICAL BOLD CAPITAL A}"],
)
def test_a_character_no_font_has_does_not_stop_a_paper(content, character):
    document = typeset(with_body(content | {"title": f"Titel{character}"}, said(f"vorher{character}nachher")))
    assert "vorher�nachher" in text_in(document)


@pytest.mark.parametrize("character", ["\ufeff", "\ufe0f", "\u2060", "\u202e"])
def test_a_character_nobody_sees_is_left_out(content, character):
    assert "vorhernachher" in text_in(typeset(with_body(content, said(f"vorher{character}nachher"))))


@pytest.mark.parametrize("nothing", ["", " ", "\u202e", "\u2060\ufeff"])
def test_a_paper_whose_title_and_heading_show_nothing_is_named_by_its_kind(content, nothing):
    headings = [{"t": "h", "l": level, "c": [{"v": words}]} for level, words in ((1, nothing), (2, "Darunter"))]
    nodes = levelled([*headings, said(nothing), said("Text")])
    document = typeset(with_body(content | {"title": nothing, "kind": "Beschlussdrucksache"}, *nodes))
    with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_metadata() as about:
        assert about["dc:title"] == "Beschlussdrucksache"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_no_text_whatever_stops_a_paper(content, words):
    assert typeset(with_body(content | {"title": words or "–", "number": words}, said(words))).startswith(b"%PDF-")


def test_what_counts_as_printable_is_accepted(content):
    """Every letter, mark and sign of our fonts; of the 40,000 Chinese and Japanese ones every fiftieth."""
    known = sorted(set().union(*glyphs.repertoires()))
    words = "".join(
        chr(code) + " " for at, code in enumerate(known) if code < 0x2E80 or 0xA000 <= code < 0xAC00 or at % 50 == 0
    )
    words = glyphs.printable(words)
    assert len(words.replace(glyphs.REPLACEMENT, "")) > 8000
    assert glyphs.printable(words) == words, "so that nothing is replaced when it is typeset"
    assert typeset(with_body(content, said(words))).startswith(b"%PDF-")


def test_a_link_to_a_script_is_no_link(cast):
    page = draft(
        cast,
        body=[
            section(
                text('<p><a href="javascript:alert(1)">Klick</a> und <a href="https://example.org/">Adresse</a></p>')
            )
        ],
    )
    with pikepdf.open(io.BytesIO(printed(page))) as pdf:
        addresses = [str(annotation.A.URI) for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
    assert addresses == ["https://example.org/"]


def test_lists_sixty_deep_are_printed(cast):
    html = "".join(f"<ul><li>Ebene {level}" for level in range(60)) + "</li></ul>" * 60
    words = text_in(printed(draft(cast, body=[section(text(html))])))
    assert all(f"Ebene {level}" in words for level in range(60))


@pytest.mark.thorough
def test_a_table_of_ten_thousand_rows_is_printed_or_refused_in_time(cast):
    rows = [[f"Zeile {number}", Decimal(number)] for number in range(10_000)]
    page = draft(cast, body=[section(table([("text", "Name"), ("number", "Zahl")], rows))])
    began = time.monotonic()
    assert printed_or_refused(page) in ("printed", Reason.TOO_SLOW, Reason.TOO_LARGE)
    assert time.monotonic() - began < typesetting.LIMITS.seconds + 10


def printed_or_refused(page):
    try:
        return "printed" if "Zeile 9999" in text_in(printed(page)) else "without its last row"
    except NotTypeset as refused:
        return refused.reason_code


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_picture_of_two_hundred_megapixels_is_refused_before_it_is_decoded(cast):
    bomb = picture(20_000, 10_000, mode="1")
    assert len(bomb) < 100_000
    page = draft(cast, body=[section(image_block(uploaded(bomb)))])
    began = time.process_time()
    with pytest.raises(NotTypeset) as refused:
        printed(page)
    assert refused.value.reason_code == Reason.IMAGE_TOO_LARGE
    assert "Bildpunkte" in str(refused.value)
    assert time.process_time() - began < 5, "of work, however busy the machine is"


def test_a_file_that_is_no_picture_is_refused(cast):
    page = draft(cast, body=[section(image_block(uploaded(b"GIF89a kaputt")))])
    with pytest.raises(NotTypeset) as refused:
        printed(page)
    assert refused.value.reason_code == Reason.IMAGE_UNREADABLE


@pytest.mark.parametrize(
    ("mode", "format"),
    [
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("1", "PNG"),
        ("RGB", "WEBP"),
        ("I;16", "PNG"),
    ],
)
def test_pictures_of_any_kind_are_scaled_to_what_paper_shows(content, mode, format):
    figure = {"t": "figure", "file": "image-1", "image": 1, "alt": "Bild", "caption": "", "decorative": False}
    document = typeset(with_body(content, figure), {"image-1": picture(3000, 1500, mode=mode, format=format)})
    with pikepdf.open(io.BytesIO(document)) as pdf:
        [drawn] = [image for page in pdf.pages for image in page.get_images().values()]
        assert (int(drawn.Width), int(drawn.Height)) == (2000, 1000)


def test_a_photograph_stands_upright(content):
    out = io.BytesIO()
    photograph = Image.new("RGB", (60, 40))
    exif = photograph.getexif()
    exif[0x0112] = 6  # held sideways
    photograph.save(out, "JPEG", exif=exif)
    figure = {"t": "figure", "file": "image-1", "image": 1, "alt": "Bild", "caption": "", "decorative": False}
    with pikepdf.open(io.BytesIO(typeset(with_body(content, figure), {"image-1": out.getvalue()}))) as pdf:
        [drawn] = [image for page in pdf.pages for image in page.get_images().values()]
        assert (int(drawn.Width), int(drawn.Height)) == (40, 60)


def test_a_picture_cannot_be_put_elsewhere(content, tmp_path):
    with pytest.raises(NotTypeset):
        typeset(content, {str(tmp_path / "fremd"): picture()})
    assert not (tmp_path / "fremd").exists()


# --- the processes --------------------------------------------------------------------------------------------------


def test_what_takes_too_long_is_ended_and_the_next_paper_is_typeset(content):
    began = time.monotonic()
    with pytest.raises(NotTypeset) as refused:
        typeset(endless(content), limits=Limits(seconds=1.0))
    assert refused.value.reason_code == Reason.TOO_SLOW
    assert time.monotonic() - began < typesetting.LIMITS.seconds, "the limit named, not the usual one"
    assert typeset(content).startswith(b"%PDF-")


@pytest.mark.thorough
def test_what_takes_too_much_memory_is_ended_and_the_next_paper_is_typeset(content):
    TYPESETTERS.close()
    with pytest.raises(NotTypeset) as refused:
        typeset(endless(content), limits=Limits(seconds=60.0, memory=700 * MEBIBYTE))
    assert refused.value.reason_code == Reason.TOO_LARGE
    assert typeset(content).startswith(b"%PDF-")


@pytest.mark.thorough
def test_one_hostile_paper_does_not_hold_up_the_others(content):
    typeset(content)
    refusals = []

    def hostile():
        with pytest.raises(NotTypeset) as refused:
            typeset(endless(content), limits=Limits(seconds=4.0))
        refusals.append((refused.value.reason_code, time.monotonic()))

    thread = threading.Thread(target=hostile)
    thread.start()
    done = [(typeset(content)[:5], time.monotonic()) for _paper in range(10)]
    thread.join()
    [(reason, ended)] = refusals
    assert reason == Reason.TOO_SLOW
    assert [head for head, _at in done] == [b"%PDF-"] * 10
    assert done[-1][1] < ended


def test_papers_of_many_threads_do_not_mix(content):
    found = {}

    def one(number):
        found[number] = text_in(typeset(with_body(content, said(f"Nummer {number} Ende"))))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"Nummer {number} Ende" in found[number] for number in range(12))


@pytest.mark.thorough
def test_who_waits_too_long_is_told_so(content, settings):
    TYPESETTERS.close()
    settings.TYPESETTERS = 1
    started = threading.Event()

    def hostile():
        started.set()
        with pytest.raises(NotTypeset):
            typeset(endless(content), limits=Limits(seconds=3.0))

    thread = threading.Thread(target=hostile)
    thread.start()
    started.wait()
    reasons = set()
    while thread.is_alive() and Reason.BUSY not in reasons:
        try:
            typeset(content, limits=Limits(wait=0.01))
        except NotTypeset as refused:
            reasons.add(refused.reason_code)
    thread.join()
    TYPESETTERS.close()
    assert reasons == {Reason.BUSY}


def test_a_process_killed_while_it_typesets_is_replaced(content):
    TYPESETTERS.close()
    typeset(content)
    [child] = typesetters()
    refusals = []

    def long_one():
        with pytest.raises(NotTypeset) as refused:
            typeset(endless(content))
        refusals.append(refused.value.reason_code)

    thread = threading.Thread(target=long_one)
    thread.start()
    while not is_working(child):
        pass
    os.kill(child, signal.SIGKILL)
    thread.join()
    assert refusals == [Reason.TOO_LARGE]  # nobody but the kernel kills a process that takes too much
    assert typeset(content).startswith(b"%PDF-")
    assert child not in typesetters()


def test_a_process_killed_while_it_waits_is_replaced_unseen(content):
    TYPESETTERS.close()
    first = typeset(content)
    [child] = typesetters()
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert typeset(content) == first
    assert child not in typesetters()


def test_a_process_stays_until_it_has_done_its_jobs(content):
    TYPESETTERS.close()
    limits = Limits(jobs=2)
    typeset(content, limits=limits)
    [first] = typesetters()
    typeset(content, limits=limits)
    assert typesetters() == []
    typeset(content, limits=limits)
    assert typesetters() != [first]


def test_a_process_that_has_grown_is_replaced(content):
    TYPESETTERS.close()
    typeset(content, limits=Limits(resident=1))
    assert typesetters() == []


def test_processes_end_with_their_parent_and_leave_nothing_behind():
    program = (
        "import os, django; django.setup(); from papers.pdf.typesetting import LIMITS, TYPESETTERS; from "
        "papers.programs.pool import _Worker; "
        "started = _Worker(TYPESETTERS, LIMITS); print(started.process.pid, started.folder, flush=True); os._exit(0)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "umlauf.settings.test", "PYTHONPATH": ".:site"}
    child, root = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    deadline = time.monotonic() + 10
    while os.path.exists(f"/proc/{child}/root") and time.monotonic() < deadline:
        pass
    assert not os.path.exists(f"/proc/{child}/root")
    assert not os.path.exists(root)


def test_the_worker_knows_nothing_of_django_nor_of_our_settings(content):
    TYPESETTERS.close()
    typeset(content)
    [child] = typesetters()
    with open(f"/proc/{child}/environ", "rb") as environment, open(f"/proc/{child}/maps") as maps:
        assert b"DJANGO" not in environment.read()
        assert "psycopg" not in maps.read()


def typesetters() -> list[int]:
    """Ids of the processes that wait for a job or work."""
    children = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline", "rb") as command:
                    fields = stat.read().rpartition(")")[2].split()
                    if int(fields[1]) == os.getpid() and fields[0] != "Z" and b"pdf/worker.py" in command.read():
                        children.append(int(entry))
            except OSError:
                continue
    return children


def is_working(process: int) -> bool:
    """Whether it has used the processor for longer than a start and a small paper take."""
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 1.5
