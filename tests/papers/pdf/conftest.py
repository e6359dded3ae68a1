from __future__ import annotations

import pytest

from papers.pdf.typesetting import TYPESETTERS
from tests.factories.fixtures import *  # noqa: F403


@pytest.fixture(scope="session", autouse=True)
def _no_process_left():
    yield
    TYPESETTERS.close()


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
