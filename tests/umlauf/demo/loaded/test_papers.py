from __future__ import annotations

from collections import defaultdict
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext

from papers.access import may_read, may_read_attachment
from papers.enums import Confidentiality, ConsultationState, Outcome, PaperState
from papers.models import Act, Consultation, Delegation, Membership, Organization, Paper, PaperKind, Version
from tests.umlauf.demo.loaded.conftest import demo_paper
from umlauf.demo.content import read_cast, read_papers
from workflows.inbox import waiting_for
from workflows.models import SlipTemplate
from workflows.timeline import timeline_of

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("loaded_demo")]


def person(key):
    return get_user_model().objects.get(email=f"{key}@umlauf.example")


def test_there_are_papers_of_every_kind_state_level_and_outcome():
    papers = Paper.objects.originals()

    assert papers.count() == len(read_papers()) == 51
    assert {paper.state for paper in papers} == set(PaperState)
    assert {paper.kind for paper in papers} == set(PaperKind.objects.all())
    assert {paper.confidentiality for paper in papers} == set(Confidentiality)
    assert set(Act.objects.values_list("outcome", flat=True)) == set(Outcome)
    assert {paper.suffix_kind for paper in papers} == {"", "N", "E", "S"}
    assert set(papers.values_list("date__year", flat=True)) == {2019, 2024, 2025, 2026}


def test_what_still_moves_is_of_this_year():
    moving = Paper.objects.originals().exclude(state__in=(PaperState.COMPLETED, PaperState.WITHDRAWN))

    assert set(moving.values_list("date__year", flat=True)) == {2026}


def test_the_numbers_of_every_year_have_no_gap():
    series = defaultdict(list)
    for year, sequence in Paper.objects.filter(number__isnull=False, superordinate=None).values_list(
        "number_year", "sequence"
    ):
        series[year].append(sequence)

    assert sorted(series) == [2019, 2024, 2025, 2026]
    assert sorted(series.pop(2019)) == [383, 384]
    for sequences in series.values():
        assert sorted(sequences) == list(range(1, len(sequences) + 1))
    assert set(Paper.objects.exclude(superordinate=None).values_list("number", flat=True)) == {
        "0006/2024 S1",
        "0002/2025 E1",
        "0004/2025 N1",
    }


def test_every_story_ends_in_the_state_it_tells():
    states = {
        "2024-antrag-nachtbus": PaperState.COMPLETED,
        "2025-bibliothek": PaperState.WITHDRAWN,
        "2026-antrag-buchmarkt": PaperState.WITHDRAWN,
        "2026-radschnellweg": PaperState.DELIBERATING,
        "2026-kita-beitraege": PaperState.RETURNED,
        "2026-sporthalle": PaperState.CO_SIGNING,
        "2026-schulhof": PaperState.CO_SIGNING,
        "2026-kulturentwicklung": PaperState.CHECKING,
        "2026-jugendaustausch": PaperState.RELEASING,
        "2026-parkgebuehren": PaperState.DRAFT,
        "2026-besuch-bristol": PaperState.DRAFT,
    }

    assert {key: demo_paper(key).state for key in states} == states


def test_a_returned_and_revised_paper_has_two_versions_and_signatures_for_both():
    paper = demo_paper("2025-spielplaetze")

    signatures = Act.objects.filter(consultation__paper=paper, consultation__role="co_sign")

    assert list(paper.versions.values_list("number", flat=True)) == [1, 2]
    assert sorted(signatures.values_list("version__number", "outcome")) == [
        (1, "objected"),
        (1, "signed"),
        (2, "signed"),
        (2, "signed"),
    ]
    assert "Pflege und Kontrolle" in str(paper.body)


def test_a_referred_paper_waits_for_the_other_committee():
    paper = demo_paper("2026-antrag-hitzeschutz")

    assert list(paper.consultations.open().values_list("organization__slug", "role")) == [
        ("schul-und-bildungsausschuss", "preliminary")
    ]
    assert paper.consultations.get(role="decision").state == ConsultationState.PLANNED


def test_what_does_not_follow_the_plan_is_told():
    corrected = demo_paper("2025-spielplaetze").consultations.get(role="decision")
    rounds = demo_paper("2025-waermeplanung").consultations.filter(organization__slug="sozialausschuss")
    late = demo_paper("2026-stadtbahn").attachments.get()
    other_paper = demo_paper("2025-europa-foerdermittel").consultations.get(organization__slug="umweltausschuss")
    merged = Organization.objects.get(slug="digitalisierungsausschuss")
    waiting = demo_paper("2026-anfrage-glasfaser").consultations

    assert [(act.votes_yes, bool(act.corrects)) for act in corrected.acts.order_by("pk")] == [(10, False), (11, True)]
    assert sorted(rounds.values_list("round", "outcome")) == [(1, "recommended"), (2, "recommended")]
    assert str(late.handed_in_late_on) == "2026-10-01"
    assert [act.outcome for act in other_paper.acts.order_by("pk")] == ["noted", "not_dealt_with", "noted"]
    assert [str(one.slug) for one in merged.successors.all()] == ["organisation-personal"]
    assert waiting.open().filter(organization__slug="organisation-personal").count() == 1
    assert not waiting.open().filter(organization=merged).exists()


def test_what_was_taken_off_is_for_the_council_office():
    paper = demo_paper("2025-anfrage-leerstand")

    assert paper.is_taken_off
    assert {key for key in ("ostermeier", "dvorak", "gruenwald", "nguyen") if may_read(person(key), paper)} == {
        "nguyen"
    }


def test_everything_carries_the_date_it_pretends_to_be_from():
    loaded = timezone.localdate()

    results = Act.objects.filter(corrects=None)
    assert [act.pk for act in results if timezone.localdate(act.at) != act.decided_on] == []
    for model, name in (
        (Paper, "first_published_at"),
        (Paper, "latest_revision_created_at"),
        (Consultation, "modified"),
        (Version, "created_at"),
    ):
        assert not model.objects.filter(**{f"{name}__date": loaded}).exists(), (model, name)
    assert Consultation.history.earliest("history_date").history_date.year == 2019
    assert [entry.at.year for entry in timeline_of(demo_paper("2019-handlungskonzept"))] == [2019] * len(
        timeline_of(demo_paper("2019-handlungskonzept"))
    )


def test_no_step_of_a_story_comes_before_the_last():
    for story in read_papers():
        moments = [entry.at for entry in timeline_of(demo_paper(story.key))]
        assert moments == sorted(moments), story.key


def test_the_cast_stands_where_the_table_says():
    bodies = {"kind__in": ("council", "committee")}
    three = Membership.objects.current().filter(person=person("kowalczyk"), role="secretary")
    demir = Membership.objects.current().filter(person=person("demir"), organization__kind="committee")

    assert three.count() == 3
    assert sorted(demir.values_list("organization__slug", flat=True)) == [
        "internationaler-ausschuss",
        "kulturausschuss",
        "umweltausschuss",
    ]
    assert not Membership.objects.filter(person=person("gruenwald")).exists()
    assert not Membership.objects.filter(
        person=person("bergstroem"), organization__in=Paper.objects.values("consultations__organization")
    ).exists()
    assert person("admin").is_superuser
    assert [(row.delegator, row.deputy) for row in Delegation.objects.current()] == [
        (person("yildiz"), person("kowalczyk"))
    ]
    assert Act.objects.filter(by=person("kowalczyk"), on_behalf_of=person("yildiz")).count() == 1
    assert (
        Membership.objects.filter(
            until__isnull=False,
            person__is_active=True,
            **{f"organization__{name}": value for name, value in bodies.items()},
        ).count()
        == 2
    )


def test_everybody_of_the_cast_can_log_in_with_the_printed_password(loaded_demo):
    cast = read_cast()

    for someone in cast.people:
        email = cast.email(someone.key)
        assert authenticate(email=email, password=cast.password) == get_user_model().objects.get(email=email)
        assert email in loaded_demo
    assert cast.password in loaded_demo
    assert "/de/papers/0383-2019/" in loaded_demo


def test_confidential_papers_are_for_the_committees_on_the_slip():
    paper = demo_paper("2026-beteiligung")

    readers = ("brandtner", "gruenwald", "bergstroem", "demir", "ostermeier", "mwangi", "nguyen")

    assert {key: may_read(person(key), paper) for key in readers} == {
        "brandtner": False,
        "gruenwald": False,
        "bergstroem": False,
        "demir": True,  # the council is on the slip
        "ostermeier": True,
        "mwangi": True,
        "nguyen": True,
    }
    assert not may_read(AnonymousUser(), paper)


def test_a_public_paper_has_an_annex_that_is_not_public():
    paper = demo_paper("2026-radschnellweg")

    plan, land = paper.attachments.all()

    assert may_read(AnonymousUser(), paper)
    assert may_read_attachment(AnonymousUser(), plan)
    assert not may_read_attachment(AnonymousUser(), land)
    assert may_read_attachment(person("tadesse"), land)


def test_something_waits_for_everybody_who_works_and_something_is_overdue():
    for key in ("brandtner", "mwangi", "kowalczyk", "yildiz", "petersen", "dvorak", "nguyen", "feldkamp"):
        assert waiting_for(person(key)).exists() or key == "brandtner", key
    assert not waiting_for(person("gruenwald")).exists()
    assert Consultation.objects.open().blocking().filter(due__lt="2026-11-23").count() >= 3


def test_slip_templates_are_there_to_be_applied():
    assert sorted(SlipTemplate.objects.values_list("name", flat=True)) == [
        "Internationales: alle Fachausschüsse",
        "Straßenbau mit Ratsbeschluss",
    ]
    assert SlipTemplate.objects.get(name__startswith="Internationales").lines.count() == 13


def test_a_second_run_changes_nothing_and_says_so():
    before = row_counts()
    out = StringIO()

    call_command("load_demo", stdout=out)

    assert row_counts() == before
    assert out.getvalue().splitlines()[0] == gettext("The demo was already loaded; nothing was changed.")


def row_counts():
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
