"""The rules that never bend, whatever people do to papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from django.test import Client
from hypothesis.stateful import invariant
from wagtail.models import WorkflowState

from papers.access import may_read, principals_remembered
from papers.contents import contents_of
from papers.models import Act, Attachment, Consultation, Paper, RemovedAttachment, Restriction, Version
from papers.same_text import say_the_same
from tests.workflows.routing.oracle import (
    BLOCKING,
    CIRCULATING,
    CLERKS,
    OWNERS,
    RECORD,
)

LEVELS = ("public", "non_public", "confidential")


def wider(before, after):
    """Said without the code under test."""

    def rank(contents, annex):
        return max(LEVELS.index(contents["filing"]["confidentiality"]), LEVELS.index(annex["confidentiality"]))

    old = {annex["key"]: rank(before, annex) for annex in before["annexes"]}
    new = {annex["key"]: rank(after, annex) for annex in after["annexes"]}
    return any(new[key] < old[key] for key in old.keys() & new.keys())


class Invariants:
    """Of a state machine that keeps ``acts``, ``numbers``, ``released``, ``versions`` and ``levels`` as it saw them,
    and which papers were ``restricted`` and ``taken_off``."""

    def record(self):
        lines = Consultation.objects.order_by("pk").values()
        return (
            list(Paper.objects.order_by("pk").values_list("pk", *RECORD)),
            list(lines),
            list(Act.objects.order_by("pk").values()),
            list(WorkflowState.objects.values()),
        )

    # --- checking ----------------------------------------------------------------------------------------------------

    @invariant()
    def the_rules_hold(self):
        """Asked anew only when something changed; most attempts are refused and leave no trace."""
        now = self.everything()
        if now == self.asked_of:
            return
        self.asked_of = now
        self.no_act_is_lost_or_changed()
        self.versions_only_grow_and_keep_what_they_are()
        self.no_signature_stands_for_what_it_was_not_given_for()
        self.every_file_of_a_version_is_kept()
        self.every_line_tells_what_its_acts_say()
        self.papers_are_where_their_lines_are()
        self.what_was_corrected_stays_where_it_was()
        self.rounds_follow_each_other()
        self.what_is_due_is_open()
        self.at_most_one_workflow_runs()
        self.numbers_are_given_once_without_gaps()
        self.what_is_released_stays_released()
        self.nothing_released_becomes_more_open()
        readers = (
            list(Paper.objects.order_by("pk").values_list("pk", "state", "live", "confidentiality", "taken_off_at")),
            list(Consultation.objects.order_by("pk").values_list("pk", "state")),
        )
        if readers != self.readers_of:
            self.readers_of = readers
            self.the_access_rule_equals_its_twin()

    def no_act_is_lost_or_changed(self):
        acts = {act["id"]: act for act in Act.objects.values()}
        assert {pk: acts.get(pk) for pk in self.acts} == self.acts
        self.acts = acts

    def versions_only_grow_and_keep_what_they_are(self):
        rows = Version.objects.values_list(
            "pk", "paper_id", "number", "revision_id", "editorial", "contents", "revision__content"
        )
        versions = {pk: (paper, number, *rest[:-1], str(rest[-1])) for pk, paper, number, *rest in rows}
        assert {pk: versions.get(pk) for pk in self.versions} == self.versions
        self.versions = versions
        for paper, numbers in Counter((paper, number) for paper, number, *_rest in versions.values()).items():
            assert numbers == 1, paper

    def no_signature_stands_for_what_it_was_not_given_for(self):
        """A finished line was acted on for the version that counts, or every later one was called editorial and opened
        nothing to more people. While others vouch for it nothing of the paper differs from its latest version."""
        for paper in Paper.objects.all():
            versions = list(Version.objects.filter(paper=paper).order_by("number"))
            for before, after in pairwise(versions):
                assert not (after.editorial and wider(before.contents, after.contents)), paper
            for line in paper.consultations.filter(state="done", role__in=BLOCKING).select_related("latest_act"):
                later = [version for version in versions if version.pk > line.latest_act.version_id]
                assert all(version.editorial for version in later), line
            if paper.state in ("co_signing", "deliberating", "completed"):
                assert contents_of(paper).as_data() == versions[-1].contents, paper
            if paper.state == "co_signing":
                assert paper.latest_revision_id == versions[-1].revision_id or say_the_same(
                    paper.latest_revision, versions[-1].revision
                )

    def every_file_of_a_version_is_kept(self):
        kept = set(Attachment.objects.values_list("pk", "sha512"))
        kept |= set(RemovedAttachment.objects.values_list("key", "sha512"))
        for version in Version.objects.all():
            assert {(annex["key"], annex["sha512"]) for annex in version.contents["annexes"]} <= kept

    def every_line_tells_what_its_acts_say(self):
        for line in Consultation.objects.prefetch_related("acts"):
            acts = sorted(line.acts.all(), key=lambda act: act.pk)
            assert line.latest_act_id == (acts[-1].pk if acts else None)
            assert line.outcome == (acts[-1].outcome if acts else "")
            if line.state == "done":
                assert acts[-1].outcome not in ("objected", "referred", "postponed", "not_dealt_with")

    def what_was_corrected_stays_where_it_was(self):
        for act in Act.objects.exclude(corrects=None).select_related("corrects"):
            assert act.reason
            assert act.pk > act.corrects_id
            assert (act.consultation_id, act.version_id) == (act.corrects.consultation_id, act.corrects.version_id)

    def rounds_follow_each_other(self):
        rounds = defaultdict(list)
        for line in Consultation.objects.exclude(state="cancelled").order_by("round"):
            rounds[line.paper_id, line.organization_id, line.role].append(line)
        for lines in rounds.values():
            assert [line.round for line in lines] == list(range(1, len(lines) + 1))
            assert all(line.state == "done" for line in lines[:-1])

    def what_is_due_is_open(self):
        """Nothing waits for a turn that has come; what was overtaken is not finished, and something went before it."""
        for paper in Paper.objects.filter(state__in=("co_signing", "deliberating")):
            step = BLOCKING & {"co_sign"} if paper.state == "co_signing" else BLOCKING - {"co_sign"}
            lines = [line for line in paper.consultations.exclude(state="cancelled") if line.role in step]
            undone = [line for line in lines if line.state != "done"]
            first = min(line.stage for line in undone)
            assert {line.state for line in undone if line.stage == first} == {"open"}
        for line in Consultation.objects.exclude(overtaken_at=None).exclude(state="cancelled"):
            assert line.state in ("planned", "open")

    def papers_are_where_their_lines_are(self):
        for paper in Paper.objects.all():
            lines = list(paper.consultations.exclude(state="cancelled").select_related("organization"))
            blocking = [line for line in lines if line.role in BLOCKING]
            undone = [line for line in blocking if line.state != "done"]
            opened = [line for line in lines if line.state == "open"]
            # what opens no more, because its body has ended, waits for the council office
            waiting = [line for line in undone if line.state == "open" or line.organization.is_dissolved]
            if paper.state == "completed":
                assert undone == []
                assert all(line.role == "information" for line in opened)
                assert paper.kind.slug != "decision" or any(line.role == "decision" for line in blocking)
            elif paper.state == "deliberating":
                assert waiting
            elif paper.state == "co_signing":
                assert any(line.role == "co_sign" for line in waiting)
            elif paper.state in ("checking", "releasing"):
                assert all(line.role == "information" for line in opened)
                assert not any(line.role == "co_sign" for line in undone)
            else:
                assert opened == []
            if paper.state == "withdrawn":
                assert undone == []

    def at_most_one_workflow_runs(self):
        for paper in Paper.objects.all():
            active = [state.status for state in WorkflowState.objects.for_instance(paper).active()]
            if paper.state in CIRCULATING:
                assert active == ["in_progress"]
            elif paper.state == "returned":
                assert active in (["needs_changes"], [])
            else:
                assert active == []

    def numbers_are_given_once_without_gaps(self):
        numbers = {paper.pk: paper.number for paper in Paper.objects.exclude(number=None)}
        assert {pk: numbers.get(pk) for pk in self.numbers} == self.numbers
        assert sorted(numbers.values()) == [f"{number:04}/2026" for number in range(1, len(numbers) + 1)]
        self.numbers = numbers

    def what_is_released_stays_released(self):
        released = dict(Paper.objects.exclude(released_at=None).values_list("pk", "released_at"))
        assert {pk: released.get(pk) for pk in self.released} == self.released
        self.released = released
        assert set(Paper.objects.filter(live=True).values_list("pk", flat=True)) == set(released)
        assert not Paper.objects.filter(live=True, number=None).exists()

    def nothing_released_becomes_more_open(self):
        order = ["public", "non_public", "confidential"]
        levels = dict(Paper.objects.filter(live=True).values_list("pk", "confidentiality"))
        for pk, level in self.levels.items():
            assert order.index(levels[pk]) >= order.index(level)
            assert levels[pk] == level or pk in self.restricted
        self.levels = levels
        gone = set(Paper.objects.exclude(taken_off_at=None).values_list("pk", flat=True))
        assert gone == self.taken_off
        assert set(Restriction.objects.values_list("paper", flat=True)) == self.restricted | gone
        assert not Consultation.objects.filter(paper__in=gone, state__in=["planned", "open"]).exists()

    def the_access_rule_equals_its_twin(self):
        self.what_was_taken_back_is_nowhere()
        papers = list(Paper.objects.select_related("locale"))
        with principals_remembered():
            for name, person in self.cast.people().items():
                listed = set(Paper.objects.readable_by(person).values_list("pk", flat=True))
                assert {paper.pk for paper in papers if may_read(person, paper)} == listed, name
                if name in CLERKS:
                    assert listed == {paper.pk for paper in papers}
                elif name in OWNERS:
                    assert listed == {paper.pk for paper in papers} - self.taken_off
                else:
                    assert not listed & self.taken_off

    def what_was_taken_back_is_nowhere(self):
        """Asked of every channel of somebody who is not signed in, whatever the index has heard of."""
        client = Client()
        public = set(Paper.objects.filter(live=True, confidentiality="public", taken_off_at=None).values_list("number"))
        hidden = Paper.objects.exclude(number=None).filter(pk__in=self.restricted | self.taken_off)
        for paper in hidden.exclude(number__in=[number for (number,) in public]):
            address = f"/de/papers/{paper.slug}/"
            assert client.get(address).status_code in (404, 410)
            assert client.get(f"{address}paper.pdf").status_code in (404, 410)
            for path in ("/de/papers/", "/de/", f"/de/search/?q={paper.number}", f"/de/search/feed/?q={paper.number}"):
                assert f"/papers/{paper.slug}/" not in client.get(path).content.decode()

    def everything(self):
        return (
            list(Paper.objects.order_by("pk").values_list("pk", *RECORD, "title", "latest_revision_id")),
            list(Consultation.objects.order_by("pk").values_list("pk", "state", "stage", "outcome", "latest_act_id")),
            list(WorkflowState.objects.order_by("pk").values_list("pk", "status")),
            Act.objects.count(),
            Version.objects.count(),
            list(Attachment.objects.order_by("pk").values_list("pk", "sha512", "title", "confidentiality", "position")),
            RemovedAttachment.objects.count(),
        )
