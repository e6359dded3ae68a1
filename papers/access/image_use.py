"""Which text an image stands in. Kept for every revision: before its release a paper's text is nowhere else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string


class ImageUse(models.Model):
    """Written when a revision is saved, in the same transaction (``papers.access.images``)."""

    paper = models.ForeignKey("papers.Paper", on_delete=models.CASCADE, related_name="+")  # the original
    page = models.ForeignKey("papers.Paper", on_delete=models.CASCADE, related_name="+")  # in its language
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    image = models.ForeignKey(get_image_model_string(), on_delete=models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("use of an image")
        verbose_name_plural = _("uses of images")
        constraints = (models.UniqueConstraint(fields=["image", "revision"], name="papers_image_use_once"),)

    def __str__(self) -> str:
        return f"{self.image_id} ({self.revision_id})"
