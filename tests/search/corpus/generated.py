"""Any number of papers to measure a search with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from operator import itemgetter
from random import Random
from typing import NamedTuple

from tests.search.corpus.routine_words import DISTRICTS, MONTHS
from tests.search.corpus.word_lists import (
    ACCUSATIVE,
    ADJECTIVES,
    ADVERBS,
    COMMON,
    DATIVE,
    GENITIVE,
    GENITIVES,
    HEADINGS,
    INFINITIVES,
    KINDS,
    NOMINATIVE,
    NOUNS,
    PARTICIPLES,
    RARE,
    RARE_EVERY,
    RARE_SENTENCE,
    SENTENCES,
    SENTENCES_AT_LEAST,
    SENTENCES_AT_MOST,
    SEPARABLE,
    STREET_ENDS,
    STREET_STARTS,
    SUMMARIES,
    TITLES,
    VERBS,
    WEAK,
)
from tests.search.corpus.written import CorpusPaper, CorpusSection

GENERATED_FIRST_YEAR = 2015
GENERATED_LAST_YEAR = 2026
GENERATED_YEARS = GENERATED_LAST_YEAR - GENERATED_FIRST_YEAR + 1

# How many draws of nouns, verbs and so on are made beforehand; sentences only pick from them.
DRAWS = 1 << 15


class Word(NamedTuple):
    """A noun or compound as the dictionary has it."""

    lemma: str
    gender: str
    plural: str  # empty where there is none
    genitive: str
    oblique: str  # dative and accusative singular


def generate(count: int, seed: int = 1) -> Iterator[CorpusPaper]:
    """Yield ``count`` papers of about 400 words; with the same seed, fewer papers are the beginning of more."""
    vocabulary, prepared = _prepared()
    random = Random(seed).random
    ranks = len(vocabulary) / COMMON
    titles, summaries, sentences = (_compiled(patterns) for patterns in (TITLES, SUMMARIES, SENTENCES))

    def filled(patterns: list[Pattern]) -> str:
        text, slots = patterns[int(random() * len(patterns))]
        return text % tuple([table[int(random() * len(table))] for table in slots(tables)])

    for position in range(count):
        own = [_inflected(vocabulary[int(COMMON * ranks ** random())]) for _ in range(5)]
        tables: Tables = [*zip(*own, strict=True), *prepared]
        texts = [
            filled(sentences)
            for _ in range(SENTENCES_AT_LEAST + int(random() * (SENTENCES_AT_MOST - SENTENCES_AT_LEAST + 1)))
        ]
        if position % RARE_EVERY == RARE_EVERY - 1:
            texts[-1] = RARE_SENTENCE.format(rare=RARE[position // RARE_EVERY % len(RARE)])
        parts = 4 + int(random() * 3)
        heading = int(random() * len(HEADINGS))
        year = GENERATED_FIRST_YEAR + position % GENERATED_YEARS
        yield CorpusPaper(
            key=f"generated-{position + 1:06}",
            number=f"{position // GENERATED_YEARS + 1:04}/{year}",
            kind=KINDS[int(random() * len(KINDS))],
            title=filled(titles),
            summary=f"{filled(summaries)} {filled(summaries)}",
            sections=tuple(
                CorpusSection(HEADINGS[(heading + part) % len(HEADINGS)], " ".join(texts[part::parts]))
                for part in range(parts)
            ),
            year=year,
        )


Tables = list[Sequence[str]]
Pattern = tuple[str, Callable[[Tables], tuple[Sequence[str], ...]]]

# The order of the tables that slots draw from: first the nouns of the paper itself, then what all papers share.
OWN = ("lemma'", "nom'", "acc'", "dat'", "gen'")
SHARED = (
    *("lemma", "nom", "acc", "dat", "gen", "plural", "pldat", "plgen", "Nom", "Plural"),
    *("part", "inf", "zu", "verb", "adv"),
    *("year", "month", "date", "amount", "percent", "number", "paper", "district", "street"),
)
SLOTS = {name: position for position, name in enumerate((*OWN, *SHARED))}


def _compiled(patterns: tuple[str, ...]) -> list[Pattern]:
    """Turn slots into "%s" and a function that picks their tables."""
    compiled: list[Pattern] = []
    for pattern in patterns:
        slots = [SLOTS[name] for name in re.findall(r"\{([^}]+)\}", pattern)]
        text = re.sub(r"\{[^}]+\}", "%s", pattern)
        compiled.append((text, itemgetter(*slots) if len(slots) > 1 else itemgetter(slice(slots[0], slots[0] + 1))))
    return compiled


@cache
def _prepared() -> tuple[list[Word], Tables]:
    """Return the vocabulary, frequent words first, and the draws that all papers share."""
    random = Random(1919)
    vocabulary = _vocabulary(random)

    def drawn(noun: Callable[[Word, str], str], *, plural: bool = False) -> list[str]:
        texts = []
        while len(texts) < DRAWS:
            word = vocabulary[int(len(vocabulary) ** random.random())]
            if word.plural or not plural:
                texts.append(noun(word, random.choice(ADJECTIVES) if random.random() < 0.25 else ""))
        return texts

    def capital(texts: list[str]) -> list[str]:
        return [text[0].upper() + text[1:] for text in texts]

    def picked(words: Sequence[str]) -> list[str]:
        return [words[int(len(words) ** random.random()) - 1] for _ in range(DRAWS)]

    years = [str(GENERATED_FIRST_YEAR + position) for position in range(GENERATED_YEARS)]
    nominatives, plurals = drawn(_nominative), drawn(_plural, plural=True)
    tables = {
        "lemma": drawn(lambda word, adjective: word.lemma),
        "nom": nominatives,
        "acc": drawn(_accusative),
        "dat": drawn(_dative),
        "gen": drawn(_genitive),
        "plural": plurals,
        "pldat": drawn(_plural_dative, plural=True),
        "plgen": drawn(_plural_genitive, plural=True),
        "Nom": capital(nominatives),
        "Plural": capital(plurals),
        "part": picked(PARTICIPLES),
        "inf": picked(INFINITIVES),
        "zu": [_with_zu(infinitive) for infinitive in picked(INFINITIVES)],
        "verb": picked(VERBS),
        "adv": picked(ADVERBS),
        "year": years,
        "month": MONTHS,
        "date": [f"{random.randrange(1, 29)}. {random.choice(MONTHS)} {random.choice(years)}" for _ in range(DRAWS)],
        "amount": [f"{random.randrange(2, 900)}.{random.randrange(0, 1000, 50):03}" for _ in range(DRAWS)],
        "percent": [str(percent) for percent in range(2, 99)],
        "number": [str(number) for number in range(13, 980)],
        "paper": [f"{random.randrange(1, 3200):04}/{random.choice(years)}" for _ in range(DRAWS)],
        "district": DISTRICTS,
        "street": picked(_streets(random)),
    }
    return vocabulary, [tables[name] for name in SHARED]


def _vocabulary(random: Random) -> list[Word]:
    """Return nouns in their order, then compounds of two and of three parts as they come."""
    nouns, firsts, lasts = [], [], []
    for entry in NOUNS.replace("\n", " ").split(","):
        lemma, gender, plural, first, *last = entry.split()
        word = Word(
            lemma, gender, "" if plural == "-" else plural, _genitive_form(lemma, gender), WEAK.get(lemma, lemma)
        )
        firsts.append(first)
        if gender == "p":  # only ever plural, so it cannot fill the slots
            continue
        nouns.append(word)
        if last:
            lasts.append((word, first))
    pairs = [
        (first, last)
        for first, last in product(firsts, lasts)
        if first != last[1] and not first.lower().endswith(last[0].lemma.lower())
    ]
    triples = [
        (f"{random.choice(firsts)}{middle[1].lower()}", last)
        for middle, last in random.sample(list(product(lasts, lasts)), 8_000)
        if middle != last
    ]
    compounds = [_compound(first, last) for first, (last, _) in [*random.sample(pairs, 42_000), *triples]]
    random.shuffle(compounds)
    nouns.insert(0, nouns[0])  # ranks begin with one
    return nouns + list({word.lemma: word for word in compounds}.values())


def _compound(first: str, last: Word) -> Word:
    def join(form: str) -> str:
        return first + form.lower() if form else ""

    return Word(join(last.lemma), last.gender, join(last.plural), join(last.genitive), join(last.oblique))


def _genitive_form(lemma: str, gender: str) -> str:
    if lemma in GENITIVES:
        return GENITIVES[lemma]
    if gender not in "mn":
        return lemma
    return lemma + ("es" if lemma.endswith(("s", "ß", "x", "z", "sch", "tz")) else "s")


def _inflected(word: Word) -> tuple[str, str, str, str, str]:
    """Return the forms that ``OWN`` names."""
    return word.lemma, _nominative(word), _accusative(word), _dative(word), _genitive(word)


def _nominative(word: Word, adjective: str = "") -> str:
    return f"{NOMINATIVE[word.gender]} {_weak(adjective, 'e')}{word.lemma}"


def _accusative(word: Word, adjective: str = "") -> str:
    return f"{ACCUSATIVE[word.gender]} {_weak(adjective, 'en' if word.gender == 'm' else 'e')}{word.oblique}"


def _dative(word: Word, adjective: str = "") -> str:
    return f"{DATIVE[word.gender]} {_weak(adjective, 'en')}{word.oblique}"


def _genitive(word: Word, adjective: str = "") -> str:
    return f"{GENITIVE[word.gender]} {_weak(adjective, 'en')}{word.genitive}"


def _plural(word: Word, adjective: str = "") -> str:
    return f"{_weak(adjective, 'e')}{word.plural}"


def _plural_dative(word: Word, adjective: str = "") -> str:
    return f"{_weak(adjective, 'en')}{word.plural}{'' if word.plural.endswith(('n', 's')) else 'n'}"


def _plural_genitive(word: Word, adjective: str = "") -> str:
    return f"{_weak(adjective, 'en')}{word.plural}"


def _weak(adjective: str, ending: str) -> str:
    return f"{adjective}{ending} " if adjective else ""


def _with_zu(infinitive: str) -> str:
    for prefix in SEPARABLE:
        if infinitive.startswith(prefix):
            return f"{prefix}zu{infinitive.removeprefix(prefix)}"
    return f"zu {infinitive}"


def _streets(random: Random) -> list[str]:
    streets = [start + end for start, end in product(STREET_STARTS, STREET_ENDS)]
    random.shuffle(streets)
    return streets
