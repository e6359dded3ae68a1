"""What can be done, by whom, in which states: one table.

A verb is a function that changes something. Its row says who may do it in which states, and on which screen. The row is
asked by the function itself (``allow``), by the screen before it opens (``allow``), by whatever draws a button
(``offered_to``) and by the inbox (``rule``), so none of them can know better than the others. A row stands in the app
that owns its verb: what is done to the record here, what moves a paper in ``workflows.verbs``.

Looking is no verb: who may read is said by ``papers.access``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.access.principal import principal_of
from papers.access.reading import may_read
from papers.enums import ORIGINS, WITH_AUTHOR, PaperState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from papers.access.principal import Principal, Reader
    from papers.models.paper import Paper

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING  # an empty Q would vanish from the "or" it stands in
IN_ANY_STATE = None


class WrongState(ValidationError):
    """The verb does not fit the state the paper is in by now."""


class On(Enum):
    """What a verb is done to."""

    PAPER = "paper"  # an original
    TRANSLATION = "translation"
    LINE = "line"  # of a routing slip
    ORGANIZATION = "organization"
    KIND = "kind"  # of paper


@dataclass(frozen=True)
class Translated:
    """A paper in a language; ``page`` is None before its translation is begun."""

    original: Paper
    language: str
    page: Paper | None = None

    @property
    def state(self) -> str:
        return self.original.state

    @property
    def is_of_a_released_paper(self) -> bool:
        return self.original.live and self.state in NOT_WITHDRAWN

    @classmethod
    def of(cls, page: Paper) -> Translated:
        return cls(page.original, page.locale.language_code, page)


@dataclass(frozen=True)
class Who:
    """``sentence`` goes on from "may be done by"; ``papers``: the twin of ``holds``, for querysets of readable
    pages."""

    sentence: str
    holds: Callable[[Principal, Any], bool]
    papers: Callable[[Principal], Q] | None = None


@dataclass(frozen=True)
class Only:
    """What has to be so besides the state. ``sentence`` goes on from "only"."""

    sentence: str
    holds: Callable[[Any], bool]


# A text, or what makes the error out of what the verb was to be done to.
Refusal: TypeAlias = "StrOrPromise | Callable[[Any], Exception]"


@dataclass(frozen=True, eq=False)
class Verb:
    """A row. ``name``: of the function; ``label`` and ``icon``: of its button, empty where it has none among a paper's
    steps.

    ``refused`` is told to whoever may never do it, ``closed`` to whoever may, but not now; without it that is a refusal
    too. ``waits_for``: in whose inbox it is until it is done, there called ``task``, and begun at ``begins_at`` or its
    own view."""

    name: str
    may: Mapping[Who, Collection[str] | None]
    refused: Refusal
    closed: Refusal | None = None
    on: On = On.PAPER
    only: tuple[Only, ...] = ()
    view: str = ""
    label: StrOrPromise = ""
    icon: str = ""
    waits_for: Who | None = None
    task: StrOrPromise = ""
    begins_at: str = ""

    def is_for(self, user: Reader, subject: Any) -> bool:
        """Whether the person may do it at some time."""
        principal, subject = principal_of(user), self._subject(subject)
        return any(who.holds(principal, subject) for who in self.may)

    def offered_to(self, user: Reader, subject: Any) -> bool:
        """Whether the person may do it now."""
        principal, subject = principal_of(user), self._subject(subject)
        fitting = (who for who, states in self.may.items() if states is IN_ANY_STATE or subject.state in states)
        return any(who.holds(principal, subject) for who in fitting) and all(only.holds(subject) for only in self.only)

    def allow(self, user: Reader, subject: Any) -> None:
        """Raises PermissionDenied, or WrongState where it is only the wrong moment, or what the row says instead."""
        principal, subject = principal_of(user), self._subject(subject)
        if self.offered_to(principal, subject):
            return
        if self.closed is None or not self.is_for(principal, subject):
            raise self.refused(subject) if callable(self.refused) else PermissionDenied(self.refused)
        raise self.closed(subject) if callable(self.closed) else WrongState(self.closed)

    def rule(self, user: Reader, *, who: Who | None = None, in_any_state: bool = False) -> Q:
        """For querysets of what the person may read: to which of it they, or they as ``who``, may do it. Asks nothing
        of ``only``."""
        principal = principal_of(user)
        rule = NOTHING
        for one in self.may if who is None else (who,):
            if one.papers is None:
                raise TypeError(f"who may {self.name} cannot be asked of a queryset")
            states = self.may[one]
            own = one.papers(principal)
            rule |= own if states is IN_ANY_STATE or in_any_state else own & Q(state__in=sorted(states))
        return rule

    def _subject(self, subject: Any) -> Any:
        if self.on is On.TRANSLATION and not isinstance(subject, Translated):
            return Translated.of(subject)
        return subject


VERBS: dict[str, Verb] = {}


def declare(verb: Verb) -> Verb:
    if verb.name in VERBS:
        raise ValueError(f"{verb.name} has a row already")
    VERBS[verb.name] = verb
    return verb


def offered(user: Reader, subject: Any, *, among: Iterable[Verb] | None = None) -> list[Verb]:
    """Of all verbs, or of some, those the person may do to the paper, translation, line … now, in the order of the
    table."""
    principal, kind = principal_of(user), on_what(subject)
    rows = VERBS.values() if among is None else among
    return [verb for verb in rows if verb.on is kind and verb.offered_to(principal, subject)]


def on_what(subject: Any) -> On:
    if isinstance(subject, Translated):
        return On.TRANSLATION
    match subject._meta.model_name:
        case "consultation":
            return On.LINE
        case "organization":
            return On.ORGANIZATION
        case "paperkind":
            return On.KIND
    return On.PAPER if subject.original.pk == subject.pk else On.TRANSLATION


# --- who ------------------------------------------------------------------------------------------------------------

COUNCIL_OFFICE = Who(
    "the council office",
    lambda principal, _subject: principal.council_office,
    lambda principal: EVERYTHING if principal.council_office else NOTHING,
)
ORIGIN = Who(
    "whoever acts for the office or faction the paper comes from",
    lambda principal, subject: _of_the_record(subject).originating_office_id in principal.acting_for,
    lambda principal: Q(originating_office__in=list(principal.acting_for)),
)
LIAISON = Who(
    "a liaison of the language, as far as the original may be read",
    lambda principal, translated: (
        translated.language in principal.languages and may_read(principal, translated.original)
    ),
    lambda principal: Q(locale__language_code__in=sorted(principal.languages)),
)
ACTS_FOR_IT = Who(
    "whoever acts for the organization", lambda principal, organization: organization.pk in principal.acting_for
)


def _of_the_record(subject: Any) -> Paper:
    return subject.original if isinstance(subject, Translated) else subject


# --- only -----------------------------------------------------------------------------------------------------------

RELEASED = Only("once the original is released", lambda subject: _of_the_record(subject).live)
NOT_RELEASED = Only("until it is released", lambda paper: not paper.live)
NEVER_CIRCULATED = Only(
    "while it has neither a number nor a version", lambda paper: paper.number is None and not paper.versions.exists()
)
NOTHING_BELOW = Only("without pages below it", lambda subject: _page(subject).is_leaf())
NEVER_PUBLISHED = Only("until it is published", lambda translated: not translated.page.live)
CAN_HAVE_PAPERS = Only(
    "for an office or faction that still exists", lambda origin: origin.kind in ORIGINS and not origin.is_dissolved
)


def _page(subject: Any) -> Any:
    return subject.page if isinstance(subject, Translated) else subject


# --- the record: its text, its annexes, its numbers -----------------------------------------------------------------

# Nobody writes while others are signing: what they sign must stand still. The council office corrects what it checks,
# and what is released.
WRITERS = {
    ORIGIN: WITH_AUTHOR,
    COUNCIL_OFFICE: WITH_AUTHOR
    | {PaperState.CHECKING, PaperState.RELEASING, PaperState.DELIBERATING, PaperState.COMPLETED},
}

# For which of all offices is asked by its twin, ``access.origins_open_to``.
DRAFT_PAPER = declare(
    Verb(
        "draft_paper",
        on=On.ORGANIZATION,
        may={ACTS_FOR_IT: IN_ANY_STATE, COUNCIL_OFFICE: IN_ANY_STATE},
        only=(CAN_HAVE_PAPERS,),
        refused=_("You can only draft papers for an office you belong to."),
        view="papers_admin:new",
    )
)
EDIT = declare(
    Verb("edit", may=WRITERS, refused=_("You cannot change this paper now."), view="wagtailadmin_pages:edit")
)
PUBLISH_CORRECTION = declare(
    Verb(
        "publish_correction",
        may={COUNCIL_OFFICE: WRITERS[COUNCIL_OFFICE]},
        only=(RELEASED,),
        refused=_("Only the council office can do this."),
        view="wagtailadmin_pages:edit",
    )
)
# Anything else is withdrawn and stays on record.
DELETE_DRAFT = declare(
    Verb(
        "delete_draft",
        may={ORIGIN: WITH_AUTHOR, COUNCIL_OFFICE: WITH_AUTHOR},
        only=(NOT_RELEASED, NEVER_CIRCULATED, NOTHING_BELOW),
        refused=_("You cannot change this paper now."),
        view="wagtailadmin_pages:delete",
    )
)
ATTACH = declare(
    Verb("attach", may=WRITERS, refused=_("You cannot change this paper now."), view="papers_admin:attachments")
)
DETACH = declare(
    Verb("detach", may=WRITERS, refused=_("You cannot change this paper now."), view="papers_admin:attachments")
)
CONTINUE_SERIES = declare(
    Verb(
        "continue_series",
        on=On.KIND,
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        refused=_("Only the council office may continue a number series."),
    )
)

# --- translations ----------------------------------------------------------------------------------------------------

NOT_WITHDRAWN = frozenset(PaperState) - {PaperState.WITHDRAWN}
TRANSLATORS = {COUNCIL_OFFICE: NOT_WITHDRAWN, ORIGIN: NOT_WITHDRAWN, LIAISON: NOT_WITHDRAWN}
REVIEWERS = {COUNCIL_OFFICE: NOT_WITHDRAWN, LIAISON: NOT_WITHDRAWN}
NO_TRANSLATOR = _("You can only translate released papers, and into the languages of your partner cities.")


def _translating(name: str, view: str) -> Verb:
    return declare(Verb(name, on=On.TRANSLATION, may=TRANSLATORS, only=(RELEASED,), refused=NO_TRANSLATOR, view=view))


BEGIN_TRANSLATION = _translating("begin_translation", "papers_admin:translate")
EDIT_TRANSLATION = _translating("edit_translation", "wagtailadmin_pages:edit")
IMPORT_POFILE = _translating("import_pofile", "wagtail_localize:upload_pofile")
MACHINE_TRANSLATE = _translating("machine_translate", "wagtail_localize:machine_translate")
DELETE_TRANSLATION = declare(
    Verb(
        "delete_translation",
        on=On.TRANSLATION,
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        only=(NEVER_PUBLISHED, NOTHING_BELOW),
        refused=_("Only the council office can do this."),
        view="wagtailadmin_pages:delete",
    )
)


# --- what is asked of any page --------------------------------------------------------------------------------------


def may_edit(user: Reader, page: Paper) -> bool:
    return (EDIT if page.original.pk == page.pk else EDIT_TRANSLATION).offered_to(user, page)


def may_delete(user: Reader, page: Paper) -> bool:
    return (DELETE_DRAFT if page.original.pk == page.pk else DELETE_TRANSLATION).offered_to(user, page)


def may_open_editor(user: Reader, page: Paper) -> bool:
    """Whoever may ever write sees the editor in every state, to follow the paper; ``may_edit`` says when they may
    write."""
    principal = principal_of(user)
    if EDIT.is_for(principal, page.original):
        return True
    return page.original.pk != page.pk and EDIT_TRANSLATION.offered_to(principal, page)
