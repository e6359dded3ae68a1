"""Statements of one question, or of all: ``python -m tests.benchmarks.pages.show URL [words of its name]``. Those that
take longest with the database's plan."""

from __future__ import annotations

import os
import sys

from tests.benchmarks.pages.fill import environment

SHOWN = 5


def main(url: str, words: str) -> None:
    os.environ.update(environment(url))
    import django

    django.setup()
    from tests.benchmarks.pages.asking import Answering
    from tests.benchmarks.pages.measuring import counting, plan_of

    answering = Answering()
    for name in answering.questions:
        if words not in name:
            continue
        answering.count(name)
        seconds, cpu = answering.time(name)
        answering.prepare(name)
        with counting() as counted:
            status = answering.get(name).status_code
        print(
            f"{name}: {status}, {seconds * 1000:.0f} ms, {cpu * 1000:.0f} ms of processors, {counted.statements} "
            f"statements, {counted.rows} rows, {counted.most_rows} of one, {counted.most_parameters} parameters of one"
        )
        if not words:
            continue
        for took, sql, params in sorted(counted.asked, key=lambda one: -one[0])[:SHOWN]:
            print(f"\n{took * 1000:8.1f} ms  {sql[:3000]}\n          {str(params)[:500]}\n{plan_of(sql, params)}")


if __name__ == "__main__":
    main(sys.argv[1], " ".join(sys.argv[2:]))
