"""Four pages: ask, "look into your letter box", confirm, end. Links in mails lead to a button, because mail gateways
open every link they see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from umlauf.subscriptions import subscribing
from umlauf.subscriptions.forms import SubscribeForm
from umlauf.subscriptions.models import Subscription
from umlauf.subscriptions.sources import SOURCES
from umlauf.subscriptions.tokens import Wish, ended_by, wish_of
from umlauf.subscriptions.wording import frequency_name

RESUME = "resume"  # the name of the button


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, source: str, key: str) -> HttpResponse:
    found = SOURCES.get(source)
    title = found.title(key) if found else None
    if found is None or title is None:
        raise Http404
    user = request.user if request.user.is_authenticated else None
    form = SubscribeForm(
        request.POST or None, initial={"language": get_language(), "email": getattr(user, "email", "")}
    )
    asked = form.is_valid()
    if asked:
        data = form.cleaned_data
        # the rights of an account are used only for mail to its own address
        own = user is not None and data["email"].lower() == user.email.lower()
        subscribing.ask(
            Wish(data["email"], source, key, data["language"], data["frequency"], user.pk if user and own else None)
        )
    return render(
        request,
        "subscriptions/subscribe.html",
        {
            "form": form,
            "asked": asked,
            "title": title,
            "title_language": found.title_language(key),
            "back": found.address(key),
            "resting": user and Subscription.objects.resting().filter(user=user, source=source, key=key).first(),
        },
    )


@csrf_exempt  # the link is the secret, and it works in a browser that was never here before
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    wish = wish_of(token)
    source = SOURCES.get(wish.source) if wish else None
    title = source.title(wish.key) if wish and source else None
    if wish is None or source is None or title is None:
        return render(request, "subscriptions/expired.html", status=410)
    done = request.method == "POST"
    if done:
        subscribing.confirm(wish)
    context = {
        "title": title,
        "title_language": source.title_language(wish.key),
        "done": done,
        "wish": wish,
        "frequency": frequency_name(wish.frequency),
        "back": source.address(wish.key),
    }
    return render(request, "subscriptions/confirm.html", context)


@csrf_exempt  # mail programs send the one-click request (RFC 8058) without cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    pk = ended_by(token)
    if pk is None:
        raise Http404
    subscription = Subscription.objects.filter(pk=pk).first()
    source = SOURCES.get(subscription.source) if subscription else None
    title = source.title(subscription.key) if subscription and source else None
    resumed = request.method == "POST" and RESUME in request.POST and subscription is not None
    if resumed:
        subscribing.resume(pk)
    elif request.method == "POST":
        subscribing.end(pk)
    context = {
        "title": title,
        "title_language": source.title_language(subscription.key) if title and source and subscription else "",
        "subscription": subscription,
        "resumed": resumed,
        "done": subscription is None or (request.method == "POST" and not resumed),
    }
    return render(request, "subscriptions/end.html", context)
