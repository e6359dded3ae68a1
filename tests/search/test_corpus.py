"""The corpus and the judgements are complete and agree with each other; no database, no search."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import islice
from typing import Any

import pytest

from search.everyday_words import GROUPS
from tests.search.corpus import HERE, LANGUAGES, RARE, SIZE, CorpusPaper, corpus, generate, topics

KINDS = {"information", "decision", "motion", "question", "strategy"}
PAPERS = {paper.key: paper for paper in corpus()}
WRITTEN = [paper for topic in topics() for paper in topic["papers"]]
JUDGEMENTS = tomllib.loads((HERE / "judgements.toml").read_text(encoding="utf-8"))
QUERIES: list[dict[str, Any]] = JUDGEMENTS["queries"]
NUMBER_OF_A_PAPER = re.compile(r"\b(?!(?:19|20)\d\d[/-])(\d+)[/-](\d{4})")  # and no range of years


def words(paper: CorpusPaper) -> list[str]:
    return f"{paper.title} {paper.summary} {paper.body}".split()


def identifier(query: dict[str, Any]) -> str:
    return f"{query['language']}: {query['query']}"


def test_there_are_enough_topics_with_variants_of_their_own():
    assert 100 <= len(topics()) <= 120
    assert len({topic["key"] for topic in topics()}) == len(topics())
    assert all(2 <= len(topic["papers"]) <= 4 for topic in topics())
    assert len({paper["title"] for paper in WRITTEN}) == len(WRITTEN)


@pytest.mark.parametrize("entry", WRITTEN, ids=lambda entry: entry["key"])
def test_a_hand_written_paper_is_complete(entry):
    text = " ".join(section["text"] for section in entry["sections"])
    assert entry["kind"] in KINDS
    assert 2019 <= entry["year"] <= 2026
    assert len(re.findall(r"[.!?](?=\s|$)", entry["summary"])) >= 2
    assert 2 <= len(entry["sections"]) <= 4
    assert all(section["heading"] and section["text"] for section in entry["sections"])
    assert 60 <= len(text.split()) <= 150
    assert all(set(entry[language]) == {"title", "summary", "text"} for language in LANGUAGES if language in entry)


def test_enough_papers_are_translated():
    counted = Counter(language for paper in corpus() for language in paper.translations)
    assert counted["en"] >= 25
    assert counted["fr"] >= 12
    assert counted["pl"] >= 12


def test_the_corpus_has_its_size_and_is_always_the_same():
    assert len(corpus()) == len(PAPERS) == SIZE
    assert list(PAPERS)[: len(WRITTEN)] == [paper["key"] for paper in WRITTEN]
    papers = corpus()
    corpus.cache_clear()
    assert corpus() == papers


def test_numbers_are_unique_and_of_the_year_of_their_paper():
    assert len({paper.number for paper in corpus()}) == SIZE
    assert all(re.fullmatch(rf"\d{{4}}/{paper.year}", paper.number) for paper in corpus())


def test_some_papers_mention_the_numbers_of_others_and_no_placeholder_is_left():
    numbers = {paper.number for paper in corpus()}
    mentioned = {
        paper.key for paper in corpus() for number in re.findall(r"\b\d{4}/\d{4}\b", paper.body) if number in numbers
    }
    assert len(mentioned & {paper["key"] for paper in WRITTEN}) >= 10
    assert not any("{" in f"{paper.title}{paper.summary}{paper.body}" for paper in corpus())


def test_frequent_words_are_in_many_papers():
    found = Counter(
        word
        for paper in corpus()
        for word in {"Stadt", "Verwaltung", "Haushalt", "Maßnahme", "Ausschuss"}
        if word in " ".join(words(paper))
    )
    assert min(found.values()) > SIZE // 10


def test_there_are_enough_queries_in_each_language():
    counted = Counter(query["language"] for query in QUERIES)
    assert counted["de"] >= 80
    assert counted["en"] >= 20
    assert counted["fr"] >= 10
    assert counted["pl"] >= 10
    assert len({(query["language"], query["query"]) for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=identifier)
def test_a_query_expects_papers_of_its_language_and_knows_the_best(query):
    assert set(query) == {"language", "query", "expects"}
    assert set(query["expects"].values()) <= {1, 2, 3}
    assert 3 in query["expects"].values()
    for key in query["expects"]:
        assert key in PAPERS
        assert not key.startswith("routine-")
        assert query["language"] == "de" or query["language"] in PAPERS[key].translations


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if NUMBER_OF_A_PAPER.search(query["query"])], ids=identifier
)
def test_a_query_for_a_number_expects_the_paper_with_that_number(query):
    number, year = NUMBER_OF_A_PAPER.search(query["query"]).groups()
    best = [key for key, grade in query["expects"].items() if grade == 3]
    full = f"{int(number):04}/{year}"
    assert [PAPERS[key].number for key in best] == [full]
    assert {key for key, grade in query["expects"].items() if grade == 1} == {
        paper.key for paper in corpus() if full in paper.body
    }


@pytest.mark.parametrize("query", [query for query in QUERIES if " -" in query["query"]], ids=identifier)
def test_an_excluded_word_is_in_no_expected_paper(query):
    excluded = re.search(r" -(\w+)", query["query"])[1].lower()
    assert not any(excluded in " ".join(words(PAPERS[key])).lower() for key in query["expects"])


@pytest.mark.parametrize("query", [query for query in QUERIES if query["query"].startswith('"')], ids=identifier)
def test_a_phrase_is_in_every_expected_paper(query):
    phrase = query["query"].strip('"')
    for key in query["expects"]:
        translation = PAPERS[key].translations.get(query["language"])
        text = (
            f"{translation.title} {translation.summary} {translation.text}"
            if translation
            else " ".join(words(PAPERS[key]))
        )
        assert phrase.lower() in text.lower()


def test_few_queries_need_synonyms():
    """Word groups are disjoint, and a query needs them only if it is a word of a group, whatever its number and
    umlauts."""
    groups = [[word.strip() for word in line.split(",")] for line in GROUPS]
    assert all(len(group) >= 2 for group in groups)
    assert len({word for group in groups for word in group}) == sum(map(len, groups))
    plain = str.maketrans("äöü", "aou")
    known = {word.lower().translate(plain)[:9] for group in groups for word in group}
    needing = [
        query for query in QUERIES if query["language"] == "de" and query["query"].lower().translate(plain)[:9] in known
    ]
    of_everyday_words = [query for query in needing if " " not in query["query"]]
    assert 8 <= len(needing) <= len(QUERIES) // 3, "enough to see that they help, and few enough to see all else"
    assert len(of_everyday_words) >= 8


@pytest.mark.thorough
def test_generated_papers_are_always_the_same_and_fewer_are_the_beginning_of_more():
    papers = list(generate(200))
    assert papers == list(islice(generate(500), 200))
    assert papers != list(generate(200, seed=2))


def test_generated_papers_have_about_400_words_and_numbers_of_their_own():
    papers = list(generate(200))
    lengths = [len(words(paper)) for paper in papers]
    assert min(lengths) >= 250
    assert max(lengths) <= 600
    assert 350 <= sum(lengths) / len(lengths) <= 470
    assert len({paper.number for paper in papers}) == len({paper.key for paper in papers}) == 200
    assert {paper.year for paper in papers} == set(range(2015, 2027))
    assert {paper.kind for paper in papers} == KINDS


def test_generated_words_are_many_and_most_of_them_rare():
    found = Counter(word for paper in generate(1000) for word in set(re.findall(r"\w+", " ".join(words(paper)))))
    assert len(found) > 10_000
    assert sum(1 for papers in found.values() if papers <= 3) > len(found) / 2
    assert found["Stadt"] > 900
    assert all(found[word] <= 1 for word in RARE)
