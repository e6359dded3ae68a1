"""Questions that are asked twice on purpose, each with the reason. Without them nothing changes, so no test can fail.

By path and source, as ``make mutation-access`` prints them.
"""

from __future__ import annotations

REDUNDANT: dict[tuple[str, str], str] = {
    (
        "papers/access/image_policy.py",
        "works_in_admin(user)",
    ): "whoever drafts or translates is in a group that enters the admin; should one not be, images stay closed",
    (
        "papers/access/image_policy.py",
        "principal_of(user).council_office",
    ): "it drafts for every office; spares a query",
    (
        "workflows/distribution/views/deliveries.py",
        "Paper.objects.originals().readable_by(principal)",
    ): "deliveries are of released papers, and whoever is in a body on the slip reads those; should a body ever send "
    "what not all of it may read, its deliveries stay out of the list",
    (
        "workflows/routing/release.py",
        "CALL_EDITORIAL.allow(by, paper)",
    ): "whoever checks or releases is of the council office, which alone calls a change editorial; the row of the one "
    "may change without the other's",
    (
        "workflows/routing/views/slip.py",
        "SET_SLIP.allow(request.user, self.paper)",
    ): "the verb asks the same when it is called; asked before the form is read, so that nothing typed is looked at",
    (
        "workflows/translation/views.py",
        "may_read(self.request.user, page)",
    ): "whoever may edit the translation may read it; without it somebody who may not would be told that it is there",
}
