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
    (
        "papers/admin/attachments.py",
        "may_read(request.user, found.paper)",
    ): "whoever may ever write the paper may read it; the rows of the verbs may change without the rule",
    (
        "site/umlauf/desk/who.py",
        "may_read(asked.user, asked.paper)",
    ): "as before: whoever opens the editor may read; whoever may not read is told nothing",
    (
        "papers/admin/history.py",
        "works_in_admin",
    ): "Wagtail's view asks whether the page may be edited; it may stop asking",
    (
        "workflows/routing/views/ending.py",
        "HAND_OVER_LINE.allow(request.user, self.line)",
    ): "the screen offers both ways out, and both are the council office's",
    (
        "workflows/routing/views/ending.py",
        "END_LINE.allow(request.user, self.line)",
    ): "the screen offers both ways out, and both are the council office's",
    (
        "workflows/notifications.py",
        "may_read(principals[one.pk], notice.paper)",
    ): "asked again of each letter when it leaves; asked before, so that nobody stands in the outbox for nothing",
    (
        "site/umlauf/portal/presenters/paper.py",
        'self.user.has_perm("wagtailadmin.access_admin")',
    ): "whoever has a verb to use works in the admin; an installation may keep somebody out of it",
    (
        "site/umlauf/portal/templatetags/portal_tags.py",
        'view.user.has_perm("wagtailadmin.access_admin")',
    ): "whoever distributes works in the admin; an installation may keep somebody out of it",
    (
        "papers/admin/attachments.py",
        "DETACH.allow(request.user, self.paper)",
    ): "the verb asks the same when it is called; asked before what was sent is read",
    (
        "papers/admin/attachments.py",
        "REORDER_ATTACHMENTS.allow(request.user, self.paper)",
    ): "the verb asks the same when it is called; asked before what was sent is read",
    (
        "papers/translation/drafts.py",
        "BEGIN_TRANSLATION.allow(by, Translated(original, locale.language_code))",
    ): "saving the draft asks who writes the translation; asked first, so that nothing is made for anybody else",
}
