"""Papers are found by everyday words, by those who may read them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.models import Paper, PaperKind
from search import indexing
from search.searching import find, suggest
from tests.factories.papers import edit, fresh, paper_at

pytestmark = pytest.mark.django_db

CITIZEN = AnonymousUser()


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def indexed(cast):
    """``indexed(title, stage, …)`` makes a paper and brings the index up to date."""

    def make(title, stage="deliberating", slug="decision", **fields):
        paper = paper_at(stage, cast, slug, title=title, **fields)
        bring_up_to_date()
        return fresh(paper)

    return make


def bring_up_to_date():
    for _left in indexing.process_pending():
        pass
    indexing.send_out()


def titles(text, reader=CITIZEN, language="de", **options):
    return [str(hit.title) for hit in find(text, reader=reader, language=language, **options).hits if hit.paper]


EVERYDAY = (
    ("Ausbau der Radwege", "Radweg"),
    ("Pflege des Seewegs", "Seewege"),
    ("Bericht zum Umweltschutz", "Umwelt"),
    ("Städtepartnerschaften der Stadt", "Stadtepartnerschaft"),
    ("Straßenausbau am Nordufer", "Strassenausbau"),
    ("Neubau einer Kindertagesstätte", "Kinder"),
    ("Lärmaktionsplan, dritte Stufe", "Lärm"),
    ("Theater Œuvre und Café", "oeuvre cafe"),
    ("Partnerschaft mit Łódź", "Lodz"),
    ("Die Brücke am Fluss", "die Brücken in der"),
    ("Satzung über Spielplätze", "Spielplatz Satzungen"),
)


@pytest.mark.thorough
def test_everyday_words_find_it_and_nothing_else(indexed):
    for title, _query in EVERYDAY:
        indexed(title)

    assert {query: titles(query) for _title, query in EVERYDAY} == {query: [title] for title, query in EVERYDAY}
    assert titles("LARMAKTIONSPLANS") == ["Lärmaktionsplan, dritte Stufe"]


def test_numbers_are_found_however_they_are_typed(indexed):
    paper = indexed("Nummernprobe")
    number, year = paper.number.split("/")
    n = int(number)

    for typed in (
        f"{n}/{year}",
        f"{n:04}/{year}",
        f"{n}-{year}",
        f"DS {n:04}/{year}",
        f"Drucksache {n}/{year}",
        f"  {n:06}/{year}  ",
    ):
        assert titles(typed)[0] == "Nummernprobe", typed


def test_phrases_exclusion_and_alternatives(indexed):
    indexed("Neue Halle für den Sport")
    indexed("Sport im Park, Halle bleibt zu")

    assert titles('"Halle für den Sport"') == ["Neue Halle für den Sport"]
    assert set(titles("Halle Sport")) == {"Neue Halle für den Sport", "Sport im Park, Halle bleibt zu"}
    assert titles("Halle -Park") == ["Neue Halle für den Sport"]
    assert titles("-Park Neue") == ["Neue Halle für den Sport"]
    assert len(titles("Park OR neue")) == 2
    assert titles("Sporthallenbad") == []


def test_what_stands_in_the_title_comes_first(indexed, cast):
    passing = indexed("Bericht der Verwaltung")
    body = list(passing.body.raw_data)
    text = f"<p>{'Auch der Friedhof kommt vor. ' * 3}</p>"
    next(b for b in body[0]["value"]["content"] if b["type"] in ("text", "motion"))["value"] = text
    edit(passing, by=cast.council_clerk, body=body)
    fresh(passing).get_latest_revision().publish(user=cast.council_clerk)
    indexed("Friedhof Nord: Erweiterung")

    assert titles("Friedhöfe") == ["Friedhof Nord: Erweiterung", "Bericht der Verwaltung"]


def test_passages_show_the_words_where_they_stand(indexed):
    indexed("Kurze Sache", summary="Vorher steht etwas. Dann kommt der Schulweg und mit ihm die Kinder.")

    (hit,) = find("Schulwege", reader=CITIZEN, language="de").hits
    assert ("Schulweg", True) in hit.passages[0].segments
    assert "gender" not in str(hit.passages[0]).split()


def test_passages_set_headings_off_from_what_follows(indexed, cast):
    paper = indexed("Kurze Sache")
    body = list(paper.body.raw_data)
    text = "<h3>Woher der Wunsch kommt</h3><p>Die Seilbahn fehlt.</p>"
    body[1]["value"]["content"][0]["value"] = text
    edit(paper, by=cast.council_clerk, body=body)
    fresh(paper).get_latest_revision().publish(user=cast.council_clerk)
    bring_up_to_date()

    (hit,) = find("Seilbahn", reader=CITIZEN, language="de").hits
    shown = " ".join(str(hit.passages[0]).split())
    assert "Begründung: Woher der Wunsch kommt: Die Seilbahn fehlt." in shown


@pytest.mark.parametrize(
    ("typed", "meant"), [("Haushlat", "Haushalt"), ("haushlat", "haushalt"), ("HAUSHLAT", "HAUSHALT")]
)
def test_did_you_mean_keeps_capitals(indexed, typed, meant):
    indexed("Haushalt der Stadt")

    assert find(typed, reader=CITIZEN, language="de").did_you_mean == meant


@pytest.mark.parametrize("level", ["non_public", "confidential"])
def test_what_one_may_not_read_is_in_nothing(indexed, cast, level):
    indexed("Offene Geheimnisse")
    paper = indexed("Geheimnisvolle Vergabe")
    Paper.objects.filter(pk=paper.pk).update(confidentiality=level)  # the index has not heard of it

    found = find("Geheimnisse OR Geheimnisvolle OR Vergabe", reader=CITIZEN, language="de")
    assert [str(hit.title) for hit in found.hits] == ["Offene Geheimnisse"]
    assert found.total == 1
    assert sum(count for _value, count in found.facets["state"]) == 1
    assert suggest("Vergab", reader=CITIZEN, language="de") == []
    assert find("Vergabbe", reader=CITIZEN, language="de").did_you_mean == ""
    assert find("Vergabbe", reader=cast.council_clerk, language="de").did_you_mean == "Vergabe"
    assert titles("Vergabe", reader=cast.council_clerk) == ["Geheimnisvolle Vergabe"]


def test_drafts_are_found_by_their_office_and_nobody_else(indexed, cast):
    indexed("Entwurf einer Satzung", "draft")

    assert titles("Satzungen", reader=cast.author) == ["Entwurf einer Satzung"]
    assert titles("Satzungen", reader=cast.member) == []
    assert titles("Satzungen") == []


def test_facets_count_and_narrow_down(indexed, cast):
    one = indexed("Schulbericht eins")
    indexed("Schulbericht zwei", slug="information")

    found = find("Schulbericht", reader=CITIZEN, language="de")
    assert dict(found.facets["kind"]) == {str(one.kind_id): 1, str(PaperKind.objects.get(slug="information").pk): 1}
    assert dict(found.facets["part"]) == {"text": 2}
    assert titles("Schulbericht", filters={"kind": [str(one.kind_id)]}) == ["Schulbericht eins"]
    assert titles("", filters={"kind": [str(one.kind_id)]}) == ["Schulbericht eins"]
    committee = one.consultations.exclude(role="co_sign").first().organization_id
    assert "Schulbericht eins" in titles("Schulbericht", filters={"committee": [str(committee)]})
    assert titles("Schulbericht", filters={"year": ["1999"], "kind": ["x"], "nonsense": ["1"]}) == []


def test_organizations_are_found(cast):
    organization = cast.org.europe_committee
    organization.name = "Ausschuss für Hafenfragen"
    organization.save()
    bring_up_to_date()

    (hit,) = find("Hafenfrage", reader=CITIZEN, language="de").hits
    assert hit.organization == organization


def test_suggestions_while_typing(indexed):
    paper = indexed("Kläranlage Nordhafen")

    assert [str(hit.title) for hit in suggest("Kläranl", reader=CITIZEN, language="de")] == ["Kläranlage Nordhafen"]
    assert [hit.paper for hit in suggest(paper.number[:6], reader=CITIZEN, language="de")] == [paper]


def test_did_you_mean(indexed):
    indexed("Hochwasserschutz an der Leine")

    assert find("Hochwaserschutz", reader=CITIZEN, language="de").did_you_mean == "Hochwasserschutz"
    assert find("Hochwasserschutz", reader=CITIZEN, language="de").did_you_mean == ""


def test_every_word_of_a_query_may_be_misspelt(indexed):
    indexed("Hochwasserschutz an der Leine")

    def meant(text):
        return find(text, reader=CITIZEN, language="de").did_you_mean

    assert meant("Hochwaserschutz Leime") == "Hochwasserschutz Leine"
    assert meant('"Hochwaserschutz an der Leime"') == '"Hochwasserschutz an der Leine"'
    assert meant("Hochwaserschutz " * 20) == ""


def test_only_words_of_what_one_may_read_are_meant(indexed, cast):
    """A word is not named because others stand beside it, nor because it stands where the filters do not look."""
    indexed("Radwege am Hafen")
    indexed("Vergabe am Hafen", confidentiality="confidential")
    indexed("Kläranlage", slug="information")

    def meant(text, reader=CITIZEN, **filters):
        return find(text, reader=reader, language="de", filters=filters).did_you_mean

    assert meant("Vergabbe Haven") == "Vergabbe Hafen"
    assert meant("Vergabbe Haven Radwge") == "Vergabbe Hafen Radwege"
    assert meant("Vergabbe Haven", cast.council_clerk) == "Vergabe Hafen"
    assert meant("Vergabbe OR Vergabbt") == ""
    assert meant("Klärnlage", kind=[str(PaperKind.objects.get(slug="information").pk)]) == "Kläranlage"
    assert meant("Klärnlage", kind=[str(PaperKind.objects.get(slug="decision").pk)]) == ""


def test_a_very_long_query_is_cut_and_says_so(indexed):
    indexed("Radwege am Hafen")

    assert find("Radwege am Hafen", reader=CITIZEN, language="de").query.shortened is False
    for words in (["Radwege"] * 40, [*("Hafen",) * 32, "Flughafen"]):
        for between in (" ", " OR ", "/", " -".join(["", ""])):
            found = find(between.join(words), reader=CITIZEN, language="de")
            assert found.query.shortened
            terms = [option for group in (*found.query.groups, *found.query.excluded) for option in group.options]
            assert len(terms) <= 32 * 10
    assert titles(" ".join([*("Hafen",) * 32, "Flughafen"])) == ["Radwege am Hafen"]


NASTY = (
    *(
        "\0",
        '"',
        '""',
        "' OR 1=1 --",
        "*",
        "a*",
        "NEAR(a b)",
        "^x",
        "x:y",
        "{a} : b",
        "(((",
        "OR OR OR",
        "- - -",
        "-",
        "der die das",
        "🚲",
        "שלום",
    ),
    *(
        "مرحبا",
        "%s %d",
        "\\",
        "a" * 10_000,
        "(a+)+$",
        "NOT",
        "AND",
        "-x",
        "日本",
        "0/2026",
        "99999999/2026",
        "1e5 2e 3.4",
        "<b>x</b>",
    ),
)


def test_no_query_is_an_error(indexed):
    indexed("Irgendeine Vorlage")
    for text in NASTY:
        find(text, reader=CITIZEN, language="de")
        suggest(text, reader=CITIZEN, language="de")


SOUP = st.one_of(
    st.text(max_size=12), st.sampled_from(['"', "-", "OR", "*", "(", ")", ":", "AND", "Vorlage", "0001/2026"])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOUP, max_size=12).map(" ".join))
def test_boolean_soup_is_no_error(cast, text):
    find(text, reader=CITIZEN, language="de")
    suggest(text, reader=CITIZEN, language="fr")
