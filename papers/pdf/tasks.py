from __future__ import annotations

import logging

from django_tasks import task

from papers.models import Paper
from papers.pdf.archive import NotReleased, print_of
from papers.pdf.typesetting import NotTypeset

logger = logging.getLogger(__name__)


@task()
def keep_print(page_id: int) -> None:
    """Print a text as soon as it is released, with the slip of that moment. What cannot be typeset is tried again by
    whoever asks for it."""
    page = Paper.objects.select_related("locale").filter(pk=page_id).first()
    try:
        if page is not None:
            print_of(page)
    except NotReleased:
        return  # taken back meanwhile
    except NotTypeset:
        logger.exception("page %s could not be printed", page_id)  # its title may be confidential
