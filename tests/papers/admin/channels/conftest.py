from __future__ import annotations

import pytest

from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, draft, edit
from tests.papers.admin.channels.exports import (
    TITLE,
)


@pytest.fixture
def secret(cast):
    """A confidential draft; planned lines name the secretary's and the chair's committees. It shows an image, links to
    another one like it, and has an annex."""
    image = image_of(cast.author, f"Lageplan {TITLE}", name="lageplan-lindenallee.png")
    other = draft(cast, title=f"{TITLE}: Wertgutachten", confidentiality="confidential", slip=[])
    paper = draft(cast, title=TITLE, confidentiality="confidential", body=with_image(image))
    link = f'<p>Siehe <a linktype="page" id="{other.pk}">das Wertgutachten zur Lindenallee</a>.</p>'
    section = ("section", {"key": "", "heading": "Anlass", "content": [("text", link)]})
    add_attachment(paper, by=cast.author, title=f"Gutachten {TITLE}", name="gutachten-lindenallee.pdf")
    return edit(paper, by=cast.author, title=f"{TITLE} 7", body=[*with_image(image), section])
