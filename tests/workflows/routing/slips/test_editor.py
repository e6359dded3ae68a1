"""The screen in which a slip is edited."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from papers.models import Consultation, PaperKind
from tests.factories.papers import draft, paper_at
from tests.factories.screens import shown
from tests.workflows.routing.slips.lines import (
    shape,
)
from workflows.errors import InvalidSlip
from workflows.models import SlipTemplate
from workflows.routing.slips import Line, set_slip, slip_of


def slip_form(rows, **extra):
    form = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, "template": "", "name": ""}
    for index, (organization, role, stage) in enumerate(rows):
        form |= {
            f"lines-{index}-organization": organization,
            f"lines-{index}-role": role,
            f"lines-{index}-stage": stage,
            f"lines-{index}-ORDER": index + 1,
        }
    return form | extra


def test_the_editor_saves_a_slip(cast, signed_in):
    paper = draft(cast, slip=[])
    form = slip_form(
        [(cast.org.europe_committee.pk, "preliminary", 1), ("", "", 1), (cast.org.council.pk, "decision", 2)]
    )

    response = signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form | shown("set_slip", paper))

    assert response.status_code == 302
    assert shape(paper) == [("Europaausschuss", "preliminary", 1), ("Rat", "decision", 2)]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([("council", "veto", 1)], "role"),
        ([("council", "", 1)], "role"),
        ([("", "decision", 1)], "organization"),
        ([("council", "decision", 1), ("council", "decision", 2)], "organization"),
        ([("council", "decision", 0)], "stage"),
        ([("council", "decision", "bald")], "stage"),
    ],
)
def test_the_editor_names_the_field_and_keeps_what_was_typed(cast, signed_in, rows, field):
    paper = draft(cast, slip=[])
    form = slip_form(
        [
            (getattr(cast.org, name).pk if name else "", role, stage)
            for name, role, stage in [("europe_committee", "preliminary", 7), *rows]
        ]
    )

    response = signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form | shown("set_slip", paper))

    assert response.status_code == 200
    formset = response.context["formset"]
    assert {name for errors in formset.errors for name in errors} == {field}
    assert formset.forms[0]["stage"].value() == "7"
    assert formset.forms[-1]["stage"].value() == str(rows[-1][2])
    assert slip_of(paper) == []


def test_the_editor_of_a_circulating_paper_reads_only_for_its_author(cast, signed_in):
    paper = paper_at("co_signing", cast)
    client = signed_in(cast.author)

    assert client.get(f"/admin/inbox/papers/{paper.pk}/slip/").status_code == 200
    assert client.post(f"/admin/inbox/papers/{paper.pk}/slip/", slip_form([])).status_code == 302
    assert len(slip_of(paper)) == 5


def test_a_slip_saved_as_template_in_the_editor(cast, signed_in):
    paper = draft(cast, slip=[])
    form = slip_form([(cast.org.council.pk, "decision", 1)], name="Nur Rat", save_template="1")

    signed_in(cast.author).post(f"/admin/inbox/papers/{paper.pk}/slip/", form | shown("set_slip", paper))

    assert [(line.organization, line.role) for line in SlipTemplate.objects.get(name="Nur Rat").lines.all()] == [
        (cast.org.council, "decision")
    ]


def test_the_database_itself_refuses_a_doubled_line(cast):
    paper = draft(cast)

    with pytest.raises(ValidationError):
        Consultation(paper=paper, organization=cast.org.council, role="decision").full_clean()


def test_a_kind_without_workflow_offers_no_roles(cast):
    PaperKind.objects.filter(slug="question").update(workflow=None)
    paper = draft(cast, "question", slip=[])

    with pytest.raises(InvalidSlip):
        set_slip(paper, lines=[Line(cast.org.council, "deliberation")], by=cast.author)
