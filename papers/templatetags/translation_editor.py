"""What the side-by-side editor of wagtail-localize does not show by itself."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from papers.access.verbs import MACHINE_TRANSLATE, NOT_FOR_SERVICES, goes_to_services
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
