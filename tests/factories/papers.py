"""Papers in any state, brought there by the verbs people use. No state is ever written directly."""

from __future__ import annotations

import datetime
from itertools import count

from django.core.files.base import ContentFile
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from papers.attaching import attach
from papers.drafting import draft_paper
from papers.models import Attachment, Consultation, Paper, PaperKind
from tests.factories.cast import Cast
from tests.factories.recordings import recorded
from workflows.routing.acting import act_on
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line, set_slip
from workflows.routing.steps import resubmit, return_to_author, start_routing, withdraw

_counted = count(1)
DATE = datetime.date(2026, 3, 2)  # gives the year of the number

# Each stage a paper passes, by the last thing that was done to it.
STAGES = (
    "draft",
    "co_signing",
    "checking",
    "releasing",
    "deliberating",
    "completed",
    "returned",  # before its release
    "withdrawn",  # before its release
    "returned_after_release",
    "withdrawn_after_release",
    "confirming",  # changed after its release, so signed anew
)
# What the database calls them.
STATE_OF_STAGE = {stage: stage for stage in STAGES} | {
    "returned_after_release": "returned",
    "withdrawn_after_release": "withdrawn",
    "confirming": "co_signing",
}
FAVOURABLE = {
    "co_sign": "signed",
    "hearing": "heard",
    "deliberation": "noted",
    "preliminary": "recommended",
    "decision": "adopted",
    "information": "noted",
}


def fresh(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk).specific


def kind(slug: str) -> PaperKind:
    return PaperKind.objects.get(slug=slug)


def filled_body(paper_kind: PaperKind, sentence: str = "Die Stadt pflegt ihre Partnerschaften.") -> list:
    """Every required section with something in it."""
    content = {
        "text": ("text", f"<p>{sentence}</p>"),
        "motion": ("motion", f"<p>{sentence}</p>"),
        "cost_table": ("cost_table", {"caption": "", "rows": [], "note": "Es entstehen keine Kosten."}),
    }
    return [
        ("section", {"key": section.key, "heading": section.heading, "content": [content[section.block]]})
        for section in paper_kind.required_sections.all()
    ]


def slip_for(cast: Cast, slug: str) -> list[Line]:
    org = cast.org
    if slug in ("decision", "motion", "strategy"):
        return [
            Line(org.planning_office, "co_sign", 1),
            Line(org.europe_committee, "preliminary", 1),
            Line(org.culture_committee, "hearing", 1),
            Line(org.council, "decision", 2),
            Line(org.bristol, "information", 1),
        ]
    return [
        Line(org.planning_office, "co_sign", 1),
        Line(org.europe_committee, "deliberation", 1),
        Line(org.culture_committee, "deliberation", 2),
        Line(org.bristol, "information", 1),
    ]


@recorded(fresh)
def draft(
    cast: Cast,
    slug: str = "decision",
    *,
    title: str = "",
    slip: list[Line] | None = None,
    filled: bool = True,
    by=None,
    **fields,
) -> Paper:
    """A draft ready to be submitted, with the usual slip of its kind unless told otherwise."""
    paper_kind = kind(slug)
    if filled:
        fields.setdefault("body", filled_body(paper_kind))
    fields.setdefault("originating_office", cast.org.international_office)
    fields.setdefault("date", DATE)
    paper = draft_paper(kind=paper_kind, title=title or f"Vorlage {next(_counted)}", by=by or cast.author, **fields)
    if slip is None:
        slip = slip_for(cast, slug)
    if slip:
        set_slip(paper, lines=slip, by=by or cast.author)
    return fresh(paper)


def paper_at(stage: str, cast: Cast, slug: str = "decision", **fields) -> Paper:
    """A paper brought to ``stage`` by the people whose turn it is."""
    return bring_to(stage, draft(cast, slug, **fields), cast)


@recorded(fresh)
def bring_to(
    stage: str,
    paper: Paper,
    cast: Cast,
    *,
    remark: str = "",
    reason: str = "",
    summary: str = "Mit neuen Zahlen.",
    title: str = "",
) -> Paper:
    """A draft brought to ``stage``. ``remark``: of those who co-sign and of the formal check, ``reason``: of whoever
    returns or withdraws it; ``summary`` and ``title``: of the text that is signed anew."""
    if stage == "draft":
        return paper
    start_routing(paper, by=cast.author)
    if stage == "co_signing":
        return fresh(paper)
    if stage == "returned":
        return_to_author(paper, by=cast.council_clerk, reason=reason or "Es fehlt der Hinweis auf die Kosten.")
        return fresh(paper)
    if stage == "withdrawn":
        withdraw(paper, by=cast.author, reason=reason or "Hat sich erledigt.")
        return fresh(paper)
    finish_open(paper, cast, "co_sign", remark=remark)
    if stage == "checking":
        return fresh(paper)
    pass_formal_check(fresh(paper), by=cast.council_clerk, remark=remark)
    if stage == "releasing":
        return fresh(paper)
    release(fresh(paper), by=cast.council_clerk)
    if stage == "deliberating":
        return fresh(paper)
    if stage == "completed":
        while finish_open(paper, cast, "hearing", "deliberation", "preliminary", "decision"):
            pass
        return fresh(paper)
    if stage == "withdrawn_after_release":
        withdraw(fresh(paper), by=cast.council_clerk, reason=reason or "Der Anlass ist entfallen.")
        return fresh(paper)
    return_to_author(fresh(paper), by=cast.council_clerk, reason=reason or "Neue Zahlen.")
    if stage == "returned_after_release":
        return fresh(paper)
    if stage == "confirming":
        edit(paper, by=cast.author, summary=summary, **({"title": title} if title else {}))
        resubmit(fresh(paper), by=cast.author)
        return fresh(paper)
    raise ValueError(stage)


def finish_open(paper: Paper, cast: Cast, *roles: str, remark: str = "") -> int:
    """Give the favourable outcome on every open line of these roles, with a remark where co-signers are to have one;
    says how many there were."""
    lines = list(Consultation.objects.filter(paper=paper, role__in=roles).open())
    for line in lines:
        outcome = "signed_with_remarks" if remark and line.role == "co_sign" else FAVOURABLE[line.role]
        act_on(line, by=responsible(cast, line), outcome=outcome, remark=remark)
    return len(lines)


def responsible(cast: Cast, line: Consultation):
    """Who of the cast acts on the line in their own right."""
    org = cast.org
    return {
        org.planning_office.pk: cast.cosigner,
        org.council_office.pk: cast.council_clerk,
        org.international_office.pk: cast.author,
        org.works_office.pk: cast.outsider,
        org.europe_committee.pk: cast.secretary,
        org.culture_committee.pk: cast.secretary,
        org.council.pk: cast.chair,
        org.faction.pk: cast.spokeswoman,
        org.bristol.pk: cast.liaison,
    }[line.organization_id]


def edit(paper: Paper, *, by, **text) -> Paper:
    """Save the text as the editor does: a new revision on top of the latest one."""
    page = fresh(paper).get_latest_revision_as_object()
    for name, value in text.items():
        setattr(page, name, value)
    page.save_revision(user=by, log_action=True)
    return fresh(paper)


def line_of(paper: Paper, organization, role: str) -> Consultation:
    return paper.consultations.not_cancelled().get(organization=organization, role=role)


def add_attachment(
    paper: Paper,
    *,
    by,
    title: str = "Anlage",
    confidentiality: str = "public",
    name: str = "anlage.pdf",
    content: bytes = b"%PDF-1.7",
) -> Attachment:
    file = ContentFile(content, name=name)
    return attach(paper, file=file, title=title, by=by, confidentiality=confidentiality, reason="Lag noch nicht vor.")


def translate(
    paper: Paper, language: str, *, by=None, publish: bool = True, kind: str = "manual", leave: tuple[str, ...] = ()
) -> Paper:
    """Every string of the released text rendered as "[en] …", through wagtail-localize as its editor does; ``leave``
    names paths to leave out.

    Publishing happens on commit: run this where commits' callbacks are run.
    """
    original = fresh(paper).specific
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if not segment.context.path.startswith(leave or ("-",)):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": f"[{language}] {segment.string.data}", "translation_type": kind},
            )
    translation.save_target(user=by, publish=publish)
    return fresh(original.get_translation(locale))
