"""Bodies end and go on, papers and lines are handed over, people leave and come back: for the test of the state
machine."""

from __future__ import annotations

import copy
import datetime

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule

from papers.access import may_read
from papers.models import Consultation, Membership, Organization, Paper
from tests.factories.papers import slip_for
from tests.workflows.routing.oracle import (
    ACTS_FOR,
    BLOCKING,
    CIRCULATING,
    CLERKS,
    OWNERS,
    anybody,
    chances,
    clerks_mostly,
)
from workflows.inbox import waiting_for
from workflows.models import PlannedEnd
from workflows.routing.ending import end_line, end_organization, hand_over_line, settle_ended, take_back_end
from workflows.routing.handing_over import hand_over
from workflows.routing.left_behind import key_of, left_at

papers = Bundle("papers")  # of the machine this is mixed into

EVERYBODY = copy.deepcopy(ACTS_FOR)
# Who may leave, and for whom nobody acts in their place then; the deputy acts for the cosigner alone.
LEAVING = {
    "secretary": {"Europaausschuss": {"secretary"}, "Kulturausschuss": {"secretary"}},
    "chair": {"Rat": {"chair"}},
    "liaison": {"Bristol": {"liaison"}},
    "cosigner": {"Planungsamt": {"cosigner", "deputy"}},
    "second_cosigner": {"Planungsamt": {"second_cosigner"}},
}
OFFICES = ("Planungsamt", "Tiefbauamt")
BODIES = ("Europaausschuss", "Kulturausschuss", "Finanzausschuss", "Rat")
REASON = "Der Rat hat sich neu geordnet."


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def organization(name):
    return Organization.objects.get(name=name)


def ended():
    return set(Organization.objects.filter(ends_on__lt=timezone.localdate()).values_list("name", flat=True))


class Leaving:
    """Of a state machine with ``papers``, ``cast`` and ``attempt``."""

    kept: set[int]  # lines that were open at a body when it ended

    @initialize()
    def everybody_is_there(self):
        self.everybody_is_back()
        self.kept = set()

    def everybody_is_back(self):
        ACTS_FOR.clear()
        ACTS_FOR.update(copy.deepcopy(EVERYBODY))

    def everybody_acts(self):
        return ACTS_FOR == EVERYBODY and not ended()

    def usual_slip(self, slug):
        """Without the bodies that have ended, which no new slip may name."""
        gone = ended()
        return [line for line in slip_for(self.cast, slug) if line.organization.name not in gone]

    # --- doing -------------------------------------------------------------------------------------------------------

    @rule(
        names=st.sampled_from([*(2 * [OFFICES]), *(3 * [BODIES])]).flatmap(st.permutations),
        with_successor=st.booleans(),
        name=clerks_mostly,
        chance=chances,
    )
    def end_an_organization(self, names, with_successor, name, chance):
        if chance % 3:  # or all of them would have ended soon
            return
        body, successor = organization(names[0]), organization(names[1]) if with_successor else None
        left = left_at(body)
        things = list(left)
        choices = ("hand_over", "end", "keep") if with_successor else ("end", "keep")
        fates = {
            key_of(thing): choices[(chance + at) % len(choices)]
            for at, thing in enumerate(things)
            if chance % 2 and isinstance(thing, Consultation)
        }
        day = (yesterday(), timezone.localdate(), yesterday())[chance // 7 % 3]
        is_open = {line.pk for line in left.lines if line.state == "open"}
        lies_ahead = day != yesterday()
        if lies_ahead and not with_successor:
            fates = {}  # or it is refused
        if self.attempt(
            "end_organization",
            name,
            CLERKS,
            lambda person: end_organization(
                body, ends_on=day, by=person, successor=successor, reason=REASON, fates=fates, seen=left.keys
            ),
        ):
            now = left_at(organization(names[0])).keys
            if lies_ahead:
                assert now == left.keys
                return
            self.kept |= is_open
            assert set(now) == {key for key, fate in fates.items() if fate == "keep"}

    @rule(names=st.sampled_from([OFFICES, BODIES]).flatmap(st.permutations), chance=chances)
    def a_last_day_passes(self, names, chance):
        """The clock settles what is left, or the council office has to find a way out."""
        plan = PlannedEnd.objects.order_by("pk").first() or (self.plan_an_end(*names[:2]) if chance % 3 == 0 else None)
        if plan is None:
            return
        body = plan.organization
        before = left_at(body)
        self.kept |= {line.pk for line in before.lines if line.state == "open"}
        Organization.objects.filter(pk=body.pk).update(ends_on=yesterday())
        settle_ended()
        now = left_at(body).keys
        if plan.successor_id and not PlannedEnd.objects.filter(pk=plan.pk).exists():
            assert set(now) == {key for key, fate in plan.fates.items() if fate == "keep"} & set(before.keys)
        else:
            assert now == before.keys

    def plan_an_end(self, name, heir):
        self.attempt(
            "plan_an_end",
            "council_clerk",
            CLERKS,
            lambda person: end_organization(
                organization(name), ends_on=timezone.localdate(), by=person, successor=organization(heir)
            ),
        )
        return PlannedEnd.objects.first()

    @rule(name=clerks_mostly, body=st.sampled_from([*OFFICES, *BODIES]), chance=chances)
    def it_goes_on_after_all(self, name, body, chance):
        self.attempt("take_back_end", name, CLERKS, lambda person: take_back_end(organization(body), by=person))

    @rule(name=st.sampled_from(sorted(LEAVING)))
    def somebody_leaves(self, name):
        self.leave(name)

    @rule(chance=chances)
    def all_leave_for_whom_a_paper_waits(self, chance):
        self.desert(chance)

    def desert(self, chance):
        lines = Consultation.objects.filter(state="open", role__in=BLOCKING).order_by("pk")
        bodies = list(lines.values_list("organization__name", flat=True))
        for name, places in LEAVING.items():
            if bodies and bodies[chance % len(bodies)] in places:
                self.leave(name)

    def leave(self, name):
        person = self.cast.people()[name]
        for body, people in LEAVING[name].items():
            rows = Membership.objects.filter(person=person, organization__name=body, since__lt=yesterday())
            rows.update(until=yesterday())
            ACTS_FOR[body] -= people

    @rule(name=st.sampled_from(sorted(LEAVING)))
    def somebody_comes_back(self, name):
        person = self.cast.people()[name]
        for body, people in LEAVING[name].items():
            Membership.objects.filter(person=person, organization__name=body).update(until=None)
            ACTS_FOR[body] |= people

    @rule(pk=papers, name=clerks_mostly, to=st.sampled_from([*OFFICES, *BODIES]), chance=chances)
    def find_a_way_out(self, pk, name, to, chance):
        """Of a line on which nobody can act, or of another."""
        if chance % 5 < 3:
            self.desert(chance)
        lines = [row.line_pk for row in waiting_for(self.cast.council_clerk) if row.nobody_acts and row.line_pk]
        lines = (
            lines
            if lines and chance % 4
            else list(Consultation.objects.filter(paper=pk).order_by("pk").values_list("pk", flat=True))
        )
        line = Consultation.objects.get(pk=lines[chance % len(lines)])
        if chance % 3:
            way = lambda person: hand_over_line(line, to=organization(to), by=person)  # noqa: E731  # one of two
        else:
            way = lambda person: end_line(line, by=person, reason=REASON)  # noqa: E731
        self.attempt("way_out", name, CLERKS, way)

    @rule(pk=papers, name=anybody, to=st.sampled_from(["author", "colleague", "cosigner"]))
    def hand_over_to_a_colleague(self, pk, name, to):
        people = self.cast.people()
        paper = Paper.objects.get(pk=pk)
        done = self.attempt(
            "hand_over",
            name,
            OWNERS | CLERKS,
            lambda person: hand_over(paper, office=paper.originating_office, author=people[to], by=person),
        )
        if done:
            assert to in OWNERS
            assert Paper.objects.get(pk=pk).author == people[to]

    @rule(pk=papers)
    def hand_over_to_another_office_and_back(self, pk):
        """Its people write the paper then, and those of the office it came from know no more of it than others."""
        paper, people = Paper.objects.get(pk=pk), self.cast.people()
        clerk, author, office = self.cast.council_clerk, paper.author, paper.originating_office
        works_office = organization("Tiefbauamt")
        done = self.attempt(
            "hand_over",
            "council_clerk",
            CLERKS,
            lambda person: hand_over(paper, office=works_office, author=people["outsider"], by=person),
        )
        if not done:
            return
        handed = Paper.objects.get(pk=pk)
        assert (handed.state, handed.author, handed.number) == (paper.state, people["outsider"], paper.number)
        assert may_read(people["outsider"], handed)
        assert not self.attempt(
            "hand_over", "author", set(), lambda person: hand_over(handed, office=office, author=author, by=person)
        )
        hand_over(handed, office=office, author=author, by=clerk)

    # --- checking ----------------------------------------------------------------------------------------------------

    @invariant()
    def what_nobody_can_act_on_waits_for_the_council_office(self):
        gone = ended()
        wanted = set()
        lines = Consultation.objects.filter(role__in=BLOCKING, paper__state__in=CIRCULATING)
        for line in lines.select_related("organization"):
            name = line.organization.name
            waits = line.state == "open" and (name in gone or not ACTS_FOR[name])
            if waits or (line.state == "planned" and name in gone):
                wanted.add(line.pk)
        found = {row.line_pk for row in waiting_for(self.cast.council_clerk) if row.nobody_acts and row.line_pk}
        assert found == wanted

    @invariant()
    def nothing_opens_at_a_body_that_has_ended(self):
        rows = Consultation.objects.filter(state="open", organization__ends_on__lt=timezone.localdate())
        now = set(rows.values_list("pk", flat=True))
        assert now <= self.kept
        opened = set(Consultation.objects.filter(state="open").values_list("pk", flat=True))
        self.kept &= opened  # what was closed since does not open again
