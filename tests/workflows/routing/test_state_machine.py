"""Random people do random things to random papers, the right ones and the wrong ones; after each step the rules that
never bend are checked.

Who may do what is asked of a table beside it (``oracle``), never of the code under test.
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision

from papers.enums import OUTCOMES
from papers.models import Act, Consultation, Paper
from tests.factories.cast import Cast, build_cast
from tests.factories.papers import STAGES, draft, edit, fresh, paper_at, slip_for
from tests.workflows.routing.attempting import Attempting
from tests.workflows.routing.changing_annexes import ChangingAnnexes
from tests.workflows.routing.invariants import Invariants
from tests.workflows.routing.leaving import Leaving
from tests.workflows.routing.oracle import (
    ACTS_FOR,
    CLERKS,
    DEPUTISES,
    MAY,
    OWNERS,
    WITH_AUTHOR,
    anybody,
    authors_mostly,
    chances,
    clerks_mostly,
)
from tests.workflows.routing.out_of_turn import OutOfTurn
from tests.workflows.routing.passing_by import PassingByTheVerbs
from tests.workflows.routing.taking_back import TakingBack
from workflows.routing.acting import Votes, act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line, set_slip, slip_of
from workflows.routing.steps import recall, resubmit, return_to_author, start_routing, withdraw


class Circulation(
    OutOfTurn, PassingByTheVerbs, TakingBack, ChangingAnnexes, Leaving, Attempting, Invariants, RuleBasedStateMachine
):
    papers = Bundle("papers")
    cast: Cast  # lives in the transaction of the test; each example rolls back to it

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.asked_of = self.readers_of = None
        self.acts: dict[int, dict] = {}
        self.numbers: dict[int, str] = {}
        self.released: dict[int, object] = {}
        self.versions: dict[int, tuple] = {}
        self.levels: dict[int, str] = {}
        self.restricted: set[int] = set()
        self.taken_off: set[int] = set()

    def teardown(self):
        self.everybody_is_back()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    # --- doing -------------------------------------------------------------------------------------------------------

    @initialize(
        target=papers,
        slug=st.sampled_from(["decision", "information"]),
        level=st.sampled_from(["public", "non_public", "confidential"]),
        stage=st.sampled_from(STAGES),
    )
    def first_paper(self, slug, level, stage):
        """Somewhere on its way, so that short sequences get to the end as well."""
        return paper_at(stage, self.cast, slug, confidentiality=level).pk

    @rule(
        target=papers,
        slug=st.sampled_from(["decision", "information"]),
        level=st.sampled_from(["public", "confidential"]),
    )
    def another_paper(self, slug, level):
        return draft(self.cast, slug, confidentiality=level, slip=self.usual_slip(slug)).pk

    @rule(pk=papers, name=authors_mostly)
    def submit(self, pk, name):
        paper = Paper.objects.get(pk=pk)
        verb = resubmit if paper.state == "returned" else start_routing
        self.attempt("submit", name, MAY["submit"], lambda person: verb(paper, by=person))

    @rule(pk=papers, name=clerks_mostly)
    def resubmit_as_editorial(self, pk, name):
        self.attempt(
            "editorial",
            name,
            CLERKS,
            lambda person: resubmit(Paper.objects.get(pk=pk), by=person, editorial=True),
            asked=OWNERS,
        )

    @rule(pk=papers, name=authors_mostly, number=chances)
    def write(self, pk, name, number):
        """Through the lock, as the editor does: who may not write is stopped by it."""
        paper = fresh(Paper.objects.get(pk=pk))
        person = self.cast.people()[name]
        if (
            not person.is_authenticated
            or not paper.permissions_for_user(person).can_edit()
            or paper.permissions_for_user(person).page_locked()
        ):
            return
        assert name in (OWNERS | CLERKS if paper.state in WITH_AUTHOR else CLERKS)
        assert paper.state not in ("co_signing", "withdrawn")
        edit(paper, by=person, title=f"Fassung {number}")

    def do_act(self, line, name, outcome, chance):
        organization = line.organization.name
        fields = {"remark": "Bemerkung.", "amended_text": "Geändert."}
        if outcome == "referred":
            org = self.cast.org
            fields["refer_to"] = (org.finance_committee, org.culture_committee, org.europe_committee)[chance % 3]
        if chance % 5 == 0:
            fields["votes"] = Votes(chance % 7, chance % 3, 1)
        known = Act.objects.count()
        done = self.attempt(
            "act", name, ACTS_FOR[organization], lambda person: act_on(line, by=person, outcome=outcome, **fields)
        )
        assert Act.objects.count() == known + done
        if done:
            act = Act.objects.latest("pk")
            people = self.cast.people()
            deputised = DEPUTISES.get((name, organization))
            assert (act.consultation_id, act.by, act.on_behalf_of) == (
                line.pk,
                people[name],
                people[deputised] if deputised else None,
            )

    @rule(pk=papers, name=anybody, chance=chances)
    def act_on_any_line(self, pk, name, chance):
        lines = list(Consultation.objects.filter(paper=pk).order_by("pk").select_related("organization"))
        line = lines[chance % len(lines)]
        outcomes = OUTCOMES[line.role]
        self.do_act(line, name, outcomes[chance // 7 % len(outcomes)], chance)

    @rule(pk=papers, chance=chances)
    def act_rightly(self, pk, chance):
        lines = list(Consultation.objects.filter(paper=pk, state="open").order_by("pk").select_related("organization"))
        lines = [line for line in lines if ACTS_FOR[line.organization.name]]
        if lines:
            line = lines[chance % len(lines)]
            people = sorted(ACTS_FOR[line.organization.name])
            outcomes = OUTCOMES[line.role]
            self.do_act(
                line,
                people[chance // 3 % len(people)],
                outcomes[0] if chance % 4 else outcomes[chance // 7 % len(outcomes)],
                chance,
            )

    @rule(pk=papers, name=clerks_mostly, editorial=st.booleans())
    def check(self, pk, name, editorial):
        self.attempt(
            "check",
            name,
            MAY["check"],
            lambda person: pass_formal_check(Paper.objects.get(pk=pk), by=person, editorial=editorial),
        )

    @rule(pk=papers, name=clerks_mostly, editorial=st.booleans())
    def do_release(self, pk, name, editorial):
        self.attempt(
            "release",
            name,
            MAY["release"],
            lambda person: release(Paper.objects.get(pk=pk), by=person, editorial=editorial),
        )

    @rule(pk=papers, name=clerks_mostly)
    def return_it(self, pk, name):
        self.attempt(
            "return",
            name,
            MAY["return"],
            lambda person: return_to_author(Paper.objects.get(pk=pk), by=person, reason="Bitte ändern."),
        )

    @rule(pk=papers, name=authors_mostly)
    def recall_it(self, pk, name):
        self.attempt("recall", name, MAY["recall"], lambda person: recall(Paper.objects.get(pk=pk), by=person))

    @rule(pk=papers, name=anybody, chance=chances)
    def withdraw_it(self, pk, name, chance):
        if chance % 4 == 0:  # or most papers would end here
            self.attempt(
                "withdraw",
                name,
                MAY["withdraw"],
                lambda person: withdraw(Paper.objects.get(pk=pk), by=person, reason="Entfällt."),
            )

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def change_the_slip(self, pk, name, chance):
        """Take a line off, or put one on."""
        paper = Paper.objects.get(pk=pk)
        lines = slip_of(paper)
        if chance % 2 and lines:
            del lines[chance % len(lines)]
        else:
            role = ("co_sign", "hearing", "deliberation", "decision", "information")[chance // 2 % 5]
            organization = (self.cast.org.works_office, self.cast.org.culture_committee, self.cast.org.council)[
                chance // 10 % 3
            ]
            lines.append(Line(organization, role, 1 + chance % 3))
        allowed = MAY["route"] if paper.state in WITH_AUTHOR else CLERKS
        self.attempt("route", name, allowed, lambda person: set_slip(paper, lines=lines, by=person))

    @rule(pk=papers)
    def give_the_usual_slip_back(self, pk):
        paper = Paper.objects.get(pk=pk)
        if paper.state == "draft" and not Act.objects.filter(consultation__paper=pk).exists():
            self.attempt(
                "route",
                "author",
                MAY["route"],
                lambda person: set_slip(paper, lines=slip_for(self.cast, paper.kind.slug), by=person),
            )

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def publish_any_revision(self, pk, name, chance):
        """Wagtail's own action, with its own question about permission."""
        revisions = list(Revision.objects.for_instance(Paper.objects.get(pk=pk)).order_by("pk"))
        person = self.cast.people()[name]
        if not person.is_authenticated:
            return
        was_live = Paper.objects.get(pk=pk).live
        before = self.record()
        done = self.attempt(
            "publish",
            name,
            MAY["publish"],
            lambda user: revisions[chance % len(revisions)].publish(user=user),
            PublishPagePermissionError,
        )
        assert was_live or not done
        assert self.record() == before

    @rule(pk=papers, chance=chances)
    def revert_to_any_revision(self, pk, chance):
        """What "revert" saves: an old text as the newest draft, by the council office where it may write."""
        paper = fresh(Paper.objects.get(pk=pk))
        clerk = self.cast.council_clerk
        if paper.permissions_for_user(clerk).page_locked():
            return
        revisions = list(Revision.objects.for_instance(paper).order_by("pk"))
        before = self.record()
        revision = revisions[chance % len(revisions)]
        revision.as_object().save_revision(user=clerk, previous_revision=revision)
        assert self.record() == before


PROFILE = settings(
    max_examples=int(os.environ.get("STATE_MACHINE_EXAMPLES", "25" if os.environ.get("CI") == "true" else "6")),
    stateful_step_count=30,
    deadline=None,
    # a failing sequence is short enough to read; shrinking it takes minutes and is for whoever hunts it:
    # STATE_MACHINE_SHRINK=1
    phases=[Phase.generate, *([Phase.shrink] if os.environ.get("STATE_MACHINE_SHRINK") else [])],
    derandomize=os.environ.get("CI") == "true",
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.thorough
@pytest.mark.django_db
def test_whatever_people_do_the_rules_hold():
    Circulation.cast = build_cast()
    run_state_machine_as_test(Circulation, settings=PROFILE)
