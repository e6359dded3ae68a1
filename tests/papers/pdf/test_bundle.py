from __future__ import annotations

import io
import re
from contextlib import ExitStack

import pikepdf
import pypdfium2
import pytest
from django.utils.translation import override
from pdfua import Severity, validate
from pikepdf import Name
from PIL import ImageChops

from papers.pdf.bundle import PLACES, Limits, Part, bundle
from papers.pdf.printing import printed
from papers.pdf.typesetting import NotTypeset, Reason
from tests.factories.papers import draft
from tests.papers.pdf.samples import everything, section, text
from tests.papers.pdf.test_documents import elements, metadata, opened, tags


@pytest.fixture
def papers(cast):
    long = [section(text(f"<p>{'Viel Text. ' * 700}</p>"), heading="Lang")]
    return [
        printed(draft(cast, title="Erste Vorlage", body=everything())),
        printed(draft(cast, title="Zweite Vorlage", body=long)),
    ]


def foreign(*, pages=1, landscape=False, rotate=0) -> bytes:
    """A PDF of somebody else, without tags."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            page = pdf.add_blank_page(page_size=(842, 595) if landscape else (595, 842))
            page.obj.Rotate = rotate
        pdf.save(out)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    return out.getvalue()


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text_page = page.get_textpage()
        found.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    document.close()
    return found


def test_contents_bookmarks_and_stamps_agree_on_the_pages(papers):
    parts = [
        Part("Erste Vorlage", "0001/2026", papers[0], [("Lageplan", foreign(pages=2))]),
        Part("Zweite Vorlage", "0002/2026", papers[1]),
    ]
    package = bundle(parts, title="Sitzung des Rates")
    pages = page_texts(package)
    with opened(package) as pdf:
        count = len(pdf.pages)
        with pdf.open_outline() as outline:
            [first, second] = outline.root
            assert (first.title, [child.title for child in first.children]) == (
                "0001/2026 · Erste Vorlage",
                ["Lageplan"],
            )
            assert second.title == "0002/2026 · Zweite Vorlage"
    lengths = [len(opened(paper).pages) for paper in papers]
    begins = [2, 2 + lengths[0], 2 + lengths[0] + 2]
    assert count == 1 + sum(lengths) + 2
    for name, begin in zip(("Erste Vorlage", "Lageplan", "Zweite Vorlage"), begins, strict=True):
        assert re.search(rf"{name} [. ]*{begin}\b", " ".join(pages[0].split()))
    assert "Erste Vorlage" in pages[begins[0] - 1]
    assert "Zweite Vorlage" in pages[begins[2] - 1]
    assert [f"{number} / {count}" in page for number, page in enumerate(pages, start=1)] == [True] * count


def test_the_contents_lead_to_the_pages(papers):
    with opened(bundle([Part("Erste", "1", papers[0]), Part("Zweite", "2", papers[1])])) as pdf:
        targets = {pdf.pages.index(annotation.A.D[0]) for annotation in pdf.pages[0].obj.Annots}
        assert {str(annotation.A.S) for annotation in pdf.pages[0].obj.Annots} == {"/GoTo"}
        assert targets == {1, 1 + len(opened(papers[0]).pages)}


def test_papers_keep_their_tags_and_the_whole_conforms(papers, tmp_path):
    package = bundle([Part("Erste", "1", papers[0], [("Tabelle", None)]), Part("Zweite", "2", papers[1])])
    path = tmp_path / "package.pdf"
    path.write_bytes(package)
    assert [finding for finding in validate(str(path)).findings if finding.severity >= Severity.WARNING] == []
    with opened(package) as pdf:
        found = tags(pdf)
        own = [tag for paper in papers for tag in tags(opened(paper))]
        assert {tag: found.count(tag) for tag in ("H1", "H2", "Table", "TH", "LI")} == {
            tag: own.count(tag) for tag in ("H1", "H2", "Table", "TH", "LI")
        }
        assert metadata(pdf)["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        pages = {page.obj.objgen for page in pdf.pages}
        assert {element.Pg.objgen for element in elements(pdf) if "/Pg" in element} <= pages


def test_every_page_finds_its_own_elements_in_the_tree(papers):
    with opened(bundle([Part("Erste", "1", papers[0]), Part("Zweite", "2", papers[0])])) as pdf:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            owners = [
                element for element in parents[int(page.obj.StructParents)] if isinstance(element, pikepdf.Dictionary)
            ]
            assert owners != []
            assert {element.Pg.objgen for element in owners if "/Pg" in element} == {page.obj.objgen}


def test_table_headings_of_two_papers_are_told_apart(papers):
    with opened(bundle([Part("Erste", "1", papers[0]), Part("Zweite", "2", papers[0])])) as pdf:
        identifiers = [bytes(element.ID) for element in elements(pdf) if "/ID" in element]
        assert len(set(identifiers)) == len(identifiers) > 10
        named = {
            bytes(header)
            for element in elements(pdf)
            for attributes in attribute_lists(element)
            for header in attributes.get("/Headers", [])
        }
        assert named <= set(identifiers)
        assert named


def attribute_lists(element):
    attributes = element.get("/A", [])
    return [attributes] if isinstance(attributes, pikepdf.Dictionary) else list(attributes)


def test_a_package_with_somebody_elses_file_claims_no_accessibility(papers):
    with opened(bundle([Part("Erste", "1", papers[0], [("Plan", foreign())])])) as pdf:
        assert "{http://www.aiim.org/pdfua/ns/id/}part" not in metadata(pdf)


@pytest.mark.parametrize("data", [None, b"PK\x03\x04 Tabelle", b"%PDF-1.7 kaputt", locked()])
def test_an_annex_that_cannot_be_bound_in_is_named_on_a_page(papers, data):
    with override("en"):
        pages = page_texts(bundle([Part("Erste", "1", papers[0], [("Kalkulation", data)])]))
    assert "Kalkulation" in pages[-1]
    assert "on the web" in " ".join(pages[-1].split())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_number_stands_at_the_top_right_however_a_page_is_turned(papers, rotate):
    package = bundle([Part("Erste", "1", papers[0], [("Plan", foreign(landscape=True, rotate=rotate))])])
    document = pypdfium2.PdfDocument(package)
    shown = document[len(document) - 1].render(scale=1).to_pil().convert("L")
    left, _top, right, bottom = ImageChops.invert(shown).getbbox()
    document.close()
    assert left > shown.width * 0.8
    assert right <= shown.width
    assert bottom < 45


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_wide_and_turned_pages_are_numbered_too(papers, rotate):
    pages = page_texts(bundle([Part("Erste", "1", papers[0], [("Plan", foreign(landscape=True, rotate=rotate))])]))
    assert f"{len(pages)} / {len(pages)}" in pages[-1]


@pytest.mark.thorough
def test_contents_of_many_papers_take_several_pages_and_still_tell_the_truth(papers):
    parts = [Part(f"Vorlage mit Nummer {number}", f"{number:04}/2026", papers[0]) for number in range(80)]
    pages = page_texts(bundle(parts))
    length = next(at for at, page in enumerate(pages) if "Erste Vorlage" in page)
    assert length > 1
    each = len(opened(papers[0]).pages)
    assert re.search(
        rf"Vorlage mit Nummer 79 [. ]*{length + 1 + 79 * each}\b", " ".join(" ".join(pages[:length]).split())
    )


def test_the_same_papers_give_the_same_bytes(papers):
    parts = [Part("Erste", "1", papers[0], [("Plan", foreign())])]
    assert bundle(parts) == bundle(parts)


# --- annexes made to do harm ----------------------------------------------------------------------------------------

SOON = Limits(seconds=60, seconds_of_file=1.5)


def endless_tree() -> bytes:
    """An element that is its own child."""
    with pikepdf.open(io.BytesIO(foreign())) as pdf:
        element = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructElem, S=Name.P))
        element.K = pikepdf.Array([element])
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=Name.StructTreeRoot, K=pikepdf.Array([element]))
        )
        return written(pdf)


def deep_tree() -> bytes:
    with pikepdf.open(io.BytesIO(foreign())) as pdf:
        element = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructElem, S=Name.P))
        for _level in range(20_000):
            element = pdf.make_indirect(
                pikepdf.Dictionary(Type=Name.StructElem, S=Name.Sect, K=pikepdf.Array([element]))
            )
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=Name.StructTreeRoot, K=pikepdf.Array([element]))
        )
        return written(pdf)


def deep_brackets() -> bytes:
    """Arrays in arrays, in the first object a reader looks at."""
    whole = written(pikepdf.open(io.BytesIO(foreign())))
    return whole.replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + b"[" * 200_000 + b"]" * 200_000)


def endless_pages() -> bytes:
    """A tree of pages with itself for a branch."""
    with pikepdf.open(io.BytesIO(foreign())) as pdf:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        return written(pdf)


def written(pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("hostile", [endless_tree, deep_tree, deep_brackets, endless_pages])
def test_a_hostile_annex_harms_nothing_but_itself(papers, hostile):
    annexes = [("Harmlos", foreign(pages=2)), ("Bösartig", hostile()), ("Auch harmlos", foreign(pages=3))]

    package = bundle([Part("Erste Vorlage", "0001/2026", papers[0], annexes)], limits=SOON)

    with opened(package) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root[0].children] == ["Harmlos", "Bösartig", "Auch harmlos"]
        assert len(pdf.pages) in range(len(opened(papers[0]).pages) + 7, len(opened(papers[0]).pages) + 9)


def test_what_takes_all_the_time_is_cut_short(papers):
    annexes = [(f"Bösartig {at}", endless_tree()) for at in range(5)]
    with pytest.raises(NotTypeset) as refused:
        bundle([Part("Erste Vorlage", "0001/2026", papers[0], annexes)], limits=Limits(seconds=2, seconds_of_file=1))
    assert refused.value.reason_code == Reason.TOO_SLOW


def test_an_annex_of_thousands_of_pages_is_named_on_a_page(papers):
    package = bundle(
        [Part("Erste Vorlage", "0001/2026", papers[0], [("Grundbuch", foreign(pages=12))])],
        limits=Limits(pages_of_file=10),
    )

    assert "lässt sich hier nicht einfügen" in page_texts(package)[-1]


def test_an_annex_that_takes_all_memory_is_named_on_a_page(papers):
    greedy = written(pikepdf.open(io.BytesIO(foreign()))).replace(
        b"/Type /Catalog", b"/Type /Catalog /Greedy [" + b"[0]" * 2_000_000 + b"]"
    )
    annexes = [("Gierig", greedy), ("Harmlos", foreign())]

    package = bundle([Part("Erste Vorlage", "0001/2026", papers[0], annexes)], limits=Limits(memory=320 * 1024 * 1024))

    assert "lässt sich hier nicht einfügen" in page_texts(package)[-2]


def test_who_finds_no_place_is_told_so(papers):
    with ExitStack() as taken:
        for _place in range(PLACES._value):
            taken.enter_context(PLACES)
        with pytest.raises(NotTypeset) as refused:
            bundle([Part("Erste Vorlage", "0001/2026", papers[0])], limits=Limits(wait=0.01))
    assert refused.value.reason_code == Reason.BUSY
