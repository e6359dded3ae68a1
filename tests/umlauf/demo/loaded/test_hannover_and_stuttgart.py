from __future__ import annotations

import datetime
import hashlib

import pytest

from papers.enums import ConsultationState, OrganizationKind, PaperState
from papers.models import Organization, Paper, Strategy
from papers.wording import whereabouts
from tests.umlauf.demo.loaded.conftest import demo_paper

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]

THIRTEEN = [
    ("Ausschuss für Angelegenheiten des Geschäftsbereiches des Oberbürgermeisters", "deliberation"),
    ("Kulturausschuss", "deliberation"),
    ("Organisations- und Personalausschuss", "deliberation"),
    ("Ausschuss für Arbeitsmarkt-, Wirtschafts- und Liegenschaftsangelegenheiten", "deliberation"),
    ("Schul- und Bildungsausschuss", "deliberation"),
    ("Jugendhilfeausschuss", "deliberation"),
    ("Ausschuss für Integration, Europa und Internationale Kooperation (Internationaler Ausschuss)", "deliberation"),
    ("Ausschuss für Umweltschutz und Grünflächen", "information"),
    ("Stadtentwicklungs- und Bauausschuss", "information"),
    ("Gleichstellungsausschuss", "information"),
    ("Ausschuss für Haushalt Finanzen und Rechnungsprüfung", "information"),
    ("Sozialausschuss", "information"),
    ("Sportausschuss", "information"),
]
HEADINGS = ["Anlass", "Ausrichtung", "Aufbau", "Berücksichtigung von Gender-Aspekten", "Kostentabelle"]


def test_the_first_paper_is_the_one_of_2019():
    paper = Paper.objects.get(number="0383/2019")

    assert paper == demo_paper("2019-handlungskonzept").page_ptr.paper
    assert paper.title == 'Handlungskonzept "Hannover – internationale Stadt"'
    assert (paper.slug, paper.kind.slug, paper.live) == ("0383-2019", "information", True)
    assert (paper.originating_office.code, paper.place, paper.date) == ("15.2", "Hannover", datetime.date(2019, 2, 4))
    assert [block.value["heading"] for block in paper.body] == HEADINGS
    assert [block.block_type for block in paper.body[-1].value["content"]] == ["text", "cost_table"]


def test_the_first_paper_has_its_thirteen_lines_in_order():
    paper = Paper.objects.get(number="0383/2019")

    lines = list(paper.consultations.in_slip_order().select_related("organization"))

    assert [(line.organization.name, line.role) for line in lines] == THIRTEEN
    assert [line.outcome in ("noted", "noted_with_remarks") for line in lines[:7]] == [True] * 7
    assert {line.state for line in lines[7:]} == {ConsultationState.OPEN, ConsultationState.DONE}
    assert (paper.state, whereabouts(paper)) == (PaperState.COMPLETED, "–")
    assert {(act.at.year, act.at.month) for line in lines for act in line.acts.all()} == {(2019, 2), (2019, 3)}


def test_the_first_paper_has_one_annex_that_is_a_real_file():
    attachment = Paper.objects.get(number="0383/2019").attachments.get()

    with attachment.file.open() as file:
        content = file.read()

    assert content.startswith(b"%PDF-1.7")
    assert attachment.sha512 == hashlib.sha512(content).hexdigest()
    assert attachment.media_type == "application/pdf"


def test_the_strategy_has_three_goals_four_fields_and_measures_with_papers():
    strategy = demo_paper("hannover")

    field_ids = [field.id for field in strategy.fields_of_action]
    measures = list(strategy.measures.all())

    assert isinstance(strategy, Strategy)
    assert strategy.number == "0384/2019"
    assert [goal.value["title"] for goal in strategy.goals] == [
        "Stärkung des Standorts Hannover",
        "Förderung des interkulturellen Verständnisses",
        "Engagement Hannovers für die Europäische Union und die Solidarität in der Welt",
    ]
    assert [field.value["title"] for field in strategy.fields_of_action] == [
        "Strategische Entwicklung der internationalen Partnerschaften und Kooperationen",
        "Internationalisierung und Europäisierung der Stadtverwaltung",
        "Internationale Profilierung und Attraktivität",
        "Stärkung der Weltoffenheit der Stadt und der Teilhabe der Stadtgesellschaft",
    ]
    assert len(measures) == 12
    assert {measure.field_of_action for measure in measures} == set(field_ids)
    assert {measure.state for measure in measures} == {"planned", "running", "done", "stopped"}
    assert measures[0].papers.filter(number="0383/2019").exists()


def test_stuttgart_has_sub_topics_related_topics_and_ten_partner_cities():
    topic = demo_paper("stuttgart")

    sub_topics = list(topic.get_children().live().values_list("title", flat=True))

    assert sub_topics == ["Städtepartnerschaften", "EU-Themen", "Kommunale Entwicklungspolitik", "Cities for Mobility"]
    assert list(demo_paper("hannover").related_topics.all()) == [topic]  # younger than the strategy that names it
    assert list(demo_paper("stuttgart-cities-for-mobility").related_topics.all()) == [demo_paper("stuttgart-eu-themen")]
    text = str(topic.body)
    cities = (
        "St. Helens",
        "Cardiff",
        "St. Louis",
        "Strasbourg",
        "Mumbai",
        "Menzel Bourguiba",
        "Kairo",
        "Łódź",
        "Brno",
        "Samara",
    )
    assert [city for city in cities if city in text] == list(cities)


def test_both_cities_bring_their_partner_cities():
    cities = Organization.objects.filter(kind=OrganizationKind.PARTNER_CITY).order_by("position")

    assert list(cities.values_list("name", "country", "partner_since")) == [
        ("Bristol", "GB", 1947),
        ("Perpignan", "FR", 1960),
        ("Rouen", "FR", 1966),
        ("Blantyre", "MW", 1968),
        ("Poznań", "PL", 1979),
        ("Hiroshima", "JP", 1983),
        ("Leipzig", "DE", 1987),
        ("St. Helens", "GB", 1948),
        ("Cardiff", "GB", 1955),
        ("St. Louis", "US", 1960),
        ("Strasbourg", "FR", 1962),
        ("Mumbai", "IN", 1968),
        ("Menzel Bourguiba", "TN", 1971),
        ("Kairo", "EG", 1979),
        ("Łódź", "PL", 1988),
        ("Brno", "CZ", 1989),
        ("Samara", "RU", 1992),
    ]
