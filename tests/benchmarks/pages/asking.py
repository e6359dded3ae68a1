"""A process that answers for one city. It is told what to ask, one line of JSON each, and answers with one line."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from tests.benchmarks.pages.fill import ROOT, environment


class Asked:
    """A city, from outside."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.pages.asking"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def asked(self, **what: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(what)}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"no answer to {what}")
        return json.loads(line)

    def close(self) -> None:
        self.process.communicate()


class Answering:
    """A city, from inside."""

    def __init__(self) -> None:
        from tests.benchmarks.pages.questions import questions, secretaries

        self.questions = {f"{one.group}: {one.name}": one for one in [*questions(), *secretaries()]}
        self.clients: dict[str, Any] = {}

    def answer(self, do: str, name: str = "") -> Any:
        if do == "list":
            return [one._asdict() for one in self.questions.values()]
        if do == "count":
            return self.count(name)
        if do == "time":
            return self.time(name)
        if do == "freeze":
            gc.collect()
            gc.freeze()  # as the server does
            return True
        from tests.benchmarks.pages import verbs_asked

        return verbs_asked.tour(counted=do == "count verbs")

    def client(self, by: str) -> Any:
        from django.contrib.auth import get_user_model
        from django.test import Client

        if by not in self.clients:
            self.clients[by] = Client(raise_request_exception=False)
            if by:
                self.clients[by].force_login(get_user_model().objects.get(email=by))
        return self.clients[by]

    def get(self, name: str) -> Any:
        """Its whole content, where it is sent piece by piece."""
        question = self.questions[name]
        response = self.client(question.by).get(question.address)
        if response.streaming:
            b"".join(response.streaming_content)
        return response

    def count(self, name: str) -> dict[str, Any]:
        from tests.benchmarks.pages.measuring import counting

        self.prepare(name)
        with counting() as counted:
            response = self.get(name)
        size = 0 if response.streaming else len(response.content)
        return {**asdict(counted), "asked": counted.asked, "status": response.status_code, "bytes": size}

    def time(self, name: str) -> tuple[float, float]:
        from tests.benchmarks.pages.measuring import timed

        self.prepare(name)
        return timed(lambda: self.get(name))

    def prepare(self, name: str) -> None:
        """No page that was made for another reader is left, nor anything else but the numbers of papers."""
        from django.core.cache import caches

        if os.environ.get("WARM") == "yes":
            return
        for cache in caches:
            if cache != "counts" or self.questions[name].after_change:
                caches[cache].clear()


def main() -> None:
    import django

    django.setup()
    answering = Answering()
    for line in sys.stdin:
        print(json.dumps(answering.answer(**json.loads(line)), default=str), flush=True)


if __name__ == "__main__":
    main()
