"""What a strategy points at and what may be younger than itself: papers that carry out its measures, and related
topics. Loaded last."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from papers.access.verbs import may_edit
from papers.models import Measure, Strategy
from umlauf.demo.clock import Clock, at
from umlauf.demo.content import DemoMeasure, DemoPaper
from umlauf.demo.directory import Directory
from umlauf.demo.sections import block_id

A_WHILE = datetime.timedelta(hours=2)


@transaction.atomic
def load_pointers(story: DemoPaper, directory: Directory) -> None:
    strategy = directory.loaded_paper(story.key)
    if not isinstance(strategy, Strategy):
        return  # deleted since
    with at(Clock(f"{story.key}/measures").moment(story.numbered_on, "release")):
        measures = [_create(strategy, row, position, story, directory) for position, row in enumerate(story.measures)]
    for row, measure in zip(story.measures, measures, strict=True):
        papers = [paper for paper in map(directory.loaded_paper, row.papers) if paper is not None]
        for paper in sorted(papers, key=lambda paper: paper.state_since):
            with at(max(paper.state_since, strategy.state_since) + A_WHILE):
                measure.papers.add(paper)
    _relate(strategy, story, directory)


def _create(strategy: Strategy, row: DemoMeasure, position: int, story: DemoPaper, directory: Directory) -> Measure:
    return Measure.objects.create(
        strategy=strategy,
        field_of_action=block_id(story.key, "field", row.field),
        title=row.title,
        description=row.description,
        office=directory.organizations[row.office],
        period=row.period,
        state=row.state,
        indicator=row.indicator,
        position=position,
    )


def _relate(strategy: Strategy, story: DemoPaper, directory: Directory) -> None:
    """The council office adds topics that came later to the released page, as it does in the editor."""
    topics = [topic for topic in map(directory.loaded_paper, story.related) if isinstance(topic, Strategy)]
    known = set(strategy.related_topics.all())
    if known.issuperset(topics):
        return
    office = directory.people[directory.cast.releases]
    with at(max(topic.state_since for topic in topics) + A_WHILE):
        if not may_edit(office, strategy):
            raise PermissionDenied(_("You cannot change this paper now."))
        page = strategy.get_latest_revision_as_object()
        page.related_topics = topics
        page.save_revision(user=office, log_action=True).publish(user=office)
