"""The table of verbs is complete."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from django.urls import get_resolver

import papers
import workflows
from papers.access.verb_table import VERBS, Verb, declare
from papers.enums import Outcome
from tests.factories.screens import FORMS
from workflows.routing.views.steps import STEP_VIEWS
from workflows.verbs import verb_of

# Done in screens of Wagtail's own, or while doing another verb; there is no function of ours to call.
WITHOUT_A_FUNCTION = {
    "edit",
    "publish_correction",
    "delete_draft",
    "edit_translation",
    "delete_translation",
    "call_editorial",
}


# The second is a field of the screen of kinds, which is one of Wagtail's.
WITHOUT_A_SCREEN = {"continue_series", "change_pattern"}


# What verbs are made of: whoever calls these has asked, and holds the lock.
PARTS = {
    "ensure_version",
    "publish_version",
    "new_version",
    "send_back",
    "take_back",
    "translated_paper",
    "ask_machine",
    "check_images",
    "approve",
    "reject",
    "cancel_workflows",
    "end_for_good",
    "go_back_to",
    "check_seen",
    "changed_since_seen",
    "row_as_seen",
    "keep_former_file",
    "version_of_the_same_text",
}


def functions_with_an_actor():
    """Public functions of ours that somebody does: they take ``by`` by keyword."""
    found = {}
    for package in (papers, workflows):
        for module_info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in module_info.name or ".management" in module_info.name or ".worker" in module_info.name:
                continue
            module = importlib.import_module(module_info.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ != module.__name__ or name.startswith("_"):
                    continue
                parameter = inspect.signature(function).parameters.get("by")
                if parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                    found[name] = function
    return found


def test_every_verb_has_a_row_and_every_row_a_verb():
    functions = set(functions_with_an_actor())

    assert {"recall", "act_on", "attach", "distribute", "approve_translation"} <= functions
    assert functions - set(VERBS) == PARTS
    assert set(VERBS) - functions == WITHOUT_A_FUNCTION


def test_every_verb_asks_its_own_row():
    """The row is a constant called as its function is; which row an act asks depends on its outcome."""
    silent = {
        name
        for name, function in functions_with_an_actor().items()
        if name in VERBS and name.upper() not in inspect.unwrap(function).__code__.co_names
    }

    assert silent == {"act_on", "refer_to", "postpone"}
    assert {verb_of(outcome).name for outcome in Outcome} == silent


def test_a_verb_has_one_row():
    with pytest.raises(ValueError, match="recall"):
        declare(Verb("recall", may={}, refused=""))


@pytest.mark.parametrize("name", VERBS)
def test_every_row_has_a_screen(name):
    views = {
        f"{namespace}:{view}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for view in resolver.reverse_dict
    }

    assert (VERBS[name].view == "") == (name in WITHOUT_A_SCREEN)
    assert VERBS[name].view in views | {""}
    # tried in a screen, here and with the demo
    assert (name in FORMS) == (name not in WITHOUT_A_SCREEN | {"edit_translation", "call_editorial"})


def test_the_rows_of_the_steps_are_those_of_their_screens():
    named = {verb.view for verb in VERBS.values() if verb.icon}

    others = {"workflows:distribute", "workflows:make_stricter", "workflows:take_off_the_public"}
    assert named == {f"workflows:{name}" for name in STEP_VIEWS} | others
    for name, view in STEP_VIEWS.items():
        assert name == "submit" or view.verb.view == f"workflows:{name}"
