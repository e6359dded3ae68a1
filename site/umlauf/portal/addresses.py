"""Addresses of what the portal shows to readers, for the layers below that name it."""

from __future__ import annotations

from django.urls import reverse

from papers import addresses
from papers.enums import OrganizationKind
from papers.files.names import safe_name
from papers.models import Attachment, Organization, Paper
from workflows.models import Delivery


def paper_url(paper: Paper) -> str:
    """Address in the active language, without a query."""
    return address_at(paper.url_path)


def address_at(url_path: str) -> str:
    """Of a paper by its ``url_path``, which is ``/home/papers/slug/…/``; the first two are the tree's, not the
    reader's."""
    return reverse("paper", args=["/".join(url_path.strip("/").split("/")[2:])])


def address_without_words(paper: Paper) -> str:
    """An address that tells nothing of the paper but its number, if it has one: for what leaves the house."""
    original = paper.original
    if original.number:
        return reverse("paper", args=[original.slug])
    return reverse("papers_admin:open", args=[original.pk])


def _attachment(attachment: Attachment) -> str:
    """Rows may be older than the care about names, and whatever one is called, its page must be shown."""
    return reverse("attachment", args=[attachment.pk, safe_name(attachment.filename)])


def _organization(organization: Organization) -> str:
    kind = "partner" if organization.kind == OrganizationKind.PARTNER_CITY else "committee"
    return reverse(kind, args=[organization.slug])


def _delivery(delivery: Delivery) -> str:
    """Personal: opening it is remembered."""
    return reverse("delivered", args=[delivery.token])


def register() -> None:
    addresses.register(Paper, address_without_words)
    addresses.register(Attachment, _attachment)
    addresses.register(Organization, _organization)
    addresses.register(Delivery, _delivery)
