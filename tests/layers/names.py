"""Names that only break when they are used: of addresses, templates, tag libraries, static files and log actions.

Run where only some layers are installed, this finds every name in their code that nothing installed there answers to:
``python -m tests.layers names``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.base import Node
from django.template.defaulttags import URLNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import URLResolver, get_resolver
from wagtail.log_actions import registry as log_actions

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = re.compile(r"[\w*-]+(/[\w*-]+)+\.(html|txt)")
STATIC = re.compile(r"[\w*-]+(/[\w*-]+)+\.(js|css|svg)")
# "umlauf" also begins the names of log actions, which are those of the product.
APPS = {"workflows", "search", "accounts", "home", "portal", "subscriptions", "demo"}
NAMES_AN_ADDRESS = frozenset({"reverse", "reverse_lazy", "redirect"})


def main() -> None:
    sys.stdout.write("\n".join(unknown_names(settings.LAYERS)))


def unknown_names(layers: list[str]) -> list[str]:
    """One line per place and name."""
    return sorted({f"{place}: {name}" for layer in layers for place, name in (*_in_templates(layer), *_in_code(layer))})


def _in_templates(layer: str) -> Iterator[tuple[str, str]]:
    folder = ROOT / layer / "templates"
    for path in sorted(folder.rglob("*.*")):
        place = str(path.relative_to(ROOT))
        try:
            template = engines["django"].from_string(path.read_text()).template
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:  # a library or template that is not there
            yield place, str(error)
            continue
        for node in _nodes(template.nodelist):
            yield from ((place, name) for name in _unknown_to(node))


def _nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        for attribute in node.child_nodelists:
            yield from _nodes(getattr(node, attribute, None) or ())


def _unknown_to(node: Node) -> Iterator[str]:
    """Only names that are written out; one that comes from a variable is a name of its view."""
    for kind, attribute, is_known in (
        (URLNode, "view_name", _is_address),
        (ExtendsNode, "parent_name", _is_template),
        (IncludeNode, "template", _is_template),
        (StaticNode, "path", _is_static),
    ):
        name = getattr(getattr(node, attribute, None), "var", None)
        if isinstance(node, kind) and isinstance(name, str) and not is_known(name):
            yield name


def _in_code(layer: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / layer).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            text = _text(node)
            if TEMPLATE.fullmatch(text) and not _is_template(text):
                yield place, text
            if STATIC.fullmatch(text) and not _is_static(text):
                yield place, text
            if re.match(r"\w+[.:]\w", text) and re.split("[.:]", text)[0] in APPS - set(settings.LAYERS):
                yield place, text
            yield from ((place, name) for name in _addresses(node) if not _is_address(name))
            yield from ((place, name) for name in _log_actions(node) if not log_actions.action_exists(name))


def _text(node: ast.AST) -> str:
    """A string that is written out; what is put into it stands as a star."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "*" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _addresses(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in NAMES_AN_ADDRESS:
        arguments = [node.args[0], getattr(node.args[0], "body", None), getattr(node.args[0], "orelse", None)]
        texts = [_text(argument) for argument in arguments if argument is not None]
        yield from (text for text in texts if text and "/" not in text)
    if isinstance(node, ast.Assign) and any(getattr(target, "id", "").endswith("url_name") for target in node.targets):
        yield from filter(None, [_text(node.value)])
    if isinstance(node, ast.keyword) and (node.arg or "").endswith(("url_name", "pattern_name")):
        yield from filter(None, [_text(node.value)])


def _log_actions(node: ast.AST) -> Iterator[str]:
    """What ``log(action=…)`` writes has to have words, or Wagtail refuses the entry."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "log":
        yield from (_text(keyword.value) for keyword in node.keywords if keyword.arg == "action")


def _is_address(name: str) -> bool:
    *spaces, last = name.split(":")
    resolver: URLResolver = get_resolver()
    for space in spaces:
        if space not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[space][1]
    return any(isinstance(known, str) and fnmatch(known, last) for known in resolver.reverse_dict)


def _is_template(name: str) -> bool:
    if "*" in name:
        return any(fnmatch(str(path), f"*/{name}") for app in ROOT.iterdir() for path in app.glob("templates/**/*"))
    try:
        engines["django"].get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _is_static(name: str) -> bool:
    return bool(finders.find(name))
