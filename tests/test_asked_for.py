from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tests.asked_for import each_file_says_its_markers, is_not_asked_for

LONG = "(thorough or browser) and not postgres and not elasticsearch"
EVERYDAY = "not thorough and not browser and not postgres and not elasticsearch"
PLAIN, ON_SERVER, LONG_ONES = "def test(): ...", "pytestmark = pytest.mark.postgres", "from tests.daily import daily"


@pytest.mark.parametrize(
    ("markers", "left_out"),
    [
        ("", []),
        (EVERYDAY, []),
        ("postgres", [PLAIN, LONG_ONES]),
        (LONG, [PLAIN, ON_SERVER]),
        ("clock and not thorough", []),
        ("postgres or clock", []),
        ("not (thorough or postgres)", []),
    ],
)
def test_a_file_is_left_alone_where_it_has_nothing_that_is_asked_for(tmp_path, markers, left_out):
    files = []
    for number, text in enumerate((PLAIN, ON_SERVER, LONG_ONES)):
        files.append(tmp_path / f"test_{number}.py")
        files[-1].write_text(text)

    assert [file.read_text() for file in files if is_not_asked_for(file, markers)] == left_out


@pytest.mark.parametrize("said", [True, False])
def test_a_file_has_to_say_the_markers_of_its_tests(tmp_path, said):
    file = tmp_path / "test_it.py"
    file.write_text(ON_SERVER if said else PLAIN)
    item = SimpleNamespace(path=file, get_closest_marker=lambda name: name == "postgres")

    with nullcontext() if said else pytest.raises(pytest.UsageError):
        each_file_says_its_markers([item])
