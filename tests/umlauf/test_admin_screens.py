"""Every screen of the admin that is ours says whom it asks. Nothing hangs on a default of Wagtail's."""

from __future__ import annotations

import inspect
import re
import textwrap

import pytest
from django.urls import URLResolver, get_resolver
from wagtail import hooks
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from tests.daily import daily

REQUIRED = ("permission_required", "any_permission_required")
OURS = ("papers", "workflows", "search", "umlauf")
ASKS = re.compile(
    r"\b(may_\w+|is_council_office|origins_open_to|languages_of|readable_by|translated_paper|[A-Z_]+\.allow)\("
)
VERB = re.compile(r"\bby=(self\.)?request\.user\b")  # a verb asks for itself
# Views that only pass on to something that asks.
PASSED_ON = {
    "umlauf.accounts.views.entrance.desk_entrance": "leads to the log-in page, which is everybody's",
    "umlauf.accounts.views.entrance.desk_exit": "ends nothing but one's own session",
    "umlauf.desk.left_open.who_is_here": "says to everybody whether they are signed in, and nothing else",
    "umlauf.accounts.views.desk.OwnSettingsView": "one's own settings, of everybody whom the admin lets in",
    "workflows.routing.views.editor.edit": "PaperEditView and EditView ask the permission tester of the page",
    "workflows.routing.views.editor.revert": "as edit",
    "papers.admin.history.RevisionView": "as HistoryView, the permission tester of the page",
    "papers.admin.history.CompareView": "as HistoryView, the permission tester of the page",
    "papers.admin.chooser.SearchView": "its list is narrowed by papers.wagtail_hooks.choose_only_readable",
}


def ours(thing):
    return thing.__module__.split(".")[0] in OURS


def admin_patterns(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from admin_patterns(pattern.url_patterns, address)
        elif address.startswith("admin/"):
            yield address, pattern


def view_of(pattern):
    """The class or function behind all decorators."""
    view = inspect.unwrap(pattern.callback)
    return getattr(view, "view_class", None) or getattr(pattern.callback, "view_class", None) or view


def initkwargs_of(pattern):
    return getattr(pattern.callback, "view_initkwargs", {})


def our_views():
    return [(address, pattern) for address, pattern in admin_patterns() if ours(view_of(pattern))]


def our_viewsets():
    registered = [fn() for fn in hooks.get_hooks("register_admin_viewset")]
    flat = [one for group in registered for one in (group if isinstance(group, (list, tuple)) else [group])]
    members = [viewset.registerables if isinstance(viewset, ViewSetGroup) else [viewset] for viewset in flat]
    single = [viewset for group in members for viewset in group]
    return [viewset for viewset in single if isinstance(viewset, ModelViewSet) and ours(type(viewset))]


def said_by_us(view, name, initkwargs):
    return name in initkwargs or any(name in vars(part) for part in view.__mro__ if ours(part))


def source_of(view):
    parts = [part for part in view.__mro__ if ours(part)] if inspect.isclass(view) else [view]
    return "\n".join(textwrap.dedent(inspect.getsource(part)) for part in parts)


def test_the_walk_sees_the_screens():
    seen = {view_of(pattern).__name__ for _address, pattern in our_views()}

    assert {
        "SearchedPapersView",
        "HistoryView",
        "InboxView",
        "DeliveriesView",
        "UnreadableView",
        "SlipView",
        "edit",
        "open_paper",
    } <= seen
    assert {viewset.model.__name__ for viewset in our_viewsets()} >= {
        "Organization",
        "Membership",
        "GlossaryTerm",
        "Synonyms",
        "SlipTemplate",
        "User",
    }


def test_a_view_of_ours_that_asks_a_policy_names_it_and_what_it_asks_for():
    silent = []
    for address, pattern in our_views():
        view, kwargs = view_of(pattern), initkwargs_of(pattern)
        if not inspect.isclass(view) or not issubclass(view, PermissionCheckedMixin):
            continue
        policy = kwargs.get("permission_policy", getattr(view, "permission_policy", None))
        required = [kwargs.get(name, getattr(view, name, None)) for name in REQUIRED]
        named = said_by_us(view, "permission_policy", kwargs) and isinstance(policy, BasePermissionPolicy)
        asked = any(required) and any(said_by_us(view, name, kwargs) for name in REQUIRED)
        if not (named and asked):
            silent.append(address)

    assert silent == []


def test_every_other_view_of_ours_asks_the_access_rule():
    silent = []
    for address, pattern in our_views():
        view = view_of(pattern)
        asks_a_policy = inspect.isclass(view) and issubclass(view, PermissionCheckedMixin)
        if asks_a_policy or f"{view.__module__}.{view.__qualname__}" in PASSED_ON:
            continue
        source = source_of(view)
        if not ASKS.search(source) and (inspect.isclass(view) or not VERB.search(source)):
            silent.append(address)

    assert silent == []


def test_every_viewset_of_ours_names_its_policy_and_all_its_views_carry_it():
    unsaid = (ModelPermissionPolicy, type(None))
    assert [viewset.name for viewset in our_viewsets() if type(viewset.permission_policy) in unsaid] == []

    silent = []
    for viewset in our_viewsets():
        for pattern in viewset.get_urlpatterns():
            kwargs = pattern.callback.view_initkwargs
            if kwargs.get("permission_policy") is not viewset.permission_policy or not (
                kwargs.get("permission_required") or kwargs.get("any_permission_required")
            ):
                silent.append(f"{viewset.name}: {pattern.name}")
    assert silent == []


def become_liaison_of_a_language(cast):
    cast.liaison.memberships.update(role="liaison")
    type(cast.org.bristol).objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])


class Nobody(BasePermissionPolicy):
    def user_has_permission(self, user, action):
        return False


def plain_addresses():
    """Of lists and of forms for something new: no keys in them."""
    addresses = [f"/{address}" for address, _pattern in our_views()]
    for viewset in our_viewsets():
        addresses += [f"/admin/{viewset.url_prefix}/{pattern.pattern}" for pattern in viewset.get_urlpatterns()]
    return sorted(address for address in set(addresses) if "<" not in address)


@pytest.mark.parametrize(
    "name", daily(["author", "council_clerk", "secretary", "liaison", "outsider"], "council_clerk", "outsider")
)
def test_the_answers_do_not_change_with_the_defaults_of_wagtail(cast, signed_in, monkeypatch, name):
    """Where no policy is named, Wagtail 7 lets everybody in and Wagtail 8 administrators alone; ours answer alike."""
    become_liaison_of_a_language(cast)
    client = signed_in(cast.people()[name])

    def answers():
        return {address: client.get(address).status_code for address in plain_addresses()}

    before = answers()
    assert before["/admin/papers/"] == before["/admin/inbox/"] == 200
    assert before["/admin/organizations/new/"] == (200 if name == "council_clerk" else 302)
    assert before["/admin/glossary/new/"] == (200 if name in ("council_clerk", "liaison") else 302)
    monkeypatch.setattr(PermissionCheckedMixin, "permission_policy", Nobody(None))
    for view in _framework_views():
        monkeypatch.setattr(view, "permission_required", None)
        monkeypatch.setattr(view, "any_permission_required", ["nothing anybody has"])

    assert answers() == before


def _framework_views(view=PermissionCheckedMixin):
    for child in view.__subclasses__():
        if child.__module__.startswith("wagtail.admin.views.generic"):
            yield child
        yield from _framework_views(child)


def test_a_membership_that_ended_closes_the_master_data_at_once(cast, signed_in):
    """Groups follow at the next log-in; whoever is still signed in must not let themselves back in."""
    client = signed_in(cast.council_clerk)
    assert client.get("/admin/memberships/new/").status_code == 200

    cast.council_clerk.memberships.update(until="2020-01-01", since="2019-01-01")

    assert cast.council_clerk.groups.filter(name="Council office").exists()
    for address in (
        "organizations",
        "memberships/new",
        "delegations/new",
        "paper_kinds",
        "synonyms",
        "slip_templates",
        "users/new",
        "glossary/new",
    ):
        assert client.get(f"/admin/{address}/").status_code == 302, address
