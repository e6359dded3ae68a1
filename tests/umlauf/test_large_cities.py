"""No page and no screen asks more of the database because there is more in it (``tests.statements``): every screen, and
every address a link leads to, in a city where there are some hundred of everything that can become many."""

from __future__ import annotations

import re
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from papers.mail.letters import Letter
from papers.models import Act, Consultation, Measure, Membership
from papers.models.glossary import GlossaryTerm
from search.models import Synonyms
from tests.factories.crawl import NOT_FOLLOWED, crawl
from tests.factories.many import many, many_papers
from tests.factories.papers import DATE, add_attachment, bring_to, fresh, paper_at, translate
from tests.statements import PARAMETERS
from tests.umlauf.test_admin_screens import admin_patterns
from workflows.distribution.distributing import distribute
from workflows.models import Delivery
from workflows.routing.slip_templates import SlipTemplate

pytestmark = [
    pytest.mark.thorough,
    # Wagtail leaves the temporary file of a rendition to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MANY = PARAMETERS + 20
LONGEST_SLIP = 180  # lines; no screen takes many more
STAGES = ("draft", "co_signing", "checking", "releasing", "deliberating", "completed", "returned_after_release")


@pytest.fixture
def city(cast):
    """Large in everything one list shows. Returns the paper that is large itself."""
    large = _large_paper(cast)
    strategy = paper_at("completed", cast, "strategy", title="Strategie")
    measure = Measure.objects.create(strategy=strategy, title="Maßnahme", office=cast.org.works_office)
    measure.papers.add(strategy.pk)
    many(measure, MANY)
    for stage in STAGES:
        paper = paper_at(stage, cast, title=f"Vorlage {stage}")
        many_papers(paper, MANY)
    translated = paper_at("completed", cast, title="Bericht")
    page = translate(translated, "en", by=cast.council_clerk)
    _spread(many_papers(page, MANY), many_papers(translated, MANY, superordinate_id=large.pk))
    _many_of_paper(large)
    _many_of_house(cast)
    return large


def _large_paper(cast):
    draft = paper_at("draft", cast, title="Große Vorlage")
    add_attachment(draft, by=cast.author)
    paper = bring_to("deliberating", fresh(draft), cast)
    distribute(fresh(paper), by=cast.council_clerk)
    return paper


def _spread(translations, originals):
    """A translation each."""
    keys = dict(Page.objects.filter(pk__gte=min(originals)).values_list("pk", "translation_key"))
    with connection.cursor() as cursor:
        pairs = list(zip(originals, translations, strict=True))
        cursor.executemany("UPDATE papers_paper SET translation_of_id = %s WHERE page_ptr_id = %s", pairs)
    for original, page in pairs:
        Page.objects.filter(pk=page).update(translation_key=keys[original])


def _many_of_paper(paper):
    line = Consultation.objects.get(paper=paper, role="preliminary")
    done = Consultation.objects.get(paper=paper, role="co_sign")
    many(done, LONGEST_SLIP, round=lambda one: one + 9)
    many(Act.objects.filter(consultation=done).first(), MANY)
    many(paper.attachments.get(), MANY, title=lambda one: f"Anlage {one}")
    many(PageLogEntry.objects.filter(page=paper.pk).first(), MANY)
    person = get_user_model().objects.get(email="council_clerk@umlauf.test")
    people = many(person, MANY, email=lambda one: f"person{one}@umlauf.test")
    delivery = Delivery.objects.filter(distribution__paper=paper).first()
    many(delivery, MANY, person_id=lambda one: people[one].pk, token=lambda _one: uuid.uuid4())
    _many_committees(line.organization, people)


def _many_committees(committee, people):
    """With somebody to act for each, and one with many members."""
    seat = Membership.objects.filter(organization=committee, role="secretary").first()
    committees = many(committee, MANY, slug=lambda one: f"ausschuss-{one}", name=lambda one: f"Ausschuss {one}")
    many(seat, MANY, person_id=lambda one: people[one].pk)
    many(seat, MANY, person_id=lambda one: people[one].pk, organization_id=lambda one: committees[one].pk)


def _many_of_house(cast):
    now = timezone.now()
    Letter.objects.bulk_create(Letter(kind="turn", person=cast.admin, due_at=now) for _one in range(MANY))
    GlossaryTerm.objects.bulk_create(GlossaryTerm(term=f"Begriff {one}") for one in range(MANY))
    Synonyms.objects.bulk_create(Synonyms(words=f"wort{one}, anderes{one}") for one in range(MANY))
    SlipTemplate.objects.bulk_create(SlipTemplate(name=f"Vorlage {one}") for one in range(MANY))


def screens(paper):
    """Addresses of the admin that name nothing, and those that may name the paper or its line."""
    line = Consultation.objects.get(paper=paper, role="preliminary")
    keys = {paper.pk, line.pk, line.organization_id, paper.distributions.get().pk}
    for address, _pattern in admin_patterns():
        if re.fullmatch(r"[^<>()?^$\\]*(<int:\w+>[^<>()?^$\\]*)?", address):
            for key in keys if "<" in address else {0}:
                found = "/" + re.sub(r"<int:\w+>", str(key), address)
                if not NOT_FOLLOWED.search(found):
                    yield found


def public_pages(paper):
    yield from ("/de/", paper.get_url(), "/de/search/?q=Vorlage", "/de/search/?q=Vorlage&kind=1", "/de/received/")
    yield from ("/sitemap.xml", "/sitemap-committees.xml", f"/sitemap-papers-{DATE.year}.xml")
    for name in ("papers", "committees", "partners"):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("who", ["council_clerk", "admin", "secretary", "author", None])
def test_no_page_asks_more_because_there_is_more(city, cast, client, statements, who):
    if who:
        client.force_login(getattr(cast, who))
    client.raise_request_exception = False
    starts = [*public_pages(city), *(screens(city) if who else ())]

    statements.raises = False
    try:
        seen_views = {answer.view for answer in crawl(client, *starts)}
    finally:
        statements.raises = True

    grown = {re.sub(r"\d+", "n", one.partition("\n")[0]): one for one in statements.take()}
    assert not grown, "\n".join(one[:1200] for one in grown.values())
    assert {"papers", "committee", "search", "paper_pdf"} <= seen_views
    assert not who or {"workflows:inbox", "workflows:slip", "wagtailadmin_home"} <= seen_views
