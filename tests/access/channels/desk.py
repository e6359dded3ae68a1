"""Channels of the administration that are asked for one paper."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail_localize.models import Translation

from tests.access.channels.asking import Ask, Channel, ask
from tests.access.expected import FILE_ROW
from tests.access.world import Specimen, World

STEPS = (
    "submit", "check", "release", "return", "recall", "withdraw", "hand_over", "distribute", "make_stricter",
    "take_off_the_public",
)  # fmt: skip
BULK = ("delete", "move", "publish", "unpublish")
ON_TARGET = ("delete", "unpublish", "copy", "move", "publish", "convert_alias", "create_alias", "copy_for_translation")


def page(*names: str, method: str = "get", prefix: str = "wagtailadmin_pages"):
    """Screens that take the key of the page, for the paper and its translations."""

    def of_paper(specimen: Specimen, _world: World) -> Iterator[Ask]:
        for one in pages_of(specimen):
            yield from (ask(f"{prefix}:{name}", one.pk, method=method) for name in names)

    return of_paper


def pages_of(specimen: Specimen):
    return filter(None, (specimen.paper, specimen.english, specimen.french))


def both(*names: str, prefix: str):
    """Of the original, looked at and posted to."""

    def of_paper(specimen: Specimen, _world: World) -> Iterator[Ask]:
        for name in names:
            yield ask(f"{prefix}:{name}", specimen.paper.pk)
            yield ask(f"{prefix}:{name}", specimen.paper.pk, method="post")

    return of_paper


def revisions(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        for revision in one.revisions.order_by("pk").values_list("pk", flat=True):
            yield ask("wagtailadmin_pages:revisions_view", one.pk, revision)


def reverting(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for revision in specimen.paper.revisions.order_by("pk").values_list("pk", flat=True):
        for name in ("revisions_revert", "revisions_unschedule"):
            yield ask(f"wagtailadmin_pages:{name}", specimen.paper.pk, revision)


def comparing(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        first, last = one.revisions.order_by("pk").first(), one.revisions.order_by("pk").last()
        for a, b in (("earliest", "latest"), ("live", "latest"), (first.pk, last.pk)):
            yield ask("wagtailadmin_pages:revisions_compare", one.pk, a, b)


def previews(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        yield ask("wagtailadmin_pages:preview_on_edit", one.pk)
        yield ask("wagtailadmin_pages:preview_on_edit", one.pk, method="post", data={"title": "Vorschau"})
        yield ask("wagtailadmin_pages:view_draft", one.pk)


def workflow(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for state in specimen.paper.workflow_states.all():
        yield ask("wagtailadmin_pages:workflow_history_detail", specimen.paper.pk, state.pk)
        for task_state in state.task_states.all():
            for action in ("approve", "reject"):
                for name in ("workflow_action", "collect_workflow_action_data"):
                    yield ask(f"wagtailadmin_pages:{name}", specimen.paper.pk, action, task_state.pk)
            yield ask("wagtailadmin_pages:workflow_preview", specimen.paper.pk, task_state.task_id)
    yield ask("wagtailadmin_pages:confirm_workflow_cancellation", specimen.paper.pk)


def below(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """Lists of what stands below the paper in the tree, which name it above."""
    pk = specimen.paper.pk
    yield ask("wagtailadmin_explore", pk)
    yield ask("wagtailadmin_explore_results", pk)
    yield ask("wagtailadmin_pages:add_subpage", pk)
    yield ask("wagtailadmin_pages:add", "papers", "paper", pk)
    yield ask("wagtailadmin_pages:preview_on_add", "papers", "paper", pk)
    yield ask("wagtailadmin_choose_page_child", pk)
    yield ask("wagtailadmin_pages:move_confirm", pk, specimen.paper.get_parent().pk)
    yield ask("wagtailadmin_pages:set_page_position", pk, method="post")


def chosen(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        yield ask("wagtailadmin_choose_page_chosen_multiple", query={"id": one.pk})
    yield ask("wagtailadmin_choose_page_search", query={"q": specimen.word("title")})


def interface(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        yield ask("wagtailadmin_api:pages:detail", one.pk)
        yield ask("wagtailadmin_api:pages:listing", query={"child_of": one.pk})
        yield ask("wagtailadmin_api:pages:listing", query={"translation_of": one.pk, "fields": "*"})
        yield ask("wagtailadmin_api:pages:find", query={"id": one.pk})
        yield ask("wagtailadmin_api:pages:find", query={"html_path": one.url_path})
        for action in ON_TARGET:
            yield ask("wagtailadmin_api:pages:action", one.pk, action, method="post")


def in_bulk(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in pages_of(specimen):
        for action in BULK:
            yield ask("wagtail_bulk_action", "wagtailcore", "page", action, query={"id": one.pk})


def in_session(specimen: Specimen, _world: World) -> Iterator[Ask]:
    """Who else has it open."""
    yield ask("wagtailadmin_editing_sessions:ping", "papers", "paper", specimen.paper.pk, 0, method="post")
    yield ask("wagtailadmin_editing_sessions:ping", "wagtailcore", "page", specimen.paper.pk, 0, method="post")


def lines(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for line in alike(specimen.paper.consultations.all()):
        yield ask("workflows:act", line.pk)
        yield ask("workflows:act", line.pk, method="post", data={"outcome": "signed"})
        yield ask("workflows:ahead", line.pk)
        yield ask("workflows:ahead", line.pk, method="post", data={"outcome": "noted", "order_reason": "Eilt."})
        yield ask("workflows:change_the_way", line.pk)
        yield ask("workflows:change_the_way", line.pk, method="post", data={"outcome": "noted", "reason": "Falsch."})
        yield ask("workflows:correct", line.pk)
        yield ask("workflows:correct", line.pk, method="post", data={"outcome": "noted", "reason": "Falsch."})
        yield ask("workflows:stranded", line.pk)
        yield ask("workflows:stranded", line.pk, method="post", data={"way": "end", "reason": "Entfällt."})


def alike(rows):
    """One of each body, role and state."""
    return {(one.organization_id, one.role, one.state): one for one in rows}.values()


def translating(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for language in ("en", "fr", "pl"):
        yield ask("papers_admin:translate", specimen.paper.pk, language)
        yield ask("papers_admin:translate", specimen.paper.pk, language, method="post")
    yield ask("wagtail_localize:submit_page_translation", specimen.paper.pk)
    yield ask("wagtail_localize:submit_page_translation", specimen.paper.pk, method="post", data={"locales": ["2"]})


def translations(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in filter(None, (specimen.english, specimen.french)):
        found = Translation.objects.get(source__object_id=one.translation_key, target_locale=one.locale)
        yield ask("workflows:translation", one.pk)
        yield ask("workflows:translation", one.pk, method="post", data={"verb": "approve"})
        yield ask("wagtail_localize:update_translations", found.source_id)
        yield ask("wagtail_localize:update_translations", found.source_id, method="post")
        yield ask("wagtail_localize:preview_translation", found.pk)
        yield ask("wagtail_localize:machine_translate", found.pk, method="post")
        yield ask("wagtail_localize:upload_pofile", found.pk, method="post")
        yield ask("wagtail_localize:stop_translation", found.pk, method="post")
        yield ask("wagtail_localize:convert_to_alias", one.pk)
        segment = found.source.stringsegment_set.order_by("pk").first()
        string = ("wagtail_localize:edit_string_translation", found.pk, segment.pk)
        yield ask(*string, method="put", data="value=Neu")
        yield ask(*string, method="delete")
        override = found.source.overridablesegment_set.order_by("pk").first()
        if override is not None:
            yield ask("wagtail_localize:edit_override", found.pk, override.pk, method="delete")


def pofile(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for one in filter(None, (specimen.english, specimen.french)):
        found = Translation.objects.get(source__object_id=one.translation_key, target_locale=one.locale)
        yield ask("wagtail_localize:download_pofile", found.pk)


def removed_annex(specimen: Specimen, _world: World) -> Iterator[Ask]:
    yield ask("papers_admin:removed_attachment", specimen.removed.pk)


def one_annex(specimen: Specimen, _world: World) -> Iterator[Ask]:
    for annex in specimen.annexes.values():
        yield ask("papers_admin:attachment", specimen.paper.pk, annex.pk)
        yield ask("papers_admin:attachment", specimen.paper.pk, annex.pk, method="post", data={"rename": "1"})


def distribution(specimen: Specimen, _world: World) -> Iterator[Ask]:
    if specimen.distribution is not None:
        pk = specimen.distribution.pk
        delivery = specimen.distribution.deliveries.order_by("pk").first()
        for name in ("distribution", "distribution_progress", "paper_copies", "labels"):
            yield ask(f"workflows:{name}", pk)
        yield ask("workflows:paper_copies", pk, method="post")
        yield ask("workflows:send_all_again", pk, method="post")
        yield ask("workflows:send_again", delivery.pk, method="post")


def images(specimen: Specimen, _world: World) -> Iterator[Ask]:
    pk = specimen.image.pk
    for name in ("edit", "delete", "url_generator", "image_usage"):
        yield ask(f"wagtailimages:{name}", pk)
    yield ask("wagtailimages:preview", pk, "max-165x165")
    yield ask("wagtailimages:url_generator_output", pk)
    yield ask("wagtailimages:edit_multiple", pk, method="post")
    yield ask("wagtailimages:delete_multiple", pk, method="post")
    yield ask("wagtailimages_chooser:chosen", pk)
    yield ask("wagtailimages_chooser:chosen_multiple", query={"id": pk})
    yield ask("wagtailimages_chooser:select_format", pk)
    yield ask("wagtailadmin_api:images:detail", pk)
    yield ask("wagtailadmin_api:images:find", query={"id": pk})
    yield ask("wagtail_bulk_action", "wagtailimages", "image", "delete", query={"id": pk})


KEPT = FILE_ROW

DESK = (
    Channel("editor", page("edit")),
    Channel("editor, posted to", page("edit", method="post")),
    Channel("history of the page", page("history", "history_results", "revisions_index", "workflow_history")),
    Channel("revisions", revisions),
    Channel("reverting", reverting),
    Channel("comparison", comparing),
    Channel("preview", previews),
    Channel("workflow of the page", workflow),
    Channel("usage of the page", page("usage")),
    Channel("deleting", page("delete")),
    Channel("copying", page("copy", "convert_alias")),
    Channel("moving", lambda specimen, _world: [ask("wagtailadmin_pages:move", one.pk) for one in pages_of(specimen)]),
    Channel("unpublishing", page("unpublish")),
    Channel("posted to Wagtail's screens", page("delete", "copy", "unpublish", "lock", "unlock", method="post")),
    Channel("privacy", page("set_privacy")),
    Channel("below it in the tree", below),
    Channel("chosen as a link", chosen),
    Channel("interface for programs", interface),
    Channel("in bulk", in_bulk),
    Channel("who else edits", in_session),
    Channel("annexes", both("attachments", prefix="papers_admin"), shows={"annexc": KEPT}),
    Channel("annex, to be changed", one_annex, shows={"annexc": KEPT}),
    Channel("annexes of earlier versions", removed_annex, shows={"reason": KEPT}, opens=KEPT),
    Channel("paper, from a list", lambda specimen, _world: [ask("papers_admin:open", specimen.paper.pk)]),
    Channel("slip", both("slip", prefix="workflows")),
    Channel("steps", both(*STEPS, prefix="workflows")),
    Channel("whom it had reached", lambda specimen, _world: [ask("workflows:reached", specimen.paper.pk)]),
    Channel("lines", lines),
    Channel("beginning a translation", translating),
    Channel("translation", translations),
    Channel("PO file", pofile),
    Channel("distribution", distribution),
    Channel("image in the library", images),
)
