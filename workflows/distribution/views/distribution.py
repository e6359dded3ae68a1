"""Distributing a paper: look at who gets it, then press the button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from papers.admin.forms import attach_errors
from papers.admin.what_was_shown import SeenMixin
from papers.among import among
from papers.models import Membership, Paper
from papers.parties.names import NamesThen
from papers.seen import Changed, Seen, what_is_released
from papers.versions import released_version
from papers.wording import title_for
from workflows.distribution import distributing as verbs
from workflows.distribution.deliveries import DeliveryState, Distribution, reasons_to_tell
from workflows.distribution.recipients import Hindrance, Recipient, recipients_of
from workflows.errors import WrongState
from workflows.routing.forms import DistributeForm
from workflows.routing.views.of_paper import VerbView
from workflows.verbs import DISTRIBUTE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from papers.models import Version

MOST_FOUND = 20  # people a search shows; further words narrow it down
PER_PAGE = 50


class DistributeView(SeenMixin, VerbView, FormView):  # type: ignore[type-arg]  # Django's takes none when run
    """The preview is a GET with the chosen people in its address; the button sends to those who were previewed with
    it."""

    template_name = "workflows/admin/distribute.html"
    results_template_name = "workflows/admin/_people_found.html"
    form_class = DistributeForm
    page_title = _("Distribution")
    header_icon = "mail"
    verb = DISTRIBUTE

    def what_is_shown(self) -> Seen:
        return what_is_released(self.paper)

    @cached_property
    def version(self) -> Version | None:
        return released_version(self.paper)

    @cached_property
    def is_new_version(self) -> bool:
        return self.version is not None and verbs.earlier_distribution(self.paper, self.version) is not None

    @cached_property
    def chosen(self) -> list[Any]:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = {int(value) for value in data.getlist("chosen") if value.isdecimal() and len(value) < 10}
        return list(_people().filter(among("pk", keys))) if keys else []

    def get_template_names(self) -> list[str]:
        """While a name is typed, only who was found."""
        return [
            self.results_template_name
            if self.request.headers.get("X-Requested-With") == "XMLHttpRequest"
            else self.template_name
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_new_version": self.is_new_version}

    def get_initial(self) -> dict[str, Any]:
        """What was said when this version went out before, else the reason it was made for."""
        if self.version is None:
            return {}
        said = (
            Distribution.objects.filter(version=self.version)
            .exclude(remark="")
            .values_list("remark", flat=True)
            .first()
        )
        return {"remark": said or reasons_to_tell(self.version)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            distribution = verbs.distribute(
                self.paper,
                by=self.request.user,
                chosen=[person.pk for person in self.chosen],
                remark=form.cleaned_data.get("remark", ""),
                seen=self.seen,
            )
        except Changed as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        except (verbs.NobodyLeft, WrongState) as problem:
            messages.warning(self.request, " ".join(problem.messages))
            return redirect("workflows:distribute", self.paper.pk)
        except ValidationError as error:
            attach_errors(form, error)
            return self.form_invalid(form)
        count = distribution.deliveries.count()
        done = ngettext(
            "“%(paper)s” is on its way to %(count)s person.", "“%(paper)s” is on its way to %(count)s people.", count
        )
        messages.success(self.request, done % {"paper": title_for(self.request.user, self.paper), "count": count})
        return redirect("workflows:distribution", distribution.pk)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = self.request.GET.get("q", "").strip()
        found = people_found(query, [person.pk for person in self.chosen])
        recipients = (
            recipients_of(self.paper, self.version, chosen=[person.pk for person in self.chosen])
            if self.version
            else []
        )
        context.update(
            version=self.version,
            is_new_version=self.is_new_version,
            chosen=self.chosen,
            query=query,
            found=found[:MOST_FOUND],
            found_text=_found_text(query, len(found)),
            listed={one.person.pk for one in recipients},
            **self.get_groups(recipients),
            distributions=earlier_distributions(self.paper),
        )
        return context

    def get_groups(self, recipients: list[Recipient]) -> dict[str, Any]:
        """Each group as a whole, to count, and the page of it that is shown."""
        groups = _grouped(recipients)
        pages = {
            f"{name}_page": Paginator(group, PER_PAGE).get_page(self.request.GET.get(name))
            for name, group in groups.items()
        }
        return {**groups, **pages}


def _people() -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True)


def people_found(query: str, chosen: list[int]) -> list[Any]:
    """Active people of whom every word is part of the name, the address or an organization they belong to. One more
    than are shown."""
    words = query.split()[:5]
    if not words:
        return []
    people = _people().exclude(among("pk", chosen))
    for word in words:
        members = Membership.objects.current().filter(organization__name__icontains=word).values("person")
        people = people.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word) | Q(pk__in=members)
        )
    return list(people[: MOST_FOUND + 1])


def _found_text(query: str, count: int) -> str:
    if not query:
        return ""
    if count > MOST_FOUND:
        return gettext("More than %(count)s people were found. Enter more of the name.") % {"count": MOST_FOUND}
    if not count:
        return gettext("Nobody else was found.")
    return ngettext("%(count)s person was found.", "%(count)s people were found.", count) % {"count": count}


def _grouped(recipients: list[Recipient]) -> dict[str, list[Recipient]]:
    return {
        "wanting": [one for one in recipients if not one.hindrance],
        "supplied": [one for one in recipients if one.hindrance == Hindrance.HAS_IT],
        "hindered": [one for one in recipients if one.hindrance and one.hindrance != Hindrance.HAS_IT],
    }


def earlier_distributions(paper: Paper) -> list[tuple[Distribution, str]]:
    """The latest first, with how much of each has left, and what whoever distributed was called then."""
    sent = Count("deliveries", filter=Q(deliveries__state=DeliveryState.SENT))
    rows = list(
        Distribution.objects.filter(paper=paper)
        .select_related("by", "version")
        .annotate(total=Count("deliveries"), sent=sent)
    )
    names = NamesThen(row.by for row in rows)
    return [(row, names.of(row.by, row.at)) for row in rows]
