from __future__ import annotations

import pytest

from papers.pdf.content import content_of
from papers.pdf.printing import laid_out
from tests.factories.papers import draft
from tests.papers.pdf.samples import everything


@pytest.fixture
def content(cast):
    return laid_out(content_of(draft(cast, title="Vorlage", body=everything())))
