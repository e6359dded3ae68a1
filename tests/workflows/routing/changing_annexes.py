"""What people do to annexes, in time and late, for the test of the state machine."""

from __future__ import annotations

from django.core.files.base import ContentFile
from hypothesis.stateful import Bundle, rule

from papers.attaching import attach, detach
from papers.changing_attachments import (
    rename_attachment,
    reorder_attachments,
    replace_attachment,
    set_attachment_level,
)
from papers.models import Attachment, Paper
from tests.workflows.routing.oracle import CLERKS, OWNERS, WITH_AUTHOR, authors_mostly, chances, clerks_mostly

papers = Bundle("papers")  # of the machine this is mixed into

LEVELS = ("public", "non_public", "confidential")
AT_CLERKS = {"checking", "releasing", "deliberating", "completed"}
REASON = "Aus gutem Grund."


def writers(paper):
    if paper.state in WITH_AUTHOR:
        return OWNERS | CLERKS
    return CLERKS if paper.state in AT_CLERKS else set()


def file_of(chance):
    return ContentFile(b"%%PDF-1.7 %d" % (chance % 5), name=f"anlage-{chance % 3}.pdf")


class ChangingAnnexes:
    @rule(pk=papers, name=authors_mostly, chance=chances)
    def add_an_annex(self, pk, name, chance):
        paper = Paper.objects.get(pk=pk)
        if paper.attachments.count() < 4:
            self.attempt(
                "attach",
                name,
                writers(paper),
                lambda person: attach(
                    paper,
                    file=file_of(chance),
                    title=f"Anlage {chance % 7}",
                    confidentiality=LEVELS[chance % 3],
                    by=person,
                    reason=REASON if chance % 4 else "",
                ),
            )

    @rule(pk=papers, name=authors_mostly, chance=chances)
    def change_an_annex(self, pk, name, chance):
        self.change(pk, name, chance)

    @rule(pk=papers, name=clerks_mostly, chance=chances)
    def change_an_annex_late(self, pk, name, chance):
        self.change(pk, name, chance)

    def change(self, pk, name, chance):
        paper = Paper.objects.get(pk=pk)
        rows = list(Attachment.objects.filter(paper=pk).order_by("position", "pk"))
        if not rows:
            return
        row, order = rows[chance % len(rows)], [one.pk for one in rows]
        order = order[chance % len(order) :] + order[: chance % len(order)]
        why = {"reason": REASON if chance % 4 else ""}
        verb, act = (
            ("replace", lambda person: replace_attachment(row, file=file_of(chance // 7), by=person, **why)),
            ("rename", lambda person: rename_attachment(row, title=f"Anlage {chance // 7 % 7}", by=person, **why)),
            ("level", lambda person: set_attachment_level(row, confidentiality=LEVELS[chance // 7 % 3], by=person)),
            ("reorder", lambda person: reorder_attachments(paper, order=order, by=person, **why)),
            ("detach", lambda person: detach(row, by=person, **why)),
        )[chance // 31 % 5]
        # of a level everybody who writes the paper is told that its time is over
        self.attempt(verb, name, writers(paper), act, asked=OWNERS | CLERKS if verb == "level" else frozenset())
