"""Pages a reader gets."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile


def page_of(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200, address
    return response.content.decode()


def upload(client, content, language="de"):
    return client.post(f"/{language}/verify/", {"file": SimpleUploadedFile("vorlage.pdf", content, "application/pdf")})
