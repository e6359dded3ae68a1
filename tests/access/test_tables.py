"""The tables themselves: whole, about everybody, and what the documentation says."""

from __future__ import annotations

from tests.access.document import PAGE, written
from tests.access.expected import GROUPS, IN_THE_ADMINISTRATION, LEVELS, ROW_OF_PART, TEXT, TEXT_ROW, may, stricter
from tests.access.known import KNOWN
from tests.access.people import ROLES
from tests.access.words import ANNEXES, PARTS, STAGES


def test_the_tables_speak_of_every_stage_and_of_every_person():
    assert set(TEXT) == set(STAGES)
    assert {role for roles in GROUPS.values() for role in roles} == set(ROLES)
    assert set(ROLES) >= IN_THE_ADMINISTRATION
    assert set(ROW_OF_PART) == {*PARTS, "number"} - set(ANNEXES)


def test_the_documentation_is_generated_from_them():
    page = PAGE.read_text()

    assert written(page) == page, "run: python -m tests.access.document"


def test_nobody_reads_less_when_the_level_is_wider():
    for stage in STAGES:
        public, non_public, confidential = (TEXT_ROW.readers(stage, level) for level in LEVELS)
        assert public >= non_public >= confidential


def test_an_annex_is_never_wider_than_its_paper():
    for stage in STAGES:
        for level in LEVELS:
            for own in LEVELS:
                readers = {role for role in ROLES if may(role, stage, level, f"inside{own[0]}")}
                assert readers == TEXT_ROW.readers(stage, stricter(level, own))
                assert readers <= TEXT_ROW.readers(stage, level)


def test_every_known_fault_says_why_and_whose_it_is():
    assert all(one.cause and one.part_of in ("accounts", "desk", "mail", "inputs", "uploads") for one in KNOWN)
    assert len({one[:3] for one in KNOWN}) == len(KNOWN)
