"""What somebody types into *All papers* finds what the index knows, numbers as they are begun, and what it does not
know yet; and nobody's texts that are not theirs."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from papers.models import PaperKind
from search.engines.postgres import _documents
from search.indexing import process_pending
from search.models import IndexedText, PendingUpdate
from tests.factories.papers import add_attachment, draft, edit, fresh, paper_at

pytestmark = pytest.mark.django_db

TITLE = "Neue Bäume für die Lindenallee"
NEXT = "Kirschallee künftig vierspurig"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def searched(signed_in):
    """Primary keys of the rows somebody finds, in their order."""

    def ask(person, words, **filters):
        response = signed_in(person).get("/admin/papers/results/", {"q": words, **filters})
        return [row.pk for row in response.context["object_list"]]

    return ask


def indexed():
    for _left in process_pending():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")
    _documents.cache_clear()


@pytest.fixture
def paper(cast):
    """Released, in the index, and the first of its kind this year."""
    PaperKind.objects.filter(slug="decision").update(number_pattern="{number:04}/{year}")
    paper = fresh(paper_at("deliberating", cast, title=TITLE))
    indexed()
    assert not PendingUpdate.objects.exists()
    return paper


TYPED = ("{0}", "{0} ", "0001", "0001/", "0001/20", "000", "1/26", "1/2026", "1-2026", "2026", "1", "1/20")


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("known", [True, False])
def test_numbers_are_found_as_they_are_begun(cast, searched, paper, typed, known):
    if not known:
        IndexedText.objects.all().delete()
        PendingUpdate.objects.create(paper=paper)

    assert paper.number == "0001/2026"
    assert searched(cast.secretary, typed.format(paper.number)) == [paper.pk]


@pytest.mark.parametrize("typed", ["2", "0002", "2/26", "2025", "0001/2025", "X 0001"])
def test_other_numbers_are_not(cast, searched, paper, typed):
    assert searched(cast.secretary, typed) == []


def test_a_supplement_is_found_by_its_number(cast, searched, paper):
    supplement = fresh(paper_at("deliberating", cast, title="Ergänzung", superordinate=paper, suffix_kind="N"))
    indexed()

    assert supplement.number == f"{paper.number} N1"
    assert searched(cast.secretary, "1/26 n1") == [supplement.pk]
    assert set(searched(cast.secretary, paper.number)) == {paper.pk, supplement.pk}


@pytest.mark.parametrize("typed", ["Lindenallee", "lindenalle", "Neue Bäu", "baum linden", '"Neue Bäume"'])
def test_words_of_titles_are_found_while_they_are_typed(cast, searched, paper, typed):
    assert searched(cast.secretary, typed) == [paper.pk]
    assert searched(cast.secretary, f"Kirschallee {typed}") == []


def test_a_begun_word_is_looked_for_in_titles_alone(cast, searched, paper):
    """Or three letters would find half of all papers."""
    assert searched(cast.secretary, "Partnerschaften") == [paper.pk]
    assert searched(cast.secretary, "Partnersch") == []


@pytest.mark.parametrize("typed", ["Lindenallee", "indenalle"])
def test_what_the_index_does_not_know_yet_is_found_by_its_title(cast, searched, typed):
    paper = paper_at("deliberating", cast, title=TITLE)
    other = paper_at("deliberating", cast, title="Haushalt")
    IndexedText.objects.all().delete()

    assert PendingUpdate.objects.filter(paper=paper).exists()
    assert searched(cast.secretary, typed) == [paper.pk]
    assert other.pk not in searched(cast.secretary, typed)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("typed", ["Kirschallee", "irschallee künft"])
def test_drafts_are_found_by_those_who_write_them_and_by_nobody_else(cast, searched, typed, known):
    mine = draft(cast, title=NEXT)
    if known:
        indexed()
    else:
        IndexedText.objects.all().delete()

    assert searched(cast.author, typed) == [mine.pk]
    for other in (cast.secretary, cast.outsider, cast.cosigner):
        assert searched(other, typed) == []


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("typed", ["Kirschallee", "irschallee künft"])
def test_so_is_a_text_that_is_to_replace_a_released_one(cast, searched, paper, typed, known):
    edit(paper, by=cast.council_clerk, title=NEXT)
    if known:
        indexed()

    for writer in (cast.author, cast.council_clerk):
        assert searched(writer, typed) == [paper.pk]
    for reader in (cast.secretary, cast.outsider, cast.cosigner):
        assert searched(reader, typed) == []
        assert searched(reader, "Lindenallee") == [paper.pk]


def test_filters_and_the_order_of_a_column_hold(cast, searched, paper):
    second = paper_at("deliberating", cast, title="Alte Bäume an der Lindenallee")
    mine = draft(cast, title="Lindenallee")
    indexed()

    assert searched(cast.author, "Linden", ordering="title") == [second.pk, mine.pk, paper.pk]
    assert searched(cast.author, "Linden", state="draft") == [mine.pk]
    assert searched(cast.author, "-Linden") == []
    assert searched(cast.author, "Linden -Alte", ordering="title") == [mine.pk, paper.pk]


def test_an_annex_that_one_may_not_read_says_nothing(cast, searched, paper):
    annex = add_attachment(paper, by=cast.council_clerk, title="Gutachten")
    indexed()
    IndexedText.objects.filter(attachment=annex).delete()
    IndexedText.objects.create(
        paper=paper, page=paper, attachment=annex, language="de", title="Gutachten", terms_body="geheimwort"
    )

    assert searched(cast.outsider, "geheimwort") == [paper.pk]
    type(annex).objects.filter(pk=annex.pk).update(confidentiality="confidential")
    assert searched(cast.outsider, "geheimwort") == []
    assert searched(cast.council_clerk, "geheimwort") == [paper.pk]


@pytest.mark.parametrize("typed", ["%", "_", "()", "\0", "-", '"', "'", "OR", "|", "\\"])
def test_signs_alone_find_nothing_and_break_nothing(cast, searched, paper, typed):
    assert searched(cast.secretary, typed) in ([], [paper.pk])
