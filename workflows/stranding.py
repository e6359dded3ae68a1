"""The council office is told once when something strands: a line that waits where nobody can act, or a paper that was
returned to an office where nobody can revise it.

Most of it strands without anybody doing anything: a membership ends overnight, a body has had its last day. So a clock
asks, and not the verbs: it finds what happened, however it happened, and what the council office sees in its inbox at
once it is told within the hour. A letter names the organization and counts what waits there, so that one body with
hundreds of lines is one letter, and none says anything about a paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.access import council_office_members
from papers.enums import CIRCULATING, PaperState
from papers.mail.kinds import Kind, NotSent
from papers.mail.messages import mail
from papers.mail.posting import post_all
from papers.models import Consultation, Organization, Paper
from workflows.group_steps import OVER
from workflows.stranded import Deserted, deserted, stranded_rule

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter

KIND = "stranded"  # of letters


class Stranding(models.Model):
    """What the council office was told of, a line or a paper, for as long as it lies there: what strands again is told
    again."""

    line = models.OneToOneField(
        "papers.Consultation", verbose_name=_("line"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    paper = models.OneToOneField(
        "papers.Paper", verbose_name=_("paper"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    told_at = models.DateTimeField(_("told at"), default=timezone.now)

    class Meta:
        verbose_name = _("stranding")
        verbose_name_plural = _("strandings")
        ordering: ClassVar[tuple[str, ...]] = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="workflows_stranding_of_one_thing",
                condition=Q(line__isnull=True, paper__isnull=False) | Q(line__isnull=False, paper__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id or ''} {self.paper_id or ''}".strip()


@transaction.atomic
def tell_of_strandings() -> int:
    """Write a letter for each organization where something has stranded that nobody was told of; returns how many.

    A handful of statements, however much lies there."""
    # two clocks at the same moment: the second waits here, and then finds what the first has told
    list(Organization.objects.filter(is_council_office=True).select_for_update(no_key=True).order_by("pk"))
    if not council_office_members():
        return 0  # told as soon as there is somebody
    where = deserted()
    lines = dict(_stranded_lines(where).values_list("pk", "organization"))
    papers = dict(_stranded_papers(where).values_list("pk", "originating_office"))
    known = list(Stranding.objects.all())
    over = [one.pk for one in known if one.line_id not in lines and one.paper_id not in papers]
    Stranding.objects.filter(pk__in=over).delete()
    told = {one.line_id for one in known}, {one.paper_id for one in known}
    new_lines = [pk for pk in lines if pk not in told[0]]
    new_papers = [pk for pk in papers if pk not in told[1]]
    rows = [Stranding(line_id=pk) for pk in new_lines] + [Stranding(paper_id=pk) for pk in new_papers]
    Stranding.objects.bulk_create(rows, batch_size=500)
    concerned = {lines[pk] for pk in new_lines} | {papers[pk] for pk in new_papers}
    if concerned:
        post_all(KIND, [{"organization": pk} for pk in sorted(concerned)])
    return len(concerned)


def _stranded_lines(where: Deserted) -> models.QuerySet[Consultation]:
    found: models.QuerySet[Consultation] = Consultation.objects.filter(
        stranded_rule(where), paper__state__in=sorted(CIRCULATING)
    ).order_by("pk")
    return found


def _stranded_papers(where: Deserted) -> models.QuerySet[Paper]:
    found: models.QuerySet[Paper] = Paper.objects.originals().filter(
        state=PaperState.RETURNED, originating_office__among=sorted(where.all)
    )
    return found.order_by("pk")


def stranded_kind() -> Kind:
    return Kind(_("Nobody can act"), write=_write, people=_people)


def _people(about: dict[str, Any]) -> Iterable[Any]:
    _still_there(about["organization"])
    return council_office_members()


def _still_there(organization: int) -> dict[str, Any]:
    """What the letter says of the organization. Raises NotSent where nothing lies there any more."""
    found = Organization.objects.filter(pk=organization).first()
    where = deserted()
    lines = _stranded_lines(where).filter(organization=organization).count()
    papers = _stranded_papers(where).filter(originating_office=organization).count()
    if found is None or not lines + papers:
        raise NotSent(OVER)
    return {"organization": found.name, "lines": lines, "papers": papers}


def _write(letter: Letter) -> EmailMultiAlternatives:
    person = letter.person
    if person is None or person.pk not in {member.pk for member in council_office_members()}:
        raise NotSent(_("The account is no longer in use."))
    text = {
        **_still_there(letter.about["organization"]),
        "person": person,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
        "address": reverse("workflows:inbox"),
    }
    subject = render_to_string("workflows/mail/stranded_subject.txt", text)
    return mail(subject, render_to_string("workflows/mail/stranded.txt", text), to=letter.to)
