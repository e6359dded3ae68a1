"""One set of stemmers, for the glossary and for the search."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from papers.stems import stem


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "ausschüsse", "ausschüssen"),
        ("de-x-leicht", "ausschüsse", "ausschüssen"),
        ("en", "committees", "committee"),
        ("fr", "conseils", "conseil"),
        ("pl", "komisja", "komisji"),
        ("cs", "výbory", "výborů"),
        ("ru", "комитеты", "комитета"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("language", ["ja", "zh-hans", "xx", ""])
def test_words_of_a_language_without_a_stemmer_are_their_own_stems(language):
    assert stem("committees", language) == "committees"


def test_threads_do_not_disturb_each_other():
    words = ["ausschüsse", "sitzungen", "drucksachen", "satzungen"] * 500
    alone = [stem(word, "de") for word in words]
    with ThreadPoolExecutor(8) as threads:
        assert all(
            found == alone for found in threads.map(lambda _turn: [stem(word, "de") for word in words], range(16))
        )
