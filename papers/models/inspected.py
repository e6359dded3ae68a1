"""What was found in files, kept by the hash of their content: the same file is looked through once."""

from __future__ import annotations

from django.db import models


class Inspection(models.Model):
    """``findings``: pairs of a code and a detail, see ``papers.inspection``."""

    sha512 = models.CharField("SHA-512", max_length=128, unique=True)
    findings = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.sha512[:12]
