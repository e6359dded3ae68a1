"""What a person sends from the screen of each verb, filled in so that nothing but a rule can stand in the way."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation

from papers.access import council_office_members, people_acting_for
from papers.access.verb_table import VERBS
from papers.enums import ORIGINS, OUTCOMES
from papers.models import Organization, PaperKind, Strategy
from papers.seen import (
    FIELD,
    attachments_that_stand,
    line_that_stands,
    slip_that_stands,
    what_is_released,
    what_stands,
    with_slip,
)
from papers.translation.side_by_side import fingerprint, side_by_side
from tests.factories.addresses import at
from tests.factories.attachment_screens import (
    attach,
    detach,
    rename_attachment,
    reorder_attachments,
    replace_attachment,
    set_attachment_level,
)
from workflows.models import Delivery
from workflows.routing import consequences
from workflows.routing.acting import bodies_to_refer_to
from workflows.routing.ahead import outcomes_ahead
from workflows.routing.consequences import line_and_slip
from workflows.routing.correcting import possible_outcomes
from workflows.routing.forms import ReasonForm
from workflows.routing.left_behind import left_at
from workflows.routing.slips import slip_of
from workflows.routing.views.steps import STEP_VIEWS

REASON = {"reason": "Aus gutem Grund."}


# What each form says it shows, by verb; a verb that vouches and is not here fails a test.
SHOWN = {
    **dict.fromkeys(("start_routing", "resubmit"), lambda paper: with_slip(what_stands(paper), paper)),
    **dict.fromkeys(("pass_formal_check", "release", "return_to_author", "withdraw"), what_stands),
    **dict.fromkeys(("set_slip", "save_as_template"), slip_that_stands),
    "distribute": what_is_released,
    **dict.fromkeys(
        ("detach", "replace_attachment", "rename_attachment", "set_attachment_level", "reorder_attachments"),
        attachments_that_stand,
    ),
    **dict.fromkeys(
        ("act_on", "refer_to", "postpone", "correct_result", "record_ahead"),
        lambda line: line_that_stands(line, line.paper),
    ),
    "change_the_way": lambda line: line_and_slip(line, line.paper),
}


def shown(verb, subject):
    return {FIELD: SHOWN[verb](subject).token()} if verb in SHOWN else {}


def with_what_is_shown(verb, form):
    """The form of a subject, with the token its screen carries."""

    def filled(subject):
        address, data, headers = form(subject)
        return address, data | shown(verb, subject), headers

    return filled


def draft_paper(office):
    kind = PaperKind.objects.get(slug="information").pk
    return at("draft_paper", kind=kind, title="Neu", originating_office=office.pk, confidentiality="public")


def editor_form(paper):
    text = paper.get_latest_revision_as_object()
    form = {
        "title": f"{text.title} (geändert)", "date": text.date.isoformat(),
        "place": text.place, "agenda_item": text.agenda_item, "summary": text.summary,
        "kind": paper.kind_id, "originating_office": paper.originating_office_id,
        "confidentiality": paper.confidentiality, "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    if isinstance(paper.specific, Strategy):
        form |= {"vision": "null", "goals-count": "0", "fields_of_action-count": "0"}
    return form


def edit(paper):
    """As the editor saves by itself: without painting the whole screen anew."""
    return at("edit", paper.pk, headers={"accept": "application/json"}, **editor_form(paper))


def publish_correction(paper):
    return at("publish_correction", paper.pk, **editor_form(paper) | {"action-publish": "1"})


def set_slip(paper, **button):
    form = {"template": "", "name": ""}
    lines = slip_of(paper)
    for index, line in enumerate(lines):
        row = {
            "organization": line.organization.pk,
            "role": line.role,
            "stage": line.stage,
            "due": line.due or "",
            "round": line.round,
            "ORDER": index + 1,
        }
        form |= {f"lines-{index}-{name}": value for name, value in row.items()}
    form |= {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": len(lines)}
    return at("set_slip", paper.pk, **form | (button or {"save": "1"}))


def save_as_template(paper):
    return set_slip(paper, save_template="1", name="Neue Vorlage für den Laufzettel")


def act(line, outcome):
    data = {
        "outcome": str(outcome),
        "remark": "Bemerkung.",
        "amended_text": "Geändert.",
        "decided_on": timezone.localdate().isoformat(),
    }
    body = bodies_to_refer_to(line).first()
    return at("act_on", line.pk, **data | ({"refer_to": body.pk} if body else {}))


def correct_result(line):
    """To the first result that is another one, or another remark where there is only one."""
    outcome = next((one for one in possible_outcomes(line) if one != line.outcome), line.outcome)
    data = {"outcome": str(outcome), "remark": "Berichtigt.", "amended_text": "Geändert.", "reason": "Falsch erfasst."}
    day = line.latest_act.decided_on if line.latest_act else timezone.localdate()
    return at("correct_result", line.pk, **data, decided_on=day.isoformat())


def record_ahead(line):
    _address, data, headers = act(line, next(iter(outcomes_ahead(line)), ""))
    return reverse(VERBS["record_ahead"].view, args=[line.pk]), data | {"order_reason": "Niederschrift fehlt."}, headers


def change_the_way(line):
    """To the first result of another kind. What followed goes the usual way."""
    outcome = consequences.possible_outcomes(line)[0]
    _address, data, headers = act(line, outcome)
    day = line.latest_act.decided_on if line.latest_act else timezone.localdate()
    data |= {"reason": "Falsch erfasst.", "decided_on": day.isoformat()}
    return reverse(VERBS["change_the_way"].view, args=[line.pk]), data, headers


def of_deliveries(verb, paper, **state):
    """With one delivery of the paper's brought into the state the button stands beside."""
    delivery = Delivery.objects.filter(distribution__paper=paper).order_by("pk").first()
    if delivery is None:
        return at(verb, 0)
    Delivery.objects.filter(pk=delivery.pk).update(**state)
    return at(verb, delivery.pk if verb == "try_again" else delivery.distribution_id, handed_over=delivery.pk)


def begin_translation(translated):
    return at("begin_translation", translated.original.pk, translated.language)


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def import_pofile(page):
    catalogue = translation_of(page).export_po()
    for entry in catalogue:
        entry.msgstr = entry.msgid
    catalogue.metadata["Language"] = page.locale.language_code
    return at(
        "import_pofile",
        translation_of(page).pk,
        file=SimpleUploadedFile("t.po", str(catalogue).encode(), "text/x-gettext-translation"),
    )


def machine_translate(page):
    """With one text left to translate."""
    texts = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key)
    texts.filter(pk__in=texts.order_by("pk").values_list("pk", flat=True)[:1]).delete()
    return at("machine_translate", translation_of(page).pk)


def read_translation(verb, page):
    seen = fingerprint(side_by_side(translation_of(page)))
    return at(verb, page.pk, verb=verb.removesuffix("_translation"), seen=seen, partial="on", **REASON)


def end_organization(organization):
    """On a day that no result of it can come after."""
    seen = " ".join(left_at(organization).keys)
    day = timezone.localdate().isoformat()
    return at("end_organization", organization.pk, ends_on=day, seen=seen, **REASON)


def take_back_end(organization):
    """Of an organization whose end is set."""
    Organization.objects.filter(pk=organization.pk).update(ends_on=timezone.localdate())
    return at("take_back_end", organization.pk, take_back="1")


def hand_over(paper):
    """To somebody else of the same office, or of another one where there is nobody else."""
    origins = Organization.objects.filter(kind__in=ORIGINS).active()
    for office in (paper.originating_office, *origins.exclude(pk=paper.originating_office_id)):
        for person in people_acting_for(office):
            if person.pk != paper.author_id:
                return at("hand_over", paper.pk, office=office.pk, author=person.pk, **REASON)
    return at("hand_over", paper.pk)


def hand_over_line(line):
    other = Organization.objects.active().exclude(pk=line.organization_id).filter(kind=line.organization.kind).first()
    return at("hand_over_line", line.pk, way="other", to=other.pk if other else "", **REASON)


def make_stricter(paper):
    return at("make_stricter", paper.pk, what="paper", level="confidential", **REASON)


def ask_no_more_than_why() -> Iterator[str]:
    """Names of the steps whose screens need nothing, or a reason: a new one is tried without a row here."""
    for view in STEP_VIEWS.values():
        if view.form_class in (Form, ReasonForm):
            yield view.verb.name


FORMS = {
    **{name: lambda paper, name=name: at(name, paper.pk, **REASON) for name in ask_no_more_than_why()},
    "draft_paper": draft_paper,
    "edit": edit,
    "publish_correction": publish_correction,
    "delete_draft": lambda paper: at("delete_draft", paper.pk),
    "attach": attach,
    "detach": detach,
    "replace_attachment": replace_attachment,
    "rename_attachment": rename_attachment,
    "set_attachment_level": set_attachment_level,
    "reorder_attachments": reorder_attachments,
    "begin_translation": begin_translation,
    "import_pofile": import_pofile,
    "machine_translate": machine_translate,
    "delete_translation": lambda page: at("delete_translation", page.pk),
    "set_slip": set_slip,
    "save_as_template": save_as_template,
    "start_routing": lambda paper: at("start_routing", paper.pk),
    "resubmit": lambda paper: at("resubmit", paper.pk),
    "pass_formal_check": lambda paper: at("pass_formal_check", paper.pk, editorial="on"),
    "release": lambda paper: at("release", paper.pk, editorial="on"),
    "distribute": lambda paper: at(
        "distribute", paper.pk, remark="Neue Zahlen.", chosen=[person.pk for person in council_office_members()]
    ),
    "try_again": lambda paper: of_deliveries("try_again", paper, state="failed"),
    "try_all_again": lambda paper: of_deliveries("try_all_again", paper, state="failed"),
    "tick_off": lambda paper: of_deliveries("tick_off", paper, state="queued", channel="paper"),
    "act_on": lambda line: act(line, OUTCOMES[line.role][0]),
    "end_organization": end_organization,
    "take_back_end": take_back_end,
    "hand_over": hand_over,
    "make_stricter": make_stricter,
    "take_off_the_public": lambda paper: at("take_off_the_public", paper.pk, what="paper", **REASON),
    "hand_over_line": hand_over_line,
    "end_line": lambda line: at("end_line", line.pk, way="end", **REASON),
    "refer_to": lambda line: act(line, "referred"),
    "postpone": lambda line: act(line, "postponed"),
    "correct_result": correct_result,
    "record_ahead": record_ahead,
    "change_the_way": change_the_way,
    "submit_translation": lambda page: read_translation("submit_translation", page),
    "approve_translation": lambda page: read_translation("approve_translation", page),
    "return_translation": lambda page: read_translation("return_translation", page),
}
FORMS = {name: with_what_is_shown(name, form) for name, form in FORMS.items()}
