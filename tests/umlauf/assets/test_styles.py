"""The style sheet has all that templates, code and our own sheets name of KERN's, and little else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.umlauf.assets.kern import CLASS, KERN, named
from umlauf.assets.styles import used_of_kern

STATIC = settings.ROOT / "site" / "umlauf" / "static" / "umlauf"
OWN = [STATIC / name for name in ("umlauf.css", "paper.css", "print.css")]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DEFINITION = re.compile(r"(--kern-[\w-]+):")
USE = re.compile(r"(--kern-[\w-]+)(?!:)\b")


@pytest.fixture(scope="module")
def kern():
    return KERN.read_text()


@pytest.fixture(scope="module")
def built():
    return used_of_kern()


def rules_of(sheet, name):
    """Each declaration for each selector with the class, in their order."""
    at = re.compile(rf"\.{name}(?![\w-])")
    return [
        (selector.strip(), declarations)
        for selectors, declarations in RULE.findall(sheet)
        for selector in selectors.split(",")
        if at.search(selector)
    ]


def test_every_class_that_is_named_looks_as_kern_says(kern, built):
    names = sorted(named() & set(CLASS.findall(kern)))
    assert len(names) > 50
    kept = {selector for name in names for selector, _declarations in rules_of(built, name)}
    for name in names:
        rules = rules_of(kern, name)
        assert rules_of(built, name) == [rule for rule in rules if rule[0] in kept], name
        # KERN's other rules are for elements with a class that nobody names
        assert {selector for selector, _ in rules if set(CLASS.findall(selector)) <= set(names)} <= kept, name


def test_every_variable_that_is_used_has_its_values(kern, built):
    used = {name for sheet in (built, *(path.read_text() for path in OWN)) for name in USE.findall(sheet)}
    of_kern = used & set(DEFINITION.findall(kern))
    assert len(of_kern) > 100
    assert values_of(built, of_kern) == values_of(kern, of_kern)


def values_of(sheet, names):
    """What each is for everybody: in light, dark, on small screens."""
    return [
        (selector, name, value)
        for selectors, declarations in RULE.findall(sheet)
        for name, value in re.findall(r"(--kern-[\w-]+):\s*([^;]*)", declarations)
        for selector in selectors.split(",")
        if name in names and ".kern-" not in selector
    ]


def test_what_an_editor_writes_needs_no_template_that_names_it(kern, built):
    for sheet in (kern, built):
        assert "img,picture,video,canvas,svg{" in sheet


def test_most_of_kern_is_gone(kern, built):
    assert len(built) < len(kern) / 4
    assert ".kern-accordion" in kern
    assert ".kern-accordion" not in built


def test_what_is_served_is_what_the_sources_need_now(built):
    assert (settings.BUILT / "kern.css").read_text() == built
