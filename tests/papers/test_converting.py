"""Threads that open editors at once, or compare texts, get each their own."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from papers.blocks import TEXT_FEATURES
from papers.blocks.rich_text_area import RichTextArea


@pytest.fixture
def threads_that_change_often():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_read_apart_what_one_field_shows(threads_that_change_often):
    widget = RichTextArea(features=TEXT_FEATURES)

    def shown(number):
        html = "".join(f"<p>Absatz {number}</p>" for _one in range(20))
        state = json.loads(widget.format_value(html))
        return {block["text"] for block in state["blocks"]}

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(shown, range(100)))

    assert texts == [{f"Absatz {number}"} for number in range(100)]
