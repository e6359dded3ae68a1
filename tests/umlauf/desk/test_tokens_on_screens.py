"""Screens that carry a token are asked about it while they are open."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TOKEN = re.compile(r'<input[^>]*name="seen"[^>]*>')


def test_every_screen_with_a_token_says_that_it_can_be_asked():
    fields = {
        path.name: TOKEN.findall(path.read_text())
        for folder in ("workflows", "papers", "site/umlauf")
        for path in (ROOT / folder).rglob("templates/**/*.html")
    }
    with_token = {name: found for name, found in fields.items() if found}

    assert len(with_token) >= 6
    assert {name for name, found in with_token.items() if not all("data-stands" in one for one in found)} == set()
