"""Every form of ours in the admin can be filled in and saved with what its page shows."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from papers.models import (
    Attachment,
    Delegation,
    GlossaryTerm,
    Measure,
    Membership,
    Organization,
    Paper,
    PaperKind,
    PrintSettings,
)
from papers.parties.organization import receiving_roles
from search.models import Synonyms
from tests.factories.papers import draft, kind, paper_at
from tests.shown import shown_form, upload
from workflows.models import SlipTemplate
from workflows.routing.slips import save_as_template


@pytest.fixture
def clerk(cast, signed_in):
    return signed_in(cast.council_clerk)


def test_an_organization(cast, clerk):
    form = shown_form(clerk, "/admin/organizations/new/")
    form.fill(
        {
            "Name": "Poznań",
            "Kürzel": "poznan",
            "Art": "Partnerstadt",
            "Sprachen": ["Polnisch", "Englisch"],
            "Partnerschaft seit": "1979",
        }
    )
    form.fill({"Name (Polnisch)": "Miasto Poznań", "Beschreibung (Polnisch)": "Stolica Wielkopolski"}).saved()

    city = Organization.objects.get(slug="poznan")
    assert (city.name, city.kind, sorted(city.languages), city.partner_since) == (
        "Poznań",
        "partner_city",
        ["en", "pl"],
        1979,
    )
    assert city.translations == {"pl": {"name": "Miasto Poznań", "description": "Stolica Wielkopolski"}}
    assert city.distributes_to == receiving_roles()

    form = shown_form(clerk, f"/admin/organizations/edit/{city.pk}/")
    form.fill({"Kurzname": "Posen", "Name (Polnisch)": ""}).saved()

    city.refresh_from_db()
    assert (city.name, city.short_name, sorted(city.languages)) == ("Poznań", "Posen", ["en", "pl"])
    assert city.translations == {"pl": {"description": "Stolica Wielkopolski"}}


def test_a_copy_of_an_organization(cast, clerk):
    form = shown_form(clerk, f"/admin/organizations/copy/{cast.org.europe_committee.pk}/")
    form.fill({"Name": "Sportausschuss", "Kürzel": "sport"}).saved()

    assert Organization.objects.get(slug="sport").kind == "committee"


def test_a_membership(cast, clerk):
    form = shown_form(clerk, "/admin/memberships/new/")
    form.fill(
        {
            "Person": "Theo Tiefbau",
            "Organisation": "Kulturausschuss",
            "Rolle": "Beratend",
            "Seit": "01.02.2026",
            "Bis": "31.12.2026",
        }
    ).saved()

    membership = Membership.objects.get(person=cast.outsider, organization=cast.org.culture_committee)
    assert (membership.role, str(membership.since), str(membership.until)) == ("adviser", "2026-02-01", "2026-12-31")

    shown_form(clerk, f"/admin/memberships/edit/{membership.pk}/").fill({"Stimmrecht": True, "Bis": ""}).saved()

    membership.refresh_from_db()
    assert (membership.voting_right, membership.until, str(membership.since)) == (True, None, "2026-02-01")


def test_a_delegation(cast, clerk):
    form = shown_form(clerk, "/admin/delegations/new/")
    form.fill({"Person": "Miriam Mitglied", "Vertretung": "Olaf Finanzmitglied", "Seit": "01.02.2026"}).saved()

    delegation = Delegation.objects.get(delegator=cast.member)
    assert (delegation.deputy, delegation.until) == (cast.other_member, None)

    shown_form(clerk, f"/admin/delegations/edit/{delegation.pk}/").fill({"Bis": "28.02.2026"}).saved()

    delegation.refresh_from_db()
    assert str(delegation.until) == "2026-02-28"


def test_a_kind_of_paper_with_its_sections(cast, clerk):
    form = shown_form(clerk, "/admin/paper_kinds/new/")
    form.fill(
        {
            "Name": "Petition",
            "Kürzel": "petition",
            "Nummernmuster": "P {number}/{year}",
            "Name (Französisch)": "Pétition",
        }
    )
    form.add_row("required_sections").fill({"Schlüssel": "wish", "Überschrift": "Begehren"}).saved()

    petition = PaperKind.objects.get(slug="petition")
    assert (petition.name, petition.name_translations) == ("Petition", {"fr": "Pétition"})
    assert list(petition.required_sections.values_list("key", "heading")) == [("wish", "Begehren")]

    form = shown_form(clerk, f"/admin/paper_kinds/edit/{petition.pk}/")
    form.fill({"Verlangt eine Entscheidung": True, "Überschrift": "Anliegen"}).saved()

    petition.refresh_from_db()
    assert (petition.requires_decision, petition.name_translations) == (True, {"fr": "Pétition"})
    assert list(petition.required_sections.values_list("heading", flat=True)) == ["Anliegen"]


def test_a_measure(cast, clerk):
    strategy = paper_at("deliberating", cast, "strategy", title="Klimaanpassung")
    other = paper_at("deliberating", cast, title="Stadtbäume")
    draft = paper_at("draft", cast)

    form = shown_form(clerk, "/admin/measures/new/").fill({"Titel": "Bäume pflanzen", "Zeitraum": "fortlaufend"})
    papers = "Vorlagen zur Umsetzung"
    form.fill({"Strategie": str(strategy), papers: "9999/2026, 9998/2026"})
    refused = form.send()
    assert refused.status_code == 200
    assert all(f"{number}: " in refused.content.decode() for number in ("9999/2026", "9998/2026"))
    form.fill({papers: other.number.lstrip("0")}).saved()

    measure = Measure.objects.get()
    assert (measure.title, measure.strategy_id, list(measure.papers.all())) == ("Bäume pflanzen", strategy.pk, [other])

    measure.papers.add(draft)  # which has no number
    form = shown_form(clerk, f"/admin/measures/edit/{measure.pk}/").fill({"Stand": "Umgesetzt"})
    form.saved()

    measure.refresh_from_db()
    assert (measure.state, set(measure.papers.values_list("pk", flat=True))) == ("done", {other.pk, draft.pk})

    shown_form(clerk, f"/admin/measures/edit/{measure.pk}/").fill({papers: strategy.number}).saved()
    assert set(measure.papers.values_list("pk", flat=True)) == {strategy.pk, draft.pk}


@pytest.mark.parametrize("name", ["council_clerk", "liaison"])
def test_a_term_of_the_glossary(cast, signed_in, name):
    cast.liaison.memberships.update(role="liaison")
    cast.liaison.preferred_language = "de"
    cast.liaison.save()
    Organization.objects.filter(pk=cast.org.bristol.pk).update(languages=["en"])
    client = signed_in(cast.people()[name])
    shown_form(client, "/admin/glossary/new/").fill(
        {"Begriff": "Bürgerforum", "In der Sprache: Englisch": "district council", "Anmerkung": "Nicht: Rat"}
    ).saved()

    term = GlossaryTerm.objects.get(term="Bürgerforum")
    assert (term.renderings, term.note) == ({"en": "district council"}, "Nicht: Rat")

    form = shown_form(client, f"/admin/glossary/edit/{term.pk}/")
    form.fill({"In der Sprache: Französisch": "conseil de quartier"}).saved()

    term.refresh_from_db()
    assert term.renderings == {"en": "district council", "fr": "conseil de quartier"}


def test_synonyms(cast, clerk):
    shown_form(clerk, "/admin/synonyms/new/").fill({"Wörter": "Quartier, Kiez"}).saved()

    synonyms = Synonyms.objects.get(words__contains="Kiez")
    form = shown_form(clerk, f"/admin/synonyms/edit/{synonyms.pk}/")
    form.fill({"Wörter": "Quartier, Kiez, Veedel"}).saved()

    synonyms.refresh_from_db()
    assert "Veedel" in str(synonyms.words)


def test_a_slip_template_is_renamed(cast, clerk):
    template = save_as_template(draft(cast), name="Üblicher Weg", by=cast.author)

    shown_form(clerk, f"/admin/slip_templates/edit/{template.pk}/").fill({"Name": "Kurzer Weg"}).saved()

    template.refresh_from_db()
    assert (template.name, template.lines.count() > 0) == ("Kurzer Weg", True)
    assert SlipTemplate.objects.count() == 1


def test_a_new_paper_and_its_attachment(cast, signed_in):
    client = signed_in(cast.author)
    form = shown_form(client, "/admin/papers/new/")
    form.fill({"Vorlagenart": kind("decision").name, "Titel": "Nordufer", "Vertraulichkeit": "Vertraulich"}).saved()

    paper = Paper.objects.get(draft_title="Nordufer")
    assert (paper.confidentiality, paper.originating_office) == ("confidential", cast.org.international_office)

    form = shown_form(client, f"/admin/papers/{paper.pk}/attachments/", enctype="multipart/form-data")
    form.fill({"Datei": upload("plan.pdf"), "Titel": "Lageplan", "Vertraulichkeit": "Nichtöffentlich"}).saved()

    attachment = Attachment.objects.get()
    assert (attachment.title, attachment.filename, attachment.confidentiality) == ("Lageplan", "plan.pdf", "non_public")


def test_the_head_of_printed_papers(cast, signed_in):
    client = signed_in(cast.admin)
    address = client.get(reverse("wagtailsettings:edit", args=["papers", "printsettings"])).headers["Location"]

    form = shown_form(client, address)
    form.fill({"Kopf der gedruckten Vorlagen": "Tabelle: Rahmen mit einer Zeile je Angabe"}).saved()

    assert PrintSettings.objects.get().head == "table"


def test_a_workflow_is_renamed(cast, clerk):
    workflow = Workflow.objects.filter(active=True).first()

    form = shown_form(clerk, f"/admin/workflows/edit/{workflow.pk}/", id="w-editor-form")
    form.fill({"Geben Sie Ihrem Workflow einen Namen": "Der Weg"}).saved()

    workflow.refresh_from_db()
    assert workflow.name == "Der Weg"


FORMS = (
    "users",
    "organizations",
    "memberships",
    "delegations",
    "paper_kinds",
    "measures",
    "glossary",
    "synonyms",
    "slip_templates",
)


@pytest.mark.parametrize("name", FORMS)
def test_no_field_is_shown_without_words(cast, signed_in, name):
    assert shown_form(signed_in(cast.admin), f"/admin/{name}/new/").unlabelled == []
