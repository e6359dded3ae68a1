"""What can stand in an address besides what Django knows."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from umlauf.about.places import PLACES


class Place(StringConverter):
    """Of a page about the site."""

    regex = "|".join(PLACES)


class ShortNumber(StringConverter):
    """0383-2019, 383/2019, 1-19, 0534-2022-n1, GRDrs-12-2024."""

    regex = r"(?:[^\W\d_]{1,12}[ .-])?[0-9]{1,6}[ /.-][0-9]{1,6}(?:[ /.-]?[nesNES][ .-]?[0-9]{0,3})?"


register_converter(Place, "place")
register_converter(ShortNumber, "short_number")
