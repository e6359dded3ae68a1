"""A city in which every text somebody can fill in was filled in by somebody who means harm.

What is said here is kept: rows are changed behind the forms, so that what a form would refuse is no protection.
"""

from __future__ import annotations

import html
from types import SimpleNamespace
from urllib.parse import quote

from django.apps import apps
from django.db import models
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Comment

from papers.attaching import detach
from papers.models import GlossaryTerm, Inspection, Measure, Organization, PaperKind
from tests.factories.hostile_fields import FILLED
from tests.factories.images import image_of
from tests.factories.papers import (
    add_attachment,
    draft,
    edit,
    filled_body,
    finish_open,
    fresh,
    kind,
    line_of,
    paper_at,
    translate,
)
from tests.factories.spoilt import UNFIT, spoil
from umlauf.about.models import InformationPage
from umlauf.subscriptions.models import Subscription
from workflows.distribution.distributing import distribute
from workflows.models import SlipTemplate
from workflows.restricting.restricting import make_stricter
from workflows.routing.acting import act_on
from workflows.routing.correcting import correct_result
from workflows.routing.ending import end_line, end_organization
from workflows.routing.plausible import Votes
from workflows.routing.release import pass_formal_check, release
from workflows.routing.slips import Line
from workflows.routing.steps import return_to_author, start_routing

# A formula, markup, the syntax of templates, of Typst and of headers, a line of a log, and what turns the direction.
PAYLOAD = (
    '=1+1"\'><script>mark()</script><img src=x onerror=mark()>{{3|add:4}}#sys.inputs#read("/etc/passwd")$x$\\'
    "\r\nBcc: mark@evil.example\r\nERROR forged \u202e"
    f"{UNFIT}"
)
SHORTER = "=1\"'><script>mark()</script>"
SEARCHED = "q=" + quote(SHORTER)
SHORTEST = '="><b mark>'


def payload(most=None, unique=""):
    """The longest that fits into ``most`` characters."""
    fitting = (text + unique for text in (PAYLOAD, SHORTER, SHORTEST) if not most or len(text + unique) <= most)
    return next(fitting, "=1+1"[:most])


def hostile_city(cast):
    """Returns papers and what hangs on them, by name."""
    _fill_rows("papers.Organization", "papers.PaperKind", "papers.RequiredSection", "accounts.User")
    type(cast.member).objects.filter(pk=cast.council_member.pk).update(on_paper=True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        city = _papers(cast)
    with TestCase.captureOnCommitCallbacks(execute=True):
        city.translated = translate(city.released, "en", by=cast.council_clerk)
        city.begun = translate(city.strategy, "en", by=cast.council_clerk, publish=False)
    _fill_rows(*{name.rpartition(".")[0] for name in FILLED})
    _fill_pages_about_the_site()
    for page in (city.draft, city.releasing, city.waiting, city.released, city.strategy, city.translated, city.begun):
        spoil(page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        city.delivered = distribute(fresh(city.released), by=cast.council_clerk, remark=payload())
        city.submitted = draft(cast, **city.text)
        start_routing(city.submitted, by=cast.author)
        city.returned = fresh(city.checking)
        return_to_author(city.returned, by=cast.council_clerk, reason=payload())
        city.stranded = _stranded(cast, city)
        end_line(_stranded(cast, city), by=cast.council_clerk, reason=payload())
        end_organization(
            cast.org.culture_committee, ends_on=timezone.localdate(), by=cast.council_clerk, reason=payload()
        )
    return city


def _corrected(cast, text):
    """A decision that was corrected, with votes that had to be explained."""
    decided = line_of(paper_at("completed", cast, **text), cast.org.council, "decision")
    said = {"reason": payload(), "votes_reason": payload(), "remark": payload()}
    correct_result(decided, by=cast.chair, outcome="rejected", votes=Votes(1, 0), **said)
    return decided


def _stranded(cast, city):
    """A line on which nobody can act: the finance committee has but a member."""
    slip = [Line(getattr(cast.org, name), "co_sign", 1) for name in ("finance_committee", "planning_office")]
    paper = draft(cast, slip=[*slip, Line(cast.org.council, "decision", 1)], **city.text)
    start_routing(paper, by=cast.author)
    return line_of(paper, cast.org.finance_committee, "co_sign")


def _papers(cast):
    image = image_of(cast.author)
    text = _text(image)
    city = SimpleNamespace(text=text, image=image)
    city.draft = edit(draft(cast, **text), by=cast.author, seo_title=payload(255), search_description=payload())
    Comment.objects.create(page=city.draft, user=cast.author, text=payload(), contentpath="title")
    city.releasing = paper_at("releasing", cast, **text)
    city.waiting = paper_at("checking", cast, **text)
    city.checking = paper_at("checking", cast, **text)
    city.released = paper_at("deliberating", cast, **text)
    for line in city.released.consultations.open().filter(role="hearing"):
        act_on(line, by=cast.secretary, outcome="heard", remark=payload())
    city.corrected = _corrected(cast, text)
    city.restricted = paper_at("deliberating", cast, **text)
    said = {"level": "non_public", "reason": payload(), "keeps_title": True}
    make_stricter(city.restricted, **said, by=cast.council_clerk)
    city.annex = add_attachment(
        city.released, by=cast.council_clerk, name="a.txt", content=PAYLOAD.removesuffix(UNFIT).encode()
    )
    removed = add_attachment(city.released, by=cast.council_clerk, name="b.txt", content=b"weg", title=payload(255))
    detach(removed, by=cast.council_clerk, reason=payload())
    found = {"findings": [["author", payload(200)]]}
    Inspection.objects.update_or_create(sha512=city.annex.sha512, defaults=found)
    city.strategy = _released_strategy(cast)
    field = str(city.strategy.fields_of_action[0].id)
    office = cast.org.international_office
    Measure.objects.create(strategy=city.strategy, field_of_action=field, title="x", state="running", office=office)
    GlossaryTerm.objects.create(term="Rat", renderings={"en": "council"}, note="x")
    SlipTemplate.objects.create(name="x")
    image.tags.add("x")
    subscribed = {"language": "de", "frequency": "at_once", "user": cast.member}
    Subscription.objects.create(email="leser@example.org", source="search", key=SEARCHED, **subscribed)
    Subscription.objects.create(email="leserin@example.org", source="partner_city", key="bristol", **subscribed)
    return city


def _released_strategy(cast):
    rich = f"<p>{html.escape(payload())}</p>"
    strategy = draft(
        cast,
        "strategy",
        title=payload(255, " Strategie"),
        vision=rich,
        goals=[("goal", {"title": payload(200), "text": rich})],
        fields_of_action=[("field", {"title": payload(200), "text": rich})],
    )
    start_routing(strategy, by=cast.author)
    finish_open(strategy, cast, "co_sign")
    pass_formal_check(fresh(strategy), by=cast.council_clerk)
    release(fresh(strategy), by=cast.council_clerk)
    return fresh(strategy)


def _text(image):
    rich = f"<p>{html.escape(payload())}</p>"
    costs = {
        "label": payload(120), "direction": "expense", "nature": "investment", "period": "one_off", "year": 2026,
        "amount": "1000.00",
    }  # fmt: skip
    columns = [{"type": "text", "heading": payload(80)}, {"type": "rich_text", "heading": "x"}]
    content = [
        ("text", rich),
        ("motion", rich),
        ("cost_table", {"caption": payload(120), "rows": [costs], "note": payload(200)}),
        ("table", {"table": {"columns": columns, "rows": [{"values": [payload(80), rich]}], "caption": payload(80)}}),
        ("quotation", {"text": payload(), "source": payload(120)}),
        ("image", {"image": {"image": image, "decorative": False, "alt_text": payload(200)}, "caption": payload(200)}),
    ]
    section = ("section", {"key": "", "heading": payload(160), "content": content})
    return {
        "title": payload(255),
        "summary": payload(),
        "place": payload(80),
        "agenda_item": payload(80),
        "body": [*filled_body(kind("decision")), section],
    }


def _fill_pages_about_the_site():
    term = {"term": payload(100), "explanation": payload()}
    section = {"heading": payload(160), "text": f"<p>{html.escape(payload())}</p>{payload()}", "terms": [term]}
    for page in InformationPage.objects.all():
        page.title, page.search_description, page.body = payload(255), payload(), [("section", section)]
        page.save()


def _fill_rows(*labels):
    for name in sorted(FILLED):
        label, _dot, field_name = name.rpartition(".")
        if label not in labels:
            continue
        model = apps.get_model(label)
        field = model._meta.get_field(field_name)
        for pk in list(model._base_manager.values_list("pk", flat=True)):
            model._base_manager.filter(pk=pk).update(**{field_name: _value(field, pk)})


def _value(field, pk):
    if isinstance(field, models.JSONField):
        return _languages(field)
    return payload(field.max_length, f" {pk}" if field.unique or field.model in (Organization, PaperKind) else "")


def _languages(field):
    former = {"name": payload(255), "code": payload(20), "until": "2019-12-31", "translations": {}}
    names = {
        "papers.Organization.translations": {"en": {"name": payload(), "description": payload()}},
        "papers.Organization.former_names": [former],
    }
    return names.get(str(field), {"en": payload()})
