"""What a list is exported as."""

from __future__ import annotations

import json

TITLE = "Ankauf Grundstück Lindenallee"


BULK_ACTIONS = ("delete", "move", "publish", "unpublish")


def addresses_of(paper):
    revision = paper.get_latest_revision()
    first = paper.revisions.order_by("pk").first()
    page = f"/admin/pages/{paper.pk}"
    own = [
        f"{page}/",
        f"{page}/edit/",
        f"{page}/view_draft/",
        f"{page}/history/",
        f"{page}/history/results/",
        f"{page}/usage/",
        f"{page}/copy/",
        f"{page}/delete/",
        f"{page}/move/",
        f"{page}/unpublish/",
        f"{page}/privacy/",
        f"{page}/convert_alias/",
        f"{page}/workflow_history/",
        f"{page}/edit/preview/",
        f"{page}/revisions/{revision.pk}/view/",
        f"{page}/revisions/{revision.pk}/revert/",
        f"{page}/revisions/compare/{first.pk}...{revision.pk}/",
        f"/admin/workflows/status/{paper.pk}/",
        f"/admin/api/main/pages/{paper.pk}/",
        f"/admin/papers/{paper.pk}/",
        f"/admin/papers/{paper.pk}/attachments/",
        f"/admin/localize/submit/page/{paper.pk}/",
        *(f"/admin/bulk/wagtailcore/page/{action}/?id={paper.pk}" for action in BULK_ACTIONS),
        *(
            f"/admin/inbox/papers/{paper.pk}/{step}/"
            for step in ("slip", "submit", "check", "release", "return", "recall", "withdraw")
        ),
    ]
    lists = [
        "/admin/",
        "/admin/papers/",
        "/admin/papers/results/?q=Ankauf",
        "/admin/papers/?export=csv",
        "/admin/inbox/",
        "/admin/inbox/?export=csv",
        "/admin/pages/",
        f"/admin/pages/{paper.get_parent().pk}/",
        "/admin/pages/search/?q=Ankauf",
        "/admin/pages/search/results/?q=Ankauf",
        "/admin/choose-page/",
        f"/admin/choose-page/{paper.get_parent().pk}/",
        "/admin/choose-page/search/?q=Ankauf",
        f"/admin/choose-page/chosen-multiple/?id={paper.pk}",
        f"/admin/choose-page/chosen/{paper.pk}/",
        "/admin/api/main/pages/",
        "/admin/api/main/pages/?search=Ankauf",
        f"/admin/api/main/pages/?child_of={paper.get_parent().pk}",
        *(f"/admin/bulk/wagtailcore/page/{action}/?id=all" for action in BULK_ACTIONS),
        *(f"/admin/bulk/wagtailcore/page/{action}/?id=all&childOf={paper.get_parent().pk}" for action in BULK_ACTIONS),
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/?export=csv",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
        "/admin/papers/new/",
    ]
    return own, lists


def text_of(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    body = response.content.decode()
    if response["Content-Type"].startswith("application/json"):
        body += json.dumps(response.json(), ensure_ascii=False)
    return body
