"""Plays the story of a paper through the verbs its people would use, step by step, at the moments it tells."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from papers.access.verbs import may_edit
from papers.attaching import attach
from papers.drafting import draft_paper
from papers.models import Consultation, Paper
from papers.numbering import continue_series
from umlauf.demo.annexes import file_of
from umlauf.demo.clock import Clock, at
from umlauf.demo.content import DemoEnding, DemoPaper, Step
from umlauf.demo.directory import Directory
from umlauf.demo.prose import rich_text
from umlauf.demo.sections import body_of, fields_of_action_of, goals_of
from workflows.restricting.restricting import take_off_the_public
from workflows.routing.acting import act_on
from workflows.routing.consequences import change_the_way
from workflows.routing.correcting import correct_result
from workflows.routing.ending import end_organization, settle_ended
from workflows.routing.plausible import Votes
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line, save_as_template, set_slip
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw

if TYPE_CHECKING:
    from papers.access import Person
    from umlauf.accounts.models import User


@dataclass
class Scene:
    story: DemoPaper
    directory: Directory
    paper: Paper

    @property
    def author(self) -> User:
        return self.directory.people[self.story.author]

    def doer(self, step: Step, otherwise: str) -> User:
        return self.directory.people[step.by or otherwise]


def play(story: DemoPaper, directory: Directory) -> Paper:
    """Draft the paper and let everything happen to it. Runs inside the caller's transaction."""
    clock = Clock(story.key)
    with at(clock.moment(story.date, "draft")):
        if story.continues_series_at is not None:
            office = directory.people[directory.cast.releases]
            continue_series(
                kind=directory.kinds[story.kind], year=story.date.year, last=story.continues_series_at, by=office
            )
        scene = Scene(story, directory, _draft(story, directory))
    for step in story.steps:
        occasion = "sign" if step.outcome.startswith(("signed", "objected")) else step.do
        with at(clock.moment(step.on, occasion)):
            VERBS[step.do](scene, step)
        scene.paper = Paper.objects.get(pk=scene.paper.pk).specific
    return scene.paper


def _draft(story: DemoPaper, directory: Directory) -> Paper:
    author: Person = directory.people[story.author]
    kind = directory.kinds[story.kind]
    text: dict[str, Any] = {
        "place": story.place,
        "summary": story.summary,
        "agenda_item": story.agenda_item,
        "body": body_of(story, kind),
    }
    if kind.slug == "strategy":
        text |= {
            "vision": rich_text(story.vision),
            "goals": goals_of(story),
            "fields_of_action": fields_of_action_of(story),
        }
        # what exists by then
        text["related_topics"] = [topic for topic in map(directory.loaded_paper, story.related) if topic is not None]
    if story.concerns:
        text["partner_cities"] = [directory.organizations[city] for city in story.concerns]
    if story.parent:
        text["parent"] = directory.loaded_paper(story.parent)
    paper = draft_paper(
        kind=kind,
        title=story.title,
        originating_office=directory.organizations[story.office],
        by=author,
        confidentiality=story.confidentiality,
        date=story.date,
        superordinate=directory.loaded_paper(story.belongs_to) if story.belongs_to else None,
        suffix_kind=story.suffix,
        **text,
    )
    for annex in story.annexes:
        if annex.late:
            continue
        attach(paper, file=file_of(annex), title=annex.title, by=author, confidentiality=annex.confidentiality)
    if story.slip:
        lines = [Line(directory.organizations[line.to], line.role, line.stage, line.due) for line in story.slip]
        set_slip(paper, lines=lines, by=author)
    return paper


def _revise(scene: Scene, step: Step) -> None:
    """Saves as the editor does: it is refused while the text stands still, otherwise it is a new revision."""
    if not may_edit(scene.author, scene.paper):
        raise PermissionDenied(_("You cannot change this paper now."))
    page = scene.paper.get_latest_revision_as_object()
    page.body = body_of(scene.story, scene.directory.kinds[scene.story.kind], revised=True)
    page.save_revision(user=scene.author, log_action=True)


def _act(scene: Scene, step: Step) -> None:
    organization = scene.directory.organizations[step.line]
    line: Consultation = scene.paper.consultations.open().get(organization=organization)
    act_on(
        line,
        by=scene.directory.people[step.by] if step.by else scene.directory.who_acts_for(organization),
        outcome=step.outcome,
        remark=step.remark,
        votes=Votes(*step.votes) if step.votes else None,
        refer_to=scene.directory.organizations[step.refer_to] if step.refer_to else None,
        amended_text=step.amended_text,
    )


def _correct(scene: Scene, step: Step) -> None:
    organization = scene.directory.organizations[step.line]
    correct_result(
        scene.paper.consultations.get(organization=organization),
        by=scene.directory.who_acts_for(organization),
        outcome=step.outcome,
        reason=step.reason,
        remark=step.remark,
        votes=Votes(*step.votes) if step.votes else None,
    )


def _change_the_way(scene: Scene, step: Step) -> None:
    line = scene.paper.consultations.get(organization=scene.directory.organizations[step.line])
    change_the_way(line, by=scene.doer(step, scene.directory.cast.releases), outcome=step.outcome, reason=step.reason)


def _hand_in_late(scene: Scene, step: Step) -> None:
    annex = next(one for one in scene.story.annexes if one.filename == step.annex)
    attach(
        scene.paper,
        file=file_of(annex),
        title=annex.title,
        by=scene.doer(step, scene.directory.cast.checks),
        confidentiality=annex.confidentiality,
        reason=step.reason,
    )


def _take_off(scene: Scene, step: Step) -> None:
    office = scene.doer(step, scene.directory.cast.releases)
    take_off_the_public(scene.paper, reason=step.reason, by=office, keeps_title=step.keeps_title)


def end(ending: DemoEnding, directory: Directory) -> None:
    """What waits at the body when it has ended goes to its successor. Runs inside the caller's transaction."""
    clock = Clock(ending.organization)
    with at(clock.moment(ending.on, "draft")):
        end_organization(
            directory.organizations[ending.organization],
            ends_on=ending.ends_on,
            successor=directory.organizations[ending.successor],
            reason=ending.reason,
            by=directory.people[directory.cast.releases],
        )
    with at(clock.moment(ending.ends_on + datetime.timedelta(days=1), "draft")):
        settle_ended()


def _submit(scene: Scene, step: Step) -> None:
    start_routing(scene.paper, by=scene.doer(step, scene.story.author))


def _resubmit(scene: Scene, step: Step) -> None:
    resubmit(scene.paper, by=scene.doer(step, scene.story.author))


def _recall(scene: Scene, step: Step) -> None:
    recall(scene.paper, by=scene.doer(step, scene.story.author))


def _withdraw(scene: Scene, step: Step) -> None:
    withdraw(scene.paper, by=scene.doer(step, scene.story.author), reason=step.reason)


def _check(scene: Scene, step: Step) -> None:
    pass_formal_check(scene.paper, by=scene.doer(step, scene.directory.cast.checks), remark=step.remark)


def _release(scene: Scene, step: Step) -> None:
    release(scene.paper, by=scene.doer(step, scene.directory.cast.releases))


def _return(scene: Scene, step: Step) -> None:
    return_to_author(scene.paper, by=scene.doer(step, scene.directory.cast.releases), reason=step.reason)


def _save_template(scene: Scene, step: Step) -> None:
    save_as_template(scene.paper, name=step.name, by=scene.doer(step, scene.directory.cast.releases))


VERBS: dict[str, Callable[[Scene, Step], None]] = {
    "submit": _submit,
    "act": _act,
    "check": _check,
    "release": _release,
    "return": _return,
    "revise": _revise,
    "resubmit": _resubmit,
    "recall": _recall,
    "withdraw": _withdraw,
    "save_template": _save_template,
    "correct": _correct,
    "change_the_way": _change_the_way,
    "hand_in_late": _hand_in_late,
    "take_off": _take_off,
}
