"""Loads the demo part by part. Each part is one transaction, remembered when done: an interrupted load goes on where it
stopped, and a second one finds nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from papers.models import Paper, PaperIndexPage
from umlauf.demo.content import DemoCorrection, DemoPaper, DemoTranslation, read_endings, read_papers, read_translations
from umlauf.demo.directory import Directory, paper_part
from umlauf.demo.distributing import load_distribution, send_distribution
from umlauf.demo.foundations import load_organizations, load_people
from umlauf.demo.members import load_members
from umlauf.demo.models import LoadedPart
from umlauf.demo.no_mail import no_letters, no_mail
from umlauf.demo.pointers import load_pointers
from umlauf.demo.replay import end, play
from umlauf.demo.translating import load_correction, load_translation
from umlauf.home.models import HomePage

SPOTLIGHT = ("0383/2019", "0384/2019")


class NotForThisInstallation(ImproperlyConfigured):
    """Somebody's real papers are here; log-ins with a printed password must not be."""


@dataclass(frozen=True)
class Part:
    key: str
    label: str
    load: Callable[[], Paper | None]
    once_committed: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Progress:
    """Reported after each part; ``label`` says what it brought."""

    done: int
    total: int
    label: str


def missing_parts() -> list[Part]:
    """Parts come in loading order: what is needed first comes first."""
    directory = Directory()
    stories = read_papers()
    parts = [
        Part("organizations", _("Organizations"), load_organizations),
        Part("people", _("People and their memberships"), load_people),
        Part("members", _("Members with a vote"), load_members),
        *(Part(paper_part(story.key), story.title, partial(play, story, directory)) for story in stories),
        *(_pointers_of(story, directory) for story in stories if story.measures or story.related),
        *(_translation_part(event, directory) for event in read_translations()),
        *(
            Part(f"ending:{one.organization}", _("End of an organization"), partial(end, one, directory))
            for one in read_endings()
        ),
        Part("distribution", _("Distribution"), partial(load_distribution, directory), send_distribution),
        Part("spotlight", _("In the spotlight"), put_in_the_spotlight),
    ]
    loaded = set(LoadedPart.objects.values_list("key", flat=True))
    return [part for part in parts if part.key not in loaded]


def load_demo() -> Iterator[Progress]:
    """Load what is missing. Raises NotForThisInstallation, and whatever a verb refuses."""
    parts = missing_parts()
    if parts:
        _check_installation()
    for done, part in enumerate(parts, start=1):
        with no_mail():
            with transaction.atomic():
                with no_letters():
                    paper = part.load()
                LoadedPart.objects.create(key=part.key, paper=paper)
            part.once_committed()
        yield Progress(done, len(parts), _label(part, paper))


def put_in_the_spotlight() -> None:
    """The first paper and its strategy stay on the front page, whatever newer papers there are."""
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    chosen = Paper.objects.filter(number__in=SPOTLIGHT).order_by("number")
    home.featured = [("paper", paper) for paper in chosen]
    home.save_revision().publish()


def _pointers_of(story: DemoPaper, directory: Directory) -> Part:
    return Part(
        f"pointers:{story.key}",
        _("Measures and related topics of “%(title)s”") % {"title": story.title},
        partial(load_pointers, story, directory),
    )


def _translation_part(event: DemoTranslation | DemoCorrection, directory: Directory) -> Part:
    if isinstance(event, DemoTranslation):
        return Part(
            f"translation:{event.paper}:{event.language}", _("Translation"), partial(load_translation, event, directory)
        )
    return Part(f"correction:{event.paper}", _("Correction"), partial(load_correction, event, directory))


def _label(part: Part, paper: Paper | None) -> str:
    if paper is None:
        return part.label
    if paper.original.pk != paper.pk:
        return f"{paper.display_number:<12} {part.label}: {dict(settings.LANGUAGES)[paper.locale.language_code]}"
    return f"{paper.number or '–':<12} {part.label} ({paper.get_state_display()})"


def _check_installation() -> None:
    """The database may be a city's whatever the settings say, and settings of one's own may name the demo among the
    apps: both have to agree."""
    if not getattr(settings, "DEMO_MAY_BE_LOADED", False):
        raise NotForThisInstallation(_("These settings are not for trying out, so the demo is not loaded."))
    if not PaperIndexPage.objects.exists():
        raise ImproperlyConfigured(_("There is no page for papers yet. Run “manage.py migrate” first."))
    theirs = Paper.objects.exists() or get_user_model().objects.exists()
    if theirs and not LoadedPart.objects.exists():
        raise NotForThisInstallation(
            _(
                "There are papers or people here that are not the demo's. The demo would bring log-ins with a known "
                "password, so it is not loaded."
            )
        )
