from __future__ import annotations

import pytest

from papers.models import Organization
from papers.pdf.archive import print_of
from search.indexing import process_pending
from tests.factories.papers import add_attachment, fresh, paper_at, translate
from tests.umlauf.portal.taken_back.looking import ANNEX, SUMMARY, TITLE


@pytest.fixture
def paper(cast, run_on_commit):
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol", languages=["en"])
    paper = paper_at("deliberating", cast, title=f"{TITLE} im Teich", summary=f"Ein {SUMMARY} zieht ein.")
    add_attachment(paper, by=cast.council_clerk, title=ANNEX, name="nasenbaer.txt", content=b"Schuppentier")
    paper = fresh(paper)
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    with run_on_commit():
        translate(paper, "en")
    print_of(fresh(paper))
    for _left in process_pending():
        pass
    return fresh(paper)
