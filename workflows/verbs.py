"""The rows of the verbs that move a paper. What a row says and who asks it: ``papers.access.verb_table``.

Their order is the order of the buttons in a paper's editor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.access.verb_table import (
    IN_ANY_STATE,
    NOT_WITHDRAWN,
    On,
    Verb,
    WrongState,
    declare,
)
from papers.access.verbs import (
    COUNCIL_OFFICE,
    NOT_RELEASED,
    ORIGIN,
    RELEASED,
)
from papers.enums import (
    AT_COUNCIL_OFFICE,
    CIRCULATING,
    ENDED,
    WITH_AUTHOR,
    ConsultationRole,
    ConsultationState,
    Outcome,
    PaperState,
)
from papers.models import Consultation
from workflows.errors import LineAlreadyDone, LineNotOpen, NotYourLine
from workflows.who import BODY_ON_SLIP, CHANGES_THE_WAY, HOLDER, OVERTAKES, READING_HOLDER

if TYPE_CHECKING:
    from papers.models import Paper

# --- the slip --------------------------------------------------------------------------------------------------------

# Lines may be added as long as somebody can still act on them.
ROUTERS = {ORIGIN: WITH_AUTHOR, COUNCIL_OFFICE: WITH_AUTHOR | CIRCULATING}


def _routing(name: str, **more: Any) -> Verb:
    refused = _("You cannot change the routing slip of this paper now.")
    return declare(Verb(name, may=ROUTERS, refused=refused, view="workflows:slip", **more))


SET_SLIP = _routing("set_slip", vouches=True)
SAVE_AS_TEMPLATE = _routing("save_as_template")

# --- the way ---------------------------------------------------------------------------------------------------------


def _not_at_this_step(paper: Paper) -> WrongState:
    return WrongState(
        gettext("The paper is not at this step: it is “%(state)s”.") % {"state": paper.get_state_display()}
    )


START_ROUTING = declare(
    Verb(
        "start_routing",
        may={ORIGIN: {PaperState.DRAFT}, COUNCIL_OFFICE: {PaperState.DRAFT}},
        refused=_("You cannot submit this paper."),
        closed=_("This paper was already submitted."),
        view="workflows:submit",
        label=_("Submit …"),
        icon="resubmit",
        vouches=True,
    )
)
RESUBMIT = declare(
    Verb(
        "resubmit",
        may={ORIGIN: {PaperState.RETURNED}, COUNCIL_OFFICE: {PaperState.RETURNED}},
        refused=_("You cannot submit this paper."),
        closed=_("This paper was not returned, so it cannot be submitted again."),
        view="workflows:submit",
        label=_("Submit …"),
        icon="resubmit",
        waits_for=ORIGIN,
        task=_("Revise"),
        begins_at="wagtailadmin_pages:edit",
        vouches=True,
    )
)
# Said while doing one of the others: signatures given for the earlier text stay valid.
CALL_EDITORIAL = declare(
    Verb(
        "call_editorial",
        may={COUNCIL_OFFICE: AT_COUNCIL_OFFICE | {PaperState.RETURNED}},
        refused=_("Only the council office can call a change editorial."),
        view="workflows:submit",
    )
)
PASS_FORMAL_CHECK = declare(
    Verb(
        "pass_formal_check",
        may={COUNCIL_OFFICE: {PaperState.CHECKING}},
        refused=_("Only the council office can do this."),
        closed=_not_at_this_step,
        view="workflows:check",
        label=_("Check …"),
        icon="check",
        waits_for=COUNCIL_OFFICE,
        task=_("Check"),
        vouches=True,
    )
)
RELEASE = declare(
    Verb(
        "release",
        may={COUNCIL_OFFICE: {PaperState.RELEASING}},
        refused=_("Only the council office can do this."),
        closed=_not_at_this_step,
        view="workflows:release",
        label=_("Release …"),
        icon="upload",
        waits_for=COUNCIL_OFFICE,
        task=_("Release"),
        vouches=True,
    )
)

# --- distribution ----------------------------------------------------------------------------------------------------

DISTRIBUTORS = {COUNCIL_OFFICE: NOT_WITHDRAWN, BODY_ON_SLIP: NOT_WITHDRAWN}
NO_DISTRIBUTOR = _("You cannot distribute this paper.")


def _not_to_be_sent(paper: Paper) -> WrongState:
    if paper.state == PaperState.WITHDRAWN:
        return WrongState(gettext("The paper was withdrawn."))
    return WrongState(gettext("Only a released paper can be distributed."))


def _sending(name: str, view: str, **button: Any) -> Verb:
    row = Verb(
        name, may=DISTRIBUTORS, only=(RELEASED,), refused=NO_DISTRIBUTOR, closed=_not_to_be_sent, view=view, **button
    )
    return declare(row)


DISTRIBUTE = _sending("distribute", "workflows:distribute", vouches=True, label=_("Distribute …"), icon="mail")
TRY_AGAIN = _sending("try_again", "workflows:send_again")
TRY_ALL_AGAIN = _sending("try_all_again", "workflows:send_all_again")
# A copy was handed over when it was, whatever became of the paper since.
TICK_OFF = declare(
    Verb(
        "tick_off",
        may={COUNCIL_OFFICE: IN_ANY_STATE, BODY_ON_SLIP: IN_ANY_STATE},
        refused=NO_DISTRIBUTOR,
        view="workflows:paper_copies",
    )
)

# --- back, and out ---------------------------------------------------------------------------------------------------

RETURN_TO_AUTHOR = declare(
    Verb(
        "return_to_author",
        may={COUNCIL_OFFICE: CIRCULATING},
        refused=_("Only the council office can return this paper; on your own line you can object."),
        closed=_("This paper is not in circulation."),
        view="workflows:return",
        label=_("Return to the author …"),
        icon="arrow-left",
        vouches=True,
    )
)
RECALL = declare(
    Verb(
        "recall",
        may={ORIGIN: CIRCULATING},
        only=(NOT_RELEASED,),
        refused=_("Only the office the paper comes from can recall it."),
        closed=_("Only a paper that circulates and is not yet released can be recalled."),
        view="workflows:recall",
        label=_("Recall …"),
        icon="arrow-left",
    )
)
NOT_ENDED = frozenset(PaperState) - ENDED
WITHDRAW = declare(
    Verb(
        "withdraw",
        may={ORIGIN: NOT_ENDED, COUNCIL_OFFICE: NOT_ENDED},
        refused=_("Only the office the paper comes from and the council office can withdraw it."),
        closed=_("This paper is already completed or withdrawn."),
        view="workflows:withdraw",
        label=_("Withdraw …"),
        icon="bin",
        vouches=True,
    )
)

# --- lines -----------------------------------------------------------------------------------------------------------


def _not_open(line: Consultation) -> WrongState:
    return LineAlreadyDone(line) if line.state == ConsultationState.DONE else LineNotOpen()


def _acting(name: str) -> Verb:
    """Which results a line of each role may have is said by ``papers.enums.OUTCOMES``."""
    may = {HOLDER: {ConsultationState.OPEN}}
    return declare(
        Verb(
            name,
            on=On.LINE,
            may=may,
            refused=lambda _line: NotYourLine(),
            closed=_not_open,
            view="workflows:act",
            waits_for=HOLDER,
            vouches=True,
        )
    )


ACT_ON = _acting("act_on")
REFER_TO = _acting("refer_to")
POSTPONE = _acting("postpone")


# Minutes arrive late: a later stage has its result before an earlier one has.
RECORD_AHEAD = declare(
    Verb(
        "record_ahead",
        on=On.LINE,
        may={READING_HOLDER: {ConsultationState.PLANNED}, COUNCIL_OFFICE: {ConsultationState.PLANNED}},
        only=(OVERTAKES,),
        refused=lambda _line: NotYourLine(),
        closed=_not_open,
        view="workflows:ahead",
        vouches=True,
    )
)
# Nothing is erased: another act stands for the wrong one.
CORRECT_RESULT = declare(
    Verb(
        "correct_result",
        on=On.LINE,
        may={READING_HOLDER: {ConsultationState.DONE}, COUNCIL_OFFICE: {ConsultationState.DONE}},
        refused=lambda _line: NotYourLine(),
        closed=lambda _line: WrongState(gettext("There is no result yet that could be corrected.")),
        view="workflows:correct",
        vouches=True,
    )
)


# Where the way went on because of it, the council office says what becomes of what followed.
CHANGE_THE_WAY = declare(
    Verb(
        "change_the_way",
        on=On.LINE,
        may={COUNCIL_OFFICE: {ConsultationState.DONE, ConsultationState.OPEN, ConsultationState.PLANNED}},
        only=(CHANGES_THE_WAY,),
        refused=_("Only the council office can do this."),
        closed=lambda _line: WrongState(
            gettext("This result cannot be corrected in this way: the paper is at another step, or went on from it.")
        ),
        view="workflows:change_the_way",
        vouches=True,
    )
)


def verb_of(outcome: str) -> Verb:
    """Some results are verbs of their own."""
    return {Outcome.REFERRED.value: REFER_TO, Outcome.POSTPONED.value: POSTPONE}.get(outcome, ACT_ON)


TASK_OF_ROLE = {
    ConsultationRole.CO_SIGN: _("Co-sign"),
    ConsultationRole.HEARING: _("Record the hearing"),
    ConsultationRole.DELIBERATION: _("Record the deliberation"),
    ConsultationRole.PRELIMINARY: _("Record the recommendation"),
    ConsultationRole.DECISION: _("Record the decision"),
    ConsultationRole.INFORMATION: _("Take note"),
}

# --- what the inbox and the mails ask --------------------------------------------------------------------------------

# What somebody has to do with a paper in this state, besides acting on lines.
STEP_AT: dict[str, Verb] = {}
for _verb in (PASS_FORMAL_CHECK, RELEASE, RESUBMIT):
    if _verb.waits_for is not None:
        STEP_AT |= dict.fromkeys(_verb.may[_verb.waits_for] or (), _verb)
