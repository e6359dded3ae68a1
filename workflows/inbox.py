"""My inbox: what waits for me. A query, never a counter, so it cannot be stale.

A row is a paper together with *one* open line that I may act on; for the council office also a paper at its step
(check, release), and for an author's office a paper that was returned to it. A paper with two lines for me gives two
rows. What waits where nobody can act waits for the council office, which finds a way out. A translation that waits for
my review, or was given back to me, is a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowState

from papers.access import Principal, languages_with_liaisons, principal_of
from papers.access.verb_table import NOT_WITHDRAWN, NOTHING
from papers.enums import CIRCULATING, RELEASED, ConsultationRole, PaperState
from papers.models import Consultation, Membership, Organization, Paper
from papers.one_by_one import named
from workflows.ending_verbs import HAND_OVER, HAND_OVER_LINE
from workflows.stranded import NO_ORGANIZATION, deserted, stranded_rule, stranded_ways
from workflows.translation_verbs import APPROVE_TRANSLATION, SUBMIT_TRANSLATION
from workflows.verbs import ACT_ON, HOLDER, STEP_AT, TASK_OF_ROLE

if TYPE_CHECKING:
    from papers.access import Person

# In these words, as Wagtail's index of what runs has them: SQLite looks into it for nothing that is a parameter.
RUNNING = Func(F("status"), template="%(expressions)s IN ('in_progress', 'needs_changes')", output_field=BooleanField())


def waiting_for(user: Person) -> QuerySet[Paper]:
    """Papers with the attributes line_pk, line_role, line_due, line_organization(_pk) (all None without a line),
    waiting_since, and nobody_acts, which is true of what only the council office can help on."""
    principal = principal_of(user)
    states = list(ACT_ON.may[HOLDER] or ())
    own = list(principal.acting_for) or NO_ORGANIZATION
    where = deserted() if principal.council_office else None
    steps, lost = NOTHING, NOTHING
    reasons = Q(line_pk__isnull=False)
    if where is not None:
        lost = stranded_rule(where, "line_", "organization_pk")
        lost &= ~Q(line_state__in=states, line_organization_pk__in=own)
        # a line that waits for nobody waits only while its paper circulates
        reasons &= ~lost | Q(state__in=sorted(CIRCULATING))
        lies_with_nobody = Q(state=PaperState.RETURNED, originating_office__among=sorted(where.all))
        steps |= lies_with_nobody
        lost |= lies_with_nobody & ~Q(originating_office__in=own) & Q(line_pk__isnull=True)
    for verb in STEP_AT.values():
        steps |= verb.rule(principal, who=verb.waits_for)

    def mine(prefix: str = "") -> list[Q]:
        rule = Q(**{f"{prefix}state__in": states, f"{prefix}organization__in": own})
        return [rule] if where is None else [rule, *stranded_ways(where, prefix)]

    # What may be a row is found by what is under way, which is little, and not by walking through all papers. Lines and
    # steps are of originals alone; to ask for that as well would make SQLite look for it first.
    lines = [Consultation.objects.order_by().filter(way).values("paper") for way in mine()]
    found = lines[0].union(
        *lines[1:],
        Paper.objects.order_by().filter(steps).values("pk"),
        translations_waiting_for(user, principal).values("pk"),
        all=True,
    )
    review = _review().values("current_task_state__started_at")[:1]
    given_back = Exists(_review().filter(status=WorkflowState.STATUS_NEEDS_CHANGES))
    tasks: QuerySet[Paper] = (
        Paper.objects.filter(pk__in=found)
        .annotate(line=FilteredRelation("consultations", condition=Q(*mine("consultations__"), _connector=Q.OR)))
        .annotate(
            line_pk=F("line__pk"),
            line_state=F("line__state"),
            line_role=F("line__role"),
            line_due=F("line__due"),
            line_organization_pk=F("line__organization_id"),
        )
        .filter(reasons | steps | Q(translation_of__isnull=False))
        .annotate(
            nobody_acts=Case(When(lost, then=Value(True)), default=Value(False), output_field=BooleanField()),
            line_organization=Subquery(
                Organization.objects.filter(pk=OuterRef("line__organization_id")).order_by().values("name")
            ),
            translation_given_back=Case(
                When(translation_of__isnull=False, then=given_back), default=Value(False), output_field=BooleanField()
            ),
            waiting_since=Coalesce(
                Case(When(translation_of__isnull=False, then=Subquery(review))), "line__opened_at", "state_since"
            ),
        )
        .prefetch_related("kind", "originating_office", "locale")  # all rows are sorted, with what is joined to them
        .defer("body")
        .order_by(F("line_due").asc(nulls_last=True), "waiting_since", "pk")
    )
    return tasks


def translations_waiting_for(user: Person, principal: Principal) -> QuerySet[Paper]:
    """Translations wait for review: for liaisons of the language, or for the council office where there is no other
    reader. Those given back wait for whoever submitted them; for the council office, where that person has left.

    Only what the person may still submit: the paper may have been withdrawn since, or the membership have ended.
    """
    languages = set(principal.languages)
    if principal.council_office:
        languages |= {code for code, _name in settings.LANGUAGES} - languages_with_liaisons()
    in_review = _reviews().filter(status=WorkflowState.STATUS_IN_PROGRESS)
    given_back = _reviews().filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    mine = Q(requested_by=user.pk)
    given_back = given_back.filter(mine | _gone() if principal.council_office else mine)
    foreign = Paper.objects.translations().readable_by(principal).order_by()
    foreign = foreign.filter(
        SUBMIT_TRANSLATION.rule(principal, in_any_state=True),
        translation_of__circle__in=RELEASED,
        translation_of__state__in=NOT_WITHDRAWN,
    )
    waiting: QuerySet[Paper] = foreign.filter(
        (named(_pages_of(in_review)) & Q(locale__language_code__in=languages)) | named(_pages_of(given_back))
    )
    return waiting


def _gone() -> Q:
    """Reviews asked for by somebody who belongs nowhere any more."""
    here = Membership.objects.current().filter(person__is_active=True).order_by().values("person")
    return ~Q(requested_by__in=here) & Q(requested_by__is_superuser=False)


def _reviews() -> QuerySet[WorkflowState]:
    """The running reviews of translations."""
    running: QuerySet[WorkflowState] = WorkflowState.objects.filter(
        RUNNING,
        base_content_type=ContentType.objects.get_for_model(Page),
        workflow__in=Workflow.objects.filter(workflow_tasks__task__content_type__model="translationreviewtask").values(
            "pk"
        ),
    )
    return running


def _review() -> QuerySet[WorkflowState]:
    """The running review of a translation, for a subquery of pages."""
    return _reviews().filter(object_id=Cast(OuterRef("pk"), CharField()))


def _pages_of(reviews: QuerySet[WorkflowState]) -> QuerySet[WorkflowState, Any]:
    return reviews.order_by().values_list(Cast("object_id", BigIntegerField()))


def is_translation(row: Paper) -> bool:
    return bool(row.locale.language_code != settings.LANGUAGE_CODE)


def task_of(row: Any) -> str:
    """What is to be done with the row, as a button says it."""
    if is_translation(row):
        return _("Revise the translation") if row.translation_given_back else _("Review the translation")
    if row.nobody_acts:
        return _("Nobody can act")
    if row.line_pk:
        return str(TASK_OF_ROLE[ConsultationRole(row.line_role)])
    return str(STEP_AT[row.state].task)


def address_of_task(row: Any) -> str:
    """Returns the address where it is done."""
    if is_translation(row):
        return reverse(APPROVE_TRANSLATION.view, args=[row.pk])
    if row.nobody_acts:
        verb, key = (HAND_OVER_LINE, row.line_pk) if row.line_pk else (HAND_OVER, row.pk)
        return reverse(verb.view, args=[key])
    if row.line_pk:
        return reverse(ACT_ON.view, args=[row.line_pk])
    return address_of_step(row)


def address_of_step(paper: Paper) -> str:
    verb = STEP_AT[paper.state]
    return reverse(verb.begins_at or verb.view, args=[paper.pk])


def is_overdue(row: Any) -> bool:
    return row.line_due is not None and row.line_due < timezone.localdate()
