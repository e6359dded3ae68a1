"""What a row of the table of verbs is, and how it is asked.

A verb is a function that changes something. Its row says who may do it in which states, and on which screen. The row is
asked by the function itself (``allow``), by the screen before it opens (``allow``), by whatever draws a button
(``offered_to``) and by the inbox (``rule``), so none of them can know better than the others. A row stands in the app
that owns its verb: what is done to the record in ``papers.access.verbs``, what moves a paper in ``workflows.verbs``.

Looking is no verb: who may read is said by ``papers.access``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from papers.access.principal import principal_of
from papers.enums import PaperState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from papers.access.principal import Principal, Reader
    from papers.models.paper import Paper

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING  # an empty Q would vanish from the "or" it stands in
IN_ANY_STATE = None
NOT_WITHDRAWN = frozenset(PaperState) - {PaperState.WITHDRAWN}


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
        original = self.original
        return original.live and not original.is_taken_off and self.state in NOT_WITHDRAWN

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
    own view. ``vouches``: it is done for what stood on the screen, and refused if that changed (``papers.seen``)."""

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
    vouches: bool = False

    def is_for(self, user: Reader, subject: Any) -> bool:
        """Says whether the person may do it at some time."""
        principal, subject = principal_of(user), self._subject(subject)
        return any(who.holds(principal, subject) for who in self.may)

    def offered_to(self, user: Reader, subject: Any) -> bool:
        """Says whether the person may do it now."""
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
        """Returns the condition, for querysets of what the person may read, under which they, or they as ``who``, may
        do it. It does not ask ``only``."""
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
    """Returns the verbs, of all or of some, that the person may do now to the paper, translation, line …, in the order
    of the table."""
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
