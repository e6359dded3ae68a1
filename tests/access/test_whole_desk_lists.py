"""Every cell of the channels of ``tests.access.channels.desk_lists``."""

from __future__ import annotations

import pytest

from tests.access.cells import try_channel
from tests.access.channels.desk_lists import DESK_LISTS
from tests.access.judging import mended, unknown

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]


@pytest.mark.parametrize("channel", DESK_LISTS, ids=str)
def test_nobody_reads_what_is_not_theirs(whole, channel, record_property):
    result = try_channel(channel, whole)

    record_property("cells", result.cells)
    assert unknown(result) == []
    assert mended(channel.name, result, everyday=False) == []
