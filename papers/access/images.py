"""Who may see an image: whoever may read a text it stands in.

An image has no level of its own. It stands in texts: the released one, the version that circulates, drafts. Whoever
reads one of them may see its images; whoever reads a released paper does not see those of the draft that will replace
it. One that stands nowhere is seen by whoever uploaded it, and by the council office. Everything else is refused.

Every way to an image asks here: its files, the choosers and lists of the admin and its interface for programs (by the
policy in ``papers.access.image_policy``), and the text somebody wants to put it into.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Revision

from papers.access import Person, Principal, Reader, principal_of, readable_rule
from papers.access.image_use import ImageUse
from papers.among import among
from papers.parties.consultation import Consultation, Version
from papers.prepared import prepared

if TYPE_CHECKING:
    from papers.models.paper import Paper

ALL = Q(pk__isnull=False)


def images_visible_to(user: Reader) -> models.QuerySet[Any]:
    """A constant number of queries, however many images there are."""
    images: models.QuerySet[Any] = get_image_model().objects.filter(image_rule(user))
    return images


def may_see_image(user: Reader, image: int) -> bool:
    """``image``: a primary key. One that does not exist is seen by nobody."""
    return bool(_image(principal_of(user), getattr(user, "pk", None), image=image))


@prepared
def _image(principal: Principal, uploader: int | None, *, image: Any) -> models.QuerySet[Any]:
    images: models.QuerySet[Any] = get_image_model().objects.filter(_rule(principal, uploader), pk=image)
    return images.only("pk").order_by()


def is_public(image: int) -> bool:
    return may_see_image(AnonymousUser(), image)


def image_rule(user: Reader) -> Q:
    """The rule for querysets of images."""
    rule = _rule(principal_of(user), getattr(user, "pk", None))
    return rule if rule is ALL else in_words_of_search(rule)


def _rule(principal: Principal, uploader: int | None) -> Q:
    if principal.council_office:
        return ALL
    uses = ImageUse.objects.filter(image=OuterRef("pk"))
    rule = Q(Exists(uses.filter(_read_by(principal))))
    if uploader:
        rule |= Q(uploaded_by_user=uploader) & Q(~Exists(uses))
    return rule


def in_words_of_search(rule: Q) -> Q:
    """The same rule as a condition on the key: Wagtail searches only lists that are narrowed by plain fields."""
    return Q(pk__in=get_image_model().objects.filter(rule).order_by().values("pk"))


def _read_by(principal: Any) -> Q:
    """The rule for uses: those in a text this reader reads. First the paper has to be readable at all."""
    released = Q(page__live=True, revision=F("page__live_revision"))
    works_on_it = Q(paper__originating_office__in=principal.origins)
    translates_it = Q(page__locale__language_code__in=principal.languages)
    lines = Consultation.objects.filter(paper=OuterRef("paper"), organization__in=principal.organizations)
    latest = Version.objects.filter(paper=OuterRef("paper")).order_by("-number").values("revision")[:1]
    acts_on_it = Q(Exists(lines.open())) & Q(revision=Subquery(latest))
    return readable_rule(principal, "paper__") & (released | works_on_it | translates_it | acts_on_it)


# --- what may be put into a text


def check_images(model: type[Paper], text: Mapping[str, Any], *, by: Person) -> None:
    """Whoever puts an image into a text of their own could see it from then on; so it has to be one they see already.

    Choosers offer no other. Raises PermissionDenied. ``text``: values by name, of ``fields_with_images`` at least.
    """
    if images_refused(by, model, text):
        raise PermissionDenied(_("The text contains an image you may not see. Choose another one."))


def images_refused(writer: Person, model: type[Paper], text: Mapping[str, Any]) -> set[int]:
    """Primary keys of those in the text that the writer may not see. It takes no query where there are none."""
    wanted = images_in(model, text)
    if not wanted:
        return set()
    return wanted - set(images_visible_to(writer).filter(among("pk", wanted)).order_by().values_list("pk", flat=True))


def images_in(model: type[Paper], text: Mapping[str, Any]) -> set[int]:
    """Primary keys of the images in all fields that can hold one."""
    image = get_image_model()
    values = {field: field.to_python(text[field.name]) for field in fields_with_images(model) if field.name in text}
    references = (reference for field, value in values.items() for reference in field.extract_references(value))
    return {int(pk) for to_model, pk, *_path in references if to_model is image}


def fields_with_images(model: type[Paper]) -> list[Any]:
    """Fields of text. Pages of ours name images nowhere else; a test looks that it stays so."""
    return [field for field in model._meta.concrete_fields if hasattr(field, "extract_references")]


# --- keeping account


def record_uses(revision: Revision, *, written_before: bool) -> None:
    """Write down which images stand in the text of this revision, and forget what was written down for it before."""
    page = revision.content_object
    wanted = images_in(type(page), revision.content)
    existing = (
        set(get_image_model().objects.filter(among("pk", wanted)).values_list("pk", flat=True)) if wanted else set()
    )
    if written_before:
        ImageUse.objects.filter(revision=revision).exclude(among("image", existing)).delete()
    ImageUse.objects.bulk_create(
        [ImageUse(paper_id=page.original.pk, page_id=page.pk, revision=revision, image_id=pk) for pk in existing],
        ignore_conflicts=True,
    )
