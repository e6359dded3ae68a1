"""What Wagtail says on our screens and its German catalogue does not say yet.

Our catalogues are asked before those of Wagtail, so a word named here is kept in them and wins. Once Wagtail brings one
itself, a test says that it can go.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

WORDS = (
    # the editor: who else has it open, and what is in the way of saving
    gettext_noop("View latest version"),
    gettext_noop("Currently idle"),
    gettext_noop("Proceeding will overwrite the changes you made in that window."),
    gettext_noop("Proceeding will overwrite the changes made by %(user_name)s."),
    gettext_noop("Alternatively, you can view the latest version in a new tab."),
    gettext_noop("A network error occurred"),
    gettext_noop(
        "Troubleshoot your connection to the site before proceeding. "
        "Open the editor in a separate tab to view the last saved version."
    ),
    # its checks of the preview
    gettext_noop("Meta description is empty"),
    gettext_noop("Add a concise description for search engines"),
    # forms of master data and settings
    gettext_noop("Actions (footer)"),
    # the tree of pages
    gettext_noop("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    gettext_noop("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    gettext_noop(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in "
        "'<span class=\"w-title-ellipsis\">%(title)s</span>'."
    ),
    # languages
    gettext_noop("Locale '{0}' created."),
    gettext_noop("Locale '{0}' updated."),
    gettext_noop("Locale '{0}' deleted."),
)
