"""Our own screens. Each asks the rule, a verb or a policy of ours by itself; a test reads them for it."""

from __future__ import annotations

from umlauf.desk.decisions import FORM, POST, READ, decide, within
from umlauf.desk.who import ANYBODY, COUNCIL_OFFICE, GLOSSARIANS, ITSELF, READERS

decide(
    ITSELF,
    READ,
    "Lists of what the person may read, or has to do.",
    *within("workflows", ("inbox", "inbox_results")),
    *within("papers_admin", ("all", "all_results", "backlog")),
)
decide(READERS, READ, "It leads to the editor, or to the page for readers.", "papers_admin:open")
decide(
    ITSELF,
    FORM,
    "A verb is done here, and asked before the screen opens.",
    *within(
        "workflows",
        (
            "act",
            "ahead",
            "correct",
            "change_the_way",
            "translation",
            "slip",
            "submit",
            "check",
            "release",
            "return",
            "recall",
            "withdraw",
            "hand_over",
            "stranded",
            "distribute",
            "paper_copies",
            "make_stricter",
            "take_off_the_public",
        ),
    ),
    *within("papers_admin", ("new", "attachment", "attachments")),
)
decide(
    ITSELF,
    POST,
    "A button that asks its verb.",
    *within("workflows", ("send_all_again", "send_again")),
    "papers_admin:translate",
)
decide(
    ITSELF,
    READ,
    "How far a distribution has got, for those who may distribute the paper.",
    *within("workflows", ("distribution", "labels")),
)
decide(
    ITSELF,
    READ,
    "Files of earlier versions, for those who may read the paper and open its editor.",
    "papers_admin:removed_attachment",
)
decide(ITSELF, POST, "Looking on drives it forward, for those who may look.", "workflows:distribution_progress")
decide(
    ITSELF,
    READ,
    "Reports whose policy is named in the view.",
    "deliveries",
    "deliveries_results",
    "unreadable_attachments",
    "unreadable_attachments_results",
)

decide(
    COUNCIL_OFFICE,
    READ,
    "Whom something had reached before it was made stricter or taken off.",
    "workflows:reached",
)
decide(COUNCIL_OFFICE, READ, "Who was mailed for what reason, and no words of it.", "mails", "mails_results")
decide(COUNCIL_OFFICE, POST, "A button that asks again for whom.", "mail_again")

# --- master data ------------------------------------------------------------------------------------------------------

ROWS = ("index", "index_results", "add", "edit", "delete", "history", "history_results", "usage")

decide(
    COUNCIL_OFFICE,
    FORM,
    "The council office of today keeps the master data; a group alone, left over from yesterday, opens nothing.",
    *within("organizations", (*ROWS, "copy")),
    *within("memberships", ROWS),
    *within("delegations", ROWS),
    *within("paper_kinds", ROWS),
    *within("measures", ROWS),
    *within("slip_templates", ROWS),
    *within("synonyms", ROWS),
)
decide(
    COUNCIL_OFFICE,
    FORM,
    "An organization ends together with all that waits there; the verb is asked before the screen opens.",
    "workflows:end_organization",
)
decide(GLOSSARIANS, FORM, "Liaisons add and correct terms, too.", *within("glossary", ROWS))
decide(
    COUNCIL_OFFICE,
    FORM,
    "The council office keeps the list of people, and the records of those it may look after.",
    *within("wagtailusers_users", ROWS),
)
decide(COUNCIL_OFFICE, FORM, "Somebody has lost the link that lets them in; the screen asks for whom.", "send_link")
decide(ANYBODY, READ, "It says whether one is signed in, and nothing about anything else.", "desk_left_open")
