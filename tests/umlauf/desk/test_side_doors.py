"""Every way to change a paper leads through a verb. Wagtail and wagtail-localize know more, and they are closed."""

from __future__ import annotations

import pytest
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, Revision
from wagtail_localize.models import Translation

from papers.models import Paper
from papers.translation.drafts import begin_translation
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.daily import daily
from tests.factories.attempts import send, undone, writes
from tests.factories.papers import edit, fresh, paper_at
from tests.factories.side_doors import buttons_of_the_editor, closed_doors
from workflows.translation.review import approve_translation

TITLE = "Ankauf Lindenallee"
PEOPLE = ("author", "cosigner", "council_clerk", "secretary", "liaison", "outsider", "admin", "citizen")


def everything():
    return [
        list(Page.objects.order_by("pk").values()),
        list(Paper.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values_list("pk", "approved_go_live_at")),
        list(PageLogEntry.objects.order_by("pk").values_list("pk", flat=True)),
        list(PageViewRestriction.objects.values()),
        list(Translation.objects.order_by("pk").values_list("pk", "enabled")),
    ]


def record(paper):
    row = Paper.objects.filter(pk=paper.pk).values("state", "live", "number", "confidentiality", "alias_of").get()
    states = list(paper.workflow_states.order_by("pk").values_list("pk", "status"))
    return row, states, list(paper.consultations.order_by("pk").values_list("pk", "state", "outcome"))


@pytest.fixture
def liaison(cast):
    cast.liaison.memberships.update(role="liaison")
    type(cast.org.bristol).objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    return cast.liaison


@pytest.mark.parametrize(
    "stage", daily(["draft", "co_signing", "deliberating", "completed", "returned_after_release"], "deliberating")
)
def test_no_side_door_opens_for_anybody(cast, stage):
    paper = paper_at(stage, cast, title=TITLE)
    before, opened = everything(), []

    for door, (address, data) in closed_doors(paper).items():
        for name in PEOPLE:
            with undone(), writes() as written:
                status, leads_to = send(cast.people()[name], address, data, {})
                if (
                    (written and everything() != before)
                    or status not in (404, 302)
                    or (status == 302 and name != "citizen")
                ):
                    opened.append((door, name, status, leads_to))

    assert opened == []


def test_a_translation_has_no_side_doors_either(cast, liaison):
    """Converting one into an alias published what nobody had read, and threw away what somebody had."""
    page = begin_translation(paper_at("deliberating", cast), Locale.objects.get(language_code="en"), by=liaison)
    translation = Translation.objects.get(target_locale=page.locale)
    approve_translation(page, by=cast.council_clerk, seen=fingerprint(side_by_side(translation)), partial=True)
    doors = closed_doors(fresh(page))
    assert {"stop", "convert_to_alias"} <= set(doors)
    before, opened = everything(), []

    for door, (address, data) in doors.items():
        for name in PEOPLE:
            with undone(), writes() as written:
                status, _leads_to = send(cast.people()[name], address, data, {})
                if (
                    (written and everything() != before)
                    or status not in (404, 302)
                    or (status == 302 and name != "citizen")
                ):
                    opened.append((door, name, status))

    assert opened == []


@pytest.mark.parametrize(
    "stage", daily(["draft", "checking", "deliberating", "returned_after_release"], "returned_after_release")
)
def test_the_editor_does_nothing_but_save_whichever_version_it_begins_with(cast, stage):
    """Going back to an earlier version, with a button Wagtail knows, pulled a released paper out of the council."""
    paper = paper_at(stage, cast, title=TITLE)
    paper = edit(paper, by=cast.council_clerk, summary="Neu.")
    before, done, saved = record(paper), [], 0

    for door, (address, data) in buttons_of_the_editor(paper).items():
        for name in PEOPLE:
            with undone():
                revisions = paper.revisions.count()
                send(cast.people()[name], address, data, {})
                saved += paper.revisions.count() > revisions
                if record(paper) != before:
                    done.append((door, name))

    assert done == []
    assert saved > 4  # the proof that something was sent


def test_a_translation_that_stands_still_shows_its_translator_no_remarks_of_others(cast, signed_in, liaison):
    """It was stopped when that was still possible; the editor of papers opens in its place."""
    paper = paper_at("returned_after_release", cast)  # with a reason
    page = begin_translation(paper, Locale.objects.get(language_code="en"), by=liaison)
    Translation.objects.update(enabled=False)

    def shown_to(person):
        return signed_in(person).get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert "Neue Zahlen." in shown_to(cast.author)
    assert "Neue Zahlen." not in shown_to(liaison)
    assert 'data-side-panel="timeline"' not in shown_to(liaison)
    assert "localize-restart-translation" not in shown_to(cast.council_clerk)


def test_other_pages_are_kept_by_administrators_as_ever(cast, signed_in):
    """The proof that the doors are closed for papers, not for good."""
    home = Page.objects.get(slug="home-de")
    page = home.add_child(instance=Page(title="Impressum", slug="impressum"))

    signed_in(cast.council_clerk).post(f"/admin/pages/{page.pk}/unpublish/")
    assert Page.objects.get(pk=page.pk).live
    signed_in(cast.admin).post(f"/admin/pages/{page.pk}/unpublish/")
    assert not Page.objects.get(pk=page.pk).live
    signed_in(cast.admin).post(f"/admin/pages/{page.pk}/delete/")
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("above", ["index", "home"])
def test_what_has_papers_below_it_stays_where_it_is(cast, signed_in, above):
    """Unpublishing the index of papers with all below it unpublished them."""
    paper = paper_at("deliberating", cast)
    page = paper.get_parent() if above == "index" else paper.get_parent().get_parent()
    before = everything()

    for address, data in (
        (f"/admin/pages/{page.pk}/unpublish/", {"include_descendants": "on"}),
        (f"/admin/pages/{page.pk}/delete/", {}),
        (f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"}),
    ):
        assert signed_in(cast.admin).post(address, data, follow=True).status_code == 404

    assert everything() == before
