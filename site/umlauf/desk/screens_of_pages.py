"""Wagtail's and wagtail-localize's screens about pages.

A paper is changed by verbs; every other way Wagtail knows is closed for papers, to technical administrators too, and
left to these for their other pages.
"""

from __future__ import annotations

from umlauf.desk.decisions import FORM, POST, PREVIEW, READ, TEXT, close, decide, within
from umlauf.desk.who import (
    ADMINISTRATORS,
    COUNCIL_OFFICE,
    DELETERS,
    DESK,
    EDITORS,
    EDITORS_IN_SESSION,
    ITSELF,
    KEEPERS_OF_OTHER_PAGES,
    TRANSLATORS,
)

# --- one page ---------------------------------------------------------------------------------------------------------

decide(
    EDITORS,
    FORM,
    "Whoever may ever write follows the paper in the editor; its lock says whether the text may be changed now.",
    *within("wagtailadmin_pages", ("edit", "revisions_revert")),
)
decide(EDITORS, PREVIEW, "The editor shows what is being written.", "wagtailadmin_pages:preview_on_edit")
decide(
    EDITORS,
    READ,
    "Drafts, earlier versions and what was done to them are for those who write, not for readers of the release.",
    *within(
        "wagtailadmin_pages",
        (
            "view_draft",
            "revisions_index",
            "revisions_view",
            "revisions_compare",
            "history",
            "history_results",
            "workflow_history",
            "workflow_history_detail",
        ),
    ),
)
decide(
    EDITORS,
    READ,
    "It says where the page is linked, and calls private whatever one may not open the editor of.",
    "wagtailadmin_pages:usage",
)
decide(DELETERS, FORM, "The verbs delete_draft and delete_translation are done here.", "wagtailadmin_pages:delete")
decide(
    EDITORS_IN_SESSION,
    POST,
    "The editor asks who else has the paper open, and names them.",
    "wagtailadmin_editing_sessions:ping",
)
decide(DESK, POST, "It ends a session of one's own.", "wagtailadmin_editing_sessions:release")
decide(
    ADMINISTRATORS,
    POST,
    "Nobody locks a paper by hand; what was locked long ago can be opened.",
    "wagtailadmin_pages:unlock",
)
decide(
    KEEPERS_OF_OTHER_PAGES,
    FORM,
    "It changes a page without asking a verb, and most of these name it to whoever asks.",
    *within(
        "wagtailadmin_pages",
        (
            "unpublish",
            "convert_alias",
            "move",
            "move_confirm",
            "set_page_position",
            "copy",
            "set_privacy",
            "lock",
            "revisions_unschedule",
            "workflow_action",
            "collect_workflow_action_data",
            "confirm_workflow_cancellation",
            "workflow_preview",
        ),
    ),
    *within("wagtail_localize", ("submit_page_translation", "convert_to_alias")),
)

# --- the tree ---------------------------------------------------------------------------------------------------------

decide(
    ADMINISTRATORS,
    READ,
    "The tree lists pages by permissions of groups, which nobody else has; papers have lists of their own.",
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    *within("wagtailadmin_pages", ("search", "search_results", "type_use", "type_use_results", "add_subpage")),
    *within("wagtailadmin_api:pages", ("listing", "detail", "find")),
)
decide(
    ADMINISTRATORS,
    FORM,
    "Papers are begun in a screen of ours, to which a hook leads from here; other pages are made by administrators.",
    *within("wagtailadmin_pages", ("add", "choose_parent")),
)
decide(
    ADMINISTRATORS,
    PREVIEW,
    "The form for a new page shows what is being written; nobody else sees that form.",
    "wagtailadmin_pages:preview_on_add",
)
close("It changes pages without asking a verb, and no screen uses it.", "wagtailadmin_api:pages:action")
decide(
    ITSELF,
    FORM,
    "Each action on several things at once is decided by itself (umlauf.desk.bulk).",
    "wagtail_bulk_action",
)

# --- choosing a page to link to ---------------------------------------------------------------------------------------

decide(
    ITSELF,
    READ,
    "Authors link papers to each other; it lists what they may read.",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple",
)
decide(
    DESK,
    FORM,
    "A form for a link that is no page; it looks nothing up (WAGTAILADMIN_EXTERNAL_LINK_CONVERSION).",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
)

# --- translations -----------------------------------------------------------------------------------------------------

decide(
    TRANSLATORS,
    TEXT,
    "One text of a translation is written in the editor side by side.",
    *within("wagtail_localize", ("edit_string_translation", "edit_override")),
)
decide(
    TRANSLATORS,
    FORM,
    "Whoever translates takes the texts along, brings them back, asks the machine and looks at the result.",
    *within("wagtail_localize", ("download_pofile", "upload_pofile", "machine_translate", "preview_translation")),
)
decide(
    ITSELF,
    FORM,
    "All translations follow the original at once, so it takes the right to work on each of them.",
    "wagtail_localize:update_translations",
)
close(
    "A translation that no longer follows its original would be edited as a paper of its own.",
    "wagtail_localize:stop_translation",
)
decide(
    COUNCIL_OFFICE,
    READ,
    "It lists every translation there is, with its title; whoever reads every paper may read it.",
    *within("wagtail_localize", ("translations_report", "translations_report_results")),
)
close(
    "Nothing but pages is translated here.",
    *within("wagtail_localize", ("submit_snippet_translation", "snippets_api_listing", "snippets_api_detail")),
)
decide(DESK, READ, "Words of the editor's scripts.", "wagtail_localize:javascript_catalog")

# --- reports about pages ----------------------------------------------------------------------------------------------

decide(
    ADMINISTRATORS,
    READ,
    "Reports of Wagtail list pages by permissions of groups, which nobody else has.",
    *within(
        "wagtailadmin_reports",
        (
            f"{report}{part}"
            for report in (
                "locked_pages",
                "workflow",
                "workflow_tasks",
                "site_history",
                "aging_pages",
                "page_types_usage",
            )
            for part in ("", "_results")
        ),
    ),
)
