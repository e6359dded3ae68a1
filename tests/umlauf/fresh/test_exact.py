"""What a kept page shows is changed, and the next request shows it: in every language, whoever changed it and how."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from papers.models import (
    Act,
    Attachment,
    Consultation,
    Measure,
    Membership,
    Organization,
    Paper,
    PaperKind,
    PrintedPaper,
    Strategy,
    TranslationVersion,
    Version,
)
from tests.factories.papers import DATE, add_attachment, finish_open, paper_at
from tests.umlauf.fresh.everything import DAY, addresses, everything
from umlauf.about.models import InformationPage
from umlauf.fresh.shown import SHOWN
from umlauf.home.models import HomePage
from workflows.restricting.restricting import make_stricter, take_off_the_public
from workflows.routing.steps import withdraw

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

WHY = "Eine private Anschrift."


def keyed(model, **values):
    """Changes the row that stands first, past every rule, form and signal."""

    def change(cast, paper):
        first = model.objects.order_by("pk").values("pk")[:1]
        assert model.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(**values) == 1

    return change


def of_paper(**values):
    return lambda cast, paper: Paper.objects.filter(pk=paper.pk).update(**values)


def strategy():
    return Strategy.objects.get(title="Fahrradstrategie")


# By what is changed: the table, where it is seen, and the change.
CHANGES = {
    "title": (
        "wagtailcore_page",
        "/{}/papers/",
        lambda cast, paper: Paper.objects.filter(translation_key=paper.translation_key).update(title="Ganz anders"),
    ),
    "summary": ("papers_paper", "/de/papers/{paper}/", of_paper(summary="Ganz anders.")),
    "state": ("papers_paper", "/{}/", of_paper(state="completed")),
    "vision": ("papers_strategy", "/{}/papers/{strategy}/", lambda cast, paper: new_vision()),
    "related topic": (
        "papers_strategy_related_topics",
        "/{}/papers/{strategy}/",
        lambda cast, paper: strategy().related_topics.through.objects.all().delete(),
    ),
    "measure": ("papers_measure", "/{}/papers/{strategy}/", keyed(Measure, title="Brücken bauen")),
    "link of a measure": (
        "papers_measure_papers",
        "/{}/papers/{paper}/",
        lambda cast, paper: Measure.papers.through.objects.all().delete(),
    ),
    "partner city": (
        "papers_paper_partner_cities",
        "/{}/partners/bristol/",
        lambda cast, paper: Paper.partner_cities.through.objects.all().delete(),
    ),
    "new partner city": (
        "papers_organization",
        "/{}/partners/",
        lambda cast, paper: Organization.objects.create(name="Perpignan", slug="perpignan", kind="partner_city"),
    ),
    "name of a committee": (
        "papers_organization",
        "/{}/papers/{paper}/",
        lambda cast, paper: Organization.objects.filter(slug="europa").update(name="Weltausschuss"),
    ),
    "successor": (
        "papers_organization_successors",
        "/{}/committees/frieden/",
        lambda cast, paper: Organization.successors.through.objects.all().delete(),
    ),
    "membership": ("papers_membership", "/{}/committees/europa/", lambda cast, paper: leave(cast.member)),
    "name of a person": (
        "accounts_user",
        "/{}/committees/europa/",
        lambda cast, paper: get_user_model().objects.filter(pk=cast.member.pk).update(last_name="Neumann"),
    ),
    "line": (
        "papers_consultation",
        "/{}/papers/{paper}/",
        lambda cast, paper: Consultation.objects.filter(paper=paper).update(due=timezone.localdate() + DAY),
    ),
    "votes": (
        "papers_act",
        "/{}/papers/{completed}/",
        lambda cast, paper: Act.objects.filter(consultation__role="decision").update(
            votes_yes=44, votes_no=2, votes_abstain=0, votes_biased=0
        ),
    ),
    "annex": ("papers_attachment", "/{}/papers/{paper}/", keyed(Attachment, title="Übersichtsplan")),
    "name of a kind": ("papers_paperkind", "/{}/papers/", lambda cast, paper: rename_kinds()),
    "print": (
        "papers_printedpaper",
        "/de/papers/{paper}/",
        lambda cast, paper: PrintedPaper.objects.filter(page=paper).update(sha256="0" * 64),
    ),
    "page about the site": (
        "about_informationpage",
        "/{}/help/",
        lambda cast, paper: InformationPage.objects.update(body=[("section", {"heading": "Ganz anders"})]),
    ),
    "home page": ("home_homepage", "/{}/", lambda cast, paper: HomePage.objects.update(introduction="Willkommen!")),
    "what a translation is of": (
        "papers_translationversion",
        "/en/papers/{paper}/",
        lambda cast, paper: TranslationVersion.objects.update(contents={"title": ["something else"]}),
    ),
    "version": (
        "papers_version",
        "/{}/papers/{paper}/",
        lambda cast, paper: Version.objects.filter(paper=paper).update(number=F("number") + 7),
    ),
    "restriction of a page": (
        "wagtailcore_pageviewrestriction",
        "/de/",
        lambda cast, paper: PageViewRestriction.objects.create(page=HomePage.objects.first(), restriction_type="login"),
    ),
    # what verbs do
    "another paper": ("papers_paper", "/{}/", lambda cast, paper: paper_at("deliberating", cast, title="Ganz neu")),
    "another annex": (
        "papers_attachment",
        "/{}/papers/{paper}/",
        lambda cast, paper: add_attachment(paper, by=cast.council_clerk, title="Nachgereicht"),
    ),
    "an act": ("papers_act", "/{}/papers/{paper}/", lambda cast, paper: finish_open(paper, cast, "preliminary")),
    "withdrawn": (
        "papers_paper",
        "/{}/papers/",
        lambda cast, paper: withdraw(paper, by=cast.council_clerk, reason=WHY),
    ),
    "made stricter": (
        "papers_paper",
        "/{}/papers/{paper}/",
        lambda cast, paper: make_stricter(paper, level="confidential", reason=WHY, by=cast.council_clerk),
    ),
    "taken off": (
        "papers_paper",
        "/{}/partners/bristol/",
        lambda cast, paper: take_off_the_public(paper, reason=WHY, by=cast.council_clerk),
    ),
    "taken off, in the sitemap": (
        "papers_paper",
        f"/sitemap-papers-{DATE.year}.xml",
        lambda cast, paper: take_off_the_public(paper, reason=WHY, by=cast.council_clerk),
    ),
    "translation, in the sitemap": (
        "wagtailcore_page",
        f"/sitemap-papers-{DATE.year}.xml",
        lambda cast, paper: paper.translations.get().unpublish(),
    ),
    "unpublished": ("wagtailcore_page", "/{}/papers/{paper}/", lambda cast, paper: paper.unpublish()),
}
# Pages read them, and they change with others or where nobody sees it: the stamp alone is looked at (test_stamp).
SEEN_WITH_OTHERS = {
    "papers_paperindexpage": "a page without a column of its own",
    "papers_removedattachment": "with the annex",
    "papers_restriction": "with the paper",
    "wagtailcore_locale": "changes with the software",
    "wagtailcore_site": "where the pages begin",
    "wagtaildocs_document": "no editor puts one into a text",
    "wagtailimages_image": "its renditions are what is shown",
    "wagtailimages_rendition": "made for an image, under a name of its own",
}


def completed():
    return Paper.objects.get(title="Vorlage completed", locale__language_code="de")


def new_vision():
    page = strategy()
    page.vision = "<p>Zu Fuß.</p>"
    Strategy.objects.filter(pk=page.pk).update(vision=page.vision)


def leave(person):
    Membership.objects.filter(person=person).update(until=timezone.localdate() - DAY)


def rename_kinds():
    for row in PaperKind.objects.all():
        PaperKind.objects.filter(pk=row.pk).update(name=f"{row.name}!", name_translations={})


@pytest.fixture
def paper(cast, keeping, run_on_commit):
    return everything(cast, run_on_commit)


def looked_at(address):
    response = Client().get(address)
    return response.status_code, response.content


def test_what_is_changed_is_seen_by_the_next_request(cast, paper, settings):
    words = {"paper": paper.slug, "strategy": strategy().slug, "completed": completed().slug}
    for change, (_table, place, make) in CHANGES.items():
        places = {place.replace("{}", language).format(**words) for language in ("de", "en")}
        for address in places:
            for _once in range(2):  # the first time renditions are made, which is a change
                looked_at(address)
        with CaptureQueriesContext(connection) as asked:
            before = {address: looked_at(address) for address in places}
        assert len(asked) == len(places), f"{change}: it was kept"

        with transaction.atomic():
            make(cast, paper)
            after = {address: looked_at(address) for address in places}
            settings.KEEP_PAGES = False
            made = {address: looked_at(address) for address in places}
            settings.KEEP_PAGES = True
            transaction.set_rollback(True)

        for address in places:
            assert after[address] != before[address], (change, address)
            assert after[address] == made[address], (change, address)


def test_every_table_has_a_change_that_is_tried():
    tried = {table for table, _place, _make in CHANGES.values()}
    assert tried | set(SEEN_WITH_OTHERS) == set(SHOWN)
    assert not tried & set(SEEN_WITH_OTHERS)


def test_a_day_later_everything_is_asked_anew(cast, paper):
    leaving = Membership.objects.filter(person=cast.member, organization__slug="europa")
    leaving.update(until=timezone.localdate())
    today = looked_at("/de/committees/europa/")
    assert b"Mitglied" in today[1]

    with time_machine.travel(timezone.now() + DAY):
        assert looked_at("/de/committees/europa/")[1].count(b"Miriam") == 0


@pytest.mark.thorough
def test_every_page_is_the_same_kept_as_made(cast, paper, settings):
    for address in addresses():
        looked_at(address)
        kept = looked_at(address)
        settings.KEEP_PAGES = False
        assert kept == looked_at(address), address
        settings.KEEP_PAGES = True


def test_other_words_of_the_city_make_other_pages(cast, paper, settings):
    assert b"Musterstadt" not in looked_at("/de/")[1]

    settings.CITY_NAME = "Musterstadt"

    assert b"Musterstadt" in looked_at("/de/")[1]
