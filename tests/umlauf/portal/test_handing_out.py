"""Whatever is handed out is taken for what it is, and can do nothing in the name of who opened it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from papers.models import Attachment
from tests.factories import files
from tests.factories.images import image_of
from tests.factories.papers import add_attachment, paper_at

ROOT = Path(__file__).parents[3]
PRODUCT = ("papers", "workflows", "search", "site")


def headers_of(client, address):
    response = client.get(address)
    response.close()
    assert response.status_code == 200
    return response.headers


@pytest.mark.parametrize(
    ("name", "content", "media_type", "shown"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf", True),
        ("a.png", files.photo("PNG"), "image/png", True),
        ("a.jpg", files.photo(), "image/jpeg", True),
        ("a.txt", b"<b>Text", "text/plain", False),
        ("a.csv", b"a;b", "text/csv", False),
        ("a.docx", files.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    ],
)
def test_only_pdfs_and_images_are_shown_and_nothing_runs(cast, client, name, content, media_type, shown):
    attachment = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk, name=name, content=content)

    headers = headers_of(client, attachment.get_absolute_url())

    assert headers["Content-Type"] == media_type
    assert headers["Content-Disposition"].partition(";")[0] == ("inline" if shown else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy  # nothing opens again what is closed
    # viewers of PDFs run apart by themselves, and some show nothing in a sandbox
    assert policy.startswith("sandbox;") == (name != "a.pdf")


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("text/html", b"<script>alert(1)</script>"),
        ("image/svg+xml", b"<svg onload='alert(1)'/>"),
        ("application/pdf", b"<script>alert(1)</script>"),
        ("image/png", b"%PDF-1.7"),
        ("application/javascript", b"alert(1)"),
    ],
)
def test_what_older_rows_claim_to_be_is_not_believed(cast, client, media_type, content):
    attachment = add_attachment(paper_at("deliberating", cast), by=cast.council_clerk)
    with attachment.file.storage.open(attachment.file.name, "wb") as file:
        file.write(content)
    Attachment.objects.filter(pk=attachment.pk).update(media_type=media_type)

    headers = headers_of(client, attachment.get_absolute_url())

    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] in ("application/octet-stream", "application/pdf", "image/png")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_image_is_sent_as_what_it_begins_with(cast, signed_in):
    client = signed_in(cast.author)
    image = image_of(cast.author)
    assert headers_of(client, f"/media/{image.file.name}")["Content-Type"] == "image/png"

    profile = cast.author.wagtail_userprofile
    profile.avatar.name = default_storage.save("avatar_images/a.png", ContentFile(b"<svg onload='alert(1)'/>"))
    profile.save()

    headers = headers_of(client, f"/media/{profile.avatar.name}")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_name_cannot_leave_its_header(cast, client):
    paper = paper_at("deliberating", cast)
    attachment = add_attachment(paper, by=cast.council_clerk, name='x"; filename=evil.exe\r\nSet-Cookie: a=b.pdf')

    headers = headers_of(client, attachment.get_absolute_url())

    assert "Set-Cookie" not in headers
    assert headers["Content-Disposition"] == 'inline; filename="x_; filename=evil.exe Set-Cookie_ a=b.pdf"'


def test_there_is_one_place_where_these_headers_are_written():
    writes = re.compile(r"Content-Disposition|as_attachment|content_type=.(?:text/csv|application/pdf|application/vnd)")
    places = {
        str(path.relative_to(ROOT))
        for folder in PRODUCT
        for path in (ROOT / folder).rglob("*.py")
        if writes.search(path.read_text())
    }

    assert places == {"papers/files/handing_out.py"}


# --- documents of Wagtail's


@pytest.mark.parametrize("name", ["author", "council_clerk", "admin"])
def test_no_right_on_documents_opens_them(cast, signed_in, name):
    person = cast.people()[name]
    group = Group.objects.get(name="Authors")
    for permission in Permission.objects.filter(content_type__app_label="wagtaildocs"):
        group.permissions.add(permission)
        group.collection_permissions.create(collection_id=1, permission=permission)
    person.groups.add(group)
    document = get_document_model().objects.create(title="Geheim", file=ContentFile(b"a", name="a.txt"))
    one = (f"edit/{document.pk}/", f"delete/{document.pk}/", f"chooser/chosen/{document.pk}/", f"usage/{document.pk}/")
    client = signed_in(person)

    pages = {address: client.get(f"/admin/documents/{address}") for address in ("", "add/", "multiple/add/", *one)}
    file = ContentFile(b"a", name="b.txt")
    sent = {"title": "Neu", "file": file, "collection": 1}
    for address in ("add/", "multiple/add/", "chooser/create/"):
        client.post(f"/admin/documents/{address}", sent, headers={"x-requested-with": "XMLHttpRequest"})

    assert [address for address, page in pages.items() if page.status_code == 200] == []
    assert b"Geheim" not in client.get("/admin/documents/chooser/").content
    assert [found.title for found in get_document_model().objects.all()] == ["Geheim"]


def test_every_module_of_documents_asks_our_policy(db):
    old = CollectionOwnershipPermissionPolicy
    modules = {name: module for name, module in list(sys.modules.items()) if name.startswith("wagtail.documents")}
    kept = {
        f"{name}.{key}"
        for name, module in modules.items()
        for key, value in vars(module).items()
        if isinstance(value, old) or (isinstance(value, type) and isinstance(vars(value).get("permission_policy"), old))
    }

    assert "wagtail.documents.views.documents" in modules
    assert kept == set()
