"""The editor shows a page in a frame before it is published; everybody else may frame nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories.fixtures import *  # noqa: F403
from tests.factories.papers import draft


def policy_of(response):
    """Directive → its sources, as a set."""
    directives = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.django_db
def test_a_preview_may_be_framed_by_the_editor_and_stays_strict_otherwise(cast, signed_in):
    paper = draft(cast)
    client = signed_in(cast.author)

    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[paper.pk]))

    assert paper.title in preview.content.decode()
    policy = policy_of(preview)
    assert policy.pop("frame-ancestors") == {"'self'"}
    strict = policy_of(client.get("/de/"))
    assert strict.pop("frame-ancestors") == {"'none'"}
    assert policy == strict
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_the_admin_runs_no_script_in_an_attribute_and_names_no_other_host(cast, signed_in):
    policy = policy_of(signed_in(cast.author).get("/admin/"))

    assert policy["script-src-attr"] == {"'none'"}
    assert {source for sources in policy.values() for source in sources if re.match(r"[a-z*]+[:.]", source)} <= {
        "data:",
        "blob:",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/de/", "/de/papers/nichts/", "/admin/", "/health/", "/de/verify/"])
def test_no_answer_may_be_opened_shown_or_equipped_by_another_site(client, address):
    headers = client.get(address).headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    refused = dict(part.split("=") for part in headers["Permissions-Policy"].split(", "))
    assert {"camera", "microphone", "geolocation", "usb", "payment"} <= set(refused)
    assert set(refused.values()) == {"()"}
