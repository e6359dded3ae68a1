"""Whom the decisions about addresses of the desk name, asked by themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from wagtail.models import Page
from wagtail_localize.models import Translation

from papers.seen import Changed, check_seen, what_stands
from tests.access.test_behind_the_gate import asked
from tests.factories.images import image_of, with_image
from tests.factories.papers import add_attachment, draft, fresh, line_of, paper_at, translate
from umlauf.accounts.views import own
from umlauf.accounts.wagtail_hooks import AssignRole
from umlauf.desk.who import (
    COUNCIL_OFFICE,
    EDITORS,
    GLOSSARIANS,
    TRANSLATORS,
    VIEWERS_OF_IMAGE,
    Asked,
)
from umlauf.operation.mails import MailsView, send_letter_again
from workflows.routing.acting import act_on
from workflows.routing.steps import start_routing
from workflows.routing.views.act import ActView
from workflows.routing.views.ending import EndOrganizationView
from workflows.translation.views import TranslationView

pytestmark = pytest.mark.django_db

TITLE = "Ankauf Lindenallee"


# --- who is named -----------------------------------------------------------------------------------------------------


def test_the_council_office_is_whoever_is_in_it_today(cast):
    assert COUNCIL_OFFICE.holds(Asked(cast.council_clerk))
    assert not COUNCIL_OFFICE.holds(Asked(cast.author))


def test_the_glossary_is_kept_by_the_council_office_and_by_liaisons(cast):
    cast.org.bristol.languages = ["en"]
    cast.org.bristol.save()
    cast.liaison.memberships.update(role="liaison")

    assert GLOSSARIANS.holds(Asked(cast.council_clerk))
    assert GLOSSARIANS.holds(Asked(cast.liaison))
    assert not GLOSSARIANS.holds(Asked(cast.author))


def test_pages_that_are_no_papers_are_edited_by_administrators(cast):
    home = {"page_id": Page.objects.get(depth=1).pk}

    assert EDITORS.holds(Asked(cast.admin, kwargs=home))
    assert not EDITORS.holds(Asked(cast.council_clerk, kwargs=home))


def test_pages_that_are_no_papers_are_translated_by_administrators(cast):
    page = translate(paper_at("deliberating", cast), "en", by=cast.council_clerk, publish=False)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    home = Page.objects.get(depth=1).specific
    translation.get_target_instance = lambda: home
    for person, holds in ((cast.admin, True), (cast.council_clerk, False)):
        about = Asked(person)
        about.translation = translation
        assert TRANSLATORS.holds(about) is holds


def test_an_image_is_seen_by_those_who_read_where_it_is(cast):
    image = image_of(cast.author)
    draft(cast, body=with_image(image))

    assert VIEWERS_OF_IMAGE.holds(Asked(cast.author, kwargs={"image_id": str(image.pk)}))
    assert not VIEWERS_OF_IMAGE.holds(Asked(cast.outsider, kwargs={"image_id": str(image.pk)}))


# --- accounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [own.account, own.address, own.end_session], ids=lambda view: view.__name__)
@pytest.mark.parametrize("method", ["get", "post"])
def test_ones_own_account_is_shown_to_somebody_who_is_signed_in(db, view, method):
    answer = asked(view, AnonymousUser(), method=method)

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_rights_are_given_to_several_people_by_administrators(cast):
    for person, may in ((cast.admin, True), (cast.council_clerk, False)):
        action = AssignRole.__new__(AssignRole)
        action.request = type("Request", (), {"user": person})
        assert action.check_perm(cast.member) is may


# --- screens ----------------------------------------------------------------------------------------------------------


def test_the_end_of_a_body_is_set_by_the_council_office(cast):
    body = cast.org.planning_office

    assert asked(EndOrganizationView.as_view(), cast.council_clerk, pk=body.pk).status_code == 200
    with pytest.raises(PermissionDenied):
        asked(EndOrganizationView.as_view(), cast.author, pk=body.pk)


def test_a_published_translation_is_not_reviewed_by_its_readers(cast):
    with TestCase.captureOnCommitCallbacks(execute=True):  # only then it is published
        page = translate(paper_at("deliberating", cast), "en", by=cast.council_clerk)

    with pytest.raises(PermissionDenied):
        asked(TranslationView.as_view(), cast.secretary, pk=page.pk)


def test_a_correction_is_offered_to_those_who_read_the_paper_and_may_correct(cast):
    released = paper_at("deliberating", cast)
    signed = line_of(released, cast.org.planning_office, "co_sign")
    waiting = released.consultations.open().filter(organization__memberships__person=cast.secretary).first()
    secret = draft(cast, confidentiality="confidential")
    start_routing(secret, by=cast.author)
    read_no_more = line_of(secret, cast.org.planning_office, "co_sign")
    act_on(read_no_more, by=cast.cosigner, outcome="signed")

    def offered(person, line):
        return asked(ActView.as_view(), person, pk=line.pk).context_data["may_correct"]

    assert offered(cast.cosigner, signed) is True
    assert offered(cast.secretary, waiting) is False  # there is nothing yet
    assert offered(cast.cosigner, read_no_more) is False


def test_changed_annexes_are_named_to_those_who_may_read_them(cast):
    paper = paper_at("deliberating", cast)
    before = what_stands(fresh(paper)).token()
    add_attachment(paper, title=TITLE, by=cast.council_clerk, confidentiality="confidential")

    def told(person):
        with pytest.raises(Changed) as changed:
            check_seen(before, lambda: what_stands(fresh(paper)), by=person)
        return " ".join(changed.value.messages)

    assert TITLE in told(cast.council_clerk)
    assert TITLE not in told(cast.outsider)


# --- mails ------------------------------------------------------------------------------------------------------------


def test_mails_are_shown_to_the_council_office(cast):
    assert asked(MailsView.as_view(), cast.council_clerk).status_code == 200
    with pytest.raises(PermissionDenied):
        asked(MailsView.as_view(), cast.author)


def test_mails_are_sent_again_by_the_council_office(cast):
    with pytest.raises(PermissionDenied):
        send_letter_again(None, by=cast.author)
