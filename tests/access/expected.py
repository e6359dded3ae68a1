"""Who reads what, in which state, at which level. Written by hand, to be read by people who know the law and no code.

Nothing here is computed from the rule in ``papers/access``; the tests compare what every channel shows with these
tables, and ``docs/access.md`` is generated from them (``python -m tests.access.document``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.words import LEVELS

# --- who is who -----------------------------------------------------------------------------------------------------

# What stands on the left is what the tables speak of; on the right are the people the tests ask as.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "the office it comes from": ("author",),
    "the council office": ("council office", "administrator"),
    "offices that co-sign": ("co-signer", "adviser of the co-signing office", "deputy"),
    "committees on its slip": (
        "member of a routed committee",
        "adviser of a routed committee",
        "secretary of a routed committee",
        "member of the council",
        "chair",
    ),
    "the council and all committees": (
        "member of a routed committee",
        "adviser of a routed committee",
        "secretary of a routed committee",
        "member of the council",
        "chair",
        "member of another committee",
        "secretary of another committee",
    ),
    "partner cities on its slip": ("secretary of a partner city", "liaison", "partner-city reader"),
    "translators of the language": ("translator",),
    # people whom nothing but a public paper is open to
    "everybody else": (
        "anonymous",
        "author of another office",
        "adviser of the council office",
        "deputy of a deputy",
        "deputy whose delegation has ended",
        "former member",
        "future member",
        "former colleague",
        "chair of a faction",
        "translator",
    ),
}
# Who has a task in the administration's own screens. Others are sent away before anything is asked.
IN_THE_ADMINISTRATION = frozenset(
    {
        "author",
        "author of another office",
        "co-signer",
        "deputy",
        "deputy of a deputy",
        "former colleague",
        "secretary of a routed committee",
        "secretary of another committee",
        "secretary of a partner city",
        "chair",
        "chair of a faction",
        "liaison",
        "translator",
        "council office",
        "administrator",
    }
)

COUNCIL_OFFICE = ("the council office",)
OFFICE = ("the office it comes from", *COUNCIL_OFFICE)
COSIGN = (*OFFICE, "offices that co-sign")
COUNCIL = (*OFFICE, "the council and all committees")
ON_SLIP = (*OFFICE, "committees on its slip")
CITY = ("partner cities on its slip",)
EVERYBODY = tuple(GROUPS)
NOBODY: tuple[str, ...] = ()

Table = Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]

# --- the tables: public, non-public, confidential -------------------------------------------------------------------

# The text: the one that is released; before that, the one that circulates, and while it is with its author the draft.
TEXT: Table = {
    "draft": (OFFICE, OFFICE, OFFICE),
    "co_signing": (COSIGN, COSIGN, COSIGN),
    "checking": (OFFICE, OFFICE, OFFICE),
    "releasing": (OFFICE, OFFICE, OFFICE),
    "returned": (OFFICE, OFFICE, OFFICE),
    "withdrawn": (OFFICE, OFFICE, OFFICE),
    "deliberating": (EVERYBODY, (*COUNCIL, *CITY), (*ON_SLIP, *CITY)),
    "completed": (EVERYBODY, (*COUNCIL, *CITY), (*ON_SLIP, *CITY)),
    "returned_after_release": (EVERYBODY, COUNCIL, ON_SLIP),
    # nobody had acted yet: the lines of the committees were cancelled with it
    "withdrawn_after_release": (EVERYBODY, COUNCIL, OFFICE),
    "confirming": (EVERYBODY, (*COUNCIL, "offices that co-sign"), (*ON_SLIP, "offices that co-sign")),
    # the public, after its release: from everybody else, whoever they are, and for good
    "taken_off": (COUNCIL_OFFICE, COUNCIL_OFFICE, COUNCIL_OFFICE),
}
# A text that is to replace the released one.
DRAFT: Table = {
    "returned_after_release": (OFFICE, OFFICE, OFFICE),
    "confirming": (COSIGN, COSIGN, COSIGN),
}
RELEASED_STAGES = ("deliberating", "completed", "returned_after_release", "withdrawn_after_release", "confirming")
# Lists of the portal: what is released, for who may read it.
RELEASED: Table = {stage: TEXT[stage] for stage in RELEASED_STAGES}
# What was withdrawn nobody is asked to translate.
IN_FORCE: Table = {stage: levels for stage, levels in RELEASED.items() if stage != "withdrawn_after_release"}
# The same at its own address, where the council office finds what was taken off.
AT_ITS_ADDRESS: Table = RELEASED | {"taken_off": (COUNCIL_OFFICE, COUNCIL_OFFICE, COUNCIL_OFFICE)}
# A number stays with those who know it: the address says that there was something, and who received it sees that.
NUMBER: Table = TEXT | {"taken_off": TEXT["deliberating"]}
# Feeds and mails to subscribers: what everybody may read, whoever asks.
_CITIZENS = (EVERYBODY, NOBODY, NOBODY)
CITIZENS: Table = dict.fromkeys(RELEASED_STAGES, _CITIZENS)
# A translation nobody has approved yet.
_TRANSLATING = ((*OFFICE, "translators of the language"), OFFICE, OFFICE)
_TAKEN_OFF = {"taken_off": (COUNCIL_OFFICE, COUNCIL_OFFICE, COUNCIL_OFFICE)}
UNFINISHED_TRANSLATION: Table = dict.fromkeys(RELEASED_STAGES, _TRANSLATING) | _TAKEN_OFF
# Remarks of those who co-sign, why it was returned or withdrawn, who did what: the paper's file.
_KEEPERS = ("the office it comes from", "the council office")
FILE: Table = dict.fromkeys(TEXT, (_KEEPERS, _KEEPERS, _KEEPERS)) | _TAKEN_OFF


# --- asking the tables ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """``among``: of those only people who come that far."""

    sentence: str
    table: Table
    among: frozenset[str] | None = None

    def readers(self, stage: str, level: str) -> frozenset[str]:
        groups = self.table[stage][LEVELS.index(level)] if stage in self.table else ()
        roles = frozenset(role for group in groups for role in GROUPS[group])
        return roles if self.among is None else roles & self.among

    def in_the_administration(self) -> Row:
        return Row(f"{self.sentence}, in the administration", self.table, IN_THE_ADMINISTRATION)


def stricter(one: str, other: str) -> str:
    """An annex has a level of its own; the stricter of the two counts."""
    return LEVELS[max(LEVELS.index(one), LEVELS.index(other))]


TEXT_ROW = Row("who may read the text", TEXT)
DRAFT_ROW = Row("who may read the text that is to replace it", DRAFT)
RELEASED_ROW = Row("who may read the released text", RELEASED)
IN_FORCE_ROW = Row("who may read the released text, unless it was withdrawn", IN_FORCE)
NUMBER_ROW = Row("who may read the text, or could before it was taken off", NUMBER)
ADDRESS_ROW = Row("who may read the released text, and the council office what was taken off", AT_ITS_ADDRESS)
CITIZENS_ROW = Row("everybody, what everybody may read", CITIZENS)
UNFINISHED_ROW = Row("who works on the translation", UNFINISHED_TRANSLATION)
FILE_ROW = Row("the office it comes from and the council office", FILE, IN_THE_ADMINISTRATION)
NOBODY_ROW = Row("nobody", {})

ROW_OF_PART = {
    "title": TEXT_ROW,
    "summary": TEXT_ROW,
    "text": TEXT_ROW,
    "number": NUMBER_ROW,
    "image": TEXT_ROW,
    "draft": DRAFT_ROW,
    "english": ADDRESS_ROW,
    "french": UNFINISHED_ROW,
    "remark": FILE_ROW,
    "reason": FILE_ROW,
}


def may(role: str, stage: str, level: str, part: str) -> bool:
    """Whether somebody may see this part of the paper anywhere at all."""
    for annex in ("annex", "inside", "file"):
        if part.startswith(annex):
            own = next(level for level in LEVELS if level[0] == part[-1])
            return role in TEXT_ROW.readers(stage, stricter(level, own))
    return role in ROW_OF_PART[part].readers(stage, level)
