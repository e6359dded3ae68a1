"""The rows of the verbs for what ends or goes on elsewhere: bodies, lines on which nobody can act, papers of an office.

What a row says and who asks it: ``papers.access.verb_table``.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from papers.access.verb_table import IN_ANY_STATE, On, Verb, declare
from papers.access.verbs import COUNCIL_OFFICE
from papers.enums import ConsultationState
from workflows.errors import LineNotStranded
from workflows.verbs import NOT_ENDED
from workflows.who import COLLEAGUE, STRANDED

HAND_OVER = declare(
    Verb(
        "hand_over",
        may={COUNCIL_OFFICE: NOT_ENDED, COLLEAGUE: NOT_ENDED},
        refused=_("Only the office the paper comes from and the council office can hand it over."),
        closed=_("This paper is already completed or withdrawn."),
        view="workflows:hand_over",
        label=_("Hand over …"),
        icon="user",
    )
)


def _out_of_the_void(name: str) -> Verb:
    """The ways out for a line on which nobody can act."""
    may = {COUNCIL_OFFICE: {ConsultationState.PLANNED, ConsultationState.OPEN}}
    return declare(
        Verb(
            name,
            on=On.LINE,
            may=may,
            only=(STRANDED,),
            refused=_("Only the council office can do this."),
            closed=lambda _line: LineNotStranded(),
            view="workflows:stranded",
        )
    )


HAND_OVER_LINE = _out_of_the_void("hand_over_line")
END_LINE = _out_of_the_void("end_line")

# --- organizations and offices ---------------------------------------------------------------------------------------


def _ending(name: str) -> Verb:
    may = {COUNCIL_OFFICE: IN_ANY_STATE}
    refused = _("Only the council office can do this.")
    return declare(Verb(name, on=On.ORGANIZATION, may=may, refused=refused, view="workflows:end_organization"))


END_ORGANIZATION = _ending("end_organization")
TAKE_BACK_END = _ending("take_back_end")
