"""Each question by itself: screens of the desk are called without the gate that asks first, and verbs without the
screens. Whatever stands in front may fall one day."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Locale

from papers.access import principal_of
from papers.admin import all_papers, history, images, translations
from papers.admin.forms import NewPaperForm
from papers.translation.drafts import begin_translation, translated_paper
from papers.wagtail_hooks import attachments_button
from tests.factories.images import image_of, with_image
from tests.factories.papers import draft, fresh, line_of, paper_at, slip_for, translate
from tests.factories.screens import translation_of
from workflows.distribution.distributing import distribute, tick_off
from workflows.inbox import translations_waiting_for
from workflows.routing.acting import act_on
from workflows.routing.steps import start_routing
from workflows.routing.task_types import FormalCheckTask
from workflows.routing.views.act import ActView
from workflows.routing.views.inbox import InboxView
from workflows.routing.views.slip import SlipView
from workflows.translation.review import submit_translation
from workflows.translation.views import TranslationView
from workflows.wagtail_hooks import what_was_sent_button

pytestmark = pytest.mark.django_db

TITLE = "Ankauf Lindenallee"


def asked(view, person, *args, method="get", data=None, **kwargs):
    request = getattr(RequestFactory(), method)("/admin/", data or {})
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    with override("de"):
        response = view(request, *args, **kwargs)
        return response.render() if hasattr(response, "render") else response


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [all_papers.AllPapersView, history.HistoryView, translations.ReportView, InboxView],
    ids=lambda view: view.__name__,
)
def test_a_list_of_the_desk_is_for_those_who_work_there(cast, view):
    paper = paper_at("deliberating", cast)

    with pytest.raises(PermissionDenied):
        asked(view.as_view(), cast.member, page_id=paper.pk)


def test_new_papers_are_offered_to_those_who_draft(cast):
    policy = all_papers.AllPapersView.permission_policy

    assert policy.user_has_permission(cast.author, "add")
    assert not policy.user_has_permission(cast.secretary, "add")


def test_documents_are_listed_for_administrators(cast):
    view = images.DocumentsAPI()
    for person, seen in ((cast.admin, True), (cast.council_clerk, False)):
        view.request = RequestFactory().get("/admin/")
        view.request.user = person
        assert view.get_queryset().query.is_empty() is not seen


def test_strategies_of_others_are_not_offered_as_topics(cast):
    draft(cast, "strategy", title=TITLE, slip=[], filled=False, confidentiality="confidential")

    assert [str(one) for one in NewPaperForm(user=cast.outsider).fields["parent"].queryset] == []
    assert [str(one) for one in NewPaperForm(user=cast.author).fields["parent"].queryset] == [TITLE]


# --- a paper ----------------------------------------------------------------------------------------------------------


def test_a_paper_is_opened_by_its_readers(cast):
    paper = draft(cast, title=TITLE)

    with pytest.raises(Http404):
        asked(all_papers.open_paper, cast.outsider, pk=paper.pk)
    assert f"/admin/pages/{paper.pk}/edit/" in asked(all_papers.open_paper, cast.author, pk=paper.pk)["Location"]


def test_whoever_only_reads_is_led_to_the_page(cast):
    paper = paper_at("deliberating", cast)

    assert "/admin/" not in asked(all_papers.open_paper, cast.secretary, pk=paper.pk)["Location"]


def test_an_image_is_put_into_a_text_by_those_who_see_it(cast):
    image = image_of(cast.author)
    draft(cast, body=with_image(image))

    with pytest.raises(Http404):
        asked(images.select_format, cast.outsider, image_id=image.pk)


def test_the_slip_opens_for_those_who_open_the_editor(cast):
    paper = paper_at("deliberating", cast)

    with pytest.raises(PermissionDenied):
        asked(SlipView.as_view(), cast.secretary, pk=paper.pk)


def test_no_button_of_the_slip_answers_while_it_stands_still(cast):
    paper = paper_at("co_signing", cast)

    with pytest.raises(PermissionDenied):
        asked(SlipView.as_view(), cast.author, method="post", data={"add_line": "1"}, pk=paper.pk)


def test_attachments_are_offered_to_those_who_open_the_editor(cast):
    paper = paper_at("deliberating", cast)

    assert list(attachments_button(paper, cast.author, "edit"))
    assert not list(attachments_button(paper, cast.secretary, "edit"))


def test_what_was_sent_is_offered_to_administrators(cast):
    assert list(what_was_sent_button(cast.member, cast.admin))
    assert not list(what_was_sent_button(cast.member, cast.council_clerk))


def test_a_task_is_locked_for_whoever_may_not_write(cast):
    paper = paper_at("checking", cast)

    assert FormalCheckTask().locked_for_user(paper, cast.author)
    assert not FormalCheckTask().locked_for_user(paper, cast.council_clerk)


def test_a_text_is_saved_by_those_who_may_write_it(cast):
    paper = paper_at("co_signing", cast)

    for person in (cast.author, cast.outsider, cast.member):
        with pytest.raises(PermissionDenied):
            fresh(paper).save_revision(user=person)


# --- lines ------------------------------------------------------------------------------------------------------------


def test_whoever_signed_a_secret_paper_is_told_no_more_than_that(cast):
    paper = draft(cast, title=TITLE, confidentiality="confidential")
    start_routing(paper, by=cast.author)
    line = line_of(paper, cast.org.planning_office, "co_sign")
    act_on(line, by=cast.cosigner, outcome="signed")

    shown = asked(ActView.as_view(), cast.cosigner, pk=line.pk).content.decode()

    assert TITLE not in shown
    with pytest.raises(Http404):
        asked(ActView.as_view(), cast.outsider, pk=line.pk)


# --- translations -----------------------------------------------------------------------------------------------------


def without_bristol(cast):
    """Whoever is on the slip reads the paper."""
    return [line for line in slip_for(cast, "decision") if line.organization != cast.org.bristol]


@pytest.fixture
def reads_english(cast):
    cast.org.bristol.languages = ["en"]
    cast.org.bristol.save()
    cast.liaison.memberships.update(role="liaison")
    return cast.liaison


def test_no_translation_is_begun_of_what_may_not_be_read(cast, reads_english):
    paper = draft(cast, title=TITLE)

    with pytest.raises(Http404):
        asked(translations.begin, reads_english, method="post", pk=paper.pk, language="en")


@pytest.mark.parametrize("name", ["outsider", "member", "secretary"])
def test_the_verbs_of_a_translation_ask_who_begins_and_who_writes(cast, name):
    paper = paper_at("deliberating", cast)
    person = cast.people()[name]
    english = Locale.objects.get(language_code="en")
    page = translate(paper, "fr", by=cast.council_clerk, publish=False)

    with pytest.raises(PermissionDenied):
        begin_translation(paper, english, by=person)
    with pytest.raises(PermissionDenied):
        translated_paper(translation_of(page), by=person)


def test_a_translation_is_read_by_its_translators(cast, reads_english):
    secret = translate(
        paper_at("deliberating", cast, confidentiality="confidential", slip=without_bristol(cast)),
        "en",
        by=cast.council_clerk,
        publish=False,
    )
    public = translate(paper_at("deliberating", cast), "en", by=cast.council_clerk, publish=False)

    assert asked(TranslationView.as_view(), reads_english, pk=public.pk).status_code == 200
    with pytest.raises((PermissionDenied, Http404)):
        asked(TranslationView.as_view(), cast.outsider, pk=public.pk)
    with pytest.raises((PermissionDenied, Http404)):
        asked(TranslationView.as_view(), reads_english, pk=secret.pk)


def test_reviews_wait_for_those_who_may_read_the_paper(cast, reads_english):
    for level in ("public", "confidential"):
        paper = paper_at("completed", cast, confidentiality=level, slip=without_bristol(cast))
        page = translate(paper, "en", by=cast.council_clerk, publish=False)
        submit_translation(page, by=cast.council_clerk, partial=True)

    def waiting(person):
        return {page.original.confidentiality for page in translations_waiting_for(person, principal_of(person))}

    assert waiting(reads_english) == {"public"}
    assert waiting(cast.council_clerk) == set()  # the language has a liaison


# --- distribution -----------------------------------------------------------------------------------------------------


def test_a_copy_is_ticked_off_by_those_who_distribute(cast):
    cast.member.on_paper, cast.member.postal_address = True, "Am Markt 1"
    cast.member.save()
    distribution = distribute(paper_at("deliberating", cast), by=cast.council_clerk)

    with pytest.raises(PermissionDenied):
        tick_off(distribution.deliveries.get(person=cast.member), by=cast.outsider)
