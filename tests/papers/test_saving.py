"""What saving a page leaves out because nothing of it changed must still happen when something did."""

from __future__ import annotations

from wagtail.models import ReferenceIndex

from tests.factories.papers import draft, edit, filled_body, fresh, paper_at
from tests.papers.pdf.samples import image_block, section, uploaded


def pages_that_use(image):
    return {int(reference.object_id) for reference in ReferenceIndex.get_references_to(image)}


def test_which_pages_use_an_image_is_known_from_the_draft_on(cast):
    image = uploaded()

    paper = draft(cast, body=[section(image_block(image))])

    assert pages_that_use(image) == {paper.pk}


def test_a_released_text_tells_which_images_it_uses_and_which_no_longer(cast):
    old, new = uploaded(title="Rathaus"), uploaded(title="Museum")
    paper = paper_at("deliberating", cast, "information")
    for image in (old, new):
        edit(paper, by=cast.council_clerk, body=[*filled_body(paper.kind), section(image_block(image))])
        fresh(paper).get_latest_revision().publish(user=cast.council_clerk)

    assert (pages_that_use(old), pages_that_use(new)) == (set(), {paper.pk})


def test_what_changes_on_a_page_besides_its_text_leaves_its_references_alone(cast):
    image = uploaded()
    paper = draft(cast, body=[section(image_block(image))])

    paper.save_revision(user=cast.author)

    assert pages_that_use(image) == {paper.pk}
