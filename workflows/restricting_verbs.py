"""The rows of the verbs for what was published by mistake. What a row says and who asks it:
``papers.access.verb_table``.

Neither vouches for what stood on the screen: whatever became of the paper meanwhile, what must not be seen any longer
does not wait for somebody to look at it once more.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from papers.access.verb_table import IN_ANY_STATE, Only, Verb, declare
from papers.access.verbs import COUNCIL_OFFICE, RELEASED
from papers.enums import Confidentiality

NOT_THE_STRICTEST = Only(
    "while there is a stricter level", lambda paper: paper.confidentiality != Confidentiality.CONFIDENTIAL
)
ONLY_THE_COUNCIL_OFFICE = _("Only the council office can do this.")

MAKE_STRICTER = declare(
    Verb(
        "make_stricter",
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        only=(RELEASED, NOT_THE_STRICTEST),
        refused=ONLY_THE_COUNCIL_OFFICE,
        closed=_("Only what is released and not yet confidential can be made stricter."),
        view="workflows:make_stricter",
        label=_("Make stricter …"),
        icon="lock",
    )
)
TAKE_OFF_THE_PUBLIC = declare(
    Verb(
        "take_off_the_public",
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        only=(RELEASED,),
        refused=ONLY_THE_COUNCIL_OFFICE,
        closed=_("Only what is released can be taken off the public, and only once."),
        view="workflows:take_off_the_public",
        label=_("Take off the public …"),
        icon="no-view",
    )
)
