"""Channels of the administration that show many papers at once."""

from __future__ import annotations

from collections.abc import Iterator

from papers.models import Paper, PaperIndexPage
from tests.access.channels.asking import Ask, Channel, ask
from tests.access.expected import TEXT_ROW
from tests.access.words import COMMON
from tests.access.world import World

EXPORTS = ("csv", "xlsx")


def lists(*names: str, query: dict | None = None):
    return lambda _world: [ask(name, query=query) for name in names]


def exports(*names: str):
    return lambda _world: [ask(name, query={"export": suffix}) for name in names for suffix in EXPORTS]


def all_papers(world: World) -> Iterator[Ask]:
    for page in ("1", "2", "3"):
        yield ask("papers_admin:all", query={"p": page})


def all_papers_filtered(world: World) -> Iterator[Ask]:
    for query in ({"q": COMMON}, {"state": "draft"}, {"confidentiality": "confidential"}, {"number_year": "2026"}):
        yield ask("papers_admin:all_results", query=query)


def home(world: World) -> Iterator[Ask]:
    yield ask("wagtailadmin_home")
    yield ask("papers_admin:new")
    yield ask("wagtailadmin_account")


def explorer(world: World) -> Iterator[Ask]:
    index = PaperIndexPage.objects.get(locale__language_code="de")
    yield from (
        ask("wagtailadmin_explore_root"),
        ask("wagtailadmin_explore", index.pk),
        ask("wagtailadmin_explore_results", index.pk, query={"q": COMMON}),
        ask("wagtailadmin_pages:search", query={"q": COMMON}),
        ask("wagtailadmin_pages:search_results", query={"q": COMMON}),
        ask("wagtailadmin_pages:type_use", "papers", "paper"),
        ask("wagtailadmin_pages:type_use_results", "papers", "paper"),
        ask("wagtailadmin_pages:choose_parent", "papers", "paper"),
        ask("wagtailadmin_pages:usage", index.pk),
        ask("wagtailadmin_pages:history", index.pk),
    )


def choosers(world: World) -> Iterator[Ask]:
    index = PaperIndexPage.objects.get(locale__language_code="de")
    yield ask("wagtailadmin_choose_page")
    for page in ("1", "2", "3"):
        yield ask("wagtailadmin_choose_page_child", index.pk, query={"p": page})
    yield ask("wagtailadmin_choose_page_search", query={"q": COMMON})
    yield ask("wagtailadmin_choose_page_search", query={"q": COMMON, "page_type": "papers.paper"})


def interface(world: World) -> Iterator[Ask]:
    index = PaperIndexPage.objects.get(locale__language_code="de")
    for query in (
        {"limit": 100},
        {"search": COMMON},
        {"child_of": index.pk},
        {"descendant_of": index.pk, "fields": "*"},
        {"type": "papers.Paper", "fields": "title,summary,body,number,confidentiality"},
        {"locale": "de"},
    ):
        yield ask("wagtailadmin_api:pages:listing", query=query)
    yield ask("wagtailadmin_api:images:listing", query={"limit": 100})
    yield ask("wagtailadmin_api:images:listing", query={"search": "qz"})
    yield ask("wagtailadmin_api:documents:listing")


def in_bulk(world: World) -> Iterator[Ask]:
    index = PaperIndexPage.objects.get(locale__language_code="de")
    for action in ("delete", "move", "publish", "unpublish"):
        for query in ({"id": "all"}, {"id": "all", "childOf": index.pk}):
            yield ask("wagtail_bulk_action", "wagtailcore", "page", action, query=query)


def image_library(world: World) -> Iterator[Ask]:
    yield ask("wagtailimages:index", query={"p": "1"})
    yield ask("wagtailimages:index_results", query={"q": "qz"})
    yield ask("wagtailimages_chooser:choose")
    yield ask("wagtailimages_chooser:choose_results", query={"q": "qz"})
    yield ask("wagtailadmin_tag_autocomplete", query={"term": "qz"})


def references(world: World) -> Iterator[Ask]:
    """Where rows of master data are used, and what happened to them."""
    cast = world.cast
    rows = {
        "organizations": [cast.org.international_office.pk, cast.org.europe_committee.pk],
        "paper_kinds": [Paper.objects.filter(kind__isnull=False).first().kind_id],
    }
    for prefix, keys in rows.items():
        for pk in keys:
            for name in ("usage", "history", "history_results", "edit", "delete"):
                yield ask(f"{prefix}:{name}", pk)
    for pk in rows["organizations"]:
        yield ask("workflows:end_organization", pk)
    for name in ("usage", "history", "history_results"):
        yield ask(f"wagtailusers_users:{name}", cast.author.pk)
    yield ask("wagtailusers_users:edit", cast.author.pk)
    yield ask("wagtailusers_users:delete", cast.author.pk)


def workflows(world: World) -> Iterator[Ask]:
    workflow = Paper.objects.first().kind.workflow
    for name in ("edit", "usage", "usage_results", "disable"):
        yield ask(f"wagtailadmin_workflows:{name}", workflow.pk)
    task = workflow.workflow_tasks.first().task
    yield ask("wagtailadmin_workflows:edit_task", task.pk)
    yield ask("wagtailadmin_workflows:disable_task", task.pk)


REPORTS = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage")


def reports(world: World) -> Iterator[Ask]:
    for name in REPORTS:
        yield ask(f"wagtailadmin_reports:{name}")
        yield ask(f"wagtailadmin_reports:{name}_results")
    yield ask("wagtail_localize:translations_report")
    yield ask("wagtail_localize:translations_report_results")
    yield ask("deliveries")
    yield ask("deliveries_results", query={"q": COMMON})
    yield ask("unreadable_attachments")
    yield ask("unreadable_attachments_results")


def reports_exported(world: World) -> Iterator[Ask]:
    names = [f"wagtailadmin_reports:{name}" for name in REPORTS if name != "page_types_usage"]
    for name in (*names, "deliveries", "unreadable_attachments"):
        yield from (ask(name, query={"export": suffix}) for suffix in EXPORTS)


DESK_LISTS = (
    Channel("all papers", of_all=all_papers, shows={"title": TEXT_ROW.in_the_administration()}),
    Channel("all papers, filtered", of_all=all_papers_filtered),
    Channel(
        "all papers, exported", of_all=exports("papers_admin:all"), shows={"title": TEXT_ROW.in_the_administration()}
    ),
    Channel("inbox", of_all=lists("workflows:inbox", "workflows:inbox_results")),
    Channel("inbox, exported", of_all=exports("workflows:inbox")),
    Channel("backlog of translations", of_all=lists("papers_admin:backlog")),
    Channel("home of the administration", of_all=home),
    Channel("tree of pages", of_all=explorer),
    Channel("choosers of pages", of_all=choosers),
    Channel("interface for programs, lists", of_all=interface),
    Channel("in bulk, all", of_all=in_bulk),
    Channel("library of images", of_all=image_library),
    Channel("usage and history of master data", of_all=references),
    Channel("workflows", of_all=workflows),
    Channel("reports", of_all=reports),
    Channel("reports, exported", of_all=reports_exported),
)
