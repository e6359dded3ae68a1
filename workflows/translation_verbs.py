"""The rows of the verbs of a translation's review. What a row says and who asks it: ``papers.access.verb_table``."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.access.verb_table import On, Translated, Verb, WrongState, declare
from papers.access.verbs import RELEASED, REVIEWERS, TRANSLATORS
from workflows.who import NOT_WAITING, WAITING

NO_REVIEWER = _("Translations are approved by liaisons of the language and by the council office.")
NO_SUBMITTER = _("You cannot submit this translation.")


def _submitted_already(translated: Translated) -> Exception:
    text = gettext("This translation is already waiting for review.")
    return WrongState(text) if translated.is_of_a_released_paper else PermissionDenied(NO_SUBMITTER)


def _not_submitted(translated: Translated) -> Exception:
    text = gettext("This translation is not waiting for review.")
    return WrongState(text) if translated.is_of_a_released_paper else PermissionDenied(NO_REVIEWER)


SUBMIT_TRANSLATION = declare(
    Verb(
        "submit_translation",
        on=On.TRANSLATION,
        may=TRANSLATORS,
        only=(RELEASED, NOT_WAITING),
        refused=NO_SUBMITTER,
        closed=_submitted_already,
        view="workflows:translation",
    )
)
APPROVE_TRANSLATION = declare(
    Verb(
        "approve_translation",
        on=On.TRANSLATION,
        may=REVIEWERS,
        only=(RELEASED,),
        refused=NO_REVIEWER,
        view="workflows:translation",
        vouches=True,
    )
)
RETURN_TRANSLATION = declare(
    Verb(
        "return_translation",
        on=On.TRANSLATION,
        may=REVIEWERS,
        only=(RELEASED, WAITING),
        refused=NO_REVIEWER,
        closed=_not_submitted,
        view="workflows:translation",
    )
)
