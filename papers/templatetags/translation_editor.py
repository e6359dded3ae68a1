"""What the side-by-side editor of wagtail-localize does not show by itself."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

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
