"""What was done stays signed with the name somebody had when they did it."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from lxml import html

from papers.models import FormerName
from tests.factories.papers import line_of, paper_at
from workflows.routing.acting import act_on
from workflows.timeline import timeline_of

pytestmark = pytest.mark.django_db


def rename(person, **names):
    person = get_user_model().objects.get(pk=person.pk)
    for field, value in names.items():
        setattr(person, field, value)
    person.save()


@pytest.fixture
def acted(cast):
    paper = paper_at("co_signing", cast)
    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.deputy, outcome="signed")
    return paper


def names(paper, kind):
    return [(entry.name, entry.name_on_behalf) for entry in timeline_of(paper) if entry.kind == kind]


def test_an_act_keeps_the_names_of_its_time(cast, acted):
    rename(cast.deputy, last_name="Neumann")
    rename(cast.cosigner, last_name="Ehemann", first_name="Martha")
    rename(cast.cosigner, last_name="Wieder-Anders")
    rename(cast.author, last_name="Umbenannt")

    assert names(acted, "act") == [("Vera Vertreterin", "Marta Mitzeichnerin")]
    assert names(acted, "submitted") == [("Anna Autorin", "")]


def test_what_is_done_later_has_the_new_name(cast):
    paper = paper_at("co_signing", cast)
    rename(cast.deputy, last_name="Neumann")

    act_on(line_of(paper, cast.org.planning_office, "co_sign"), by=cast.deputy, outcome="signed")

    assert names(paper, "act") == [("Vera Neumann", "Marta Mitzeichnerin")]


def test_the_pages_show_the_names_of_the_time(cast, acted, signed_in):
    rename(cast.deputy, last_name="Neumann")
    client = signed_in(cast.council_clerk)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[acted.pk])).content.decode()
    (timeline,) = html.fromstring(editor).xpath("//ol[@class='umlauf-timeline']")
    assert "Vera Vertreterin" in timeline.text_content()
    assert "Neumann" not in timeline.text_content()

    rename(cast.author, last_name="Umbenannt")
    history = client.get(reverse("wagtailadmin_pages:history", args=[acted.pk])).content.decode()
    cells = " ".join(cell.text_content() for cell in html.fromstring(history).xpath("//td"))
    assert "Anna Autorin" in cells
    assert "Anna Umbenannt" not in cells


def test_only_another_name_is_remembered(cast):
    rename(cast.author, preferred_language="en")
    rename(cast.author, email="anna@umlauf.test")
    assert not FormerName.objects.exists()

    rename(cast.author, last_name="Umbenannt")
    assert [str(former) for former in cast.author.former_names.all()] == ["Anna Autorin"]
