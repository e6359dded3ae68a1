"""One drawing for each group: how many times as long each page takes in the larger city, and how many it may."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from tests.benchmarks.pages.comparing import Compared

LABELS, WIDTH, ROW, BAR = 290, 560, 22, 12
LEFT, MARGIN, HEAD = 0.5, 16, 52
WITHIN, BEYOND, INK, FAINT = "#2a6fb0", "#b3261e", "#1c1c1c", "#c9c9c9"
MARKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def draw(found: Sequence[Compared], folder: Path, pair: str) -> list[Path]:
    """Files named after ``pair`` and the groups."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for group, lines in groupby(found, key=lambda one: one.group):
        path = folder / f"{pair}-{group}.svg".replace(" ", "-").replace(":", "-")
        path.write_text(svg(f"{group}, {pair}", list(lines)))
        paths.append(path)
    return paths


def svg(title: str, lines: Sequence[Compared]) -> str:
    largest = max(2.0, *(one.growth for one in lines if not one.fails), *(one.most for one in lines))
    unit = WIDTH / math.log(largest * 1.3 / LEFT)

    def place(ratio: float) -> float:
        return round(LABELS + math.log(max(ratio, LEFT) / LEFT) * unit, 1)

    height = HEAD + ROW * len(lines) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABELS + WIDTH + MARGIN} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{MARGIN}" y="20" font-size="14">{escape(title)}</text>'
    ]
    for ratio in MARKS:
        if ratio <= largest:
            x = place(ratio)
            parts.append(f'<path d="M{x} {HEAD - 8}V{height - MARGIN}" stroke="{FAINT}"/>')
            parts.append(f'<text x="{x}" y="{HEAD - 12}" text-anchor="middle">{ratio:g} ×</text>')
    for number, one in enumerate(lines):
        parts.append(_row(one, HEAD + ROW * number, place))
    return "\n".join([*parts, "</svg>\n"])


def _row(one: Compared, y: int, place: object) -> str:
    assert callable(place)
    middle = y + BAR - 1
    label = f'<text x="{LABELS - 8}" y="{middle}" text-anchor="end">{escape(one.name)}</text>'
    if one.fails:
        return f'{label}<text x="{LABELS + 6}" y="{middle}" fill="{BEYOND}">fails</text>'
    one_to_one, end, most = place(1), place(one.growth), place(one.most)
    begin, width = min(one_to_one, end), max(1.5, abs(end - one_to_one))
    colour = BEYOND if one.is_too_much else WITHIN
    return (
        f'{label}<rect x="{begin}" y="{y}" width="{width}" height="{BAR}" fill="{colour}"/>'
        f'<path d="M{most} {y - 3}v{BAR + 6}" stroke="{INK}" stroke-width="2"/>'
        f'<text x="{max(end, most) + 6}" y="{middle}">{one.growth:.2f}</text>'
    )
