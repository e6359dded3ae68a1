"""The interface is English there, and so are its dates."""

from __future__ import annotations

from umlauf.formats.en.formats import (
    DATE_FORMAT as DATE_FORMAT,
)
from umlauf.formats.en.formats import (
    DATE_INPUT_FORMATS as DATE_INPUT_FORMATS,
)
from umlauf.formats.en.formats import (
    DATETIME_FORMAT as DATETIME_FORMAT,
)
from umlauf.formats.en.formats import (
    FIRST_DAY_OF_WEEK as FIRST_DAY_OF_WEEK,
)
from umlauf.formats.en.formats import (
    MONTH_DAY_FORMAT as MONTH_DAY_FORMAT,
)
from umlauf.formats.en.formats import (
    SHORT_DATE_FORMAT as SHORT_DATE_FORMAT,
)
from umlauf.formats.en.formats import (
    SHORT_DATETIME_FORMAT as SHORT_DATETIME_FORMAT,
)
from umlauf.formats.en.formats import (
    TIME_FORMAT as TIME_FORMAT,
)
