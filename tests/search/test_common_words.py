"""Of what has a common word only a part is looked at; what is told of it is true, and nobody notices in the first
hits."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime
from math import log2
from statistics import mean

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from papers.access.groups import sync_groups
from papers.models import Paper
from search.engines import sql
from search.lists import pages_matching, papers_titled, rows_matching
from search.models import IndexedText
from search.query import parse
from search.ranking import scored
from search.searching import PER_PAGE, SUGGESTIONS, find, parsed, suggest
from tests.search.corpus import generate
from tests.search.loading import load

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()
PAPERS = 300
COMMON = "Verwaltung"
EVERYTHING = 10**6
WORDS = ("Verwaltung", "Stadt", "Haushalt", "Prozent", "Beschluss", "Verwaltung Stadt", "Stadt Haushalt")
COLUMNS = (
    "id",
    "terms_title",
    "terms_head",
    "terms_body",
    "terms_parts",
    "attachment_id",
    "language",
    "date",
    "paper_id",
)


@pytest.fixture(scope="module")
def many(company, django_db_blocker):
    """Far more papers with a common word than are looked at. Returns their primary keys."""
    with django_db_blocker.unblock():
        keys = [pk for batch in load(generate(PAPERS)) for pk in batch.values()]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_document")
    return keys


@pytest.fixture(autouse=True)
def a_part(monkeypatch):
    """As many as six pages of a list show."""
    cache.clear()
    monkeypatch.setattr(sql, "CANDIDATES", 120)


@pytest.fixture
def everything(monkeypatch):
    """``everything(find, …)``: the same with all that matches looked at."""

    def asked(function, *arguments, **options):
        with monkeypatch.context() as patched:
            patched.setattr(sql, "CANDIDATES", EVERYTHING)
            return function(*arguments, **options)

    return asked


def search(text=COMMON, **options):
    return find(text, reader=CITIZEN, language="de", **options)


def keys(found):
    return [hit.paper.pk for hit in found.hits]


def test_there_is_more_than_was_looked_at(many, everything):
    found, all_there_is = search(), everything(search)

    assert found.more
    assert not all_there_is.more
    assert found.surpassed < found.total < all_there_is.total
    assert {value for value, _count in found.facets["year"]} == {
        value for value, _count in all_there_is.facets["year"]
    }, "every year can be chosen, not the newest alone"


@pytest.mark.parametrize("filters", [{"year": ["2024"]}, {"year": ["2019", "2020", "2025"]}, {"part": ["text"]}])
def test_filters_choose_among_everything(many, everything, filters):
    found, all_there_is = search(filters=filters), everything(search, filters=filters)

    assert found.more == (all_there_is.total > 120)
    if not found.more:
        assert (found.total, found.facets) == (all_there_is.total, all_there_is.facets)
        assert keys(found) == keys(all_there_is)


def test_what_is_not_common_is_exact(many, everything):
    (first,) = IndexedText.objects.filter(paper=many[7])
    phrase = " ".join(first.text.split()[3:6])
    found, all_there_is = search(f'"{phrase}"'), everything(search, f'"{phrase}"')

    assert many[7] in keys(found)
    assert found == all_there_is


@pytest.mark.parametrize("page", [1, 4, 9])
def test_the_newest_come_first_however_far_one_turns_the_pages(many, everything, page):
    assert keys(search(by_date=True, page=page)) == keys(everything(search, by_date=True, page=page))


@pytest.mark.parametrize("words", [COMMON, "Stadt Haushalt"])
def test_a_list_by_relevance_is_the_same_on_every_page(many, words):
    """It is one list of what was looked at: nothing twice, nothing left out, and it ends where it says it does."""
    first = search(words)
    assert first.more
    pages = [search(words, page=page) for page in range(1, -(-first.listed // PER_PAGE) + 1)]

    listed = [key for page in pages for key in keys(page)]
    assert len(pages) > 1
    assert len(listed) == len(set(listed)) == first.total
    assert {(page.total, page.listed, str(page.facets)) for page in pages} == {
        (first.total, first.listed, str(first.facets))
    }
    assert search(words, page=99_999) == pages[-1], "there is no page after the last"


def test_turning_pages_by_date_changes_no_count(many, everything):
    pages = [search(by_date=True, page=page) for page in (1, 4, 9)]
    all_there_is = everything(search)

    assert len({page.total for page in pages}) == 1
    assert all(page.goes_on and page.listed > page.page * PER_PAGE for page in pages)
    last = search(by_date=True, page=99_999)
    assert not last.goes_on
    assert last.page == -(-all_there_is.total // PER_PAGE)
    assert keys(last)


@pytest.mark.parametrize("name", ["search_csv", "search_xlsx"])
@pytest.mark.parametrize(("years", "least"), [((), 250), ((2024, 2025), 40)])
def test_everything_is_exported(many, client, name, years, least):
    answer = client.get(reverse(name), {"q": COMMON, "year": years})
    assert answer.streaming
    content = b"".join(answer.streaming_content)

    found = rows_matching(parsed(COMMON, "de"), CITIZEN)
    found = found.filter(date__year__in=years) if years else found
    expected = set(Paper.objects.filter(pk__in=found.values("paper")).values_list("title", flat=True))
    if name == "search_csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    else:
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.rows]
        assert all(isinstance(row[4], datetime) for row in rows[1:])
    assert len(rows) > least
    assert {row[1] for row in rows[1:]} == expected


def test_what_one_may_not_read_takes_no_place(many):
    assert search().more
    left = sorted({*many[:10]} & {*rows_matching(parsed(COMMON, "de"), CITIZEN).values_list("paper", flat=True)})

    Paper.objects.filter(pk__in=many[10:]).update(confidentiality="confidential")  # the index has not heard of it
    found = search()
    assert not found.more
    assert sorted(keys(found)) == left
    assert found.total == len(left)
    assert sum(count for _value, count in found.facets["year"]) == len(left)
    assert sum(count for _value, count in found.facets["kind"]) == len(left)

    Paper.objects.filter(pk__in=many[10:]).update(confidentiality="public")
    assert search().more, "nothing is remembered"


def test_the_first_hits_are_as_good_as_of_everything(many, everything):
    """By the weights that order them: of what all would have gained, the part that was looked at gains almost all."""

    def gain(found, worth):
        return sum(worth.get(pk, 0) / log2(place + 2) for place, pk in enumerate(keys(found)[:10]))

    gains = []
    for words in WORDS:
        found, all_there_is = search(words), everything(search, words)
        rows = IndexedText.objects.filter(paper__in={*keys(found), *keys(all_there_is)})
        documents = list(rows.values_list(*COLUMNS, named=True))
        scores = scored(documents, found.query, language="de", today=timezone.localdate())
        worth = {document.paper_id: scores[document.id] for document in documents}
        gains.append(gain(found, worth) / gain(all_there_is, worth))

    assert mean(gains) > 0.93
    assert min(gains) > 0.75


def test_the_page_says_so_and_counts_nothing(many, client):
    page = client.get(reverse("search"), {"q": COMMON})
    narrowed = client.get(reverse("search"), {"q": COMMON, "year": "2024"})

    assert page.context["found"].more
    assert {value.count for facet in page.context["facets"] for value in facet.values} == {None}
    assert "umlauf-facet__count" not in page.content.decode()
    assert str(page.context["found"].surpassed) in page.content.decode()
    assert "umlauf-facet__count" in narrowed.content.decode()


def test_lists_carry_no_keys_from_one_statement_into_the_next(many, cast, client):
    """However many papers there are, no statement has as many parameters."""
    sync_groups(cast.admin)
    client.force_login(cast.admin)
    numbers = []

    def count(execute, statement, parameters, several, context):
        numbers.append(len(parameters or ()))
        return execute(statement, parameters, several, context)

    with connection.execute_wrapper(count):
        papers = client.get("/admin/papers/", {"q": COMMON})
        pages = client.get(reverse("wagtailadmin_pages:search"), {"q": COMMON})
        assert list(Paper.objects.search(COMMON, order_by_relevance=False)[200:210])
    assert papers.context["page_obj"].paginator.count > 250
    assert pages.context["paginator"].count > 250
    assert max(numbers) < 200


def test_pages_are_listed_to_the_last_and_none_twice(many):
    listed = [paper.pk for paper in Paper.objects.search(COMMON)]
    best, _rows = pages_matching(COMMON, reader=CITIZEN, language="de")

    assert sorted(listed) == sorted(rows_matching(parsed(COMMON, "de"), CITIZEN).values_list("paper", flat=True))
    assert listed[: len(best)] == best
    assert [paper.pk for paper in Paper.objects.search(COMMON)[90:140]] == listed[90:140]


def words_of_titles():
    texts = IndexedText.objects.filter(attachment=None, paper__isnull=False).values_list("paper", "terms_title")
    return {paper: set(terms.split()) for paper, terms in texts}


@pytest.fixture
def in_many_titles(many):
    """The word most titles have, as it is indexed."""
    counted = Counter(word for words in words_of_titles().values() for word in words if len(word) > 4)
    ((word, count),) = counted.most_common(1)
    assert count > SUGGESTIONS * 2
    return word


@pytest.mark.parametrize("ending", ["", "xyz"])
def test_titles_are_found_to_the_last_beside_a_few_others(in_many_titles, ending):
    titles = words_of_titles()
    have_it = {paper for paper, words in titles.items() if any(word.startswith(in_many_titles) for word in words)}
    other = min(set(titles) - have_it)
    others = [Paper.objects.filter(pk=other).order_by().values("pk")]

    condition = papers_titled(f"{in_many_titles}{ending}", language="de", others=others, most=sql.CANDIDATES)

    found = set(Paper.objects.filter(condition).values_list("pk", flat=True))
    assert found == ({other} if ending else have_it | {other})
    unlisted = papers_titled(in_many_titles, language="de", others=[], most=sql.CANDIDATES)
    assert set(Paper.objects.filter(unlisted).values_list("pk", flat=True)) == have_it
    assert not Paper.objects.filter(papers_titled("", language="de", others=[], most=1)).exists()


def test_titles_come_first_while_somebody_types(in_many_titles):
    hits = suggest(in_many_titles, reader=CITIZEN, language="de")

    assert len(hits) == SUGGESTIONS
    titles = words_of_titles()
    assert all(any(word.startswith(in_many_titles) for word in titles[hit.paper.pk]) for hit in hits)


def test_what_one_may_not_read_is_not_suggested(in_many_titles):
    left = [hit.paper for hit in suggest(in_many_titles, reader=CITIZEN, language="de")][:3]
    Paper.objects.exclude(pk__in=left).update(confidentiality="confidential")  # the index has not heard of it

    hits = suggest(in_many_titles, reader=CITIZEN, language="de")

    assert {hit.paper for hit in hits} == set(left)


def test_a_query_of_nothing_lists_nothing(many):
    assert parse("", ["de"]).is_empty
    assert not rows_matching(parsed("", "de"), CITIZEN).exists()
    assert pages_matching("-Verwaltung", reader=CITIZEN, language="de")[0] == []
