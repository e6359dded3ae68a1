"""The paper: a page with a record.

Its text (title, date, place, summary, sections) is versioned by Wagtail's revisions like any page. Its record (number,
state, kind, office, confidentiality …) is not text: no revision brings it along (``RecordedPage``), so publishing
or reverting to an old draft cannot undo what happened, re-open what was made confidential, or give a number back. Which
column is which is said in ``papers.record``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.locks import BasicLock
from wagtail.models import Page, PageManager, Revision
from wagtail.search import index

from papers import record
from papers.access import circles, images, links, verbs
from papers.access.locks import CirculationLock
from papers.access.page_permissions import PaperPermissionTester
from papers.blocks import BodyBlock
from papers.blocks.fields import TextField
from papers.enums import (
    WITH_AUTHOR,
    Circle,
    Confidentiality,
    OrganizationKind,
    PaperState,
    SuffixKind,
)
from papers.fitting import make_fit
from papers.models.paper_queries import PaperQuerySet
from papers.models.recorded_page import RecordedPage
from papers.parties.consultation import Version
from papers.prepared import prepared

if TYPE_CHECKING:
    from papers.access import Reader

PaperManager = PageManager.from_queryset(PaperQuerySet)


class Paper(RecordedPage):
    kind = models.ForeignKey(
        "papers.PaperKind", verbose_name=_("kind"), on_delete=models.PROTECT, related_name="papers"
    )
    number = models.CharField(_("number"), max_length=60, unique=True, null=True, blank=True, default=None)
    number_year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("running number"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PaperState.choices, default=PaperState.DRAFT)
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now)
    originating_office = models.ForeignKey(
        "papers.Organization", verbose_name=_("originating office"), on_delete=models.PROTECT, related_name="papers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="papers"
    )
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality.choices, default=Confidentiality.PUBLIC
    )
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        db_index=False,  # one of those that are translations, see below
    )
    circle = models.CharField(_("circle of readers"), max_length=20, choices=Circle.choices, blank=True, default="")
    is_behind = models.BooleanField(_("says something else than its original"), default=False, editable=False)
    superordinate = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subordinates",
        db_index=False,  # one of those that belong to another, see below
    )
    suffix_kind = models.CharField(_("relation"), max_length=1, choices=SuffixKind.choices, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    taken_off_at = models.DateTimeField(
        _("taken off the public at"),
        null=True,
        blank=True,
        help_text=_("From then on only the council office reads it."),
    )

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("Date under the signature."))
    place = models.CharField(_("place"), max_length=80, blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=80, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences for lists and mails."))
    body = TextField(BodyBlock(), verbose_name=_("sections"), blank=True, use_json_field=True)

    partner_cities = ParentalManyToManyField(
        "papers.Organization",
        verbose_name=_("partner cities concerned"),
        blank=True,
        related_name="papers_concerning",
        limit_choices_to={"kind": OrganizationKind.PARTNER_CITY},
    )

    parent_page_types: ClassVar[list[str]] = ["papers.PaperIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "papers/paper.html"

    # Wagtail's own index keeps no pages (see ``search.backend``), so it need not look at each that is saved
    search_auto_update = False
    # a copy is a new draft, not a second paper with the same past
    exclude_fields_in_copy: ClassVar[list[str]] = list(record.OF_THE_ORIGINAL)

    translatable_fields: ClassVar[list[Any]]  # from the groups of papers.record, see below

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("number", boost=10),
        index.AutocompleteField("number"),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("state"),
        index.FilterField("kind"),
        index.FilterField("confidentiality"),
    ]

    objects = PaperManager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = (
            models.Index(fields=["state", "kind"], name="papers_state_kind"),  # public list and "all papers"
            models.Index(fields=["number_year", "sequence"], name="papers_by_number"),  # newest number first
            # a list of originals must not be found by what nearly all of them have in common
            models.Index(
                fields=["translation_of"],
                condition=models.Q(translation_of__isnull=False),
                name="papers_translations",
            ),
            models.Index(
                fields=["translation_of"], condition=models.Q(is_behind=True), name="papers_translations_behind"
            ),
            models.Index(
                fields=["superordinate"],
                condition=models.Q(superordinate__isnull=False),
                name="papers_subordinates",
            ),
            # the public list, whole and by each of its questions; with whom a row is for, so that those of the pages
            # before are passed over in the index
            models.Index(
                fields=["-released_at", "-page_ptr", "circle", "translation_of"],
                condition=models.Q(released_at__isnull=False),
                name="papers_newest",
            ),
            *(
                models.Index(
                    fields=[column, "-released_at", "-page_ptr", "circle", "translation_of"],
                    condition=models.Q(released_at__isnull=False),
                    name=f"papers_newest_by_{name}",
                )
                for column, name in (
                    ("kind", "kind"),
                    ("state", "state"),
                    ("number_year", "year"),
                    ("originating_office", "office"),
                )
            ),
            # steps that wait for an office, in its inbox
            models.Index(fields=["originating_office", "state"], name="papers_waiting_for_office"),
            models.Index(fields=["author", "state"], name="papers_of_author"),
            # "all papers"; an index that begins with the column would be taken by SQLite for every list of originals,
            # since it counts on few rows for each value, and NULL is one
            models.Index(
                fields=["-state_since", "-page_ptr"],
                condition=models.Q(translation_of__isnull=True),
                name="papers_latest_originals",
            ),
            # the same, of one state
            models.Index(
                fields=["state", "-state_since", "-page_ptr"],
                condition=models.Q(translation_of__isnull=True),
                name="papers_latest_in_a_state",
            ),
            # the same in the order of a column; by titles, Wagtail's table has one
            *(
                models.Index(
                    fields=[column, "page_ptr"],
                    condition=models.Q(translation_of__isnull=True),
                    name=f"papers_originals_by_{column}",
                )
                for column in ("number", "state")
            ),
        )
        constraints = circles.CONSTRAINTS

    def get_admin_display_title(self) -> str:
        """Wagtail shows it in lists and choosers to whoever may read the page, and hands nobody in to ask about."""
        return str(self.title) if self.live else str(self.draft_title or self.title)

    @property
    def status_string(self) -> str:
        """Wagtail's lists and choosers would say "in moderation" of all that is on its way."""
        if self.translation_of_id is not None:
            return str(super().status_string)
        return str(self.get_state_display())

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @cached_property
    def original(self) -> Paper:
        """The page everything happened to. A page without one in the default language stands for itself."""
        if self.translation_of_id is None:
            return self
        (original,) = _original(page=self.translation_of_id)
        return original

    @property
    def is_taken_off(self) -> bool:
        """From then on only the council office reads it. Asked of an original."""
        return self.taken_off_at is not None

    @property
    def is_with_author(self) -> bool:
        return self.state in WITH_AUTHOR

    @property
    def office_label(self) -> str:
        """Code and name the originating office had on the day the paper is dated."""
        return str(self.originating_office.label_on(self.date))

    @property
    def display_number(self) -> str:
        return self.original.number or ""

    def get_workflow(self) -> Any:
        """The way of a paper is set by its kind, not by its place in the tree. A translation takes no part in it."""
        return self.kind.workflow if self.original.pk == self.pk else None

    def get_lock(self) -> Any:
        lock = super().get_lock()
        if isinstance(lock, BasicLock) or self.original.is_with_author:
            return lock
        return CirculationLock(self)  # says more than Wagtail's lock for pages in a workflow

    def permissions_for_user(self, user: Reader) -> PaperPermissionTester:
        return PaperPermissionTester(user, self)

    def is_site_root(self) -> bool:
        """Never; Wagtail asks the database at each save."""
        return False

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a text, but not over one that somebody has signed (as autosave would), and not while it has to stand
        still.

        Asked here because Wagtail has ways to save that do not ask for the lock. Raises PermissionDenied, which the
        editor shows as a message and answers by keeping what was typed. Without ``user`` nobody is asked. Raises
        RecordAssigned where the record was changed and not saved: a revision would carry it nowhere.
        """
        self._check_assigned(record.RECORD)
        make_fit(self)
        user = kwargs.get("user")
        if user is not None and not verbs.may_edit(user, self):
            raise PermissionDenied(CirculationLock(self).get_message(user))
        if user is not None:
            text = {field.name: getattr(self, field.name) for field in images.fields_with_images(type(self))}
            images.check_images(type(self), text, by=user)
            links.check_links(user, self, text)
        if overwrite_revision is not None and Version.objects.filter(revision=overwrite_revision).exists():
            raise PermissionDenied(
                _("This text is already in circulation and cannot be overwritten. Reload the page and save again.")
            )
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)


Paper.translatable_fields = record.translatable_fields(Paper)


@prepared
def _original(*, page: Any) -> models.QuerySet[Paper]:
    original: models.QuerySet[Paper] = Paper.objects.select_related("locale").filter(pk=page).order_by()
    return original
