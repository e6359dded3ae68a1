"""Signs nobody sees never split a word, whichever way they came in."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from papers.characters import seen
from papers.models import Paper
from search.analysis import terms
from search.indexing import process_pending
from search.lists import pages_matching
from search.models import IndexedText, PendingUpdate
from search.searching import find, suggest
from tests.factories.papers import add_attachment, fresh, paper_at

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()
SIGNS = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2063\u2066\u2069\ufe0f\ufeff"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def with_signs(word):
    return "".join(letter + SIGNS[place % len(SIGNS)] for place, letter in enumerate(word))


def bring_up_to_date():
    for _left in process_pending():
        pass


def found(words):
    return [hit.paper for hit in find(words, reader=CITIZEN, language="de").hits]


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_splits_a_word_or_a_number(sign):
    assert seen(f"Rad{sign}wege 0383/{sign}2019") == "Radwege 0383/2019"


def test_joiners_stay_where_they_are_written_and_words_are_found_without_them():
    written = "می\u200cخواهیم"

    assert seen(written) == written
    assert terms(seen(written), "fa") == terms(written.replace("\u200c", ""), "fa")
    assert seen("👩\u200d🌾") == "👩\u200d🌾"


def test_a_space_that_does_not_break_is_a_space():
    assert terms(seen("Haus\u00a0am\u202fSee"), "de") == terms("Haus am See", "de")


def test_a_letter_and_its_accent_are_one_letter():
    assert seen("Mu\u0308llabfuhr") == "Müllabfuhr"


def test_words_are_found_with_signs_in_the_text_and_in_what_is_typed(cast):
    summary = f"Hier geht es um {with_signs('Lastenräder')}, Rest und Ende."
    paper = fresh(paper_at("deliberating", cast, title="Sache", summary=summary))
    add_attachment(paper, by=cast.council_clerk, name="a.txt", content=with_signs("Parkraumkonzept").encode())
    bring_up_to_date()

    for word in ("Lastenräder", "Parkraumkonzept"):
        assert found(word) == found(with_signs(word)) == [paper]
    (hit,) = find("Lastenräder", reader=CITIZEN, language="de").hits
    assert ("Lastenräder", True) in hit.passages[0].segments
    assert [hit.paper for hit in suggest(with_signs("Lastenr"), reader=CITIZEN, language="de")] == [paper]


def test_lists_are_narrowed_by_words_with_signs(cast, signed_in):
    paper = fresh(paper_at("deliberating", cast, title="Lastenräder"))
    bring_up_to_date()
    draft = fresh(paper_at("draft", cast, title="Lastenfahrräder"))
    client = signed_in(cast.council_clerk)

    def listed(words):
        return [row.pk for row in client.get("/admin/papers/results/", {"q": words}).context["object_list"]]

    assert listed(with_signs("Lastenräder")) == [paper.pk]
    assert listed(with_signs("Lastenfahrr")) == [draft.pk]
    _best, condition = pages_matching(with_signs("Lastenfahrr"), reader=cast.council_clerk, language="de")
    assert list(Paper.objects.filter(condition)) == [draft]
    name = cast.org.europe_committee.name
    assert name in client.get("/admin/organizations/results/", {"q": with_signs(name)}).content.decode()


def test_what_is_in_the_index_already_is_indexed_anew(cast):
    paper = fresh(paper_at("deliberating", cast, title="Sache"))
    attachment = add_attachment(paper, by=cast.council_clerk, name="a.txt", content=b"Parkraumkonzept")
    bring_up_to_date()
    old = IndexedText.objects.filter(paper=paper)
    old.update(terms_body="rad wege", terms_parts="")
    assert not PendingUpdate.objects.exists()

    import_module("search.migrations.0009_words_as_they_are_seen").mark(apps, None)

    marks = PendingUpdate.objects.all()
    assert marks.filter(paper=paper).exists()
    assert marks.filter(attachment=attachment).count() == 1
    bring_up_to_date()
    assert found("Parkraumkonzept") == [paper]
