"""These hooks say where the record shows up in the Wagtail admin, and keep the admin from showing more of it than the
access rule allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler
from wagtail.admin.widgets import Button

from papers import log_actions
from papers.access import may_read
from papers.access.verbs import may_open_editor
from papers.admin import images, translations
from papers.admin.all_papers import AllPapersView, open_paper
from papers.admin.attachment import AttachmentView
from papers.admin.attachments import AttachmentsView, removed_attachment
from papers.admin.chooser import only_readable
from papers.admin.drafting import NewPaperView
from papers.admin.master_data import RecordViewSetGroup
from papers.links import LinkInEditor, ShownPageLinkHandler
from papers.models import Paper, PaperLogEntry
from papers.translation.backlog import languages_of

if TYPE_CHECKING:
    from papers.access import Person


@hooks.register("register_log_actions")
def log_papers(actions: Any) -> None:
    """Not ``register_model``, which would have the site's history list every entry a second time."""
    actions.log_entry_models_by_type.register(Paper, value=PaperLogEntry)
    log_actions.register(actions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    urls = [
        path("", AllPapersView.as_view(), name="all"),
        path("results/", AllPapersView.as_view(results_only=True), name="all_results"),
        path("translations/", translations.BacklogView.as_view(), name="backlog"),
        path("new/", NewPaperView.as_view(), name="new"),
        path("<int:pk>/", open_paper, name="open"),
        path("<int:pk>/translate/<slug:language>/", translations.begin, name="translate"),
        path("<int:pk>/attachments/", AttachmentsView.as_view(), name="attachments"),
        path("<int:pk>/attachments/<int:key>/", AttachmentView.as_view(), name="attachment"),
        path("attachments/removed/<int:pk>/", removed_attachment, name="removed_attachment"),
    ]
    return [path("papers/", include((urls, "papers_admin"), namespace="papers_admin"))]


@hooks.register("register_admin_menu_item")
def register_all_papers() -> MenuItem:
    return MenuItem(
        _("All papers"), reverse("papers_admin:all"), name="all-papers", icon_name="doc-full-inverse", order=20
    )


class BacklogItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(languages_of(request.user))


@hooks.register("register_admin_menu_item")
def register_backlog() -> MenuItem:
    return BacklogItem(
        _("Translations"),
        reverse("papers_admin:backlog"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=30,
    )


@hooks.register("before_serve_page")
def serve_only_to_readers(page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any) -> None:
    """Wagtail serves whatever is live; papers it serves only to those who may read them."""
    paper = page.specific
    if isinstance(paper, Paper) and not may_read(request.user, paper):
        raise Http404


@hooks.register("register_admin_viewset")
def register_record() -> RecordViewSetGroup:
    return RecordViewSetGroup()


@hooks.register("register_page_header_buttons")
def attachments_button(page: Any, user: Person, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    paper = page.specific
    if isinstance(paper, Paper) and may_open_editor(user, paper):
        yield Button(
            _("Attachments"),
            reverse("papers_admin:attachments", args=[paper.original.pk]),
            icon_name="doc-full",
            priority=5,
        )


@hooks.register("before_create_page")
def draft_instead(request: HttpRequest, parent_page: Any, page_class: Any) -> HttpResponse | None:
    """Papers begin with their kind and its sections, not with an empty form."""
    if issubclass(page_class, Paper):
        return redirect(reverse("papers_admin:new"))
    return None


@hooks.register("after_delete_page")
def lead_to_all_papers(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Not to the tree of pages, as Wagtail does, which hardly anybody may open."""
    return redirect("papers_admin:all") if isinstance(page.specific, Paper) else None


@hooks.register("construct_admin_api", order=100)  # after Wagtail's, whose places they take
def hand_out_only_what_may_be_seen(router: Any) -> None:
    router.register_endpoint("images", images.ImagesAPI)
    router.register_endpoint("documents", images.DocumentsAPI)


@hooks.register("construct_page_chooser_queryset")
def choose_only_readable(pages: Any, request: HttpRequest) -> Any:
    """The link chooser lists every page to everybody; here it must not show the title of a paper its user may not
    read."""
    return only_readable(pages, request.user)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's, whose places they take
def show_only_public_addresses(features: Any) -> None:
    features.register_link_type(ShownPageLinkHandler)
    reading = {"a[href]": ExternalLinkElementHandler("LINK"), 'a[linktype="page"]': LinkInEditor("LINK")}
    writing = {"entity_decorators": {"LINK": link_entity}}
    rule = {"from_database_format": reading, "to_database_format": writing}
    features.register_converter_rule("contentstate", "link", rule)
