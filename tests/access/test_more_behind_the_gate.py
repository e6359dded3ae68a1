"""More questions, each by itself: of policies, lists, menus, mails and pages."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from papers.access import principal_of
from papers.access.policies import CouncilOfficePolicy
from papers.admin import translations
from papers.models import Organization
from papers.templatetags.translation_editor import only_what_opens
from search.engines.base import Answer
from search.indexing import process_pending
from search.models import IndexedText
from search.query import parse
from search.reports import UnreadableItem
from search.searching import _hits
from tests.access.test_behind_the_gate import asked, reads_english  # noqa: F401  # a fixture
from tests.factories.letters import send_letters
from tests.factories.papers import add_attachment, draft, fresh, paper_at, translate
from umlauf.desk.who import DELETERS, EDITORS, KEEPERS_OF_OTHER_PAGES, Asked
from umlauf.operation.mails import MailsView
from umlauf.operation.wagtail_hooks import MailsItem
from workflows.distribution.delivery_mail import message_for
from workflows.distribution.distributing import distribute
from workflows.inbox import translations_waiting_for
from workflows.translation.review import return_translation, submit_translation

pytestmark = pytest.mark.django_db


def test_master_data_are_kept_by_the_council_office_whatever_somebody_was_permitted(cast):
    policy = CouncilOfficePolicy(Organization)
    cast.outsider.user_permissions.add(*Permission.objects.filter(content_type__app_label="papers"))

    assert policy.user_has_permission(cast.council_clerk, "change")
    assert not policy.user_has_permission(cast.outsider, "change")


@pytest.mark.parametrize("view", [translations.ReportView, MailsView], ids=lambda view: view.__name__)
def test_reports_are_for_the_council_office(cast, view):
    assert asked(view.as_view(), cast.council_clerk).status_code == 200
    with pytest.raises(PermissionDenied):
        asked(view.as_view(), cast.author)


@pytest.mark.parametrize("item", [UnreadableItem, MailsItem])
def test_reports_stand_in_the_menu_of_the_council_office(cast, item):
    request = RequestFactory().get("/admin/")
    for person, shown in ((cast.council_clerk, True), (cast.author, False)):
        request.user = person
        assert item("Bericht", "/admin/").is_shown(request) is shown


def test_the_editor_opens_for_those_who_write_the_paper(cast):
    paper = {"page_id": paper_at("deliberating", cast).pk}

    assert EDITORS.holds(Asked(cast.author, kwargs=paper))
    assert not EDITORS.holds(Asked(cast.secretary, kwargs=paper))


def test_a_draft_is_deleted_by_those_whose_it_is(cast):
    paper = {"page_id": draft(cast).pk}

    assert DELETERS.holds(Asked(cast.author, kwargs=paper))
    assert not DELETERS.holds(Asked(cast.outsider, kwargs=paper))


def test_pages_that_are_no_papers_are_kept_by_administrators(cast):
    beside = Page.objects.get(depth=1).add_child(title="Impressum", slug="impressum")

    assert KEEPERS_OF_OTHER_PAGES.holds(Asked(cast.admin, kwargs={"page_id": beside.pk}))
    assert not KEEPERS_OF_OTHER_PAGES.holds(Asked(cast.council_clerk, kwargs={"page_id": beside.pk}))


def test_the_editor_of_a_translation_leads_to_no_language_one_does_not_write(cast, reads_english):  # noqa: F811
    paper = paper_at("deliberating", cast)
    english = translate(paper, "en", by=cast.council_clerk, publish=False)
    french = translate(paper, "fr", by=cast.council_clerk, publish=False)
    address = reverse("wagtailadmin_pages:edit", args=[french.pk])

    def led(person):
        request = RequestFactory().get("/admin/")
        request.user = person
        context = {
            "request": request,
            "instance": english,
            "props": json.dumps({"translations": [{"editUrl": address}], "links": {}, "perms": {"canDelete": False}}),
            "source_translation": {"editUrl": None},
            "translations": [("Französisch", address)],
        }
        only_what_opens(context)
        return [url for _label, url in context["translations"]]

    assert led(cast.council_clerk) == [address]
    assert led(reads_english) == []


def test_a_mail_carries_no_late_annex_that_not_everybody_may_read(cast):
    paper = paper_at("deliberating", cast)
    distribute(paper, by=cast.council_clerk)
    for level in ("public", "confidential"):
        content = f"%PDF-1.7 {level}".encode()
        add_attachment(paper, by=cast.council_clerk, name=f"{level}.pdf", confidentiality=level, content=content)
    delivery = distribute(fresh(paper), by=cast.council_clerk).deliveries.exclude(person__email="").first()

    names = {name for name, _content, _type in message_for(delivery).attachments}

    assert "public.pdf" in names
    assert "confidential.pdf" not in names


def test_a_translation_comes_back_to_the_office_where_who_submitted_it_is_gone(cast, reads_english):  # noqa: F811
    page = translate(paper_at("deliberating", cast), "en", by=cast.council_clerk, publish=False)
    submit_translation(page, by=reads_english, partial=True)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    reads_english.memberships.update(since=yesterday - datetime.timedelta(days=1), until=yesterday)

    return_translation(fresh(page), by=cast.council_clerk, reason="Die Namen der Ämter fehlen.")

    mail.outbox.clear()
    send_letters()
    told = {address for message in mail.outbox if "Ämter" in message.body for address in message.to}
    assert told
    assert not any(reads_english.email in address for address in told)


def test_a_hit_of_an_index_is_shown_to_those_who_may_read_it_by_now(cast):
    paper = draft(cast, title="Ankauf Lindenallee")
    for _left in process_pending():
        pass
    row = IndexedText.objects.filter(paper=paper.pk).first()

    def shown(reader):
        return _hits([row.pk], parse("Lindenallee", ["de"]), reader, Answer([], 1))

    assert shown(cast.author)
    assert shown(cast.outsider) == []


def test_the_page_leads_to_the_screen_of_a_line_where_it_is_ones_turn(cast, client):
    paper = paper_at("deliberating", cast)
    address = reverse("workflows:act", args=[paper.consultations.open().first().pk])

    def leads(person):
        client.force_login(person)
        return address in client.get(paper.get_url()).content.decode()

    assert leads(cast.secretary)
    assert not leads(cast.outsider)
    assert not leads(cast.author)


def test_translations_without_another_reader_wait_for_the_council_office(cast):
    for given_back in (False, True):
        page = translate(paper_at("deliberating", cast), "cs", by=cast.second_clerk, publish=False)
        submit_translation(page, by=cast.second_clerk, partial=True)
        if given_back:
            return_translation(fresh(page), by=cast.council_clerk, reason="Es fehlt ein Absatz.")
            cast.second_clerk.memberships.update(until=timezone.localdate() - datetime.timedelta(days=1))

    def waiting(person):
        return translations_waiting_for(person, principal_of(person)).count()

    assert waiting(cast.council_clerk) == 2
    assert waiting(cast.author) == 0
