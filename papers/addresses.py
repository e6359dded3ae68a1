"""This module says where readers find what the record names.

The record has no pages for readers. The app that has them says where they are when it gets ready; where none is
installed, there is nowhere to lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Address = Callable[[Any], str]

_addresses: dict[type[Model], Address] = {}


def register(model: type[Model], address: Address) -> None:
    """``address`` takes a row and gives its address in the active language."""
    _addresses[model] = address


def address_of(row: Model) -> str:
    """The address is empty where no installed app shows the row."""
    address = _addresses.get(type(row))
    return address(row) if address else ""
