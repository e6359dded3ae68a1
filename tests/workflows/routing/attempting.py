"""Somebody tries something: what they may is done, what they may not leaves no trace."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction


class Attempting:
    """Of a state machine that knows a ``cast`` and ``everything`` that is recorded."""

    def attempt(self, verb, name, allowed, act, *errors, asked=frozenset()):
        """Do it as the person. Whoever is not in the table must be refused; a refusal must leave no trace.

        ``asked``: who may be told that the moment is wrong, though they may not do it at any moment.
        """
        before = self.everything()
        try:
            with transaction.atomic():
                act(self.cast.people()[name])
        except PermissionDenied:
            assert self.everything() == before
            return False
        except (ValidationError, *errors):
            assert name in allowed | asked, f"{name} got as far as a question about {verb}"
            assert self.everything() == before
            return False
        assert name in allowed, f"{name} did {verb}"
        return True
