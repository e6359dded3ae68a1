"""What people record out of turn, for the test of the state machine: late minutes, corrections with and without
consequences, lines that come first after all."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, precondition, rule

from papers.enums import OUTCOMES
from papers.models import Consultation, Paper
from tests.factories.papers import paper_at
from tests.workflows.routing.oracle import ACTS_FOR, CLERKS, anybody, chances, clerks_mostly
from workflows.routing.ahead import record_ahead
from workflows.routing.consequences import change_the_way, consequences_of
from workflows.routing.correcting import correct_result
from workflows.routing.slips import Line, set_slip, slip_of

papers = Bundle("papers")  # of the machine this is mixed into
WORDS = {"remark": "Bemerkung.", "amended_text": "Geändert."}


class OutOfTurn:
    def line_by_chance(self, pk, chance, **state):
        lines = list(
            Consultation.objects.filter(paper=pk, **state).select_related("organization", "paper").order_by("pk")
        )
        return lines[chance % len(lines)] if lines else None

    @precondition(lambda self: self.everybody_acts())  # they bring it there
    @rule(
        target=papers,
        slug=st.sampled_from(["decision", "information"]),
        stage=st.sampled_from(["deliberating", "completed"]),
    )
    def paper_before_the_committees(self, slug, stage):
        """Where such things happen; few sequences get there from the beginning."""
        return paper_at(stage, self.cast, slug).pk

    def line_before_the_committees(self, chance, **state):
        """Of any paper there is, so that the right moment is met more often."""
        lines = Consultation.objects.filter(paper__state__in=("deliberating", "completed"), **state)
        lines = list(lines.exclude(role="co_sign").select_related("organization", "paper").order_by("-pk"))
        return lines[chance % len(lines)] if lines else None

    @rule(pk=papers, name=anybody, chance=chances)
    def late_minutes(self, pk, name, chance):
        line = self.line_by_chance(pk, chance)
        outcomes = OUTCOMES[line.role]
        self.attempt(
            "record_ahead",
            name,
            ACTS_FOR[line.organization.name] | CLERKS,
            lambda person: record_ahead(
                line, by=person, outcome=outcomes[chance // 7 % len(outcomes)], order_reason="Fehlt noch.", **WORDS
            ),
        )

    @rule(chance=chances)
    def late_minutes_of_the_council_office(self, chance):
        line = self.line_before_the_committees(chance, state="planned")
        if line is not None:
            self.attempt(
                "record_ahead",
                "council_clerk",
                CLERKS,
                lambda person: record_ahead(
                    line, by=person, outcome=OUTCOMES[line.role][0], order_reason="Fehlt noch.", **WORDS
                ),
            )

    @rule(pk=papers, name=anybody, chance=chances)
    def correct_any_result(self, pk, name, chance):
        line = self.line_by_chance(pk, chance)
        outcomes = OUTCOMES[line.role]
        self.attempt(
            "correct_result",
            name,
            ACTS_FOR[line.organization.name] | CLERKS,
            lambda person: correct_result(
                line, by=person, outcome=outcomes[chance // 7 % len(outcomes)], reason="Falsch.", **WORDS
            ),
        )

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def correct_with_consequences(self, pk, name, chance):
        line = self.line_by_chance(pk, chance)
        outcomes = [*OUTCOMES[line.role], "not_dealt_with", "postponed"]
        org = self.cast.org
        target = (org.finance_committee, org.culture_committee, org.europe_committee)[chance % 3]
        then = {one.key: one.choices[chance // 11 % len(one.choices)].value for one in consequences_of(line)}
        self.attempt(
            "change_the_way",
            name,
            CLERKS,
            lambda person: change_the_way(
                line,
                by=person,
                outcome=outcomes[chance // 7 % len(outcomes)],
                refer_to=target,
                then=then,
                reason="Falsch.",
                **WORDS,
            ),
        )

    @rule(chance=chances)
    def change_a_result_of_a_committee(self, chance):
        line = self.line_before_the_committees(chance, latest_act__isnull=False)
        if line is None:
            return
        then = {one.key: one.choices[chance // 11 % len(one.choices)].value for one in consequences_of(line)}
        outcomes = ["not_dealt_with", "postponed", OUTCOMES[line.role][0], "referred"]
        self.attempt(
            "change_the_way",
            "council_clerk",
            CLERKS,
            lambda person: change_the_way(
                line,
                by=person,
                outcome=outcomes[chance // 7 % len(outcomes)],
                refer_to=self.cast.org.europe_committee,
                then=then,
                reason="Falsch.",
                **WORDS,
            ),
        )

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def put_a_line_first(self, pk, name, chance):
        paper = Paper.objects.get(pk=pk)
        if paper.state != "deliberating":
            return
        org = self.cast.org
        organization = (org.culture_committee, org.europe_committee, org.council)[chance % 3]
        role = ("hearing", "deliberation", "preliminary")[chance // 3 % 3]
        number = 1 + chance // 9 % 2
        lines = [*slip_of(paper), Line(organization, role, 1, round=number)]
        self.attempt("route", name, CLERKS, lambda person: set_slip(paper, lines=lines, by=person))
