"""The rows of the verbs that are done to the record: its text, its annexes, its numbers, its translations.

What a row says and who asks it: ``papers.access.verb_table``. Those that move a paper stand in ``workflows.verbs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.access.principal import principal_of
from papers.access.reading import may_read
from papers.access.verb_table import (
    EVERYTHING,
    IN_ANY_STATE,
    NOT_WITHDRAWN,
    NOTHING,
    On,
    Only,
    Translated,
    Verb,
    Who,
    WrongState,
    declare,
)
from papers.enums import ORIGINS, WITH_AUTHOR, Confidentiality, PaperState

if TYPE_CHECKING:
    from papers.access.principal import Reader
    from papers.models.paper import Paper

# --- who ------------------------------------------------------------------------------------------------------------

COUNCIL_OFFICE = Who(
    "the council office",
    lambda principal, _subject: principal.council_office,
    lambda principal: EVERYTHING if principal.council_office else NOTHING,
)
ORIGIN = Who(
    "whoever acts for the office or faction the paper comes from",
    lambda principal, subject: (
        _of_the_record(subject).originating_office_id in principal.acting_for
        and not _of_the_record(subject).is_taken_off
    ),
    lambda principal: Q(originating_office__in=list(principal.acting_for)),
)
LIAISON = Who(
    "a liaison of the language, as far as the original may be read",
    lambda principal, translated: (
        translated.language in principal.languages and may_read(principal, translated.original)
    ),
    lambda principal: Q(locale__language_code__in=sorted(principal.languages)),
)
ACTS_FOR_IT = Who(
    "whoever acts for the organization", lambda principal, organization: organization.pk in principal.acting_for
)


def _of_the_record(subject: Any) -> Paper:
    return subject.original if isinstance(subject, Translated) else subject


# --- only -----------------------------------------------------------------------------------------------------------

RELEASED = Only(
    "once the original is released, unless it was taken off the public",
    lambda subject: _of_the_record(subject).live and not _of_the_record(subject).is_taken_off,
)
NOT_RELEASED = Only("until it is released", lambda paper: not paper.live)
NEVER_CIRCULATED = Only(
    "while it has neither a number nor a version", lambda paper: paper.number is None and not paper.versions.exists()
)
NOTHING_BELOW = Only("without pages below it", lambda subject: _page(subject).is_leaf())
NEVER_PUBLISHED = Only("until it is published", lambda translated: not translated.page.live)
CAN_HAVE_PAPERS = Only(
    "for an office or faction that still exists", lambda origin: origin.kind in ORIGINS and not origin.is_dissolved
)


def goes_to_services(original: Paper) -> bool:
    """Says whether a translation service may have the text: once it is released, as far as the city says
    (``TRANSLATION_SERVICE_GETS``); without its word what is public."""
    most = Confidentiality(getattr(settings, "TRANSLATION_SERVICE_GETS", "") or Confidentiality.PUBLIC)
    open_enough = Confidentiality.stricter(original.confidentiality, most) == most
    return original.live and not original.is_taken_off and open_enough


GOES_TO_SERVICES = Only(
    "as far as the city gives its text to translation services",
    lambda subject: goes_to_services(_of_the_record(subject)),
)


def _page(subject: Any) -> Any:
    return subject.page if isinstance(subject, Translated) else subject


# --- the record: its text, its annexes, its numbers -----------------------------------------------------------------

# Nobody writes while others are signing: what they sign must stand still. The council office corrects what it checks,
# and what is released.
WRITERS = {
    ORIGIN: WITH_AUTHOR,
    COUNCIL_OFFICE: WITH_AUTHOR
    | {PaperState.CHECKING, PaperState.RELEASING, PaperState.DELIBERATING, PaperState.COMPLETED},
}

# For which of all offices is asked by its twin, ``access.origins_open_to``.
DRAFT_PAPER = declare(
    Verb(
        "draft_paper",
        on=On.ORGANIZATION,
        may={ACTS_FOR_IT: IN_ANY_STATE, COUNCIL_OFFICE: IN_ANY_STATE},
        only=(CAN_HAVE_PAPERS,),
        refused=_("You can only draft papers for an office you belong to."),
        view="papers_admin:new",
    )
)
EDIT = declare(
    Verb("edit", may=WRITERS, refused=_("You cannot change this paper now."), view="wagtailadmin_pages:edit")
)
PUBLISH_CORRECTION = declare(
    Verb(
        "publish_correction",
        may={COUNCIL_OFFICE: WRITERS[COUNCIL_OFFICE]},
        only=(RELEASED,),
        refused=_("Only the council office can do this."),
        view="wagtailadmin_pages:edit",
    )
)
# Anything else is withdrawn and stays on record.
DELETE_DRAFT = declare(
    Verb(
        "delete_draft",
        may={ORIGIN: WITH_AUTHOR, COUNCIL_OFFICE: WITH_AUTHOR},
        only=(NOT_RELEASED, NEVER_CIRCULATED, NOTHING_BELOW),
        refused=_("You cannot change this paper now."),
        view="wagtailadmin_pages:delete",
    )
)
ATTACH = declare(
    Verb("attach", may=WRITERS, refused=_("You cannot change this paper now."), view="papers_admin:attachments")
)


def _of_attachments(name: str, view: str, **more: Any) -> Verb:
    refused = _("You cannot change this paper now.")
    return declare(Verb(name, may=WRITERS, refused=refused, view=view, vouches=True, **more))


DETACH = _of_attachments("detach", "papers_admin:attachments")
REORDER_ATTACHMENTS = _of_attachments("reorder_attachments", "papers_admin:attachments")
REPLACE_ATTACHMENT = _of_attachments("replace_attachment", "papers_admin:attachment")
RENAME_ATTACHMENT = _of_attachments("rename_attachment", "papers_admin:attachment")
# Who may read something that is released is not widened this way.
SET_ATTACHMENT_LEVEL = _of_attachments(
    "set_attachment_level",
    "papers_admin:attachment",
    only=(NOT_RELEASED,),
    closed=_("The level of an attachment is set until the paper is released."),
)
CONTINUE_SERIES = declare(
    Verb(
        "continue_series",
        on=On.KIND,
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        refused=_("Only the council office may continue a number series."),
    )
)
CHANGE_PATTERN = declare(
    Verb(
        "change_pattern",
        on=On.KIND,
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        refused=_("Only the council office may change how papers are numbered."),
    )
)

# --- translations ----------------------------------------------------------------------------------------------------

TRANSLATORS = {COUNCIL_OFFICE: NOT_WITHDRAWN, ORIGIN: NOT_WITHDRAWN, LIAISON: NOT_WITHDRAWN}
REVIEWERS = {COUNCIL_OFFICE: NOT_WITHDRAWN, LIAISON: NOT_WITHDRAWN}
NO_TRANSLATOR = _("You can only translate released papers, and into the languages of your partner cities.")


NOT_FOR_SERVICES = _("This text is not public, so it is not given to a translation service.")


def _translating(name: str, view: str, *only: Only, **words: Any) -> Verb:
    only = (RELEASED, *only)
    return declare(Verb(name, on=On.TRANSLATION, may=TRANSLATORS, only=only, refused=NO_TRANSLATOR, view=view, **words))


def _not_by_machine(translated: Translated) -> Exception:
    """What is told to a translator."""
    if RELEASED.holds(translated) and not GOES_TO_SERVICES.holds(translated):
        return WrongState(NOT_FOR_SERVICES)
    return PermissionDenied(NO_TRANSLATOR)


BEGIN_TRANSLATION = _translating("begin_translation", "papers_admin:translate")
EDIT_TRANSLATION = _translating("edit_translation", "wagtailadmin_pages:edit")
IMPORT_POFILE = _translating("import_pofile", "wagtail_localize:upload_pofile")
MACHINE_TRANSLATE = _translating(
    "machine_translate", "wagtail_localize:machine_translate", GOES_TO_SERVICES, closed=_not_by_machine
)
DELETE_TRANSLATION = declare(
    Verb(
        "delete_translation",
        on=On.TRANSLATION,
        may={COUNCIL_OFFICE: IN_ANY_STATE},
        only=(NEVER_PUBLISHED, NOTHING_BELOW),
        refused=_("Only the council office can do this."),
        view="wagtailadmin_pages:delete",
    )
)


# --- what is asked of any page --------------------------------------------------------------------------------------


def may_edit(user: Reader, page: Paper) -> bool:
    return (EDIT if page.original.pk == page.pk else EDIT_TRANSLATION).offered_to(user, page)


def may_delete(user: Reader, page: Paper) -> bool:
    return (DELETE_DRAFT if page.original.pk == page.pk else DELETE_TRANSLATION).offered_to(user, page)


def may_open_editor(user: Reader, page: Paper) -> bool:
    """Whoever may ever write sees the editor in every state, to follow the paper; ``may_edit`` says when they may
    write."""
    principal = principal_of(user)
    if EDIT.is_for(principal, page.original):
        return True
    return page.original.pk != page.pk and EDIT_TRANSLATION.offered_to(principal, page)
