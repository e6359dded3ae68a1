"""Lists of the desk count no more than somebody turns to, and say so."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext as _

from papers.admin.forms import NewPaperForm
from papers.admin.paging import DeskPaginator
from papers.models import Organization, PaperKind
from tests.factories.papers import draft, paper_at

pytestmark = pytest.mark.django_db


def test_a_list_says_that_it_holds_more_than_it_shows(cast, signed_in, monkeypatch):
    for _number in range(3):
        draft(cast)
    client = signed_in(cast.author)
    all_of_them = client.get("/admin/papers/results/?state=draft")
    monkeypatch.setattr(DeskPaginator, "most", 2)
    some = client.get("/admin/papers/results/?state=draft")
    more = _("More than %(count)s; filters lead to the others") % {"count": 2}

    assert more not in all_of_them.content.decode()
    assert some.content.decode().count(more) == 2  # above the list and below it
    assert len(some.context["object_list"]) == 2


def test_an_organization_on_the_slip_is_filtered_by_without_doubling_rows(cast, signed_in):
    paper = paper_at("deliberating", cast)
    organization = paper.consultations.order_by("pk")[0].organization
    other = Organization.objects.exclude(consultations__paper=paper)[0]

    client = signed_in(cast.council_clerk)
    of_one, of_other = (
        client.get(f"/admin/papers/?organization={one.pk}").context["object_list"] for one in (organization, other)
    )

    assert [row.pk for row in of_one] == [paper.pk]
    assert not of_other


def test_the_log_of_everything_names_what_was_done(cast, signed_in):
    paper = draft(cast, title="Ein neuer Entwurf")

    page = signed_in(cast.admin).get("/admin/reports/site-history/")

    assert [entry.label for entry in page.context["object_list"]].count(str(paper)) >= 1
    assert set(page.context["filters"].form.fields["user"].queryset) >= {cast.author}
    assert paper.content_type in page.context["filters"].form.fields["object_type"].queryset


def test_any_strategy_is_taken_and_the_latest_are_offered(cast, monkeypatch):
    monkeypatch.setattr("papers.admin.forms.MOST_OFFERED", 1)
    older, latest = (draft(cast, "strategy", title=title) for title in ("Ältere", "Neueste"))
    strategy = PaperKind.objects.get(slug="strategy")
    typed = {"kind": strategy.pk, "title": "Thema", "originating_office": older.originating_office_id}
    form = NewPaperForm({**typed, "confidentiality": "public", "parent": older.pk}, user=cast.author)

    assert [pk for pk, _label in form.fields["parent"].choices] == ["", latest.pk]
    assert form.is_valid(), form.errors
    assert form.cleaned_data["parent"].pk == older.pk


def test_the_strategy_that_was_chosen_stays_chosen_and_is_shown_as_it_is_written(cast):
    strategy = draft(cast, "strategy", title="<b>Fuß & Rad</b>")
    form = NewPaperForm({"parent": strategy.pk}, user=cast.author)
    shown = str(form["parent"])

    assert f'<option value="{strategy.pk}" selected>&lt;b&gt;Fuß &amp; Rad&lt;/b&gt;</option>' in shown
    assert 'name="parent"' in shown
    assert 'id="id_parent"' in shown
    assert " selected" not in str(NewPaperForm(user=cast.author)["parent"]).replace('value="" selected', "")


@pytest.mark.parametrize("typed", ["{0}", "1/26", "1/2026", "DS {0}"])
def test_a_paper_it_belongs_to_is_found_as_its_number_is_typed(cast, typed):
    PaperKind.objects.filter(slug="decision").update(number_pattern="{number:04}/{year}")
    paper = paper_at("deliberating", cast)
    form = NewPaperForm({"superordinate": typed.format(paper.number)}, user=cast.author)
    form.is_valid()

    assert form.cleaned_data["superordinate"].pk == paper.pk
    assert NewPaperForm({"superordinate": "7/26"}, user=cast.author).errors["superordinate"]
