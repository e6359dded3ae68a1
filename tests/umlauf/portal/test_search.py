"""The search page: everything in its address, with and without JavaScript, as list and as file."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from openpyxl import load_workbook

from papers.models import Paper
from search.indexing import process_pending
from tests.factories.letters import tell_by_mail
from tests.factories.papers import add_attachment, fresh, paper_at
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.subscribing import confirm
from umlauf.subscriptions.tokens import Wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture(scope="module")
def shelf(company, django_db_blocker):
    """Made once, in the transaction around the tests of this module."""
    with django_db_blocker.unblock(), translation.override(settings.LANGUAGE_CODE):
        found = [
            paper_at("deliberating", company, title=title)
            for title in ("Ausbau der Radwege", "Radwege: Bericht", "=cmd()|Radweg")
        ]
        paper_at("checking", company, title="Geheimer Radweg")
        bring_up_to_date()
    return found


@pytest.fixture
def papers(shelf, cast):
    return [fresh(paper) for paper in shelf]


def exported(client, address):
    return b"".join(client.get(address).streaming_content)


def bring_up_to_date():
    for _left in process_pending():
        pass


def test_the_page_lists_hits_with_the_words_marked(papers, client):
    page = client.get("/de/search/?q=Radweg")

    assert page.status_code == 200
    assert "<mark>Radwege</mark>" in page.text
    assert "Geheimer" not in page.text
    assert 'name="robots" content="noindex"' in page.text
    assert not page.cookies


def test_an_empty_search_and_one_without_hits(papers, client):
    assert client.get("/de/search/").status_code == 200
    page = client.get("/de/search/?q=Radwge").text
    assert "?q=Radwege" in page


def test_a_question_that_is_cut_says_so(papers, client):
    cut = "Gesucht wurde nur nach den ersten Wörtern"
    assert cut not in client.get("/de/search/?q=Radweg").text
    assert cut in client.get("/de/search/?q=" + "+".join(["Radweg"] * 50)).text


def test_facets_are_chosen_by_address_and_can_be_taken_away(papers, client):
    kind = str(papers[0].kind_id)
    page = client.get(f"/de/search/?q=Radweg&kind={kind}&sort=date").text

    assert f'name="kind" value="{kind}" checked' in page
    assert 'href="?q=Radweg&amp;sort=date"' in page, "the chip leads to the search without it"


@pytest.mark.parametrize(
    "address",
    [
        "?page=99999&q=Radweg",
        "?page=-1&q=Radweg",
        "?q=%00",
        "?kind=%00&year=x&state=y",
        "?q=" + "a" * 5000,
        "?sort=x&q=-",
    ],
)
def test_nothing_in_an_address_is_an_error(papers, client, address):
    assert client.get(f"/de/search/{address}").status_code == 200


def test_suggestions_are_options(papers, client):
    assert "Ausbau der Radwege" in client.get("/de/search/suggestions/?q=Ausb").text
    assert client.get("/de/search/suggestions/?q=Geheim").text.strip() == ""


def test_a_list_is_exported_with_nothing_a_spreadsheet_would_run(papers, client):
    text = exported(client, "/de/search/results.csv?q=Radweg").decode("utf-8-sig")
    assert len(text.splitlines()) == 4
    assert "'=cmd()" in text
    sheet = load_workbook(BytesIO(exported(client, "/de/search/results.xlsx?q=Radweg"))).active
    assert sheet.max_row == 4
    assert {sheet.cell(row, 2).data_type for row in range(2, 5)} == {"s"}


def test_a_feed_holds_what_anybody_may_read(papers, client, cast):
    client.force_login(cast.council_clerk)
    feed = client.get("/de/search/feed/?q=Radweg")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert feed.text.count("<entry ") == 3
    assert client.get("/de/search/feed/").status_code == 404


def test_control_characters_break_neither_feeds_nor_files(cast, client):
    paper = paper_at("deliberating", cast, title="Fähren\x0bim\x08Norden", summary="Was\x0cdie Fähre kostet.")
    Paper.objects.get(pk=paper.pk).partner_cities.through.objects.create(paper=paper, organization=cast.org.bristol)
    bring_up_to_date()

    assert client.get("/de/search/?q=F%C3%A4hre%0B").status_code == 200
    feed = client.get("/de/search/feed/?q=%08F%C3%A4hre%1B")
    assert feed.status_code == 200
    assert feed.text.count("<entry ") == 1
    assert "Fähren im Norden" in client.get(f"/de/partners/{cast.org.bristol.slug}/feed/").text
    sheet = load_workbook(BytesIO(exported(client, "/de/search/results.xlsx?q=F%C3%A4hre"))).active
    assert sheet.cell(2, 2).value == "Fähren im Norden"


def test_a_search_is_subscribed_to_and_no_hit_is_told_twice(papers, cast, client, mailoutbox):
    assert "/de/subscriptions/search/q=Radweg" in client.get("/de/search/?q=Radweg").text
    assert client.get("/de/subscriptions/search/q=Radweg/").status_code == 200
    confirm(Wish("reader@example.org", "search", "q=Radweg", "de", "at_once"))
    assert tell_by_mail() == 0, "what was there before is no news"

    new = paper_at("deliberating", cast, title="Radwege im Norden")
    paper_at("deliberating", cast, title="Etwas anderes")
    bring_up_to_date()
    assert tell_by_mail() == 1
    assert mailoutbox[-1].body.count("/de/papers/") == 1
    assert "Radwege im Norden" in mailoutbox[-1].body

    fresh(new).get_latest_revision().publish(user=cast.council_clerk)  # again, and later
    bring_up_to_date()
    assert tell_by_mail() == 0
    Paper.objects.filter(pk=new.pk).update(confidentiality="non_public")
    Subscription.objects.get().told.all().delete()
    fresh(new).get_latest_revision().publish(user=cast.council_clerk)
    assert tell_by_mail() == 0, "and never what one may not read"


def test_what_the_index_does_not_know_yet_is_told_later(papers, cast, mailoutbox):
    confirm(Wish("reader@example.org", "search", "q=Radweg", "de", "at_once"))
    paper_at("deliberating", cast, title="Radwege im Norden")
    assert tell_by_mail() == 0
    bring_up_to_date()
    assert tell_by_mail() == 1


def test_a_search_is_told_as_soon_as_the_index_knows(papers, cast, mailoutbox, django_capture_on_commit_callbacks):
    confirm(Wish("reader@example.org", "search", "q=Radweg", "de", "at_once"))
    with django_capture_on_commit_callbacks(execute=True):
        paper_at("deliberating", cast, title="Radwege im Norden")
    assert "Radwege im Norden" in next(mail for mail in mailoutbox if mail.to == ["reader@example.org"]).body


def test_a_rebuild_shows_its_progress_and_can_be_resumed(papers, client, capsys):
    call_command("rebuild_index")
    assert "100 %" in capsys.readouterr().out
    call_command("rebuild_index", "--resume")
    assert "0/0" in capsys.readouterr().out
    assert "<mark>" in client.get("/de/search/?q=Radweg").text


@pytest.mark.parametrize("rows", [1, pytest.param(6, marks=pytest.mark.thorough)])
def test_the_number_of_queries_is_constant(cast, client, rows, django_assert_max_num_queries):
    for number in range(rows):
        paper_at("deliberating", cast, title=f"Gezählter Baum {number}")
    bring_up_to_date()
    client.get("/de/search/?q=Baum")
    with django_assert_max_num_queries(24):
        assert client.get("/de/search/?q=Baum").text.count('<li class="umlauf-row">') == rows


def test_the_desk_searches_in_the_same_index(papers, cast, client):
    attachment = add_attachment(papers[0], by=cast.council_clerk, name="a.txt", content=b"Libellen")
    bring_up_to_date()
    client.force_login(cast.author)

    def listed(words):
        return client.get("/admin/papers/results/", {"q": words}).text

    assert "Ausbau der Radwege" in listed("Radweg")
    assert "Ausbau der Radwege" in listed("Libelle"), attachment
    assert papers[0].number in listed(papers[0].number[:6])
    assert "Ausbau der Radwege" not in listed("Flughafen")
    client.force_login(cast.outsider)
    assert "Geheimer Radweg" not in listed("Radweg")
    assert client.get("/admin/papers/", {"q": '" OR -'}).status_code == 200
