"""Each single question of the access rule, answered as if everything were allowed.

A mutant is a piece of source and what stands there instead. What is looked for are names, so a new way to ask is found
where it is called as the old ones are; a new name has to be added here.

All of them are written into the source at once (``with_mutants``), each behind a switch: the answer is what it always
was, until the number of a mutant is switched on (``tests.mutation.switch``). So the product is imported once for all.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

PRODUCT = ("papers", "workflows", "search", "site/umlauf")
LEFT_OUT = ("migrations", "demo", "management")

Q = '__import__("django.db.models", fromlist=["Q"]).Q(pk__isnull=False)'
IMAGES = '__import__("wagtail.images", fromlist=["x"]).get_image_model().objects.all()'
# calls by name, and what stands in their place
CALLS = {
    **dict.fromkeys(
        (
            "may_read",
            "may_read_attachment",
            "may_see_image",
            "may_edit",
            "may_delete",
            "may_open_editor",
            "may_see_log",
            "is_council_office",
            "works_in_admin",
            "drafts_somewhere",
            "_may_read_original",
        ),
        "True",
    ),
    **dict.fromkeys(("readable_rule", "attachment_rule", "translation_rule", "image_rule", "_reading_rule"), Q),
    "images_visible_to": IMAGES,
    "check_images": "None",
    **dict.fromkeys(("images_refused", "pages_refused"), "set()"),
}
METHODS = {"offered_to": "True", "is_for": "True", "allow": "None", "has_perm": "True"}
OF_A_PRINCIPAL = ("council_office", "acts_as_council_office", "is_superuser")
SETS_OF_A_PRINCIPAL = ("origins", "organizations", "bodies", "acting_for", "acting_bodies", "languages")
GUARDS = ("login_required", "require_admin_access")


class Shape(Enum):
    """What stands in front of the source, and behind it. ``{number}`` and ``{instead}`` are the mutant's."""

    ANSWER = "({instead} if __mutant__ == {number} else ", ")"
    QUESTION = "(lambda user, asked=", ": __mutant__ == {number} or asked(user))"
    GUARD = "(lambda view: __guarded__({number}, ", ", view))"


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int
    column: int
    start: int  # in the source, in characters
    end: int
    original: str
    instead: str
    shape: Shape = Shape.ANSWER
    nth: int = 0  # of those in the file that look the same

    @property
    def key(self) -> str:
        """Stays as it is while only what is around it changes."""
        digest = sha256(f"{self.original}→{self.instead}".encode()).hexdigest()[:10]
        return f"{self.path}:{digest}:{self.nth}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.original.split())} → {self.instead.split('(')[0]}"


def with_mutants(source: str, mutants: Mapping[int, Mutant]) -> str:
    """The source of one file with all its mutants in it, by number. Lines stay where they are."""
    pieces: list[tuple[int, int, int, str]] = []
    for number, mutant in mutants.items():
        before, after = (
            part.replace("{number}", str(number)).replace("{instead}", mutant.instead) for part in mutant.shape.value
        )
        # at the same place what ends inside goes first, and what begins outside
        pieces += [(mutant.start, 1, -mutant.end, before), (mutant.end, 0, -mutant.start, after)]
    written, place = [], 0
    for at, _kind, _other, text in sorted(pieces):
        written += [source[place:at], text]
        place = at
    return "".join([*written, source[place:]])


def mutants_of(root: Path, modules: list[str]) -> list[Mutant]:
    """``modules``: beginnings of paths, all of the product where there are none."""
    files = [file for part in PRODUCT for file in sorted((root / part).rglob("*.py"))]
    chosen = [
        file
        for file in files
        if not set(file.parts) & set(LEFT_OUT)
        and (not modules or str(file.relative_to(root)).startswith(tuple(modules)))
    ]
    return [mutant for file in chosen for mutant in _in_file(root, file)]


def _in_file(root: Path, file: Path) -> Iterator[Mutant]:
    source = file.read_text()
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def place(row: int, column: int) -> int:
        """Columns of the syntax tree count bytes."""
        line = source[lines[row - 1] : lines[row]]
        return lines[row - 1] + len(line.encode()[:column].decode())

    alike: Counter[tuple[str, str]] = Counter()
    found = sorted(_questions(ast.parse(source)), key=lambda question: (question[0].lineno, question[0].col_offset))
    for node, instead, shape in found:
        start, end = place(node.lineno, node.col_offset), place(node.end_lineno or 0, node.end_col_offset or 0)
        original = source[start:end]
        if instead is None:  # what the call was made on, without it
            instead = ast.get_source_segment(source, node.func.value) or ""  # type: ignore[attr-defined]
        place_of = str(file.relative_to(root)), node.lineno, node.col_offset
        yield Mutant(*place_of, start, end, original, instead, shape, alike[original, instead])
        alike[original, instead] += 1


def _questions(tree: ast.AST) -> Iterator[tuple[ast.expr, str | None, Shape]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield node, CALLS[name], Shape.ANSWER
            case ast.Call(func=ast.Name(id="Asking"), keywords=keywords):
                yield from ((keyword.value, "lambda user: True", Shape.QUESTION) for keyword in keywords)
            case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
                yield node, CALLS[name], Shape.ANSWER
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                yield node, METHODS[name], Shape.ANSWER
            case ast.Call(func=ast.Attribute(attr="readable_by")):
                yield node, None, Shape.ANSWER
            case ast.Call(func=ast.Attribute(attr="rule")):
                yield node, Q, Shape.ANSWER
            case ast.Attribute(attr=name, ctx=ast.Load()) if name in OF_A_PRINCIPAL:
                yield node, "True", Shape.ANSWER
            case ast.Compare(
                ops=[ast.In()], comparators=[ast.Attribute(value=ast.Name(id="principal"), attr=name)]
            ) if name in SETS_OF_A_PRINCIPAL:
                yield node, "True", Shape.ANSWER
            case ast.FunctionDef(decorator_list=decorators):
                yield from (
                    (one, "(lambda view: view)", Shape.GUARD)
                    for one in decorators
                    if isinstance(one, ast.Name) and one.id in GUARDS
                )
