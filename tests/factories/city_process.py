"""``python -m tests.factories.city_process``: a process of a city does everything that asks another server.

The environment says where its database, the mail server and the translation service are.
"""

from __future__ import annotations

import os

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail_localize.models import StringTranslation, Translation  # noqa: E402

from papers.models import Organization  # noqa: E402
from tests.factories.cast import Cast, build_cast  # noqa: E402
from tests.factories.papers import paper_at, translate  # noqa: E402
from umlauf.subscriptions.models import Subscription  # noqa: E402
from umlauf.subscriptions.sending import tell  # noqa: E402
from umlauf.subscriptions.subscribing import confirm  # noqa: E402
from umlauf.subscriptions.tokens import Wish  # noqa: E402
from workflows.distribution.distributing import distribute  # noqa: E402


def live() -> None:
    cast = build_cast()
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    confirm(Wish("reader@example.org", "partner_city", "bristol", "en", "daily"))
    Subscription.objects.update(told_until="2020-01-01T00:00:00Z")
    paper = paper_at("deliberating", cast, title="Radweg am Leineufer")
    distribute(paper, by=cast.council_clerk)
    translate(paper, "en", by=cast.council_clerk, leave=("body",))
    assert tell() == 1
    wish = {"email": "new@example.org", "frequency": "daily", "language": "en"}
    assert Client().post("/en/subscriptions/partner_city/bristol/", wish).status_code == 200
    _ask_the_machine(cast)
    cast.admin.set_password("ein Passwort fuer die Probe")
    cast.admin.save()
    assert Client().post("/de/password/", {"email": cast.admin.email}).status_code == 302


def _ask_the_machine(cast: Cast) -> None:
    translation = Translation.objects.get()
    client = Client()
    client.force_login(cast.admin)
    client.post(f"/admin/localize/translate/{translation.pk}/machine_translate/")
    by_machine = StringTranslation.objects.filter(translation_type="machine")
    assert by_machine.delete()[0]
    client.post(f"/admin/localize/update/{translation.source_id}/", {"use_machine_translation": "on"})
    assert by_machine.exists()


if __name__ == "__main__":
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["EMAIL_PORT"])
    live()
