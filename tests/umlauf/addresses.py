"""Every address of the product, from its URL patterns, with values for what stands in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

# by converter, where a walk has nothing better
PLAIN = {
    "int": "1",
    "slug": "nichts",
    "str": "nichts",
    "path": "nichts/hier",
    "place": "help",
    "short_number": "9999-2026",
    "uuid": "8a52f1f2-0a2c-4d0f-9f0e-2f0f6a1c3b11",
}
ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
# patterns that are regular expressions
EXPRESSIONS = {
    r"(\d+)": "int",
    r"(live|earliest|\d+)\.\.\.(live|latest|\d+)": "compared",
    r"((?:[\w\-]+/)*)": "tree",
    ".*": "path",
}
WRITTEN = {"compared": "earliest...latest", "tree": ""}


class Address(NamedTuple):
    """``template``: the address with ``{converter:name}`` for each argument."""

    template: str
    pattern: URLPattern

    @property
    def arguments(self):
        """(converter, name), in their order."""
        return re.findall(r"\{(\w+):(\w*)\}", self.template)

    def filled(self, value_of=lambda converter, name: None):
        """``value_of``: by converter and name; None takes a plain one."""

        def value(match):
            given = value_of(match[1], match[2])
            return str((PLAIN | WRITTEN)[match[1]] if given is None else given)

        return re.sub(r"\{(\w+):(\w*)\}", value, self.template)


def addresses(of=None, prefix="/"):
    for pattern in get_resolver().url_patterns if of is None else of:
        address = prefix + _template(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield Address(address, pattern)


def _template(pattern):
    for expression, converter in EXPRESSIONS.items():
        pattern = pattern.replace(expression, f"{{{converter}:}}")
    pattern = ARGUMENT.sub(lambda match: f"{{{match['converter'] or 'str'}:{match['name']}}}", pattern)
    return pattern.replace("^", "").replace("$", "").replace("\\", "")


def row_of(model):
    return model.objects.order_by("pk").values_list("pk", flat=True).last() or 1


def filled_with(paper, annex, image, organization):
    """For ``Address.filled``: addresses that lead to something, as far as there is something. Answers a function of the
    address."""
    pages = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id"), paper.pk)
    named = pages | {
        "path": paper.slug,
        "filename": annex.filename,
        "image_id": image.pk,
        "slug": organization.slug,
        "revision_id": paper.latest_revision_id,
        "app_label": "papers",
        "app_name": "papers",
        "content_type_app_name": "papers",
        "model_name": "paper",
        "content_type_model_name": "paper",
        "language": "en",
        "key": "1",
        "source": "papers",
        "filter_spec": "original",
        "action": "delete",
        "action_name": "approve",
        "destination_id": paper.get_parent().pk,
    }

    def values_for(address):
        model = _model_of(address.pattern)
        row = annex.pk if "attachments/{int" in address.template else row_of(model) if model else paper.pk
        if address.template.startswith("/media/"):
            return lambda converter, name: image.file.name
        return lambda converter, name: named.get(name, row if name == "pk" else None)

    return values_for


def _model_of(pattern):
    """Of Wagtail's views, which are made with their model."""
    of_view = getattr(getattr(pattern.callback, "view_class", None), "model", None)
    model = getattr(pattern.callback, "view_initkwargs", {}).get("model") or of_view
    return model if isinstance(model, type) else None
