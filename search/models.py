"""The index as the database keeps it: what is searched in, and what is still to be brought up to date."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from search.extraction import Problem


class IndexedTextManager(models.Manager["IndexedText"]):
    def rows(self, keys: Iterable[int], *columns: str) -> list[Any]:
        """Named tuples of some columns, in no order. For while somebody waits: Django takes longer to write such a
        statement than it takes to answer it."""
        wanted = ", ".join(str(int(key)) for key in keys)
        if not wanted:
            return []
        with connection.cursor() as cursor:
            # whole numbers, and names of ours
            cursor.execute(f"SELECT {', '.join(columns)} FROM search_document WHERE id IN ({wanted})")  # noqa: S608
            return [_row(columns)(*row) for row in cursor.fetchall()]


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("_row", columns)


class IndexedText(models.Model):
    """One text that can be found: a paper in one language, a page of an attachment, or an organization.

    ``text`` is what passages are shown from. The ``terms_…`` fields hold what the text is found by (see ``analysis``),
    separated by spaces and the more important first: number and title, summary and headings, everything else, parts of
    compounds."""

    # the original
    paper = models.ForeignKey(
        "papers.Paper", verbose_name=_("paper"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(
        "papers.Paper", verbose_name=_("language version"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    attachment = models.ForeignKey(
        "papers.Attachment", verbose_name=_("attachment"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    page_number = models.PositiveIntegerField(_("page"), null=True)
    organization = models.ForeignKey(
        "papers.Organization", verbose_name=_("organization"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    date = models.DateField(_("date"), null=True)
    terms_title = models.TextField(blank=True)
    terms_head = models.TextField(blank=True)
    terms_body = models.TextField(blank=True)
    terms_parts = models.TextField(blank=True)

    objects = IndexedTextManager()

    class Meta:
        db_table = "search_document"
        verbose_name = _("document of the index")
        verbose_name_plural = _("documents of the index")

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class PendingUpdate(models.Model):
    """Something changed and the index does not know it yet. Written in the transaction of the change, deleted when the
    index has it.

    A row for each change and never the same one twice: whoever changes something waits for nobody who indexes.
    """

    # no constraint: a paper is marked while it is deleted, by what is deleted with it
    paper = models.ForeignKey(
        "papers.Paper",
        verbose_name=_("paper"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
    )
    organization = models.ForeignKey(
        "papers.Organization", verbose_name=_("organization"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    attachment = models.ForeignKey(
        "papers.Attachment", verbose_name=_("attachment"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        db_table = "search_pending"
        verbose_name = _("pending change of the index")
        verbose_name_plural = _("pending changes of the index")

    def __str__(self) -> str:
        names = ("paper", "organization", "attachment")
        return " ".join(f"{name} {pk}" for name in names if (pk := getattr(self, f"{name}_id")))


class ElasticsearchUpdate(models.Model):
    """A document the search server has to be told of: that it is there, or that it is gone. Deleted when the server has
    confirmed it."""

    document = models.BigIntegerField(_("document"))
    key = models.BigIntegerField(_("key"))  # of its paper or organization, see ``engines.base``
    language = models.CharField(_("language"), max_length=20)
    gone = models.BooleanField(_("gone"), default=False)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        db_table = "search_outgoing"
        verbose_name = _("outgoing change of the index")
        verbose_name_plural = _("outgoing changes of the index")

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"


class Rebuild(models.Model):
    """How far new indices of the search server have got; the row is there only while they are built."""

    stamp = models.CharField(_("stamp"), max_length=40)
    started = models.BigIntegerField(_("last document when it began"))
    last = models.BigIntegerField(_("last document"), default=0)

    class Meta:
        verbose_name = _("rebuild of the index")
        verbose_name_plural = _("rebuilds of the index")

    def __str__(self) -> str:
        return self.stamp


class AttachmentText(models.Model):
    """That an attachment was read, and what kept its text from being found."""

    attachment = models.OneToOneField(
        "papers.Attachment", verbose_name=_("attachment"), on_delete=models.CASCADE, related_name="+"
    )
    sha512 = models.CharField("SHA-512", max_length=128)  # of the file that was read
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    read_at = models.DateTimeField(_("read at"), auto_now=True)

    class Meta:
        verbose_name = _("text of an attachment")
        verbose_name_plural = _("texts of attachments")

    def __str__(self) -> str:
        return str(self.attachment)


class Word(models.Model):
    """A word that stands somewhere, in lower case, and what words with a mistake in them are compared with (see
    ``spelling``): the word without accents, its length, and some of its first and last letters."""

    word = models.CharField(_("word"), max_length=80, unique=True)
    bare = models.CharField(max_length=80)
    length = models.PositiveSmallIntegerField()
    beginning = models.CharField(max_length=4)
    ending = models.CharField(max_length=4)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = (  # for words like one that was typed
            models.Index(fields=["beginning", "length"], name="search_word_beginning"),
            models.Index(fields=["ending", "length"], name="search_word_ending"),
        )

    def __str__(self) -> str:
        return self.word


class Synonyms(models.Model):
    """Words that mean the same to somebody who searches. They widen queries and change nothing in what is indexed."""

    words = models.CharField(
        _("words"), max_length=400, help_text=_("Separated by commas, for instance: Kita, Kindertagesstätte, Krippe.")
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if len(self.group) < 2:
            raise ValidationError({"words": _("Name at least two words, separated by commas.")})

    @property
    def group(self) -> list[str]:
        return [word for part in self.words.split(",") if (word := part.strip())]
