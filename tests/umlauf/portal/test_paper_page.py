"""What a paper's page tells: the slip in words and in order, results, versions, relations, and nothing to those it is
not for."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from papers.drafting import draft_paper
from papers.models import Consultation, Measure
from tests.factories.papers import add_attachment, draft, edit, filled_body, fresh, kind, line_of, paper_at
from umlauf.portal.addresses import paper_url
from umlauf.portal.presenters.paper import PaperPresentation, progress_of
from umlauf.portal.presenters.topics import StrategyPresentation, present
from workflows.routing.acting import Votes, act_on
from workflows.routing.slips import Line
from workflows.routing.steps import resubmit


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def names(stage):
    return [item.line.organization.name for item in stage.lines]


def test_stages_are_counted_within_their_step(cast):
    paper = paper_at("deliberating", cast)  # co-signature, preliminary and hearing all in stage 1

    offices, committees = PaperPresentation(paper, cast.citizen).steps

    assert [names(stage) for stage in offices.stages] == [["Planungsamt"]]
    assert [names(stage) for stage in committees.stages] == [["Europaausschuss", "Kulturausschuss"], ["Rat"]]
    assert [stage.parallel for stage in committees.stages] == [True, False]
    assert [stage.state for stage in committees.stages] == ["current", "planned"]


def test_information_is_a_group_of_its_own(cast, client):
    paper = paper_at("deliberating", cast)
    view = PaperPresentation(paper, cast.citizen)

    assert [item.line.organization.name for item in view.information] == ["Bristol"]
    page = page_of(client, paper_url(paper))
    assert page.index("Zur Kenntnis") < page.index("Bristol")
    assert "/committees/bristol/" not in page  # a partner city has no page there


def test_remarks_of_bodies_are_shown_and_those_of_co_signers_are_not(cast, client):
    paper = paper_at("co_signing", cast)
    act_on(
        line_of(paper, cast.org.planning_office, "co_sign"),
        by=cast.cosigner,
        outcome="signed_with_remarks",
        remark="Bitte unter uns klären.",
    )
    from workflows.routing.release import pass_formal_check, release

    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    act_on(
        line_of(paper, cast.org.culture_committee, "hearing"),
        by=cast.secretary,
        outcome="heard",
        remark="Mit Dank für den Bericht.",
    )

    page = page_of(client, paper_url(fresh(paper)))

    assert "Mitgezeichnet mit Anmerkungen" in page
    assert "Bitte unter uns klären." not in page
    assert "Mit Dank für den Bericht." in page


def test_what_was_resolved_with_changes_stands_beside_the_motion(cast, client):
    paper = paper_at("deliberating", cast)
    act_on(
        line_of(paper, cast.org.europe_committee, "preliminary"),
        by=cast.secretary,
        outcome="recommended",
        votes=Votes(5, 1, 0),
    )
    act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard")
    assert "Geändert beschlossen" not in page_of(client, paper_url(paper))

    act_on(
        line_of(paper, cast.org.council, "decision"),
        by=cast.chair,
        outcome="adopted_as_amended",
        votes=Votes(40, 3, 2, 1),
        amended_text="Der Radweg wird bis 2028 gebaut.",
    )

    view = PaperPresentation(fresh(paper), cast.citizen)
    assert [item.amended_text for item in view.amendments] == ["Der Radweg wird bis 2028 gebaut."]
    assert "Der Radweg wird bis 2028 gebaut." in page_of(client, paper_url(paper))


def test_a_postponed_line_tells_what_came_before(cast):
    paper = paper_at("deliberating", cast, "information")
    line = line_of(paper, cast.org.europe_committee, "deliberation")
    act_on(line, by=cast.secretary, outcome="postponed")
    act_on(Consultation.objects.get(pk=line.pk), by=cast.secretary, outcome="noted")

    item = next(item for item in PaperPresentation(fresh(paper), cast.citizen).slip if item.line.pk == line.pk)

    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert item.sentence == f"Zur Kenntnis genommen am {today}"
    assert item.earlier == [f"Vertagt am {today}"]


def test_a_signature_for_an_older_text_says_so(cast, client):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.author, summary="Mit neuen Zahlen.")
    resubmit(fresh(paper), by=cast.author)

    view = PaperPresentation(fresh(paper), cast.author)

    assert view.version.number == 2
    assert {item.given_for for item in view.slip if item.line.role == "co_sign"} == {1}
    assert "für Fassung 1" in page_of(client, paper_url(paper))


def test_an_editorial_change_leaves_signatures_alone(cast):
    paper = paper_at("returned_after_release", cast)
    edit(paper, by=cast.council_clerk, summary="Tippfehler berichtigt.")
    resubmit(fresh(paper), by=cast.council_clerk, editorial=True)

    view = PaperPresentation(fresh(paper), cast.citizen)

    assert view.version.number == 2
    assert view.version.editorial
    assert {item.given_for for item in view.slip} == {None}


def test_due_and_overdue_are_said_in_words(cast, client):
    today = timezone.localdate()
    slip = [
        Line(cast.org.planning_office, "co_sign"),
        Line(cast.org.europe_committee, "deliberation", 1, today - datetime.timedelta(days=3)),
        Line(cast.org.culture_committee, "deliberation", 1, today + datetime.timedelta(days=3)),
    ]
    paper = paper_at("deliberating", cast, "information", slip=slip)

    due = {item.line.organization.name: item.due for item in PaperPresentation(paper, cast.citizen).slip if item.due}

    late, early = (date_format(today + datetime.timedelta(days=days), "SHORT_DATE_FORMAT") for days in (-3, 3))
    assert due == {"Europaausschuss": f"überfällig seit {late}", "Kulturausschuss": f"fällig am {early}"}
    assert f"überfällig seit {late}" in page_of(client, paper_url(paper))


def test_relations_are_named_and_only_readable_ones_shown(cast, client, signed_in):
    first = paper_at("deliberating", cast, title="Erste Vorlage")
    public = paper_at("deliberating", cast, title="Neue Fassung", superordinate=first, suffix_kind="N")
    hidden = paper_at(
        "deliberating",
        cast,
        title="Vertraulicher Nachtrag",
        superordinate=first,
        suffix_kind="E",
        confidentiality="confidential",
    )

    page = page_of(client, paper_url(first))

    assert public.number == f"{first.number} N1"
    assert public.number in page
    assert hidden.number not in page
    assert "Vertraulicher Nachtrag" not in page
    assert hidden.number in page_of(signed_in(cast.member), paper_url(first))
    assert f'href="{paper_url(first)}"' in page_of(client, paper_url(public))


def test_hidden_attachments_are_not_even_counted(cast, client, signed_in):
    paper = paper_at("deliberating", cast)
    add_attachment(paper, by=cast.council_clerk, title="Lageplan")
    add_attachment(paper, by=cast.council_clerk, title="Grunderwerb", confidentiality="confidential")

    public, members = page_of(client, paper_url(paper)), page_of(signed_in(cast.member), paper_url(paper))

    assert "Lageplan" in public
    assert "Grunderwerb" not in public
    assert "(1)" in public
    assert "Grunderwerb" in members
    assert "(2)" in members


def test_an_attachment_answers_only_to_its_own_name(cast, client):
    attachment = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk, name="lageplan.pdf")
    right = attachment.get_absolute_url()

    assert client.get(right.replace("lageplan", "rechnung")).status_code == 404
    response = client.get(right)
    assert response.headers["Content-Disposition"] == 'inline; filename="lageplan.pdf"'
    response.close()


def test_the_way_into_the_admin_is_for_those_who_work_there(cast, client, signed_in):
    paper = paper_at("deliberating", cast)

    assert "/admin/" not in page_of(client, paper_url(paper))
    assert "/admin/" not in page_of(signed_in(cast.member), paper_url(paper))  # no access to the admin at all
    assert f"/admin/pages/{paper.pk}/edit/" in page_of(signed_in(cast.author), paper_url(paper))
    assert f"/admin/pages/{paper.pk}/edit/" not in page_of(signed_in(cast.secretary), paper_url(paper))


@pytest.mark.parametrize(
    ("stage", "badge", "names", "whom"),
    [
        ("draft", "warning", [], "Büro für Internationales"),
        ("co_signing", "info", ["Planungsamt"], ""),
        ("deliberating", "info", ["Europaausschuss", "Kulturausschuss"], ""),
        ("completed", "success", [], ""),
        ("withdrawn", "danger", [], ""),
    ],
)
def test_progress_says_where_a_paper_is(cast, stage, badge, names, whom):
    progress = progress_of(paper_at(stage, cast))

    assert progress.badge == badge
    assert [organization.name for organization in progress.now_before] == names
    assert progress.with_whom == whom


def test_progress_says_who_decided(cast):
    adopted = progress_of(paper_at("completed", cast))

    assert adopted.label == "Beschlossen"
    assert adopted.decided_by == cast.org.council


def test_a_rejected_paper_is_completed_but_not_a_success(cast):
    paper = paper_at("deliberating", cast)
    act_on(line_of(paper, cast.org.europe_committee, "preliminary"), by=cast.secretary, outcome="not_recommended")
    act_on(line_of(paper, cast.org.culture_committee, "hearing"), by=cast.secretary, outcome="heard")
    act_on(line_of(paper, cast.org.council, "decision"), by=cast.chair, outcome="rejected", votes=Votes(3, 40, 2))

    progress = progress_of(fresh(paper))

    assert (progress.badge, progress.label) == ("danger", "Abgelehnt")


# --- text -----------------------------------------------------------------------------------------------------------


def test_sections_have_anchors_and_long_papers_a_table_of_contents(cast, client):
    long = paper_at("deliberating", cast)
    short = paper_at("deliberating", cast, "question")

    page = page_of(client, paper_url(long))

    for number in range(1, len(long.body) + 1):
        assert f'id="section-{number}"' in page
        assert f'href="#section-{number}"' in page
    assert 'href="#section-1"' not in page_of(client, paper_url(short))


def test_every_kind_of_block_is_shown(cast, client):
    rows = [
        {
            "label": "Bau",
            "direction": "expense",
            "nature": "investment",
            "period": "one_off",
            "year": 2026,
            "amount": "1234567.50",
        },
        {
            "label": "Zuschuss",
            "direction": "income",
            "nature": "investment",
            "period": "one_off",
            "year": 2026,
            "amount": "234567.50",
        },
        {
            "label": "Pflege",
            "direction": "expense",
            "nature": "operations",
            "period": "recurring",
            "year": 2027,
            "amount": "1000.00",
        },
    ]
    table = {
        "columns": [{"type": "text", "heading": "Ort"}, {"type": "number", "heading": "Bäume"}],
        "rows": [{"values": ["Nordufer", "12"]}],
        "caption": "Bäume je Ort",
    }
    content = [
        ("cost_table", {"caption": "Kosten", "rows": rows, "note": "Schätzung"}),
        ("quotation", {"text": "So sei es.", "source": "Der Rat"}),
    ]
    body = [*filled_body(kind("decision")), ("section", {"key": "", "heading": "Zahlen", "content": content})]
    paper = draft(cast, body=body)
    stream = paper.body.stream_block.to_python(
        [
            *paper.body.get_prep_value(),
            {
                "type": "section",
                "value": {"key": "", "heading": "Tabelle", "content": [{"type": "table", "value": {"table": table}}]},
            },
        ]
    )
    paper = edit(paper, by=cast.author, body=stream)

    from django.test import Client

    author = Client()
    author.force_login(cast.author)
    page = page_of(author, paper_url(paper))

    assert "1.234.567,50" in page
    assert "1.000.000,00" in page  # balance of 2026 is computed, and so is the whole
    assert "1.001.000,00" in page
    assert "So sei es." in page
    assert "Bäume je Ort" in page
    assert "Nordufer" in page
    assert page.count('role="region"') == page.count('tabindex="0"') == 2


# --- strategies -----------------------------------------------------------------------------------------------------


def strategy_with_fields(cast, stage="deliberating"):
    return paper_at(
        stage,
        cast,
        "strategy",
        goals=[("goal", {"title": "Weltoffen", "text": "<p>Alle.</p>"})],
        fields_of_action=[
            ("field", {"title": "Partnerschaften", "text": ""}),
            ("field", {"title": "Europa", "text": ""}),
        ],
    )


def test_measures_stand_with_their_field_and_the_others_at_the_end(cast):
    strategy = strategy_with_fields(cast)
    first, second = (str(block.id) for block in strategy.fields_of_action)
    Measure.objects.create(strategy=strategy, field_of_action=second, title="Europawoche", state="running")
    Measure.objects.create(strategy=strategy, field_of_action=first, title="Austausch", state="done")
    Measure.objects.create(strategy=strategy, field_of_action="entfallen", title="Ohne Feld", state="stopped")

    view = present(strategy, cast.citizen)

    assert isinstance(view, StrategyPresentation)
    assert [(field.number, [tracked.measure.title for tracked in field.measures]) for field in view.fields] == [
        (1, ["Austausch"]),
        (2, ["Europawoche"]),
        (None, ["Ohne Feld"]),
    ]
    assert [(segment.name, segment.count) for segment in view.bar.segments] == [
        ("done", 1),
        ("running", 1),
        ("stopped", 1),
    ]
    assert view.bar.text == "Maßnahmen: Umgesetzt 1, In Umsetzung 1, Eingestellt 1"


def test_bars_fill_their_width(cast):
    strategy = strategy_with_fields(cast)
    for number in range(7):
        Measure.objects.create(strategy=strategy, title=str(number), state="planned" if number % 3 else "done")

    last = present(strategy, cast.citizen).bar.segments[-1]

    assert last.x + last.width == pytest.approx(300, abs=0.05)


def test_topics_that_may_not_be_read_are_not_named(cast, client, signed_in):
    strategy = strategy_with_fields(cast)
    hidden = paper_at("deliberating", cast, "strategy", title="Vertrauliches Thema", confidentiality="confidential")
    shown = paper_at("deliberating", cast, "strategy", title="Öffentliches Thema")
    strategy.related_topics.set([hidden, shown])
    strategy.save()

    public = page_of(client, paper_url(strategy))

    assert "Öffentliches Thema" in public
    assert "Vertrauliches Thema" not in public
    assert "Vertrauliches Thema" in page_of(signed_in(cast.member), paper_url(strategy))


def test_a_measure_names_the_papers_that_carry_it_out_and_they_name_it(cast, client):
    strategy, paper = strategy_with_fields(cast), paper_at("deliberating", cast, title="Programm mit Rouen")
    measure = Measure.objects.create(
        strategy=strategy,
        title="Schulaustausch",
        state="running",
        period="2024–2026",
        office=cast.org.international_office,
    )
    measure.papers.add(paper)

    assert "Programm mit Rouen" in page_of(client, paper_url(strategy))
    assert f'href="{paper_url(strategy)}#measure-{measure.pk}"' in page_of(client, paper_url(paper))


def test_topics_side_by_side_lead_to_each_other_and_none_is_named_twice(cast, signed_in):
    strategy = strategy_with_fields(cast)
    first, second, third = (
        draft_paper(
            kind=kind("strategy"),
            title=title,
            originating_office=cast.org.international_office,
            by=cast.author,
            parent=strategy,
        )
        for title in ("Europa", "Mobilität", "Kultur")
    )
    topic = fresh(first)
    topic.related_topics.set([second])
    topic.save()

    own, public = present(fresh(first), cast.author), present(fresh(first), cast.citizen)

    assert [topic.title for topic in own.topics_above] == [strategy.title]
    assert [topic.title for topic in own.related_topics] == ["Mobilität"]
    assert [topic.pk for topic in own.sibling_topics] == [third.pk]
    assert (public.related_topics, public.sibling_topics) == ([], [])
    assert present(strategy, cast.author).sibling_topics == []
