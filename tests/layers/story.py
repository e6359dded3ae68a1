"""What is done in an installation of lower layers alone, in a process of its own: ``python -m tests.layers story``.

Each layer adds its chapter. Whatever a chapter needs from above would not be there.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Locale, Page, PageLogEntry, Site

from papers.attaching import attach, detach
from papers.drafting import draft_paper
from papers.models import GlossaryTerm, Membership, Organization, Paper, PaperIndexPage, PaperKind
from papers.pdf.content import content_of
from papers.versions import ensure_version

TITLE = "Grünes Band"


def empty_city() -> dict[str, object]:
    """A council office that does everything itself, a committee, and somebody who has nothing to do with either."""
    locale = Locale.objects.get_or_create(language_code="de")[0]
    home = Page.objects.get(depth=2)
    home.locale = locale
    home.save()
    home.add_child(instance=PaperIndexPage(title="Vorlagen", slug="papers", locale=locale))
    assert Site.objects.get().root_page == home
    office = Organization.objects.create(name="Ratsbüro", slug="ratsbuero", kind="office", is_council_office=True)
    committee = Organization.objects.create(name="Umweltausschuss", slug="umwelt", kind="committee")
    people = get_user_model().objects
    clerk = people.create_user("clerk", "clerk@umlauf.test", first_name="Rosa", last_name="Ratsbüro")
    chair = people.create_user("chair", "chair@umlauf.test", first_name="Vera", last_name="Vorsitz")
    stranger = people.create_user("stranger", "stranger@umlauf.test")
    Membership.objects.create(person=clerk, organization=office, role="member", since=timezone.localdate())
    Membership.objects.create(person=chair, organization=committee, role="chair", since=timezone.localdate())
    return {"office": office, "committee": committee, "clerk": clerk, "chair": chair, "stranger": stranger}


def drafted(city, title: str = TITLE, **fields) -> Paper:
    kind = PaperKind.objects.get(slug="information")
    sections = [
        ("section", {"key": section.key, "heading": section.heading, "content": [("text", "<p>Bäume am Fluss.</p>")]})
        for section in kind.required_sections.all()
    ]
    fields |= {"body": sections, "originating_office": city["office"], "by": city["clerk"]}
    return draft_paper(kind=kind, title=title, **fields)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def papers_alone(city) -> None:
    """Draft, attach, read, keep the master data in order."""
    paper = drafted(city)
    attachment = attach(paper, file=ContentFile(b"%PDF-1.7", name="plan.pdf"), title="Plan", by=city["clerk"])
    assert attachment.get_absolute_url() == ""  # nobody here shows it to readers
    client = Client()
    client.force_login(city["clerk"])
    assert TITLE in shown(client, "/admin/papers/")
    assert "plan.pdf" in shown(client, f"/admin/papers/{paper.pk}/attachments/")
    assert TITLE in shown(client, f"/admin/pages/{paper.pk}/edit/")
    assert "Bäume am Fluss." in shown(client, f"/admin/pages/{paper.pk}/view_draft/")
    strategy = draft_paper(
        kind=PaperKind.objects.get(slug="strategy"),
        title="Leitbild",
        originating_office=city["office"],
        by=city["clerk"],
        vision="<p>Grün.</p>",
        goals=[("goal", {"title": "Mehr Bäume", "text": "<p>Viele.</p>"})],
        fields_of_action=[("field", {"title": "Straßen", "text": "<p>Breite.</p>"})],
    )
    page = shown(client, f"/admin/pages/{strategy.pk}/view_draft/")
    assert all(words in page for words in ("Grün.", "Mehr Bäume", "Straßen"))
    for address in ("", "papers/new/", "papers/translations/", "organizations/", "glossary/"):
        shown(client, f"/admin/{address}")
    for name in ("organizations", "memberships", "delegations", "paper_kinds", "measures", "glossary"):
        shown(client, f"/admin/{name}/new/")
    shown(client, f"/admin/glossary/edit/{GlossaryTerm.objects.earliest('pk').pk}/")
    assert content_of(paper)["title"] == TITLE
    detach(attachment, by=city["clerk"])
    assert [entry.action for entry in PageLogEntry.objects.filter(page=paper)].count("umlauf.detach") == 1


def released_by_wagtail_alone(city) -> None:
    """Where a paper is served by Wagtail itself, the access rule stands in front of it."""
    open_paper, closed_paper = drafted(city, "Offen"), drafted(city, "Verschlossen", confidentiality="confidential")
    for paper in (open_paper, closed_paper):
        ensure_version(paper, by=city["clerk"])
        paper.get_latest_revision().publish()
    client = Client()
    assert "Bäume am Fluss." in shown(client, open_paper.get_url())
    assert client.get(closed_paper.get_url()).status_code == 404
    client.force_login(city["stranger"])
    assert client.get(closed_paper.get_url()).status_code == 404
    client.force_login(city["clerk"])
    assert "Bäume am Fluss." in shown(client, closed_paper.get_url())


def along_the_slip(city) -> None:
    from papers.mail import outbox as mail_outbox
    from workflows.distribution.distributing import distribute
    from workflows.models import Delivery
    from workflows.routing.acting import act_on
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.slips import Line, set_slip
    from workflows.routing.steps import start_routing

    client = Client()
    client.force_login(city["clerk"])
    paper = drafted(city, "Auf dem Weg")
    lines = [Line(city["office"], "co_sign", 1), Line(city["committee"], "deliberation", 1)]
    assert "Ratsbüro" in shown(client, f"/admin/inbox/papers/{paper.pk}/slip/")
    set_slip(paper, lines=lines, by=city["clerk"])
    attach(paper, file=ContentFile(b"%PDF-1.7", name="plan.pdf"), title="Plan", by=city["clerk"])
    shown(client, f"/admin/inbox/papers/{paper.pk}/submit/")
    start_routing(paper, by=city["clerk"])
    line = paper.consultations.get(role="co_sign")
    page = shown(client, f"/admin/inbox/lines/{line.pk}/")
    assert "Bäume am Fluss." in page
    assert "Plan" in page
    assert "Auf dem Weg" in shown(client, "/admin/inbox/")
    assert "Auf dem Weg" in shown(client, "/admin/")
    act_on(line, by=city["clerk"], outcome="signed")
    shown(client, f"/admin/inbox/papers/{paper.pk}/check/")
    pass_formal_check(paper, by=city["clerk"])
    shown(client, f"/admin/inbox/papers/{paper.pk}/release/")
    release(paper, by=city["clerk"])
    assert mail.outbox[-1].to == ["chair@umlauf.test"]
    distribution = distribute(paper, by=city["clerk"])
    mail_outbox.run(mail_outbox.lease())
    sent = Delivery.objects.get(person=city["chair"])
    assert sent.state == "sent"
    assert f"http://testserver/admin/papers/{paper.pk}/" in mail.outbox[-1].body  # nobody here has a page for it
    for step in ("distribute", "return", "withdraw"):
        shown(client, f"/admin/inbox/papers/{paper.pk}/{step}/")
    for address in ("", "paper-copies/"):
        shown(client, f"/admin/inbox/distributions/{distribution.pk}/{address}")
    assert "Auf dem Weg" in shown(client, "/admin/reports/deliveries/")
    act_on(paper.consultations.get(role="deliberation"), by=city["chair"], outcome="noted")
    paper.refresh_from_db()
    assert paper.state == "completed"
    shown(client, "/admin/slip_templates/")


def found_again(city) -> None:
    from search.searching import find

    paper = drafted(city, "Flussauen")

    hits = find("Fluss", reader=city["clerk"], language="de").hits
    assert paper.pk in {hit.paper.pk for hit in hits if hit.paper}
    assert find("Flussauen", reader=city["stranger"], language="de").total == 0
    client = Client()
    client.force_login(city["clerk"])
    for address in ("reports/attachments/", "synonyms/", "synonyms/new/"):
        shown(client, f"/admin/{address}")


CHAPTERS = {"papers": [papers_alone, released_by_wagtail_alone], "workflows": [along_the_slip], "search": [found_again]}


def main() -> None:
    translation.activate("de")
    assert find_spec("umlauf") is None, "the installation above is on the path"
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
    call_command("migrate", verbosity=0)
    city = empty_city()
    granted = Permission.objects.filter(group__name="Council office").values_list("content_type__app_label", flat=True)
    assert set(settings.LAYERS) <= set(granted)
    for layer in settings.LAYERS:
        for chapter in CHAPTERS[layer]:
            chapter(city)
    above = {"workflows", "search", "umlauf"} - set(settings.LAYERS)
    assert not {name.split(".")[0] for name in sys.modules} & above
