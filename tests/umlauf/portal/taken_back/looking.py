"""How something is taken back, and how an address is looked at before and after."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from workflows.restricting.restricting import make_stricter, take_off_the_public

TITLE, SUMMARY, ANNEX = "Quastenflosser", "Axolotl", "Tapirgehege"
WORDS = (TITLE, SUMMARY, ANNEX)
WHY = "Eine private Anschrift."


def stricter(paper, cast, **more):
    make_stricter(paper, level="confidential", reason=WHY, by=cast.council_clerk, **more)


def taken_off(paper, cast, **more):
    take_off_the_public(paper, reason=WHY, by=cast.council_clerk, **more)


def annex_address(paper):
    annex = paper.attachments.get()
    return f"/de/attachments/{annex.pk}/{annex.filename}"


def look(client, address, **options):
    """The answer, its file read and closed."""
    response = client.get(address, **options)
    response.said = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response


def told(client, address):
    """What an answer says, as text; an export that is packed says whether there is more than the heading."""
    content = look(client, address).said
    if ".xlsx" in address:
        return "Quastenflosser" if _cells(content) else ""
    return content.decode("utf-8", "replace")


def _cells(content):

    rows = list(load_workbook(BytesIO(content)).active.values)
    return any(TITLE in str(cell) for row in rows for cell in row)
