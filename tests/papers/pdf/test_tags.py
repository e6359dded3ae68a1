"""What a screen reader and a program find in a document."""

from __future__ import annotations

from decimal import Decimal

from papers.pdf.content import content_digest, content_of
from papers.pdf.printing import images_of, printed
from papers.pdf.typesetting import TYPESETTERS
from tests.factories.papers import edit, filled_body, fresh, kind
from tests.papers.pdf.samples import (
    costs,
    everything,
    image_block,
    picture,
    section,
    table,
    text,
    text_in,
    uploaded,
)
from tests.papers.pdf.test_documents import assert_conforms, elements, metadata, opened, released, tags


def test_headings_lists_tables_and_links_are_tagged(cast):
    with opened(printed(released(cast))) as pdf:
        found = tags(pdf)
    assert [tag for tag in found if tag in ("H1", "H2", "H3")] == [
        "H1",
        "H1",
        "H2",
        *["H1"] * len(filled_body(kind("decision"))),
    ]
    assert found.count("Table") == 2
    assert found.count("TH") == 3 + 4 + 2  # headings of both tables, and a year of costs each
    assert {"L", "LI", "Lbl", "LBody", "Link", "BlockQuote", "Caption", "Strong", "Em"} <= set(found)


def test_the_headings_are_bookmarks(cast):
    page = released(cast, sections=[section(text("<p>A</p><h3>Darunter</h3><p>B</p>"), heading="Oben")])
    with opened(printed(page)) as pdf, pdf.open_outline() as outline:
        top = outline.root[0]
        assert (top.title, [child.title for child in top.children]) == ("Oben", ["Darunter"])


def test_a_picture_is_read_out_by_its_text_alternative_and_an_ornament_is_not(cast, tmp_path):
    image = uploaded()
    sections = [
        section(image_block(image, alt="Das Neue Rathaus", caption="Foto: Stadtarchiv")),
        section(image_block(uploaded(picture(30, 30)), decorative=True)),
    ]
    document = printed(released(cast, sections=sections))
    assert_conforms(document, tmp_path / "paper.pdf")
    with opened(document) as pdf:
        alternatives = [str(element.Alt) for element in elements(pdf) if str(element.S) == "/Figure"]
        drawn = sum(len(page.get_images()) for page in pdf.pages)
    assert alternatives == ["Das Neue Rathaus"]
    assert drawn == 2
    assert "Foto: Stadtarchiv" in text_in(document)


def test_a_picture_whose_file_is_gone_is_told_in_words(cast):
    image = uploaded()
    page = released(cast, sections=[section(image_block(image, alt="Das Neue Rathaus"))])
    image.file.storage.delete(image.file.name)
    assert images_of(content_of(page)) == {}
    assert "Das Neue Rathaus" in text_in(printed(page))


def test_a_heading_repeats_on_every_page_its_table_takes(cast):
    rows = [[f"Zeile {number}", Decimal(number)] for number in range(120)]
    page = released(cast, sections=[section(table([("text", "Nur im Kopf"), ("number", "Zahl")], rows))])
    assert text_in(printed(page)).count("Nur im Kopf") >= 3


def test_programs_find_the_title_the_number_and_the_digest(cast):
    page = released(cast, summary="Worum es geht.")
    content = content_of(page, version=1)
    with opened(printed(page, version=1)) as pdf:
        about = metadata(pdf)
    assert about["{http://purl.org/dc/elements/1.1/}title"] == page.title
    assert about["{http://purl.org/dc/elements/1.1/}creator"] == ["Landeshauptstadt Hannover"]
    assert "Worum es geht." in str(about["{http://purl.org/dc/elements/1.1/}description"])
    keywords = about["{http://ns.adobe.com/pdf/1.3/}Keywords"].split(", ")
    assert keywords == [page.number, "Beschlussdrucksache", "Fassung 1", f"sha256:{content_digest(content)}"]


def test_the_digest_follows_the_words(cast):
    page = released(cast)
    before = content_digest(content_of(page))
    assert content_digest(content_of(fresh(page))) == before
    edited = edit(
        page, by=cast.council_clerk, body=[*everything(), section(text("<p>Neu.</p>"))]
    ).get_latest_revision_as_object()
    assert content_digest(content_of(edited)) != before


def test_the_same_paper_gives_the_same_bytes(cast):
    page = released(cast, sections=[*everything(), section(costs(), image_block(uploaded()))])
    first = printed(page)
    TYPESETTERS.close()  # a new process, too
    assert printed(fresh(page)) == first
