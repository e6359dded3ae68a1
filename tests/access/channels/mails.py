"""What goes out by mail, to whom, and what of a paper stands in it. Asked in ``tests/access/test_mail.py``."""

from __future__ import annotations

SUBSCRIPTIONS = "who subscribed; what everybody may read, or the subscriber where they are known"
ACTORS = "who has to act, as far as they may read the paper at that moment"
STRANDED = "the council office; names an organization, and of papers how many wait there"

BY_NUMBER = "the office it comes from and those who act for its bodies; number and link"

ACCOUNTS = "whose account it is; says nothing of any paper"
LETTERS = (
    "address_asked",
    "address_changed",
    "changed",
    "confirm_address",
    "invitation",
    "nobody",
    "password_changed",
    "reset",
)

FEEDBACK = "the council office; what a reader wrote about a barrier"

TEMPLATES = {
    "portal/mail/feedback.txt": FEEDBACK,
    "portal/mail/feedback_subject.txt": FEEDBACK,
    **{f"account/mail/{name}{end}.txt": ACCOUNTS for name in LETTERS for end in ("", "_subject")},
    "workflows/mail/_changed_annexes.txt": ACTORS,
    "workflows/mail/_paper.txt": ACTORS,
    "workflows/mail/editorial.txt": "who acts for an organization that signed; number and link, and how many annexes",
    "workflows/mail/editorial_subject.txt": "who acts for an organization that signed",
    "workflows/mail/group_task.txt": ACTORS,
    "workflows/mail/group_task_subject.txt": ACTORS,
    "workflows/mail/stranded.txt": STRANDED,
    "workflows/mail/stranded_subject.txt": STRANDED,
    "workflows/mail/virus.txt": "the council office, and whoever added the annex",
    "workflows/mail/virus_subject.txt": "the council office, and whoever added the annex",
    "workflows/mail/restricted.txt": BY_NUMBER,
    "workflows/mail/restricted_subject.txt": BY_NUMBER,
    "workflows/mail/line.txt": ACTORS,
    "workflows/mail/line_subject.txt": ACTORS,
    "workflows/mail/taken_back.txt": ACTORS,
    "workflows/mail/taken_back_subject.txt": ACTORS,
    "workflows/mail/step.txt": ACTORS,
    "workflows/mail/step_subject.txt": ACTORS,
    "workflows/mail/returned.txt": ACTORS,
    "workflows/mail/returned_subject.txt": ACTORS,
    "workflows/mail/review.txt": ACTORS,
    "workflows/mail/review_subject.txt": ACTORS,
    "workflows/mail/returned_translation.txt": ACTORS,
    "workflows/mail/returned_translation_subject.txt": ACTORS,
    "workflows/mail/delivery.html": "recipients of a distribution, asked again when it is sent",
    "workflows/mail/delivery.txt": "recipients of a distribution, asked again when it is sent",
    "workflows/mail/delivery_subject.txt": "recipients of a distribution, asked again when it is sent",
    "subscriptions/mail/confirm.txt": "whoever asked; names what was asked for, and no paper",
    "subscriptions/mail/confirm_subject.txt": "whoever asked; names what was asked for, and no paper",
    "subscriptions/mail/news.txt": SUBSCRIPTIONS,
    "subscriptions/mail/news_subject.txt": SUBSCRIPTIONS,
}
