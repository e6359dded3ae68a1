from __future__ import annotations

import pytest

from tests.factories.papers import draft, edit
from tests.papers.admin.channels.exports import (
    TITLE,
)


@pytest.fixture
def secret(cast):
    """A confidential draft; planned lines name the secretary's and the chair's committees."""
    paper = draft(cast, title=TITLE, confidentiality="confidential")
    return edit(paper, by=cast.author, title=f"{TITLE} 7")
