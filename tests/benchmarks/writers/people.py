"""Who sits at the desks: people of the demo, in the order in which they are needed. Some sit at two."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.urls import reverse

from papers.models import Organization, PaperKind
from tests.benchmarks.writers.clerk import KINDS, Board, Clerk, Known
from tests.benchmarks.writers.journal import Journal, Sent


class Seat(NamedTuple):
    """``writes``: begins papers. ``office``: of the council office."""

    email: str
    writes: bool = False
    office: bool = False


DEMO = "umlauf.example"
SEATS = [
    Seat(f"brandtner@{DEMO}", writes=True),
    Seat(f"nguyen@{DEMO}", office=True),
    Seat(f"vosswinkel@{DEMO}", office=True),
    Seat(f"yildiz@{DEMO}"),
    Seat(f"adeyemi@{DEMO}", writes=True),
    Seat(f"kowalczyk@{DEMO}"),
    Seat(f"oeztuerk@{DEMO}", writes=True),
    Seat(f"petersen@{DEMO}"),
    Seat(f"harms@{DEMO}", writes=True),
    Seat(f"dvorak@{DEMO}"),
    Seat(f"castellanos@{DEMO}", writes=True),
    Seat(f"feldkamp@{DEMO}", writes=True),
    Seat(f"mwangi@{DEMO}", writes=True),
    Seat(f"brandtner@{DEMO}", writes=True),  # the same person in two windows
    Seat(f"nguyen@{DEMO}", office=True),
    Seat(f"yildiz@{DEMO}"),
]
OFFICES = ("finanzen", "tiefbau", "planen", "stadtgruen", "schule", "kultur", "soziales")
COMMITTEES = ("internationaler-ausschuss", "kulturausschuss", "umweltausschuss", "haushaltsausschuss", "sportausschuss")
COUNCIL = "rat"


def known_of_the_demo() -> Known:
    keys = dict(Organization.objects.values_list("slug", "pk"))
    return known([keys[slug] for slug in OFFICES], [keys[slug] for slug in COMMITTEES], keys[COUNCIL])


def known(offices: list[int], committees: list[int], council: int) -> Known:
    kinds = dict(PaperKind.objects.filter(slug__in=KINDS).values_list("slug", "pk"))
    return Known(offices, committees, council, kinds)


def seated(
    base: str, seats: Sequence[Seat], *, known: Known, journal: Journal, seed: str, password: str
) -> list[Clerk]:
    """Signed in, one after the other."""
    board = Board()
    clerks = []
    for place, seat in enumerate(seats):
        clerk = Clerk(
            base, seat.email, known=known, board=board, journal=journal, seed=f"{seed}c{place}",
            writes=seat.writes, office=seat.office,
        )  # fmt: skip
        clerk.browser.sign_in(reverse("login"), seat.email, password)
        clerks.append(clerk)
    return clerks


def at_once(clerks: Sequence[Clerk], work: Callable[[Clerk], None], journal: Journal) -> float:
    """Returns the seconds it took. What goes wrong at a desk is an error in the journal, and the clerk goes on with
    nothing else."""

    def sit(clerk: Clerk) -> None:
        try:
            work(clerk)
        except Exception:  # noqa: BLE001  # any, so that it is told
            journal.write(Sent("desk", clerk.email, "", "", "error", 0, traceback.format_exc()[-600:]))
        finally:
            clerk.browser.session.close()

    threads = [threading.Thread(target=sit, args=(clerk,)) for clerk in clerks]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - started
