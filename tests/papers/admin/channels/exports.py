"""The addresses a secret draft could be seen at, and what they say.

Every address is made from the name of the view it means, and asserted to be answered by it: one that does not exist
would refuse everybody, and say nothing.
"""

from __future__ import annotations

import json

from django.urls import resolve, reverse
from wagtail.models import Page, Task

from umlauf.desk.decisions import DECISIONS

TITLE = "Ankauf Grundstück Lindenallee"
SECRET = "lindenallee"  # in titles, in names of files, and in the address of a draft

BULK_ACTIONS = ("delete", "move", "publish", "unpublish")
STEPS = ("slip", "submit", "check", "release", "return", "recall", "withdraw", "distribute")
OF_A_PAGE = (
    "edit",
    "preview_on_edit",
    "view_draft",
    "revisions_index",
    "history",
    "history_results",
    "usage",
    "copy",
    "delete",
    "move",
    "set_page_position",
    "unpublish",
    "set_privacy",
    "convert_alias",
    "lock",
    "unlock",
    "workflow_history",
    "confirm_workflow_cancellation",
    "add_subpage",
)
REPORTS = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage")


def resolved(name, *args, query=""):
    """The address of the view of this name, as a template makes it."""
    address = reverse(name, args=args)
    assert resolve(address).func.decision is DECISIONS[name], address
    return address + query


def addresses_of(paper):
    """Those of the paper itself, and those of lists it could stand in."""
    return own_addresses(paper), lists_around(paper)


def own_addresses(paper):
    latest = paper.get_latest_revision()
    first = paper.revisions.order_by("pk").first()
    task = Task.objects.first()
    pages = "wagtailadmin_pages"
    return [
        *(resolved(f"{pages}:{name}", paper.pk) for name in OF_A_PAGE),
        resolved(f"{pages}:move_confirm", paper.pk, Page.get_first_root_node().pk),
        resolved(f"{pages}:revisions_view", paper.pk, latest.pk),
        resolved(f"{pages}:revisions_revert", paper.pk, latest.pk),
        resolved(f"{pages}:revisions_unschedule", paper.pk, latest.pk),
        resolved(f"{pages}:revisions_compare", paper.pk, first.pk, latest.pk),
        *(
            resolved(f"{pages}:{name}", paper.pk, action, 1)
            for name in ("workflow_action", "collect_workflow_action_data")
            for action in ("approve", "reject")
        ),
        resolved(f"{pages}:workflow_preview", paper.pk, task.pk),
        resolved("wagtailadmin_editing_sessions:ping", "wagtailcore", "page", paper.pk, 1),
        resolved("wagtailadmin_explore", paper.pk),
        resolved("wagtailadmin_choose_page_child", paper.pk),
        resolved("wagtailadmin_choose_page_chosen_multiple", query=f"?id={paper.pk}"),
        resolved("wagtailadmin_api:pages:detail", paper.pk),
        *(resolved("wagtailadmin_api:pages:action", paper.pk, action) for action in ("copy", "delete", "publish")),
        resolved("papers_admin:open", paper.pk),
        resolved("papers_admin:attachments", paper.pk),
        resolved("papers_admin:translate", paper.pk, "en"),
        resolved("wagtail_localize:submit_page_translation", paper.pk),
        resolved("wagtail_localize:convert_to_alias", paper.pk),
        *(
            resolved("wagtail_bulk_action", "wagtailcore", "page", action, query=f"?id={paper.pk}")
            for action in BULK_ACTIONS
        ),
        *(resolved(f"workflows:{step}", paper.pk) for step in STEPS),
    ]


def lists_around(paper):
    parent = paper.get_parent()
    words = "Ankauf"
    return [
        resolved("wagtailadmin_home"),
        resolved("papers_admin:all"),
        resolved("papers_admin:all_results", query=f"?q={words}"),
        resolved("papers_admin:all", query="?export=csv"),
        resolved("papers_admin:new"),
        resolved("papers_admin:backlog"),
        resolved("workflows:inbox"),
        resolved("workflows:inbox", query="?export=csv"),
        resolved("deliveries"),
        resolved("deliveries", query="?export=csv"),
        resolved("unreadable_attachments"),
        resolved("wagtailadmin_explore_root"),
        resolved("wagtailadmin_explore", parent.pk),
        resolved("wagtailadmin_explore_results", parent.pk),
        resolved("wagtailadmin_pages:search", query=f"?q={words}"),
        resolved("wagtailadmin_pages:search_results", query=f"?q={words}"),
        resolved("wagtailadmin_pages:type_use", "papers", "paper"),
        resolved("wagtailadmin_choose_page"),
        resolved("wagtailadmin_choose_page", query="?page_type=papers.paper"),
        resolved("wagtailadmin_choose_page_child", parent.pk),
        resolved("wagtailadmin_choose_page_search", query=f"?q={words}"),
        resolved("wagtailadmin_api:pages:listing"),
        resolved("wagtailadmin_api:pages:listing", query=f"?search={words}"),
        resolved("wagtailadmin_api:pages:listing", query=f"?child_of={parent.pk}"),
        resolved("wagtailadmin_api:images:listing"),
        resolved("wagtailimages:index"),
        resolved("wagtailimages_chooser:choose"),
        *(
            resolved("wagtail_bulk_action", "wagtailcore", "page", action, query=f"?id=all{where}")
            for action in BULK_ACTIONS
            for where in ("", f"&childOf={parent.pk}")
        ),
        *(
            resolved(f"wagtailadmin_reports:{report}", query=query)
            for report in REPORTS
            for query in ("", "?export=csv")
        ),
        resolved("wagtail_localize:translations_report"),
        resolved("wagtail_localize:translations_report", query="?export=csv"),
        resolved("wagtail_localize:translations_report_results"),
    ]


def tells(response):
    """Whether the answer says anything of the secret draft: in its text, or in where it leads."""
    return SECRET in (text_of(response) + response.headers.get("Location", "")).lower()


def text_of(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    body = response.content.decode()
    if response.headers.get("Content-Type", "").startswith("application/json"):
        body += json.dumps(response.json(), ensure_ascii=False)
    return body
