"""The row of an original says who reads it, by itself and in the same transaction."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from wagtail.models import Locale, Page

from papers.access.circles import WrongCircle, circle_of, wrong
from papers.models import Paper
from tests.factories.papers import STAGES, fresh, paper_at, translate
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.routing import state_machine
from workflows.routing.steps import withdraw

LEVELS = {"public": "public", "non_public": "bodies", "confidential": "slip"}
RELEASED = frozenset(STAGES) - {"draft", "co_signing", "checking", "releasing", "returned", "withdrawn"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_paper_is_kept_for_the_readers_of_its_level_once_it_is_released(cast, stage, level):
    paper = paper_at(stage, cast, confidentiality=level)

    assert fresh(paper).circle == (LEVELS[level] if stage in RELEASED else "workers")
    assert paper.circle == fresh(paper).circle
    assert not wrong(Paper.objects.all()).exists()


def test_a_circle_narrows_with_its_level_and_with_the_whole(cast):
    paper = make_stricter(
        paper_at("deliberating", cast), level="confidential", reason="Namen.", by=cast.council_clerk
    ).paper
    assert fresh(paper).circle == "slip"

    take_off_the_public(paper, reason="Namen.", by=cast.council_clerk)
    assert fresh(paper).circle == "council_office"


def test_a_translation_is_read_by_the_circle_of_its_original(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        page = translate(paper, "en")

    assert (page.translation_of_id, fresh(page).circle) == (paper.pk, "")
    assert list(fresh(paper).translations.all()) == [page]
    assert fresh(page).original == paper


def test_a_copy_of_a_translation_stands_for_itself(cast, run_on_commit):
    with run_on_commit():
        page = translate(paper_at("deliberating", cast), "en")

    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)

    assert (fresh(copy).translation_of, fresh(copy).circle) == (None, "workers")
    assert fresh(copy).locale == Locale.objects.get(language_code="en")


def test_a_page_read_long_ago_widens_no_circle(cast):
    paper = paper_at("deliberating", cast)
    long_ago = fresh(paper)
    make_stricter(paper, level="confidential", reason="Namen.", by=cast.council_clerk)

    long_ago.title = "Anders"
    long_ago.save()

    assert fresh(paper).circle == "slip"


def test_what_changes_many_rows_changes_their_circles(cast):
    paper = paper_at("deliberating", cast)

    Paper.objects.filter(pk=paper.pk).update(confidentiality="non_public")
    assert fresh(paper).circle == "bodies"

    Paper.objects.filter(pk=paper.pk).update(live=False)
    assert fresh(paper).circle == "workers"

    with pytest.raises(ValueError, match="paper by paper"):
        Paper.objects.bulk_update([paper], ["confidentiality"])


@pytest.mark.parametrize("values", [
    {"circle": "public"}, {"circle": "council_office"}, {"circle": ""},
])  # fmt: skip
def test_the_database_refuses_a_circle_that_does_not_fit(cast, values):
    paper = paper_at("deliberating", cast, confidentiality="confidential")

    with pytest.raises(IntegrityError), transaction.atomic():
        Paper._base_manager.filter(pk=paper.pk).update(**values)


def written_past_the_verbs(paper: Paper) -> None:
    Page.objects.filter(pk=paper.pk).update(live=False)


def test_no_verb_goes_on_with_a_paper_kept_for_others_than_its_readers(cast):
    paper = paper_at("deliberating", cast)
    written_past_the_verbs(paper)

    with pytest.raises(WrongCircle), transaction.atomic():
        state_machine.locked(paper)
    with pytest.raises(WrongCircle):
        withdraw(paper, by=cast.council_clerk, reason="Erledigt.")

    assert fresh(paper).state == "deliberating"


def test_the_command_names_what_differs_and_mends_it(cast, run_on_commit):
    paper = paper_at("deliberating", cast)
    with run_on_commit():
        page = translate(paper, "en")
    call_command("check_record", stdout=io.StringIO())

    written_past_the_verbs(paper)
    Paper._base_manager.filter(pk=page.pk).update(translation_of=None, circle="workers")
    said = io.StringIO()
    with pytest.raises(CommandError, match="2 differ|3 differ"):
        call_command("check_record", stdout=said)
    assert f"paper {paper.pk} has another circle" in said.getvalue()
    assert f"paper {page.pk} belongs to another original" in said.getvalue()

    call_command("check_record", "--mend", stdout=said)
    call_command("check_record", stdout=said)
    assert fresh(paper).circle == circle_of(fresh(paper)) == "workers"
    assert fresh(page).translation_of_id == paper.pk
