"""Logging in: by e-mail address and password, as allauth checks them."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from papers.access.backends import GivenBackend


class LogInBackend(GivenBackend, AuthenticationBackend):
    """Permits what administrators gave; what follows from memberships is said by MembershipBackend."""
