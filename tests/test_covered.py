from __future__ import annotations

import importlib
import runpy
import sys
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData
from slipcover import FileMatcher, ImportManager, Slipcover

from tests.covered import as_coverage_has_it

SAMPLE = """
from contextlib import suppress


def only_if(value):
    if value:
        value += 1


def if_else(value):
    with suppress(ValueError):
        if (
            value
            and value > 1
        ):
            return [one for one in range(value) if one]
        elif value == 1:
            raise ValueError
    return value


def loops(values):
    for value in values:
        if value == 2:
            continue
        try:
            if value:
                break
        finally:
            value = 0
    else:
        return -1
    while value < 3:
        value += 1


def last_case(value):
    if value:
        match value:
            case 1:
                value = 2
            case 3:
                value = 4
    return value


def cases(value):
    match value:
        case 1 | 2:
            value = 3
        case str():
            return value
        case {"a": one} if one:
            return one
    if value == 4: return 5
    return lambda: value


class Thing:
    if __name__ == "sample":
        here = True
"""
CALLS = {
    "none": "",
    "one way": "only_if(0); if_else(0); loops([]); cases(1)",
    "the other": "only_if(1); if_else(2); loops([2, 0, 1]); last_case(5); cases('')",
    "many": "only_if(1); if_else(1); loops([0]); cases({'a': 0}); cases({'a': 2}); cases(4)",
    "no case": "last_case(0); last_case(3); last_case(1)",
}


@pytest.mark.parametrize("calls", CALLS.values(), ids=CALLS)
def test_what_slipcover_marks_is_what_coverage_would_have_noted(tmp_path, monkeypatch, calls):
    sample = tmp_path / "sample.py"
    sample.write_text(f"{SAMPLE}\n\n{calls}\n")

    noted = missing(as_noted(sample), sample)

    assert missing(as_marked(sample, monkeypatch), sample) == noted
    assert any(noted)  # lines or branches: each of these leaves something out


def as_marked(sample: Path, monkeypatch) -> CoverageData:
    marking = Slipcover(branch=True)
    with ImportManager(marking, FileMatcher(sources=[sample.parent])):
        monkeypatch.syspath_prepend(sample.parent)
        monkeypatch.delitem(sys.modules, "sample", raising=False)
        importlib.import_module("sample")
    noted = marking.get_coverage()["files"][str(sample)]
    data = CoverageData(str(sample.parent / "marked"))
    branches = {(start, end) for start, end in noted["executed_branches"]}
    data.add_arcs({str(sample): as_coverage_has_it(sample, set(noted["executed_lines"]), branches)})
    data.write()
    return data


def as_noted(sample: Path) -> CoverageData:
    noting = Coverage(data_file=str(sample.parent / "noted"), branch=True, config_file=False, include=[str(sample)])
    with noting.collect():
        runpy.run_path(str(sample), run_name="sample")
    noting.save()
    return noting.get_data()


def missing(data: CoverageData, sample: Path) -> object:
    told = Coverage(data_file=data.data_filename(), branch=True, config_file=False)
    told.load()
    analysis = told._analyze(str(sample))
    return sorted(analysis.missing), dict(analysis.missing_branch_arcs())
