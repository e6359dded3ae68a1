"""What annexes say unseen is found, put into words and shown before anybody else reads them."""

from __future__ import annotations

import io
import json

import docx
import pikepdf
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, String

from papers.inspection.inspecting import inspected, understood, with_findings
from papers.inspection.warnings import IN_WORDS, problems_of_annexes
from papers.models import Inspection
from papers.programs.host import Ending
from tests.factories import files
from tests.factories.papers import add_attachment, draft, fresh, paper_at
from tests.papers.files.test_pictures import exif
from workflows.errors import UnprintablePaper
from workflows.routing.release import pass_formal_check

LINE = b"BT /F1 20 Tf 50 500 Td (Kaufpreis 1250000 Euro) Tj ET"
BAR = b" %b 0 0 0 rg 40 490 400 40 re f"
AREA = [40, 490, 440, 530]


def pdf(content=LINE, *, mark=None, change=None):
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = document.make_stream(content)
    if mark is not None:
        page.obj.Annots = Array([Dictionary(Type=Name.Annot, Rect=Array(AREA), **mark)])
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def program(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def button(document):
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(AREA), A=action)
    document.pages[0].obj.Annots = Array([link])


def file_within(document):
    document.attachments["geheim.txt"] = b"Geheim"


def author(document):
    document.docinfo["/Author"] = "Paula Planung"


def sheet(change):
    book = Workbook()
    book.active.append(["Kaufpreis", 1])
    book.create_sheet("Zweites")
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hide_sheet(book):
    book.worksheets[1].sheet_state = "hidden"


def hide_row(book):
    book.active.row_dimensions[1].hidden = True


def hide_column(book):
    book.active.column_dimensions["A"].hidden = True


def remark(book):
    book.active["A1"].comment = Comment("Nicht veröffentlichen", "Paula")


def hidden_word():
    document = docx.Document()
    document.add_paragraph().add_run("Geheim").font.hidden = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


TRACKED = b'<w:document xmlns:w="w"><w:del w:id="1" w:author="P"><w:delText>Geheim</w:delText></w:del></w:document>'
CASES = {
    "bar over text": (pdf(LINE + BAR % b""), {"covered_text"}),
    "bar from within a picture": (pdf(LINE + b" q 1 0 0 1 0 0 cm" + BAR % b"" + b" Q"), {"covered_text"}),
    "announced redaction": (pdf(mark={"Subtype": Name.Redact}), {"covered_text"}),
    "black box": (pdf(mark={"Subtype": Name.Square, "IC": Array([0, 0, 0])}), {"covered_text"}),
    "black highlight": (pdf(mark={"Subtype": Name.Highlight, "C": Array([0, 0, 0])}), {"covered_text"}),
    "yellow highlight": (pdf(mark={"Subtype": Name.Highlight, "C": Array([1, 1, 0])}), set()),
    "white on a bar": (pdf(BAR[3:] + b" 1 1 1 rg " + LINE), set()),
    "bar elsewhere": (pdf(LINE + b" 0 0 0 rg 40 100 400 40 re f"), set()),
    "outline": (pdf(LINE + b" 0 0 0 RG 40 490 400 40 re S"), set()),
    "plain": (pdf(), set()),
    "program": (pdf(change=program), {"active_content"}),
    "button": (pdf(change=button), {"active_content"}),
    "file within": (pdf(change=file_within), {"embedded_files"}),
    "author": (pdf(change=author), {"author"}),
    "note": (pdf(mark={"Subtype": Name.Text, "Contents": String("Bitte schwärzen")}), {"comments"}),
    "hidden sheet": (sheet(hide_sheet), {"hidden_sheets"}),
    "hidden row": (sheet(hide_row), {"hidden_rows"}),
    "hidden column": (sheet(hide_column), {"hidden_columns"}),
    "remark": (sheet(remark), {"comments"}),
    "plain sheet": (sheet(lambda book: None), set()),
    "hidden text": (hidden_word(), {"hidden_text"}),
    "tracked": (files.open_document(parts=[("word/document.xml", TRACKED)]), {"tracked_changes"}),
    "tracked in ODT": (files.open_document(content='<text:changed-region text:id="1">'), {"tracked_changes"}),
    "note in ODT": (files.open_document(content="<office:annotation>"), {"comments"}),
    "photo": (files.photo("JPEG", exif=exif()), {"position", "author"}),
    "plain photo": (files.photo("PNG"), set()),
    "text": (b"Ein Satz.", set()),
    "broken": (b"%PDF-1.7 kaputt", {"unreadable"}),
}  # fmt: skip
BY_PROGRAMS = {"hidden row", "hidden column", "remark", "hidden sheet", "plain sheet", "hidden text"}  # name themselves


class Kept:
    """As much of an attachment as is asked for."""

    pk = 1

    def __init__(self, content, folder):
        from django.core.files.storage import FileSystemStorage

        (folder / "file").write_bytes(content)
        self.file = type("File", (), {"storage": FileSystemStorage(folder), "name": "file"})


@pytest.mark.parametrize("case", CASES)
def test_it_is_found(case, tmp_path):
    content, expected = CASES[case]

    found = {code for code, _detail in inspected(Kept(content, tmp_path))}

    assert found - ({"author"} if case in BY_PROGRAMS else set()) == expected


def test_every_code_has_words():
    expected = set().union(*(codes for _content, codes in CASES.values()))
    assert expected <= IN_WORDS.keys()


def test_a_file_that_ends_the_program_is_unreadable(tmp_path):
    deep = b"%PDF-1.7\n" + b"[" * 200_000

    assert inspected(Kept(deep, tmp_path)) == [["unreadable", ""]]


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        (b"", None),
        (b"", Ending.TOO_SLOW),
        (b'["end", ""]\n', Ending.CRASHED),
        (b"no json\n", None),
        (b'["a", 1]\n["end", ""]\n', None),
        (b'{"a": "b", "c": "d", "e": 1}\n', None),
        (json.dumps(["author", "x"]).encode() + b"\n" * 3, None),
        (b'["author", "x"]\n' * 200 + b'["end", ""]\n', None),
    ],
)
def test_nothing_the_program_says_is_believed_unchecked(said, ending):
    assert understood(said, ending)[-1] == ["unreadable", ""]


def test_a_detail_is_cut_and_without_controls():
    said = json.dumps(["author", "a\x00\x07" + "b" * 999]).encode() + b'\n["end", ""]\n'

    assert understood(said, None) == [["author", "a " + "b" * 198]]


# --- on the screens


def test_the_same_content_is_looked_through_once_and_named_before_others_read_it(cast, run_on_commit, signed_in):
    paper = draft(cast)
    with run_on_commit():
        first = add_attachment(paper, by=cast.author, title="Kaufvertrag", content=CASES["bar over text"][0])
    at = Inspection.objects.get().at
    with run_on_commit():
        add_attachment(paper, by=cast.author, title="Kaufvertrag, Zweitschrift", content=CASES["bar over text"][0])

    assert [one.findings for one in with_findings(paper.attachments.filter(pk=first.pk))] == [[["covered_text", "1"]]]
    assert Inspection.objects.get().at == at
    problems = problems_of_annexes(paper)
    assert [(problem.code, problem.severity) for problem in problems] == [("covered_text", "warning")] * 2
    client = signed_in(cast.author)
    for address in (f"/admin/papers/{paper.pk}/attachments/", f"/admin/inbox/papers/{paper.pk}/submit/"):
        assert b"Kaufvertrag, Zweitschrift" in client.get(address).content


def test_problems_cost_one_query(cast, django_assert_num_queries):
    paper = draft(cast)
    for number in range(3):
        add_attachment(paper, by=cast.author, content=pdf() + b"%d" % number)
    assert paper.original == paper  # whose language is asked once

    with django_assert_num_queries(1):
        problems_of_annexes(paper)


@pytest.mark.parametrize(("case", "passes"), [("program", False), ("bar over text", True)])
def test_only_what_runs_stands_in_the_way(cast, run_on_commit, case, passes):
    paper = paper_at("checking", cast)
    with run_on_commit():
        add_attachment(paper, by=cast.council_clerk, content=CASES[case][0])

    if passes:
        pass_formal_check(fresh(paper), by=cast.council_clerk, editorial=True)
    else:
        with pytest.raises(UnprintablePaper) as refusal:
            pass_formal_check(fresh(paper), by=cast.council_clerk)
        assert [problem.code for problem in refusal.value.problems] == ["active_content"]
