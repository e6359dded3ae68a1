"""Asking a channel as everybody, and holding every answer against the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import override

from papers.access import principals_remembered
from tests.access.channels.asking import Ask, Channel
from tests.access.expected import may
from tests.access.people import ROLES
from tests.access.words import Cell, seen_in, seen_in_numbers, texts_of
from tests.access.world import World

ANSWERED = (200, 206, 304)


class Wrong(NamedTuple):
    """``part``: of the paper; "" for an answer that is no refusal. ``fault``: shown, or missing."""

    channel: str
    role: str
    stage: str
    level: str
    part: str
    fault: str
    route: str = ""  # of the answer that showed it

    def __str__(self) -> str:
        what = self.part or "an answer"
        return f"{self.role}: {what} of the {self.level} paper at {self.stage} is {self.fault} by “{self.channel}”"


class Answer(NamedTuple):
    seen: dict[tuple[str, str, str], str]  # with the route it came from
    answered: bool


class Result(NamedTuple):
    cells: int
    wrong: list[Wrong]


Question: TypeAlias = tuple[list[Cell], list[Ask]]
Questions: TypeAlias = Collection[Question]


class Before:
    """As it was when the innermost transaction began. Most requests change nothing, and nothing has to be undone."""

    def __init__(self) -> None:
        self.savepoint = connection.savepoint_ids[-1]
        self.changes = self._changes()

    @staticmethod
    def _changes() -> int | None:
        """How many rows were written since the connection was opened; None where the database does not count them."""
        return getattr(connection.connection, "total_changes", None)

    def bring_back(self) -> None:
        changes = self._changes()
        if changes is None or changes != self.changes or connection.needs_rollback or connection.run_on_commit:
            connection.needs_rollback = False
            connection.savepoint_rollback(self.savepoint)
            self.changes = self._changes()


class Asking:
    """Somebody who asks. What stands in a question comes as no news in its answer; what it changes is undone."""

    def __init__(self, world: World, role: str, *, through_everything: bool) -> None:
        """``through_everything``: by Django's client, through all middleware, error pages and the session. Otherwise
        the view alone is asked, with all that stands in front of it there; that takes a fraction of the time."""
        self.world, self.role = world, role
        self.person = world.people[role]
        self.client = Client(raise_request_exception=False) if through_everything else None
        if self.client is not None and self.person.is_authenticated:
            self.client.force_login(self.person)

    def ask(self, asks: Collection[Ask], *, numbers: bool) -> Answer:
        seen: dict[tuple[str, str, str], str] = {}
        answered = False
        with transaction.atomic():
            before = Before()
            for one in asks:
                response = self._through_client(one) if self.client else self._by_the_view(one)
                told = seen_in(f"{one.address} {one.data}")
                for text in texts_of(response):
                    found = seen_in(text) - told
                    found |= seen_in_numbers(text, self.world.numbers) if numbers else set()
                    if found:
                        seen.update(dict.fromkeys(found, one.route))
                before.bring_back()
                answered |= response.status_code in ANSWERED
            transaction.set_rollback(True)
        return Answer(seen, answered)

    def _through_client(self, one: Ask) -> HttpResponseBase:
        return getattr(self.client, one.method)(one.address, one.data or {}, headers=dict(one.headers))

    def _by_the_view(self, one: Ask) -> HttpResponseBase:
        factory = RequestFactory()
        request = getattr(factory, one.method)(one.address, one.data or {}, headers=dict(one.headers))
        request._dont_enforce_csrf_checks = True
        request.user, request.session = self.person, {}
        request._messages = FallbackStorage(request)
        with override(one.language):
            request.LANGUAGE_CODE = one.language
            try:
                request.resolver_match = view = one.match
                response = view.func(request, *view.args, **view.kwargs)
                return response.render() if hasattr(response, "render") else response
            except (Http404, PermissionDenied, SuspiciousOperation) as refused:
                return HttpResponse(str(refused), status=404)
            except MultiValueDictKeyError:  # half a form, sent by somebody who may send a whole one
                return HttpResponse(status=500)


def of_a_role(channel: Channel, world: World, role: str, questions: Questions, *, through_everything: bool) -> Result:
    asking = Asking(world, role, through_everything=through_everything)
    cells, wrong = 0, []
    for cells_judged, asks in questions:
        answer = asking.ask(asks, numbers=channel.of_paper is None)
        cells += len(cells_judged)
        wrong += _leaks(channel, role, answer)
        for cell in cells_judged:
            wrong += _differences(channel, role, cell, answer)
    return Result(cells, wrong)


def _questions(channel: Channel, world: World) -> Iterator[Question]:
    """With the papers each is judged by."""
    if channel.of_paper is not None:
        for specimen in world.specimens:
            asks = list(channel.of_paper(specimen, world))
            if asks:
                yield [specimen.cell], asks
    if channel.of_all is not None:
        yield [specimen.cell for specimen in world.specimens], list(channel.of_all(world))


def try_channel(
    channel: Channel, world: World, roles: Collection[str] = ROLES, *, through_everything: bool = False
) -> Result:
    cells, wrong = 0, []
    questions = list(_questions(channel, world))
    for role in roles:
        with principals_remembered():  # nobody comes or goes meanwhile
            result = of_a_role(channel, world, role, questions, through_everything=through_everything)
        cells += result.cells
        wrong += result.wrong
    return Result(cells, sorted(set(wrong)))


def _leaks(channel: Channel, role: str, answer: Answer) -> Iterator[Wrong]:
    for (stage, level, part), route in answer.seen.items():
        if not may(role, stage, level, part):
            yield Wrong(channel.name, role, stage, level, part, "shown", route)


def _differences(channel: Channel, role: str, cell: Cell, answer: Answer) -> Iterator[Wrong]:
    for part, row in channel.shows.items():
        wanted = role in row.readers(*cell)
        if wanted != ((*cell, part) in answer.seen):
            fault = "missing" if wanted else "shown"
            yield Wrong(channel.name, role, *cell, part, fault, answer.seen.get((*cell, part), ""))
    if channel.opens is not None:
        wanted = role in channel.opens.readers(*cell)
        if wanted != answer.answered:
            yield Wrong(channel.name, role, *cell, "", "missing" if wanted else "shown")
