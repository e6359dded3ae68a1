"""Every file the product hands out, and the rule it asks. A new way to a file fails here until it is named."""

from __future__ import annotations

import inspect
import re
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.urls import URLResolver, get_resolver
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from papers.storage import PrivateStorage
from tests.daily import daily
from tests.factories.images import image_of, picture, with_image
from tests.factories.papers import add_attachment, draft
from umlauf.portal.addresses import paper_url

MADE_HERE = ("papers", "workflows", "search", "umlauf", "wagtail", "wagtail_localize")
HANDS_OUT = re.compile(r"FileResponse|StreamingHttpResponse|sendfile|Content-Disposition|as_attachment")


def patterns(of=None, prefix=""):
    for pattern in get_resolver().url_patterns if of is None else of:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, address)
        else:
            yield address, pattern


def view_of(pattern):
    view = inspect.unwrap(pattern.callback)
    for name in ("view_class", "cls"):
        view = getattr(pattern.callback, name, None) or getattr(view, name, view)
    return view


def views():
    return [view_of(pattern) for _address, pattern in patterns()]


def name_of(view):
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"


def made_here(thing):
    return (getattr(thing, "__module__", None) or "").split(".")[0] in MADE_HERE


def functions_of(view):
    """Of a view, and of what it calls by name, as far as it is made here or by Wagtail."""
    waiting, seen = [view], set()
    while waiting:
        thing = inspect.unwrap(waiting.pop())
        if thing in seen or not made_here(thing) or thing is SpreadsheetExportMixin:
            continue
        seen.add(thing)
        if inspect.isclass(thing):
            waiting += [part for part in thing.__mro__[1:] if part is not SpreadsheetExportMixin]
            waiting += [value for value in vars(thing).values() if inspect.isfunction(value)]
        elif inspect.isfunction(thing):
            yield thing
            called = (thing.__globals__.get(name) for name in thing.__code__.co_names)
            waiting += [one for one in called if inspect.isfunction(one)]


def hands_out_files(view):
    return any(HANDS_OUT.search(inspect.getsource(function)) for function in functions_of(view))


def exports_rows(view):
    return inspect.isclass(view) and issubclass(view, SpreadsheetExportMixin) and bool(view.list_export)


# --- the list

FILES = {
    "umlauf.portal.views.files.attachment": "may_read_attachment",
    "umlauf.portal.views.files.image": "may_see_image; pictures of people are for who works in the admin",
    "umlauf.portal.views.documents.paper_pdf": "may_read",
    "umlauf.portal.views.documents.paper_with_results": "may_read",
    "umlauf.portal.views.packages.package": "may_read of each paper, may_read_attachment of each annex",
    "umlauf.portal.views.search_exports.export_csv": "what this reader finds",
    "umlauf.portal.views.search_exports.export_xlsx": "what this reader finds",
    "workflows.distribution.views.paper_copies.LabelsView": "may_distribute",
    "papers.admin.attachments.removed_attachment": "may_read, may_open_editor",
    "papers.admin.translations.download_pofile": "may_translate, by translated_paper",
    "wagtail.images.views.images.preview": "closed at the desk (umlauf.desk)",
    "wagtail_localize.views.edit_translation.download_pofile": "stands behind ours",
}
EXPORTS = {
    "umlauf.portal.desk_search.SearchedPapersView": "readable_by",
    "papers.admin.all_papers.AllPapersView": "readable_by; stands behind SearchedPapersView",
    "workflows.routing.views.inbox.InboxView": "what waits for this person",
    "workflows.distribution.views.deliveries.DeliveriesView": "may_see_log, rows as deliveries_visible_to says",
    "umlauf.operation.mails.MailsView": "is_council_office",
    "search.reports.UnreadableView": "is_council_office",
    "wagtail.admin.views.reports.locked_pages.LockedPagesView": "permissions on pages, which administrators alone have",
    "wagtail.admin.views.reports.workflows.WorkflowView": "permissions on pages",
    "wagtail.admin.views.reports.workflows.WorkflowTasksView": "permissions on pages",
    "wagtail.admin.views.reports.audit_logging.LogEntriesView": "permissions on pages; stands behind LogView",
    "papers.admin.history.LogView": "administers",
    "wagtail.admin.views.reports.aging_pages.AgingPagesView": "permissions on pages",
    "wagtail.contrib.redirects.views.IndexView": "permissions on redirects, which administrators alone have",
}
FIELDS = {
    "papers.Attachment.file": "private: has no address",
    "papers.PrintedPaper.file": "private: has no address",
    "papers.RemovedAttachment.file": "private: has no address",
    "wagtailimages.Image.file": "may_see_image",
    "wagtailimages.Rendition.file": "may_see_image of the image it was made of",
    "wagtailusers.UserProfile.avatar": "who works in the admin",
    "wagtaildocs.Document.file": "not handed out: documents have no part here",
    "wagtailcore.UploadedFile.file": "not handed out: half of an upload",
}

# by address, of the files of the cast below
HANDED_TO = {
    "wagtailimages.Image.file": {"author", "admin"},
    "wagtailimages.Rendition.file": {"author", "admin"},
    "wagtailusers.UserProfile.avatar": {"outsider", "author", "admin"},
}


def test_every_view_that_hands_out_a_file_is_named_with_its_rule():
    assert {name_of(view) for view in views() if hands_out_files(view)} == set(FILES)


def test_every_list_that_is_exported_is_named_with_its_rule():
    assert {name_of(view) for view in views() if exports_rows(view)} == set(EXPORTS)


def test_every_field_that_keeps_a_file_is_named_with_its_rule():
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    files = {f"{field.model._meta.label}.{field.name}" for field in fields if isinstance(field, FileField)}
    assert files == set(FIELDS)


def test_wagtails_own_addresses_of_files_are_not_there():
    names = {pattern.name for _address, pattern in patterns()}
    assert {"wagtailimages_serve", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password"}.isdisjoint(names)


# --- the rules, asked of a confidential draft

TITLE = "Ankauf Lindenallee"
OUTSIDERS = ["outsider", "secretary", "chair", "liaison", "former_colleague", "member", "citizen"]


@pytest.fixture
def secret(cast):
    image = image_of(cast.author, TITLE)
    paper = draft(cast, title=TITLE, confidentiality="confidential", body=with_image(image))
    attachment = add_attachment(paper, by=cast.author, title=TITLE, content=b"%PDF-1.7 geheim")
    return paper, image, attachment


def content_of(client, address):
    response = client.get(address, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response.headers["Content-Type"], body


def addresses_of(paper, image, attachment):
    thumbnail = image.get_rendition("max-165x165")
    return [
        attachment.get_absolute_url(),
        f"/media/{image.file.name}",
        f"/media/{thumbnail.file.name}",
        f"/media/{attachment.file.name}",
        f"/admin/images/{image.pk}/preview/original/",
        f"{paper_url(paper)}paper.pdf",
        f"/de/papers/package.pdf?paper={paper.slug}",
        f"{paper_url(paper)}results.pdf",
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a temporary file of Wagtail's
@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_file_of_a_confidential_draft_is_handed_to_an_outsider(cast, secret, signed_in, name):
    client = signed_in(cast.people()[name])

    for address in addresses_of(*secret):
        media_type, body = content_of(client, address)
        assert media_type.startswith("text/html"), address
        assert TITLE.encode() not in body, address


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a temporary file of Wagtail's
def test_they_are_handed_to_the_author(cast, secret, signed_in):
    """The proof that the test above looks at something. A package is of released papers; annexes and
    images have one address."""
    client = signed_in(cast.author)
    found = {address: content_of(client, address)[0] for address in addresses_of(*secret)}

    assert [media_type.partition(";")[0] for media_type in found.values()] == [
        "application/pdf",
        "image/png",
        "image/png",
        "text/html",
        "text/html",  # an image has one address
        "application/pdf",
        "text/html",
        "text/html",
    ]


@pytest.mark.parametrize("name", daily(["outsider", "secretary", "chair", "liaison", "former_colleague"], "outsider"))
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_export_holds_a_confidential_draft_for_an_outsider(cast, secret, signed_in, name, suffix):
    client = signed_in(cast.people()[name])
    exports = {f"/{address}" for address, pattern in patterns() if exports_rows(view_of(pattern))}
    addresses = [f"{address}?export={suffix}" for address in exports] + [f"/de/search/results.{suffix}?q=Lindenallee"]

    assert [address for address in addresses if "Lindenallee" in text_in(*content_of(client, address))] == []


def test_the_exports_do_hold_it_for_the_author(cast, secret, signed_in):
    client = signed_in(cast.author)
    for suffix in ("csv", "xlsx"):
        assert "Lindenallee" in text_in(*content_of(client, f"/admin/papers/?export={suffix}"))


def text_in(media_type, body):
    if "spreadsheet" not in media_type:
        return body.decode()
    return "\n".join(str(cell.value) for row in load_workbook(BytesIO(body)).active.iter_rows() for cell in row)


# --- whatever lies under MEDIA_ROOT


@pytest.mark.parametrize("label", sorted(set(FIELDS)))
def test_what_is_kept_in_a_field_has_no_way_around_its_rule(cast, signed_in, label):
    app_label, model, name = label.split(".")
    field = apps.get_model(app_label, model)._meta.get_field(name)
    if FIELDS[label].startswith("private"):
        assert isinstance(field.storage, PrivateStorage)
    stored = kept(cast, label)

    people = ("citizen", "member", "outsider", "author", "admin")
    handed_to = {name for name in people if status_of(signed_in(cast.people()[name]), stored) == 200}

    assert handed_to == HANDED_TO.get(label, set())


def kept(cast, label):
    """Name of a file that lies there as one of this field does."""
    file = ContentFile(picture(), name="geheim.png")
    if label == "wagtailimages.Image.file":
        return image_of(cast.author).file.name
    if label == "wagtailimages.Rendition.file":
        image = image_of(cast.author)
        size = {"width": 1, "height": 1, "focal_point_key": ""}
        return image.renditions.create(filter_spec="original", file=file, **size).file.name
    if label == "wagtailusers.UserProfile.avatar":
        profile = cast.member.wagtail_userprofile
        profile.avatar = file
        profile.save()
        return profile.avatar.name
    if label == "wagtaildocs.Document.file":
        return get_document_model().objects.create(title="Geheim", file=file).file.name
    if label == "wagtailcore.UploadedFile.file":
        return UploadedFile.objects.create(file=file, uploaded_by_user=cast.author).file.name
    return default_storage.save(f"{'attachments' if 'Attachment' in label else 'printed/ab'}/geheim.pdf", file)


def status_of(client, name):
    response = client.get(f"/media/{name}")
    response.close()
    return response.status_code
