"""What the side-by-side editor of wagtail-localize does not show by itself."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.access.verbs import MACHINE_TRANSLATE, NOT_FOR_SERVICES, goes_to_services, may_open_editor
from papers.models import Paper
from papers.translation.glossary import Glossary

register = template.Library()


@register.simple_tag(takes_context=True)
def glossary_beside_segments(context: Any) -> str:
    """Put the glossary's renderings of the terms in each text where the editor shows the name of its field."""
    props = json.loads(context["props"])
    glossary = Glossary(context["target_locale"].language_code)
    for segment in props["segments"]:
        terms = glossary.in_text(segment["source"]) if segment["type"] == "string" else []
        if terms:
            hints = " · ".join(f"{term} → {', '.join(renderings)}" for term, renderings in terms)
            field = segment["location"].get("subField") or ""
            segment["location"]["subField"] = f"{field} — " * bool(field) + _("Glossary: %(hints)s") % {"hints": hints}
    context["props"] = json.dumps(props, cls=DjangoJSONEncoder)
    return ""


@register.simple_tag(takes_context=True)
def machine_only_where_it_may_be_asked(context: Any) -> str:
    """Take the machine's button away where it would be refused, and say so."""
    props, page = json.loads(context["props"]), context["instance"]
    if not props.get("machineTranslator") or not isinstance(page, Paper):
        return ""
    if MACHINE_TRANSLATE.offered_to(context["request"].user, page):
        return ""
    props["machineTranslator"] = None
    context["props"] = json.dumps(props, cls=DjangoJSONEncoder)
    return "" if goes_to_services(page.original) else str(NOT_FOR_SERVICES)


@register.simple_tag(takes_context=True)
def only_what_opens(context: Any) -> str:
    """Take away what leads to what this person may not open: the link to the original, the other languages of the
    paper, whose titles stand there, and ways out of a translation, which nobody has."""
    user, page = context["request"].user, context["instance"]
    opens = {
        reverse("wagtailadmin_pages:edit", args=[other.pk])
        for other in page.get_translations()
        if may_open_editor(user, other)
    }
    props = json.loads(context["props"])
    for other in (context["source_translation"], *props["translations"], props.get("sourceTranslation") or {}):
        if other.get("editUrl") not in opens:
            other["editUrl"] = None
    props["translations"] = [other for other in props["translations"] if other["editUrl"]]
    context["translations"] = [(label, url) for label, url in context["translations"] if url in opens]
    closed = ["stopTranslationUrl", "convertToAliasUrl", "unpublishUrl", "lockUrl", "unlockUrl"]
    if not props["perms"]["canDelete"]:
        closed.append("deleteUrl")
    props["links"] |= dict.fromkeys(closed)
    context["props"] = json.dumps(props, cls=DjangoJSONEncoder)
    return ""
