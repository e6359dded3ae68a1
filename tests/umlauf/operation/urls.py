"""The site's addresses, and one that goes wrong."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused

from django.urls import path

from umlauf.urls import handler500 as handler500
from umlauf.urls import urlpatterns as site


def broken(request):
    if request.user.is_authenticated:  # every page of the site asks
        logging.getLogger("papers.somewhere").info("somebody is here", extra={"title": "Grundstück Lindenallee"})
    raise SMTPRecipientsRefused({"bertha.mueller@hannover.example": (550, b"unknown")})


urlpatterns = [path("broken/", broken), *site]
