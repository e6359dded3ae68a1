"""What a screen of the desk that is left open asks from time to time: is somebody signed in, who, for how long?

So a person learns before pressing a button that the log-in has ended, and nothing they typed is sent into nowhere. The
answer carries the token forms need now, which another one after each log-in: a form that was opened before it goes
through as well. Whether what a screen shows still stands is asked of the screen itself (``papers.seen``).

Asking does not lengthen a log-in, unless the script says that somebody is typing (see ``umlauf.accounts.sessions``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from papers.admin.translating import SINCE
from umlauf.accounts.sessions import BY_ITSELF, can_last_longer, seconds_left

INTERVAL = 30  # seconds between two questions
TOLD_BEFORE = 300  # seconds before the log-in ends


def who_is_here(request: HttpRequest) -> HttpResponse:
    """``person``: a key, or null for nobody; ``seconds``: until the log-in ends; ``lasts``: whether using it puts that
    off; ``token``: for the forms."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": None})
    return JsonResponse(
        {
            "person": str(request.user.pk),
            "seconds": seconds_left(request.session),
            "lasts": can_last_longer(request.session),
            "token": get_token(request),
        }
    )


def for_script(request: HttpRequest) -> dict[str, Any]:
    """What the script of every screen has to know (``umlauf/desk/typed.js``)."""
    return {
        "person": str(request.user.pk),
        "address": reverse("desk_left_open"),
        "header": BY_ITSELF,
        "log_in": f"{reverse('wagtailadmin_login')}?next={reverse('wagtailadmin_home')}",
        "since": {"header": SINCE, "time": timezone.now().isoformat()},
        "interval": INTERVAL,
        "told_before": TOLD_BEFORE,
        "words": {
            "signed_out": _("You are signed out. What you typed is still here: sign in in another tab, then go on."),
            "somebody_else": _(
                "Somebody else is signed in by now. Nothing is sent until you have signed in again yourself."
            ),
            "offline": _("There is no connection just now. What you typed is kept here; it can be sent later."),
            "ending": _("Your log-in ends in a few minutes. What you typed is kept here."),
            "changed": _("This was changed since you opened it. What you typed stays."),
            "closed": _("This can no longer be done here. What you typed stays."),
            "kept": _("You typed something here that was not saved (%(time)s)."),
            "not_saved": _("What you typed on “%(page)s” was not saved. It is kept here."),
            "log_in": _("Sign in in another tab"),
            "stay": _("Stay signed in"),
            "again": _("Look again"),
            "load": _("Load the page anew"),
            "restore": _("Bring back what I typed"),
            "discard": _("Discard it"),
            "back": _("Back to the form"),
            "pasted": _("Pasted."),
            "tables_below": _("Tables stand below the text, as blocks of their own"),
            "tables_as_lines": _("Tables became lines of text, because no table can stand here"),
            "left_out": _("Left out:"),
            "left": {
                "pictures": _("pictures"),
                "comments": pgettext("margin of a document", "comments"),
                "footnotes": _("footnotes"),
                "deleted": _("passages marked as deleted"),
            },
            "close": _("Close"),
            "translations_kept": _("Translations that you typed here were not saved (%(count)s)."),
            "save_kept": _("Save them now"),
            "text_not_saved": _("A text was not saved. It is kept here."),
            "put_mine": _("Put mine in its place"),
        },
    }
