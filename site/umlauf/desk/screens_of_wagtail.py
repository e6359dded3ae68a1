"""Wagtail's screens about anything but pages."""

from __future__ import annotations

from umlauf.desk.decisions import FORM, POST, READ, close, decide, within
from umlauf.desk.who import (
    ADDERS_OF_IMAGES,
    ADMINISTRATORS,
    ANYBODY,
    CHANGERS_OF_IMAGE,
    COUNCIL_OFFICE,
    DELETERS_OF_IMAGE,
    DESK,
    LIBRARY,
    VIEWERS_OF_IMAGE,
)

# --- coming in --------------------------------------------------------------------------------------------------------

decide(
    ANYBODY,
    FORM,
    "This is how people come in.",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
)
decide(ANYBODY, READ, "Pictures and words of the log-in.", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
decide(ANYBODY, FORM, "Whatever fits no other address is not there.", "^.*/$")
close("They show what errors look like.", "test404/", "wagtailadmin_error_test")

# --- whoever works at the desk ----------------------------------------------------------------------------------------

decide(DESK, READ, "What greets people is put together by us.", "wagtailadmin_home")
decide(DESK, FORM, "One's own settings, and the way out.", "wagtailadmin_account", "wagtailadmin_logout")
decide(DESK, frozenset({"PATCH", "OPTIONS"}), "Hints one does not want to see again.", "wagtailadmin_dismissibles")
decide(DESK, READ, "How a block looks, filled with examples.", "wagtailadmin_block_preview")

# --- images -----------------------------------------------------------------------------------------------------------

decide(
    ADDERS_OF_IMAGES,
    READ,
    "The library lists what the rule for images allows.",
    *within("wagtailimages", ("index", "index_results")),
)
decide(
    ADDERS_OF_IMAGES,
    FORM,
    "Whoever drafts papers brings images.",
    *within("wagtailimages", ("add", "add_multiple")),
    "wagtailimages_chooser:create",
)
decide(
    ADDERS_OF_IMAGES,
    POST,
    "Wagtail asks whether it was they who brought the file a moment ago.",
    *within("wagtailimages", ("create_multiple_from_uploaded_image", "delete_upload_multiple")),
)
decide(
    CHANGERS_OF_IMAGE,
    FORM,
    "A picture in an official text must not turn into another.",
    *within("wagtailimages", ("edit", "edit_multiple")),
)
decide(
    CHANGERS_OF_IMAGE,
    READ,
    "It says where the image stands, and calls private whatever one may not open the editor of.",
    "wagtailimages:image_usage",
)
decide(
    DELETERS_OF_IMAGE,
    FORM,
    "An image that stands in a text stays.",
    *within("wagtailimages", ("delete", "delete_multiple")),
)
decide(
    LIBRARY,
    READ,
    "The choosers list what the rule for images allows.",
    *within("wagtailimages_chooser", ("choose", "choose_results", "chosen_multiple")),
    *within("wagtailadmin_api:images", ("listing", "detail", "find")),
)
decide(
    VIEWERS_OF_IMAGE,
    FORM,
    "What was chosen comes back by its key.",
    *within("wagtailimages_chooser", ("chosen", "select_format")),
)
close(
    "Images have one address, which asks the rule (umlauf.portal.views.files); nobody makes others.",
    *within("wagtailimages", ("url_generator", "url_generator_output", "preview")),
)
close(
    "Images have no tags here, and documents none either.",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
)
decide(
    ADMINISTRATORS,
    FORM,
    "No right hangs on a collection; who keeps order with them is who keeps the installation.",
    *within("wagtailadmin_collections", ("index", "add", "edit", "delete", "set_privacy")),
)

# --- what papers have no use for --------------------------------------------------------------------------------------

close(
    "Papers have annexes with a level of their own; documents of Wagtail have none and are never handed out.",
    *within(
        "wagtaildocs",
        (
            "index",
            "index_results",
            "add",
            "edit",
            "delete",
            "document_usage",
            "add_multiple",
            "edit_multiple",
            "delete_multiple",
            "create_multiple_from_uploaded_document",
            "delete_upload_multiple",
        ),
    ),
    *within("wagtaildocs_chooser", ("choose", "choose_results", "chosen", "chosen_multiple", "create")),
    *within("wagtailadmin_api:documents", ("listing", "detail", "find")),
)
close(
    "There are no pages with forms.",
    *within(
        "wagtailforms",
        ("index", "index_results", "list_submissions", "list_submissions_results", "delete_submissions"),
    ),
)
close("No text embeds what others serve.", *within("wagtailembeds", ("chooser", "chooser_upload")))
close("There are no snippets.", "wagtailsnippets:index")
close("The environment keeps the settings.", *within("wagtailsettings", ("edit", "preview_on_edit")))

# --- keeping the installation -----------------------------------------------------------------------------------------

decide(
    COUNCIL_OFFICE,
    FORM,
    "The council office says which steps a kind of paper goes through.",
    *within(
        "wagtailadmin_workflows",
        (
            "index",
            "index_results",
            "add",
            "edit",
            "usage",
            "usage_results",
            "remove",
            "task_index",
            "task_index_results",
            "select_task_type",
            "add_task",
            "edit_task",
            "task_chooser",
            "task_chooser_results",
            "task_chooser_create",
            "task_chosen",
        ),
    ),
)
decide(
    ADMINISTRATORS,
    FORM,
    "Papers on their way would stand still.",
    *within("wagtailadmin_workflows", ("enable", "disable", "enable_task", "disable_task")),
)
decide(
    ADMINISTRATORS,
    FORM,
    "Addresses that lead elsewhere, languages, sites and rights are kept by who keeps the installation.",
    *within(
        "wagtailredirects",
        ("index", "index_results", "add", "edit", "delete", "start_import", "process_import"),
    ),
    *(
        name
        for namespace, more in (("wagtaillocales", ("copy",)), ("wagtailsites", ("copy",)), ("wagtailusers_groups", ()))
        for name in within(
            namespace,
            ("index", "index_results", "add", "edit", "delete", "history", "history_results", "usage", *more),
        )
    ),
)
