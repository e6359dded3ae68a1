"""Slips are kept as templates and applied to other papers."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.factories.papers import draft
from tests.workflows.routing.slips.lines import (
    problems,
    shape,
)
from workflows.errors import InvalidSlip
from workflows.models import SlipTemplate
from workflows.routing.slips import Line, merged_with_template, save_as_template, set_slip, slip_of


def test_a_slip_is_saved_as_a_template_and_applied_to_another_paper(cast):
    template = save_as_template(draft(cast), name="  Europa  ", by=cast.author)
    other = draft(cast, slip=[Line(cast.org.council, "decision", 5), Line(cast.org.works_office, "co_sign", 1)])

    applied(other, template, by=cast.author)

    assert template.name == "Europa"
    assert shape(other) == [
        ("Tiefbauamt", "co_sign", 1),
        ("Planungsamt", "co_sign", 1),
        ("Europaausschuss", "preliminary", 1),
        ("Kulturausschuss", "hearing", 1),
        ("Bristol", "information", 1),
        ("Rat", "decision", 5),
    ]


def test_a_template_leaves_out_dissolved_organizations_and_due_dates(cast):
    paper = draft(
        cast,
        slip=[
            Line(cast.org.council, "decision", 1, timezone.localdate()),
            Line(cast.org.europe_committee, "preliminary", 1),
        ],
    )
    template = save_as_template(paper, name="Europa", by=cast.author)
    cast.org.europe_committee.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    cast.org.europe_committee.save()
    other = draft(cast, slip=[])

    applied(other, template, by=cast.author)

    assert [(line.organization.name, line.due) for line in slip_of(other)] == [("Rat", None)]


def test_a_template_with_roles_the_kind_does_not_know_is_refused_at_the_line(cast):
    template = save_as_template(draft(cast), name="Entscheidung", by=cast.author)
    paper = draft(cast, "information", slip=[])

    with pytest.raises(InvalidSlip) as error:
        applied(paper, template, by=cast.author)

    assert {field for _index, field in problems(error)} == {"role"}
    assert slip_of(paper) == []


@pytest.mark.parametrize("name", ["", "   ", "europa", "EUROPA"])
def test_a_template_needs_a_name_of_its_own(cast, name):
    save_as_template(draft(cast), name="Europa", by=cast.author)

    with pytest.raises(ValidationError) as error:
        save_as_template(draft(cast), name=name, by=cast.author)

    assert list(error.value.message_dict) == ["name"]
    assert SlipTemplate.objects.count() == 1


def test_an_empty_slip_makes_no_template(cast):
    with pytest.raises(ValidationError):
        save_as_template(draft(cast, slip=[]), name="Leer", by=cast.author)

    assert not SlipTemplate.objects.exists()


@pytest.mark.parametrize("name", ["outsider", "secretary", "citizen"])
def test_outsiders_neither_save_nor_apply_templates(cast, name):
    paper, person = draft(cast), cast.people()[name]
    template = save_as_template(paper, name="Europa", by=cast.author)

    with pytest.raises(PermissionDenied):
        save_as_template(paper, name="Kopie", by=person)
    with pytest.raises(PermissionDenied):
        applied(draft(cast, slip=[]), template, by=person)

    assert SlipTemplate.objects.count() == 1


def applied(paper, template, *, by):
    """As the screen does it: the lines are shown with those of the template, and saved."""
    set_slip(paper, lines=merged_with_template(slip_of(paper), template), by=by)
