"""A city in which every kind of public page has something on it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from papers.models import Act, Measure, Membership, Organization, Paper, Strategy
from papers.pdf.archive import print_of
from tests.factories.images import image_of, with_image
from tests.factories.papers import DATE, add_attachment, fresh, paper_at, translate
from umlauf.about.places import PLACES

DAY = datetime.timedelta(days=1)


def everything(cast, run_on_commit):
    """Returns the paper that has all a paper can have."""
    Organization.objects.filter(pk=cast.org.bristol.pk).update(slug="bristol", languages=["en"])
    Organization.objects.filter(pk=cast.org.europe_committee.pk).update(slug="europa")
    ended = Organization.objects.create(
        name="Friedensausschuss", slug="frieden", kind="committee", ends_on=timezone.localdate() - DAY
    )
    ended.successors.add(cast.org.europe_committee)
    image = image_of(cast.author)
    paper = paper_at("deliberating", cast, title="Radweg am Kanal", slug="decision", body=with_image(image))
    add_attachment(paper, by=cast.council_clerk, title="Lageplan")
    paper = fresh(paper)
    paper.partner_cities.set([cast.org.bristol.pk])
    paper.save()
    with run_on_commit():
        translate(paper, "en")
    print_of(fresh(paper))
    above = paper_at("completed", cast, "strategy", title="Fahrradstrategie")
    related = paper_at("completed", cast, "strategy", title="Klimastrategie")
    strategy = Strategy.objects.get(pk=above.pk)
    strategy.related_topics.add(Strategy.objects.get(pk=related.pk))
    strategy.save()
    measure = Measure.objects.create(strategy=strategy, title="Netz ausbauen", office=cast.org.planning_office)
    measure.papers.add(paper)
    for stage in ("withdrawn_after_release", "returned_after_release", "confirming", "completed"):
        paper_at(stage, cast, title=f"Vorlage {stage}")
    assert Act.objects.exists()
    assert Membership.objects.exists()
    return fresh(paper)


def addresses(languages=("de", "en", "fr")):
    yield from (
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-about.xml",
        "/sitemap-committees.xml",
        "/sitemap-partners.xml",
    )
    yield f"/sitemap-papers-{DATE.year}.xml"
    for language in languages:
        home = f"/{language}/"
        yield from (home, f"{home}papers/", f"{home}papers/?kind=decision&page=2")
        yield from (f"{home}committees/", f"{home}partners/", f"{home}partners/bristol/")
        yield f"{home}partners/bristol/feed/"
        yield from (f"{home}{place}/" for place in PLACES)
        yield from (f"{home}committees/{row.slug}/" for row in Organization.objects.exclude(kind="partner_city"))
        yield from (f"{home}papers/{paper.slug}/" for paper in Paper.objects.originals().live())
