"""My account: what is kept about me, and what I change myself. For everybody who signs in, with a desk or without."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from umlauf.accounts import addresses
from umlauf.accounts.address_tokens import change_of
from umlauf.accounts.own_forms import AddressForm, LanguageForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your language was changed."))
        return redirect("account")
    sessions = UserSession.objects.purge_and_list(request.user)
    sessions.sort(key=lambda session: session.created_at)
    current = request.session.session_key
    return render(
        request,
        "account/account.html",
        {"form": form, "sessions": [(session, session.session_key == current) for session in sessions]},
    )


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """One session, or all but this one."""
    own = UserSession.objects.filter(user=request.user.pk)
    chosen = request.POST.get("session", "")
    if chosen == "others":
        ended = list(own.exclude(session_key=request.session.session_key))
    else:
        ended = list(own.filter(pk=chosen)) if chosen.isdigit() else []
    if ended:
        end_sessions(request, ended)
    return redirect("account")


class ChangePassword(PasswordChangeView):
    template_name = "account/change_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your password was changed. Other devices are signed out."))
        return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The answer is the same for an address that somebody has: nobody learns from it who is known here."""
    form = AddressForm(request.POST or None, request=request)
    asked = form.is_valid()
    if asked:
        addresses.ask(form.person, form.cleaned_data["address"], by=form.person)
    return render(request, "account/address.html", {"form": form, "asked": asked})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Leads to a button, because mail gateways open every link they see."""
    found = change_of(token)
    if found is None:
        return render(request, "account/link_over.html", status=410)
    person, change = found
    somebody_else = request.user.is_authenticated and request.user.pk != person.pk
    if addresses.needs_sign_in(person, change) and not somebody_else and not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("login"))
    refused = addresses.needs_sign_in(person, change) and somebody_else
    done = request.method == "POST" and not refused and addresses.confirm(token)
    if request.method == "POST" and not refused and not done:
        return render(request, "account/link_over.html", status=410)
    return render(
        request,
        "account/confirm_address.html",
        {"address": change.address, "done": done, "refused": refused},
        status=403 if refused else 200,
    )
