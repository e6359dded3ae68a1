"""What screens of verbs offer, and what they tell of annexes: asked without what stands in front of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from papers.admin.attachment import AttachmentView
from papers.admin.attachments import AttachmentsView
from papers.admin.translating import edit_text
from papers.models import Attachment
from tests.access.test_behind_the_gate import asked
from tests.factories.papers import add_attachment, fresh, line_of, paper_at, translate
from tests.factories.screens import translation_of
from workflows.changed_annexes import told_to
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.restricting.views import ReachedView
from workflows.routing.acting import act_on
from workflows.routing.steps import return_to_author
from workflows.routing.views.act import ActView
from workflows.routing.views.correct import CorrectView
from workflows.routing.views.slip import SlipView

pytestmark = pytest.mark.django_db
REASON = "Enthält Namen."


def test_an_annex_that_was_taken_off_is_unknown_to_those_who_change_annexes(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    take_off_the_public(annex, reason=REASON, by=cast.council_clerk)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Neue Zahlen.")

    with pytest.raises(Http404):
        asked(AttachmentsView.as_view(), cast.author, method="post", data={"remove": annex.pk}, pk=paper.pk)
    assert Attachment.objects.filter(pk=annex.pk).exists()


@pytest.mark.parametrize(("level", "was_public"), [("public", True), ("confidential", False)])
def test_only_what_everybody_had_leaves_a_tombstone(cast, level, was_public):
    annex = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk, confidentiality=level)

    assert take_off_the_public(annex, reason=REASON, by=cast.council_clerk).was_public is was_public


def test_whom_something_had_reached_is_told_to_the_council_office(cast):
    paper = paper_at("deliberating", cast)
    make_stricter(paper, level="non_public", reason=REASON, by=cast.council_clerk)

    assert asked(ReachedView.as_view(), cast.council_clerk, pk=paper.pk).status_code == 200
    with pytest.raises(PermissionDenied):
        asked(ReachedView.as_view(), cast.author, pk=paper.pk)


def test_a_text_of_a_translation_is_told_to_those_who_translate(cast):
    page = translate(paper_at("deliberating", cast), "en", by=cast.council_clerk, publish=False)
    translation = translation_of(page)
    segments = translation.source.stringsegment_set.order_by("pk")
    written = StringTranslation.objects.filter(locale=translation.target_locale)
    segment = next(one for one in segments if written.filter(translation_of=one.string, context=one.context).exists())
    request = RequestFactory().post("/admin/", headers={"X-Umlauf-Since": "2019-01-01T00:00:00+00:00"})

    def told(person):
        request.user = person
        return edit_text(request, translation_id=translation.pk, string_segment_id=segment.pk)

    assert told(cast.council_clerk).status_code == 409
    with pytest.raises(PermissionDenied):
        told(cast.outsider)


def test_whoever_reads_a_paper_no_more_is_not_told_the_names_of_its_annexes(cast):
    paper = paper_at("deliberating", cast, confidentiality="confidential")
    add_attachment(paper, by=cast.council_clerk, title="Gutachten Lindenallee")
    line = line_of(paper, cast.org.planning_office, "co_sign")

    assert "Gutachten Lindenallee" in str(told_to(cast.council_clerk, line))
    assert told_to(cast.cosigner, line)["changes"]
    assert "Gutachten Lindenallee" not in str(told_to(cast.cosigner, line))


# --- what is offered --------------------------------------------------------------------------------------------------


def test_minutes_ahead_are_offered_where_an_earlier_stage_waits(cast):
    paper = paper_at("deliberating", cast)
    opened = paper.consultations.open().filter(organization__memberships__person=cast.secretary).first()

    assert asked(ActView.as_view(), cast.secretary, pk=opened.pk).context_data["may_record_ahead"] is False


def test_a_correction_with_consequences_is_offered_to_the_council_office(cast):
    paper = paper_at("deliberating", cast)
    line = paper.consultations.open().filter(organization__memberships__person=cast.secretary).first()
    act_on(line, by=cast.secretary, outcome="recommended" if line.role == "preliminary" else "noted")

    def offered(person):
        return asked(CorrectView.as_view(), person, pk=line.pk).context_data["may_change_the_way"]

    assert offered(cast.council_clerk) is True
    assert offered(cast.secretary) is False


def test_the_slip_leads_its_author_to_no_screen_of_the_council_office(cast):
    paper = paper_at("deliberating", cast)
    line = paper.consultations.open().filter(organization__memberships__person=cast.secretary).first()
    act_on(line, by=cast.secretary, outcome="recommended" if line.role == "preliminary" else "noted")
    lines = list(paper.consultations.values_list("pk", flat=True))

    def led(person):
        shown = asked(SlipView.as_view(), person, pk=paper.pk).content.decode()
        names = ("ahead", "correct", "change_the_way")
        return {name for name in names for pk in lines if reverse(f"workflows:{name}", args=[pk]) in shown}

    assert led(cast.council_clerk) == {"ahead", "correct", "change_the_way"}
    assert led(cast.author) == set()


def test_one_annex_that_was_taken_off_has_no_screen_for_its_office(cast):
    paper = paper_at("deliberating", cast)
    annex = add_attachment(paper, by=cast.council_clerk)
    take_off_the_public(annex, reason=REASON, by=cast.council_clerk)

    assert asked(AttachmentView.as_view(), cast.council_clerk, pk=paper.pk, key=annex.pk).status_code == 200
    with pytest.raises(Http404):
        asked(AttachmentView.as_view(), cast.author, pk=paper.pk, key=annex.pk)


def test_the_editor_leads_the_council_office_to_whom_something_had_reached(cast, client):
    paper = paper_at("deliberating", cast)
    make_stricter(paper, level="non_public", reason=REASON, by=cast.council_clerk)

    def led(person):
        client.force_login(person)
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])).content.decode()
        return reverse("workflows:reached", args=[paper.pk]) in shown

    assert led(cast.council_clerk)
    assert not led(cast.author)
