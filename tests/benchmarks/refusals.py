"""Whether it can be told by the clock that something is there: ``make bench-refusals``.

What somebody may not read is asked for in turn with what does not exist, at the same address; reported is the median
of the ratios of each pair, and how many milliseconds that is."""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

ROUNDS = int(os.environ.get("ROUNDS", "200"))
MISSING = 987_654_321


def main() -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/refusals.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umlauf.settings.test")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.factories.cast import build_cast

    call_command("migrate", verbosity=0)
    setup_test_environment()
    logging.disable(logging.WARNING)  # each refusal is one
    cast = build_cast()
    readers = {"nobody": None, "an author of another office": cast.outsider}
    print(f"{'asked by':<28}{'address':<34}{'ratio':>7}{'hidden ms':>11}{'missing ms':>12}   (median of {ROUNDS})")
    for reader, person in readers.items():
        client = Client()
        if person is not None:
            client.force_login(person)
        for name, hidden, missing in addresses(cast):
            if name.startswith("desk") and person is None:
                continue
            pairs = [(_asked(client, hidden), _asked(client, missing)) for _round in range(ROUNDS)]
            ratio = statistics.median(there / away for there, away in pairs)
            there, away = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
            print(f"{reader:<28}{name:<34}{ratio:>7.2f}{there:>11.2f}{away:>12.2f}")


def addresses(cast: Any) -> Iterator[tuple[str, str, str]]:
    """Name, the address of what is hidden, and that of nothing."""
    from django.urls import reverse

    from tests.factories.images import image_of, with_image
    from tests.factories.papers import add_attachment, paper_at

    image = image_of(cast.author)
    paper = paper_at("deliberating", cast, confidentiality="confidential", body=with_image(image))
    annex = add_attachment(paper, by=cast.council_clerk, confidentiality="confidential")
    slug = paper.slug
    for name in ("paper", "paper_pdf"):
        yield name, reverse(name, args=[slug]), reverse(name, args=["9" * len(slug)])
    yield (
        "attachment",
        reverse("attachment", args=[annex.pk, annex.filename]),
        reverse("attachment", args=[MISSING, annex.filename]),
    )
    file = image.file.name
    yield "image", reverse("image", args=[file]), reverse("image", args=[file.replace(".", "-0.")])
    for view in ("wagtailadmin_pages:edit", "workflows:slip", "workflows:submit", "papers_admin:attachments"):
        yield f"desk: {view.partition(':')[2]}", reverse(view, args=[paper.pk]), reverse(view, args=[MISSING])
    line = paper.consultations.first().pk
    yield "desk: act", reverse("workflows:act", args=[line]), reverse("workflows:act", args=[MISSING])


def _asked(client: Any, address: str) -> float:
    started = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - started
    assert response.status_code == 404, (address, response.status_code)
    return taken


if __name__ == "__main__":
    main()
