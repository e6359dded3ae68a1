"""Every channel, asked for the papers where a fault would do most harm: a tenth of the matrix that stands in the files
beside."""

from __future__ import annotations

import pytest

from tests.access.cells import try_channel
from tests.access.channels.portal import PORTAL
from tests.access.channels.portal_lists import PORTAL_LISTS
from tests.access.judging import mended, todays_roles, unknown

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # temporary files of Wagtail's
]


@pytest.mark.parametrize("channel", [*PORTAL, *PORTAL_LISTS], ids=str)
def test_nobody_reads_what_is_not_theirs(everyday, channel, record_property):
    result = try_channel(channel, everyday, todays_roles(channel.name))

    record_property("cells", result.cells)
    assert unknown(result) == []
    assert mended(channel.name, result, everyday=True) == []
