"""The paper: a page with a record.

Its text (title, date, place, summary, sections) is versioned by Wagtail's revisions like any page. Its record (number,
state, kind, office, confidentiality …) is not text: ``with_content_json`` never takes it from a revision, so publishing
or reverting to an old draft cannot undo what happened, re-open what was made confidential, or give a number back. Which
column is which is said in ``papers.record``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.locks import BasicLock
from wagtail.models import Page, PageManager, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from papers import access, record
from papers.access import images, verbs
from papers.access.locks import CirculationLock
from papers.access.page_permissions import PaperPermissionTester
from papers.blocks import BodyBlock
from papers.enums import WITH_AUTHOR, Confidentiality, OrganizationKind, PaperState, SuffixKind
from papers.models.consultation import Consultation, Version

if TYPE_CHECKING:
    from papers.access import Reader

    _PageQuerySet = models.QuerySet["Paper"]  # what it is to a type checker; Wagtail's says nothing of itself
else:
    _PageQuerySet = PageQuerySet


class PaperQuerySet(_PageQuerySet):
    def originals(self) -> PaperQuerySet:
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def readable_by(self, user: Reader) -> PaperQuerySet:
        """Twin of ``access.may_read``."""
        readable = Paper.objects.originals().filter(access.readable_rule(user)).order_by()
        is_original = models.Q(locale__language_code=settings.LANGUAGE_CODE)
        return self.filter(
            is_original | access.translation_rule(user), translation_key__in=readable.values("translation_key")
        )

    def released(self) -> PaperQuerySet:
        return self.filter(live=True)

    def titled(self) -> PaperQuerySet:
        """``translated_title``: of the released translation into the active language, None where there is none. For
        lists of originals."""
        language = get_language()
        if language in (None, settings.LANGUAGE_CODE):
            return self
        released = Paper.objects.filter(
            translation_key=models.OuterRef("translation_key"), locale__language_code=language, live=True
        ).order_by()
        titled: PaperQuerySet = self.annotate(translated_title=models.Subquery(released.values("title")[:1]))
        return titled

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Raises RecordAssigned for columns that verbs write: what the objects hold may be out of date."""
        fields = list(fields)
        record.check_written(fields)
        return int(super().bulk_update(objs, fields, *args, **kwargs))

    def with_routing(self) -> PaperQuerySet:
        """Everything a list row shows, in a constant number of queries."""
        return self.select_related("kind", "originating_office", "locale", "author").prefetch_related(routing())


def routing() -> models.Prefetch[str]:
    """The lines of the slip in their order, as ``lines`` of a paper."""
    return models.Prefetch(
        "consultations",
        Consultation.objects.not_cancelled().in_slip_order().select_related("organization", "latest_act"),
        to_attr="lines",
    )


PaperManager = PageManager.from_queryset(PaperQuerySet)


class Paper(Page):
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
    superordinate = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subordinates",
    )
    suffix_kind = models.CharField(_("relation"), max_length=1, choices=SuffixKind.choices, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("Date under the signature."))
    place = models.CharField(_("place"), max_length=80, blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=80, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences for lists and mails."))
    body = StreamField(BodyBlock(), verbose_name=_("sections"), blank=True, use_json_field=True)

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
        )

    # the record as it was when this instance was read from the database; None where it was not
    _read: dict[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # a row of the database brings no child objects along; looking for them takes half a millisecond a row
        if args and not kwargs:
            models.Model.__init__(self, *args)
            self._remember()
        else:
            super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @cached_property
    def original(self) -> Paper:
        """The page everything happened to. A page without one in the default language stands for itself."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return self
        return (
            Paper.objects.originals().select_related("locale").filter(translation_key=self.translation_key).first()
            or self
        )

    @property
    def is_with_author(self) -> bool:
        return self.state in WITH_AUTHOR

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

    def with_content_json(self, content: dict[str, Any]) -> Paper:
        """A text, with the record of this page. What belongs to the page is left out of the text, so that Wagtail does
        not look up each row it names."""
        kept = [*map(Paper._meta.get_field, record.RECORD), *_rows_of_the_page()]
        page: Paper = super().with_content_json(
            {**content, **{field.name: None for field in kept if field.is_relation}}
        )
        for field in kept:
            setattr(page, field.attname, getattr(self, field.attname))
            if field.is_relation and field.is_cached(self):
                field.set_cached_value(page, field.get_cached_value(self))
        if self.number:
            page.slug = self.slug
            page.set_url_path(self.get_parent())
        page._read = self._read
        return page

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Whether rows the page points to exist is for the database to say; Django would ask it about each of them
        before a text is published."""
        kept = [*map(Paper._meta.get_field, record.RECORD), *_rows_of_the_page()]
        super().clean_fields(exclude={*(exclude or ()), *(field.name for field in kept if field.is_relation)})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """No form sets any of these, and the database keeps them unique."""
        super().validate_unique(exclude={*(exclude or ()), "path", "translation_key", "locale", "number"})

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self._remember(fields)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Of the record only what was assigned is written, so that a page read a moment ago undoes nobody's work.

        Raises RecordAssigned where a column was assigned that is not written together with the page.
        """
        if self.pk is not None and not kwargs.get("force_insert"):
            fields = kwargs.get("update_fields")
            self._check_assigned(record.WRITTEN_BY_VERBS)
            record.check_written(fields or ())
            kwargs["update_fields"] = self._fields_to_save() if fields is None else list(fields)
        with (
            nullcontext()
            if self._may_refer_to_others(kwargs.get("update_fields"))
            else disable_reference_index_auto_update()
        ):
            super().save(*args, **kwargs)
        self._remember(kwargs.get("update_fields"))

    def write_record(self, **values: Any) -> None:
        """The one way verbs write what they alone write. The paper's row is locked by the caller."""
        Paper.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)
        self._remember(values)

    def _may_refer_to_others(self, saved: Collection[str] | None) -> bool:
        """Whether what is saved says which images, documents and pages this one uses. Looking through a page for them
        takes seven statements."""
        if saved is None:
            return True
        touched = getattr(self, "_cluster_related_objects", {})
        return any(name in touched or name in self._fields_that_refer() for name in saved)

    @classmethod
    def _fields_that_refer(cls) -> set[str]:
        return {
            field.name
            for field in cls._meta.concrete_fields
            if hasattr(field, "extract_references")
            or (field.is_relation and not getattr(field.related_model, "wagtail_reference_index_ignore", False))
        }

    def _fields_to_save(self) -> list[str]:
        left_out = set(record.RECORD) - self._assigned()
        if self.number:
            left_out |= record.ADDRESS_OF_A_NUMBER
        columns = [field.name for field in self._meta.concrete_fields if not field.primary_key]
        children = [relation.get_accessor_name() for relation in get_all_child_relations(self)]
        relations = [field.name for field in get_all_child_m2m_relations(self)]
        return [*(name for name in columns if name not in left_out), *children, *relations]

    def _remember(self, names: Collection[str] | None = None) -> None:
        """What these columns hold now is what stands in the database; without ``names`` all of them."""
        own, columns = self.__dict__, _guarded_columns()
        if names is not None:
            columns = {name: column for name, column in columns.items() if name in names or column in names}
        read = {name: own[column] for name, column in columns.items() if column in own}
        self._read = read if names is None else {**(self._read or {}), **read}

    def _assigned(self) -> set[str]:
        """Columns that hold something else than what was read. One that somebody else changed in the database meanwhile
        is out of date, and not assigned."""
        own, read, nothing = self.__dict__, self._read or {}, object()
        held = {name: own[column] for name, column in _guarded_columns().items() if column in own}
        return {name for name, value in held.items() if value != read.get(name, nothing)}

    def _check_assigned(self, guarded: Collection[str]) -> None:
        assigned = self._assigned().intersection(guarded)
        if assigned:
            raise record.RecordAssigned(assigned)
        if self.number and "slug" in self._assigned():
            raise record.RecordAssigned({"slug"})

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a text, but not over one that somebody has signed (as autosave would), and not while it has to stand
        still.

        Asked here because Wagtail has ways to save that do not ask for the lock. Raises PermissionDenied, which the
        editor shows as a message and answers by keeping what was typed. Without ``user`` nobody is asked. Raises
        RecordAssigned where the record was changed and not saved: a revision would carry it nowhere.
        """
        self._check_assigned(record.RECORD)
        user = kwargs.get("user")
        if user is not None and not verbs.may_edit(user, self):
            raise PermissionDenied(CirculationLock(self).get_message(user))
        if user is not None:
            text = {field.name: getattr(self, field.name) for field in images.fields_with_images(type(self))}
            images.check_images(type(self), text, by=user)
        if overwrite_revision is not None and Version.objects.filter(revision=overwrite_revision).exists():
            raise PermissionDenied(
                _("This text is already in circulation and cannot be overwritten. Reload the page and save again.")
            )
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)


@cache
def _guarded_columns() -> dict[str, str]:
    """Of the record and the address: what holds the value, by name of the field."""
    return {name: Paper._meta.get_field(name).attname for name in (*record.RECORD, *record.ADDRESS.fields)}


@cache
def _rows_of_the_page() -> list[Any]:
    """Fields by which a page points to other rows that no revision brings along."""
    fields = [field for field in Paper._meta.concrete_fields if field.name in record.OF_THE_PAGE]
    return [field for field in fields if field.is_relation and not field.primary_key and not field.auto_created]


Paper.translatable_fields = record.translatable_fields(Paper)
