"""Every address of the desk is decided about, once, and what is not decided is closed."""

from __future__ import annotations

import inspect
import re

import pytest
import wagtail
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve

from tests.conftest import ROOT
from umlauf import admin_urls
from umlauf.desk import gate
from umlauf.desk.decisions import DECISIONS, decide
from umlauf.desk.who import ANYBODY, DESK, ITSELF, NOBODY

OURS = ("papers", "workflows", "search", "umlauf")
PINNED = re.search(r"^wagtail==(\S+)", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)[1]


def view_of(pattern):
    view = inspect.unwrap(pattern.callback)
    return getattr(pattern.callback, "view_class", None) or getattr(view, "view_class", None) or view


def test_every_address_is_decided_about():
    """A coming Wagtail's new address is closed until somebody has thought about it, and named here."""
    names = [name for name, _pattern in gate.named(admin_urls.urlpatterns)]

    assert len(names) > 300
    assert sorted({name for name in names if name not in DECISIONS}) == []


@pytest.mark.skipif(wagtail.__version__ != PINNED, reason="another Wagtail than ours may have fewer addresses")
def test_every_decision_is_about_an_address():
    names = {name for name, _pattern in gate.named(admin_urls.urlpatterns)}

    assert sorted(DECISIONS.keys() - names) == []


def test_every_address_goes_through_the_gate_once():
    for name, pattern in gate.named(admin_urls.urlpatterns):
        assert pattern.callback.decision is DECISIONS[name], name
        assert not hasattr(pattern.callback.__wrapped__, "decision"), name


def test_every_decision_says_why_and_to_whom():
    for name, decision in DECISIONS.items():
        assert decision.why.endswith("."), name
        assert decision.who.sentence, name
        assert bool(decision.methods) == (decision.who is not NOBODY), name


def test_only_screens_of_ours_are_left_to_ask_by_themselves():
    """Those are read for what they ask (tests.umlauf.test_admin_screens)."""
    asking = {}
    for name, pattern in gate.named(admin_urls.urlpatterns):
        if DECISIONS[name].who is ITSELF:
            asking.setdefault(name, []).append(view_of(pattern).__module__.split(".")[0])

    # of two with the same name the first one answers
    assert {name for name, modules in asking.items() if modules[0] not in OURS} == set()


def test_what_everybody_may_open_points_at_nothing():
    """Screens without a question must not be told the key of anything, or they could show it."""
    # one's own; asked by Wagtail for whose it is; secret links; words and pictures of scripts
    harmless = {"wagtailadmin_editing_sessions:release", "wagtailadmin_password_reset_confirm", "^.*/$"}

    for name, pattern in gate.named(admin_urls.urlpatterns):
        if DECISIONS[name].who in (ANYBODY, DESK) and name not in harmless:
            assert not re.search(r"[<(]", str(pattern.pattern)), name


def test_an_address_is_decided_about_once():
    with pytest.raises(ValueError, match="wagtailadmin_home"):
        decide(NOBODY, frozenset(), "Twice.", "wagtailadmin_home")


def test_an_address_nobody_decided_about_is_closed(cast):
    patterns = [path("new/", lambda request: HttpResponse("secret"), name="of_the_next_wagtail")]
    gate.put_before(patterns)
    request = RequestFactory().get("/admin/new/")
    request.user = cast.admin

    with pytest.raises(Http404):
        patterns[0].callback(request)


@pytest.mark.parametrize(
    ("address", "method", "allowed"),
    [
        ("/admin/papers/", "POST", False),
        ("/admin/papers/", "HEAD", True),
        ("/admin/inbox/deliveries/1/again/", "GET", False),
        ("/admin/pages/", "DELETE", False),
    ],
)
def test_other_methods_than_the_decided_are_refused(cast, address, method, allowed):
    request = RequestFactory().generic(method, address)
    request.user = cast.admin
    match = resolve(address)

    response = match.func(request, *match.args, **match.kwargs)

    assert (response.status_code != 405) == allowed
