from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from whitenoise.compress import main as compress

from umlauf.assets.fonts import write_fonts
from umlauf.assets.styles import write_styles

BUILT = Path(__file__).resolve().parents[3] / "built"
TASKS: dict[str, Callable[[Path], None]] = {"fonts": write_fonts, "styles": write_styles}


def main() -> None:
    asked = sys.argv[1:]
    if not asked or not set(asked) <= set(TASKS):
        sys.exit("python -m umlauf.assets fonts | styles")
    for task in asked:
        TASKS[task](BUILT)
    # beside each sheet, for servers that do not collect static files; those that do compress everything anew
    compress(["--quiet", str(BUILT)])


if __name__ == "__main__":
    main()
