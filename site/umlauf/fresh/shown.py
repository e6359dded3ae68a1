"""Which tables public pages show something of, and which they do not.

A table has to stand in one of the two lists; a test says which is missing, and another reads every public page and
compares what it asked the database for. A table listed without need costs pages made anew; one that is missing leaves
an old page standing.
"""

from __future__ import annotations

NOTHING_LEFT_OUT: frozenset[str] = frozenset()

# By table: the columns that may change without any public page becoming another. Drafts are saved every few seconds
# while somebody writes, and people sign in all day.
SHOWN: dict[str, frozenset[str]] = {
    "wagtailcore_page": frozenset(
        {
            "draft_title",
            "has_unpublished_changes",
            "latest_revision_id",
            "latest_revision_created_at",
            "locked",
            "locked_at",
            "locked_by_id",
            "owner_id",
        }
    ),
    "accounts_user": frozenset({"last_login", "password", "preferred_language"}),
    **dict.fromkeys(
        (
            "about_informationpage",
            "home_homepage",
            "papers_act",
            "papers_attachment",
            "papers_consultation",
            "papers_measure",
            "papers_measure_papers",
            "papers_membership",
            "papers_organization",
            "papers_organization_successors",
            "papers_paper",
            "papers_paper_partner_cities",
            "papers_paperindexpage",
            "papers_paperkind",
            "papers_printedpaper",
            "papers_removedattachment",
            "papers_restriction",
            "papers_strategy",
            "papers_strategy_related_topics",
            "papers_translationversion",
            "papers_version",
            "wagtailcore_locale",
            "wagtailcore_pageviewrestriction",
            "wagtailcore_site",
            "wagtaildocs_document",
            "wagtailimages_image",
            "wagtailimages_rendition",
        ),
        NOTHING_LEFT_OUT,
    ),
}

# By table: its column with the key of a page. Nothing of a page is shown before it is live; until then its rows are
# written anew whenever the editor saves by itself.
PAGES = "wagtailcore_page"
ONLY_WHILE_LIVE = {PAGES: "id", "papers_paper": "page_ptr_id", "papers_strategy": "paper_ptr_id"}

# By table, or by the beginning of its name: why none of its rows is seen on a public page.
NOT_SHOWN: dict[str, str] = {
    "accounts_user_": "groups and permissions of people who are signed in",
    "account_": "addresses that people sign in with",
    "auth_": "groups and their permissions",
    "demo_": "what the demo has loaded",
    "django_content_type": "which models there are; changes with the software alone",
    "django_session": "who is signed in",
    "django_tasks_database_": "work that waits",
    "fresh_": "the stamp itself",
    "papers_delegation": "who acts for whom: no name of theirs is shown",
    "papers_formername": "addresses that lead on to another",
    "papers_glossaryterm": "a help for translators",
    "papers_historical": "histories, for the desk",
    "papers_imageuse": "who may see an image; images have addresses of their own",
    "papers_inspection": "what an annex says unseen, for the council office",
    "papers_letter": "mail",
    "papers_numbercounter": "the next number",
    "papers_printsettings": "the head of printed papers",
    "papers_readings": "how often something was read, for translators",
    "papers_requiredsection": "what a draft has to say",
    "papers_translationrequest": "who asked for a translation, for translators",
    "search_": "the index; what is searched for is not kept",
    "subscriptions_": "who gets mail",
    "taggit_": "tags of images, in the library",
    "umlauf_cache": "what is kept itself",
    "usersessions_": "who is signed in",
    "wagtail_localize_": "translations in the making",
    "wagtailadmin_": "the desk",
    "wagtailcore_collection": "folders of the library",
    "wagtailcore_comment": "remarks on drafts",
    "wagtailcore_group": "permissions of the desk",
    "wagtailcore_modellogentry": "the log",
    "wagtailcore_pagelogentry": "the log",
    "wagtailcore_pagesubscription": "who is told of remarks",
    "wagtailcore_pageviewrestriction_groups": "who may see a closed page, among those signed in",
    "wagtailcore_referenceindex": "what is used where, for the desk",
    "wagtailcore_revision": "drafts; what is public stands in the page itself",
    "wagtailcore_task": "where a workflow stands; pages show the lines of the slip",
    "wagtailcore_uploadedfile": "files on their way",
    "wagtailcore_workflow": "where a workflow stands; pages show the lines of the slip",
    "wagtailembeds_": "no block shows one",
    "wagtailforms_": "no page is a form",
    "wagtailredirects_": "answers that lead elsewhere are not kept",
    "wagtailsearch_": "Wagtail's own index, which is not used",
    "wagtailusers_": "pictures of colleagues, at the desk",
    "workflows_": "templates, deliveries and tasks, for the desk",
}


def why_not_shown(table: str) -> str:
    """Empty for what is shown, and for what nobody decided about."""
    if table in SHOWN:
        return ""
    return next((why for name, why in NOT_SHOWN.items() if table == name or table.startswith(name)), "")
