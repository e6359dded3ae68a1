"""What is heard before a decision, at a stage after it: asked back once, by the screen alone."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from papers.models import Organization
from tests.factories.papers import draft, line_of, paper_at, responsible
from tests.factories.screens import shown
from tests.workflows.routing.slips.lines import problems, shape
from tests.workflows.routing.slips.test_editor import slip_form
from workflows.errors import InvalidSlip
from workflows.routing.acting import act_on
from workflows.routing.slips import Line, save_as_template, set_slip, slip_of


def typed(organization, role, stage):
    """As from a screen on which nothing was confirmed."""
    return Line(organization, role, stage, is_meant=False)


def sent(client, paper, rows, **extra):
    form = slip_form([(line.organization.pk, line.role, line.stage) for line in rows], **extra)
    return client.post(f"/admin/inbox/papers/{paper.pk}/slip/", form | shown("set_slip", paper))


@pytest.mark.parametrize(
    ("role", "stage", "asked"),
    [
        ("preliminary", 3, True),
        ("hearing", 3, True),
        ("preliminary", 2, False),
        ("preliminary", 1, False),
        ("hearing", 1, False),
        ("information", 3, False),
        ("co_sign", 3, False),
    ],
)
def test_only_what_is_heard_before_a_decision_is_asked_about_after_it(cast, role, stage, asked):
    paper = draft(cast, slip=[])
    lines = [typed(cast.org.council, "decision", 2), typed(cast.org.europe_committee, role, stage)]

    if asked:
        with pytest.raises(InvalidSlip) as error:
            set_slip(paper, lines=lines, by=cast.author)
        assert problems(error) == [(1, "is_meant")]
    else:
        set_slip(paper, lines=lines, by=cast.author)


def test_a_decision_that_follows_or_none_at_all_leaves_no_doubt(cast):
    org = cast.org
    early = [typed(org.finance_committee, "decision", 1), typed(org.europe_committee, "preliminary", 2)]

    set_slip(draft(cast, slip=[]), lines=[*early, typed(org.council, "decision", 3)], by=cast.author)
    set_slip(draft(cast, slip=[]), lines=[typed(org.europe_committee, "preliminary", 2)], by=cast.author)


def test_after_the_last_decision_any_stage_is_too_late(cast):
    paper = paper_at("deliberating", cast, slip=[
        Line(cast.org.council, "decision", 1),
        Line(cast.org.culture_committee, "hearing", 1),
    ])  # fmt: skip
    line = line_of(paper, cast.org.council, "decision")
    act_on(line, outcome="adopted", by=responsible(cast, line))

    with pytest.raises(InvalidSlip) as error:
        set_slip(
            paper, lines=[*slip_of(paper), typed(cast.org.europe_committee, "preliminary", 1)], by=cast.council_clerk
        )

    assert problems(error) == [(2, "is_meant")]


def test_a_decision_moved_to_the_front_is_asked_about_at_what_it_overtakes(cast):
    paper = draft(cast)
    moved = [Line(line.organization, line.role, 1, is_meant=False) for line in slip_of(paper)]
    later = [line if line.role != "preliminary" else typed(line.organization, line.role, 2) for line in moved]

    with pytest.raises(InvalidSlip) as error:
        set_slip(paper, lines=later, by=cast.author)

    assert [later[index].role for index, _field in problems(error)] == ["preliminary"]


def test_who_is_no_screen_is_not_asked(cast):
    paper = draft(cast, slip=[Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)])

    assert shape(paper) == [("Rat", "decision", 1), ("Europaausschuss", "preliminary", 2)]


def test_the_screen_asks_at_the_row_once_and_keeps_what_was_typed(cast, signed_in):
    paper, client = draft(cast, slip=[]), signed_in(cast.author)
    rows = [Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)]

    refused = sent(client, paper, rows, save="1")

    assert [list(form.errors) for form in refused.context["formset"]] == [[], ["is_meant"]]
    assert [form["stage"].value() for form in refused.context["formset"]] == ["1", "2"]
    page = refused.content.decode()
    assert 'name="lines-1-is_meant"' in page
    assert 'name="lines-0-is_meant"' not in page
    assert gettext("It is meant") in page
    assert slip_of(paper) == []

    accepted = sent(client, paper, rows, save="1", **{"lines-1-is_meant": "on"})

    assert accepted.status_code == 302
    assert shape(paper) == [("Rat", "decision", 1), ("Europaausschuss", "preliminary", 2)]


def test_what_was_confirmed_is_not_asked_about_again(cast, signed_in):
    rows = [Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)]
    paper, client = draft(cast, slip=rows), signed_in(cast.author)

    page = client.get(f"/admin/inbox/papers/{paper.pk}/slip/").content.decode()
    response = sent(client, paper, [*rows, Line(cast.org.bristol, "information", 3)], save="1")

    assert "is_meant" not in page
    assert response.status_code == 302
    assert len(slip_of(paper)) == 3


def test_a_confirmation_stays_while_a_line_is_added(cast, signed_in):
    paper = draft(cast, slip=[])
    rows = [Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)]

    response = sent(signed_in(cast.author), paper, rows, add_line="1", **{"lines-1-is_meant": "on"})

    assert [form["is_meant"].value() for form in response.context["formset"]][:2] == [False, True]


def test_the_lines_of_a_template_are_asked_about_when_they_are_saved(cast, signed_in):
    odd = [Line(cast.org.council, "decision", 1), Line(cast.org.europe_committee, "preliminary", 2)]
    template = save_as_template(draft(cast, slip=odd), name="Verdreht", by=cast.author)
    paper, client = draft(cast, slip=[]), signed_in(cast.author)

    inserted = sent(client, paper, [], insert_template="1", template=template.pk)
    names = ("organization", "role", "stage", "round")
    typed_in = {
        f"{form.prefix}-{name}": form[name].value() or "" for form in inserted.context["formset"] for name in names
    }
    count = len(inserted.context["formset"].forms)
    refused = sent(client, paper, [], save="1", **typed_in | {"lines-TOTAL_FORMS": count})

    assert [list(form.errors) for form in refused.context["formset"]] == [[], ["is_meant"], []]
    assert slip_of(paper) == []


def test_what_is_due_when_its_body_has_ended_is_asked_about(cast):
    today = timezone.localdate()
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(ends_on=today)
    body = Organization.objects.get(pk=cast.org.europe_committee.pk)
    paper = draft(cast, slip=[])
    decision = typed(cast.org.council, "decision", 2)

    def line(due, is_meant=False):
        return Line(body, "preliminary", 1, due=due, is_meant=is_meant)

    after = today + datetime.timedelta(days=1)
    with pytest.raises(InvalidSlip) as error:
        set_slip(paper, lines=[line(after), decision], by=cast.author)
    assert problems(error) == [(0, "is_meant")]
    set_slip(paper, lines=[line(today), decision], by=cast.author)
    set_slip(paper, lines=[line(after, is_meant=True), decision], by=cast.author)
    set_slip(paper, lines=[line(after), decision], by=cast.author)  # nobody changed it
