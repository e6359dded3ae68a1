"""Every way on which something of a paper can reach somebody. Whatever is built later becomes a channel here first."""

from __future__ import annotations

from tests.access.channels.desk import DESK
from tests.access.channels.desk_lists import DESK_LISTS
from tests.access.channels.portal import PORTAL
from tests.access.channels.portal_lists import PORTAL_LISTS

CHANNELS = {channel.name: channel for channel in (*PORTAL, *PORTAL_LISTS, *DESK, *DESK_LISTS)}
