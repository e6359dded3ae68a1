"""What a test needs first is the same a hundred times over: a paper that is before its committees, made by the very
verbs the product has. Whoever asks for it again in the same state of the database gets the rows those verbs wrote the
first time, statement by statement, which takes a tenth of the time.

The state is known by everything that was written since the database was opened, but for the moment it was written. A
test that wrote something else before gets the paper made anew, and so does one with settings of its own, in another
language or on another day, and every test whose writing is not undone at its end. Only on SQLite, where the keys are
given out anew after a rollback. A test that replaces a part of the product has to call the verbs itself: a paper that
is written again calls none.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar
from unittest.mock import patch

from django.conf import UserSettingsHolder, settings
from django.contrib.auth.models import AnonymousUser
from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")

READS = ("SELECT", "PRAGMA", "EXPLAIN", "WITH")
OF_NO_MATTER = ('INSERT INTO "django_session"', 'UPDATE "accounts_user" SET "last_login"')
MOST_KEPT = 500  # each with a text and all that follows from it
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


class Statement(NamedTuple):
    sql: str
    params: Any
    many: bool


@dataclass
class Recording:
    moments: set[str]  # at which its rows were written, not those they tell of
    statements: list[Statement]
    on_commit: list[tuple[Callable[[], object], bool]]
    result: object


class State:
    """Of the database, as seen by the statements of this connection. ``now`` is empty when it is not known."""

    def __init__(self) -> None:
        self.connection = connections["default"]
        self.base = _new()
        self.now = self.base
        self.savepoints: dict[str, str] = {}
        self.recording: list[Statement] | None = None
        # what was recorded: as of when it was last written again; and back
        self.moved: dict[str, str] = {}
        self.origin: dict[str, str] = {}

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self._note(sql, params, many)
        return result

    def _note(self, sql: str, params: Any, many: bool) -> None:
        verb, _space, rest = sql.partition(" ")
        if verb in READS or sql.startswith(OF_NO_MATTER):
            return
        if verb == "BEGIN":
            self.savepoints = {}
        elif verb == "SAVEPOINT":
            self.savepoints[rest] = self.now
        elif verb == "ROLLBACK":  # TO SAVEPOINT
            self.now = self.savepoints.get(rest.rpartition(" ")[2], "")
            self.recording = None  # half of it may be undone
        elif verb != "RELEASE":
            self.now = _digest(self.now, sql, repr(_exchanged(params, dict.fromkeys(_moments(params), "then"))))
            if self.recording is not None:
                self.recording.append(Statement(sql, _exchanged(params, self.origin), many))

    def committed(self) -> None:
        if self.now != self.base:
            self.base = self.now = _new()

    def move(self, moments: Collection[str]) -> None:
        """To now, one close after the other."""
        now = timezone.now()
        for rank, moment in enumerate(sorted(moments)):
            self.origin.pop(self.moved.get(moment, ""), None)
            self.moved[moment] = text = _in_words(now + datetime.timedelta(microseconds=rank))
            self.origin[text] = moment

    def undone(self) -> None:
        self.now = self.base


_state: State | None = None
_recordings: dict[str, Recording] = {}


@contextmanager
def watching() -> Iterator[None]:
    """Around all tests of a process."""
    global _state
    state = State()
    connection = state.connection
    if connection.vendor != "sqlite":
        yield
        return
    _state = state
    commit, rollback = connection.commit, connection.rollback

    def commit_noted():
        commit()
        state.committed()

    def rollback_noted():
        rollback()
        state.undone()

    with (
        patch.object(connection, "commit", commit_noted),
        patch.object(connection, "rollback", rollback_noted),
        connection.execute_wrapper(state),
    ):
        yield
    _state = None


def begin_anew() -> None:
    """Something was written that this connection did not see."""
    if _state is not None:
        _state.base = _state.now = _new()


@contextmanager
def the_same_whenever(name: str) -> Iterator[None]:
    """Around what is written the same in every respect that matters, if it is called the same."""
    before = _state.now if _state is not None else ""
    yield
    if _state is not None and before:
        _state.now = _digest(before, name)


def recorded(read: Callable[[Any], T]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """For a function that writes rows by nothing but its arguments. ``read``: what it returns, from what it returned
    the first time."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            key = _key(function, args, kwargs)
            if _state is None or key is None:
                return function(*args, **kwargs)
            recording = _recordings.get(key)
            if recording is not None:
                _recordings[key] = _recordings.pop(key)  # those asked for last stay longest
                _write_again(_state, recording)
                return read(recording.result)
            return _record(_state, key, function, args, kwargs)

        return call

    return decorate


def _record(state: State, key: str, function: Callable[..., T], args: Any, kwargs: Any) -> T:
    began, waiting = _in_words(timezone.now()), len(state.connection.run_on_commit)
    state.recording = []
    try:
        result = function(*args, **kwargs)
        if state.recording is not None and state.now:
            later = [(callback, robust) for _ids, callback, robust in state.connection.run_on_commit[waiting:]]
            ended = _in_words(timezone.now())
            written = {moment for statement in state.recording for moment in _moments(statement.params)}
            moments = {moment for moment in written if began <= moment <= ended}
            _recordings[key] = Recording(moments, state.recording, later, result)
            if len(_recordings) > MOST_KEPT:
                del _recordings[next(iter(_recordings))]
    finally:
        state.recording = None
    return result


def _write_again(state: State, recording: Recording) -> None:
    """What was written as of then is written as of now."""
    state.move(recording.moments)
    with state.connection.cursor() as cursor:
        for sql, params, many in recording.statements:
            (cursor.executemany if many else cursor.execute)(sql, _exchanged(params, state.moved))
    for callback, robust in recording.on_commit:
        transaction.on_commit(callback, robust=robust)


def _key(function: Callable[..., object], args: Any, kwargs: Any) -> str | None:
    if _state is None or not _state.now or _state.recording is not None:
        return None
    if connections["default"] is not _state.connection or not _state.connection.in_atomic_block:
        return None
    if isinstance(settings._wrapped, UserSettingsHolder):  # a test has settings of its own, which a verb may ask
        return None
    try:
        named = _named([args, kwargs])
    except TypeError:
        return None
    return _digest(_state.now, function.__qualname__, named, str(timezone.localdate()), str(get_language()))


def _named(value: Any) -> str:
    """An argument, so that equal ones are the same; raises TypeError for what cannot be told apart by a text."""
    if value is None or isinstance(value, (str, int, float, bool, datetime.date)):
        return repr(value)
    if isinstance(value, models.Model):
        if hasattr(value, "contextual_alt_text"):  # an image as a text shows it, which is more than its row
            raise TypeError
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, AnonymousUser):
        return "nobody"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_named(key)}: {_named(each)}' for key, each in sorted(value.items()))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_named, value))}]"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}{_named([getattr(value, name) for name in value.__dataclass_fields__])}"
    raise TypeError


def _in_words(moment: datetime.datetime) -> str:
    """As SQLite keeps it."""
    return str(moment.astimezone(datetime.UTC).replace(tzinfo=None))


def _exchanged(params: Any, texts: dict[str, str]) -> Any:
    if isinstance(params, (list, tuple)):
        return [_exchanged(each, texts) for each in params]
    return texts.get(params, params) if isinstance(params, str) else params


def _moments(params: Any) -> Iterator[str]:
    if isinstance(params, (list, tuple)):
        for each in params:
            yield from _moments(each)
    elif isinstance(params, str) and MOMENT.fullmatch(params):
        yield params


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _new() -> str:
    return uuid.uuid4().hex
