from __future__ import annotations

import os

import pytest

from search import extraction
from search.extraction import extract


@pytest.fixture
def read(tmp_path):
    def read(content, suffix, limits=extraction.LIMITS):
        path = tmp_path / f"file.{suffix.strip('.')}"
        path.write_bytes(content)
        return extract(path, suffix=suffix, limits=limits)

    return read


@pytest.fixture
def endless(tmp_path):
    """A file that never ends, and the other end of it."""
    path = tmp_path / "endless.txt"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield path, end
    os.close(end)
