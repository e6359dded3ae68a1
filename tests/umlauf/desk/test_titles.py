"""Screens of Wagtail's and wagtail-localize's that name papers: to whoever may read them, and to nobody else."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from papers.translation.drafts import begin_translation
from tests.factories.papers import draft, paper_at

TITLE = "Ankauf Lindenallee"
OUTSIDERS = ("author", "cosigner", "secretary", "liaison", "spokeswoman", "outsider")

# wagtail-localize's report has no order
pytestmark = pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")


@pytest.mark.parametrize("where", ["", "results/"])
def test_the_report_of_translations_is_for_whoever_reads_every_paper(cast, signed_in, where):
    """It stood in everybody's menu, liaisons of foreign cities included."""
    paper = paper_at("deliberating", cast, title=TITLE, confidentiality="confidential")
    begin_translation(paper, Locale.objects.get(language_code="en"), by=cast.author)
    address = f"/admin/localize/reports/translations/{where}"

    def told(person):
        response = signed_in(person).get(address)
        return TITLE in (b"".join(response.streaming_content) if response.streaming else response.content).decode()

    assert told(cast.council_clerk)
    assert {name for name in OUTSIDERS if told(cast.people()[name])} == set()
    assert "/localize/reports/" not in signed_in(cast.liaison).get("/admin/").content.decode()
    assert "/localize/reports/" in signed_in(cast.council_clerk).get("/admin/").content.decode()


def test_an_address_somebody_typed_is_not_turned_into_the_title_of_its_page(cast, signed_in):
    """The number gives the address of a paper, so it can be guessed."""
    paper = paper_at("deliberating", cast, title=TITLE, confidentiality="confidential")
    form = {"external-link-chooser-url": paper.full_url, "external-link-chooser-link_text": "Hier"}

    for person in (cast.outsider, cast.council_clerk):
        answer = signed_in(person).post("/admin/choose-external-link/", form)
        assert answer.json()["result"]["url"] == paper.full_url
        assert TITLE not in answer.content.decode()


def test_what_links_to_a_paper_is_named_to_whoever_may_open_it(cast, signed_in):
    own = draft(cast, title="Brücke", by=cast.outsider, originating_office=cast.org.works_office, slip=[])
    link = f'<p>Siehe <a linktype="page" id="{own.pk}">dort</a>.</p>'
    section = ("section", {"key": "", "heading": "Anlass", "content": [("text", link)]})
    draft(cast, title=TITLE, by=cast.council_clerk, confidentiality="confidential", body=[section])

    def told(person):
        response = signed_in(person).get(f"/admin/pages/{own.pk}/usage/")
        assert response.status_code == 200
        assert "Brücke" in response.content.decode()
        return TITLE in response.content.decode()

    assert told(cast.council_clerk)
    assert not told(cast.outsider)


def test_a_page_is_found_without_the_name_of_the_one_it_lies_below(cast, signed_in):
    strategy = draft(cast, "strategy", title=TITLE, confidentiality="confidential", slip=[])
    topic = draft(
        cast,
        "strategy",
        title="Radwege im Norden",
        by=cast.outsider,
        originating_office=cast.org.works_office,
        parent=strategy,
        slip=[],
    )

    def told(address, person):
        return TITLE in signed_in(person).get(address, follow=True).content.decode()

    found = signed_in(cast.outsider).get("/admin/choose-page/search/?q=Radwege").content.decode()
    assert "Radwege im Norden" in found
    assert TITLE not in found
    for address in (f"/admin/choose-page/{topic.pk}/", f"/admin/choose-page/{strategy.pk}/"):
        assert told(address, cast.admin)
        assert not told(address, cast.outsider)
