from __future__ import annotations

import datetime

import pytest

from papers.models import PaperKind
from umlauf.demo import content
from umlauf.demo.annexes import write_pdf
from umlauf.demo.content import Step, read_cast, read_elected, read_papers
from umlauf.demo.prose import rich_text
from umlauf.demo.replay import VERBS

WEEKEND = (5, 6)


def test_everything_happens_on_working_days_in_order():
    for story in read_papers():
        days = [story.date, *(step.on for step in story.steps)]
        assert [day for day in days if day.weekday() in WEEKEND] == [], story.key
        assert days == sorted(days), story.key
        assert days[-1] < datetime.date(2026, 11, 23), story.key


def test_no_two_papers_are_numbered_on_one_day():
    """So that the order of the files decides nothing about the numbers."""
    days = [step.on for story in read_papers() for step in story.steps if step.do == "check"]

    assert len(set(days)) == len(days)


def test_nobody_shares_a_key(tmp_path, monkeypatch):
    people = (content.FOLDER / "cast.toml").read_text()
    first = people[people.index("[[people]]") :].split("[[people]]")[1]
    (tmp_path / "cast.toml").write_text(f"{people}\n[[people]]\n{first}")
    monkeypatch.setattr(content, "FOLDER", tmp_path)

    with pytest.raises(content.BrokenContent):
        content.read_cast.__wrapped__()


OF_A_LINE = ("act", "correct", "change_the_way")


def test_every_step_is_a_verb():
    steps: list[Step] = [step for story in read_papers() for step in story.steps]

    assert {step.do for step in steps} == set(VERBS)
    assert [step for step in steps if (step.do in OF_A_LINE) != bool(step.line and step.outcome)] == []


@pytest.mark.django_db
def test_papers_bring_the_sections_their_kind_demands_in_that_order():
    kinds = {kind.slug: [section.key for section in kind.required_sections.all()] for kind in PaperKind.objects.all()}

    for story in read_papers():
        keys = [key for key in story.text if key in kinds[story.kind]]
        assert keys == kinds[story.kind] or not story.steps, story.key


def test_plain_text_becomes_paragraphs_and_lists():
    plain = "Erstens & **fett**\nweiter.\n\nListe:\n- eins\n- <zwei>\n\n1. a\n2. b\n"

    assert rich_text(plain) == (
        "<p>Erstens &amp; <b>fett</b> "
        "weiter.</p><p>Liste:</p><ul><li>eins</li><li>&lt;zwei&gt;</li></ul><ol><li>a</li><li>b</li></ol>"
    )


def test_a_long_annex_runs_over_several_pages():
    pdf = write_pdf("Titel (1)", "# Kopf\n" + "\n".join(f"- Zeile {number} (von vielen) \\ ä" for number in range(100)))

    assert b"/Count 3" in pdf
    assert rb"\(von vielen\) \\ " + "ä".encode("cp1252") in pdf
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[start : start + 4] == b"xref"


def test_an_annex_with_letters_the_font_lacks_is_refused():
    with pytest.raises(UnicodeEncodeError):
        write_pdf("Titel", "Łódź")


def test_nobody_elected_is_called_as_somebody_else():
    names = [person.name for person in read_cast().people] + [
        name for group in read_elected()[1] for name in group.names
    ]

    assert len(set(names)) == len(names)


def test_a_body_has_enough_people_for_its_seats():
    for group in read_elected()[1]:
        assert [slug for slug, seats in group.seats.items() if slug != "rat" and seats > len(group.names)] == []
