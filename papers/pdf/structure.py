"""Tagged PDFs appended to each other with their tags. No library we know does this: copied pages lose the tree that
says what is a heading or a table.

ISO 32000-1, 14.7: every page names a key of the parent tree, elements name their pages, and table cells their headers
by identifiers. All three are counted per document and have to be told apart when documents are joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree


class TaggedDocument:
    """A document in the making. ``about`` gives ``lang``, ``dir`` and ``author``."""

    def __init__(self, title: str, about: dict[str, Any]) -> None:
        self.pdf = pikepdf.new()
        self.next_key = 0
        self.joined = 0
        self.is_accessible = True
        self.identifiers: dict[bytes, pikepdf.Object] = {}
        self.parents = NumberTree.new(self.pdf)
        self.document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self.root = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot, K=Array([self.document]), RoleMap=Dictionary(), ParentTree=self.parents.obj
            )
        )
        self.document.P = self.root
        catalogue = self.pdf.Root
        catalogue.StructTreeRoot = self.root
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.Lang = pikepdf.String(about["lang"])
        catalogue.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, Direction=Name.R2L if about["dir"] == "rtl" else Name.L2R
        )
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:creator"] = [about["author"]]
            metadata["dc:language"] = {about["lang"]}

    def append(self, source: pikepdf.Pdf) -> None:
        first = len(self.pdf.pages)
        self.pdf.pages.extend(source.pages)
        self.is_accessible = self.is_accessible and _declares_access(source)
        tree = source.Root.get("/StructTreeRoot")
        pages = list(self.pdf.pages)[first:]
        if isinstance(tree, Dictionary):
            # made indirect, so that the copy refers to the pages copied above
            self._join(self.pdf.copy_foreign(source.make_indirect(tree)), pages, str(source.Root.get("/Lang", "")))
        else:
            _forget_keys(pages)

    def finished(self) -> pikepdf.Pdf:
        self.root.ParentTreeNextKey = self.next_key
        names = Array()
        for identifier in sorted(self.identifiers):
            names.extend([pikepdf.String(identifier), self.identifiers[identifier]])
        if len(names):
            self.root.IDTree = self.pdf.make_indirect(
                Dictionary(Names=names, Limits=Array([names[0], names[len(names) - 2]]))
            )
        if self.is_accessible:
            with self.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["pdfuaid:part"] = "1"
        return self.pdf

    def _join(self, tree: pikepdf.Object, pages: list[pikepdf.Page], language: str) -> None:
        self.joined += 1
        for name, role in dict(tree.get("/RoleMap", Dictionary())).items():
            if name not in self.root.RoleMap:
                self.root.RoleMap[name] = role
        for top in _elements(tree.get("/K")):
            top.P = self.document
            if language:
                top.Lang = pikepdf.String(language)
            self.document.K.append(top)
            self._tell_identifiers_apart(top)
        self._shift_keys(tree, pages)

    def _tell_identifiers_apart(self, top: pikepdf.Object) -> None:
        prefix = f"{self.joined}-".encode()
        for element in _descendants(top):
            if "/ID" in element:
                element.ID = pikepdf.String(prefix + bytes(element.ID))
                self.identifiers[bytes(element.ID)] = element
            for attributes in _elements(element.get("/A")):
                if "/Headers" in attributes:
                    attributes.Headers = Array(
                        [pikepdf.String(prefix + bytes(header)) for header in attributes.Headers]
                    )

    def _shift_keys(self, tree: pikepdf.Object, pages: list[pikepdf.Page]) -> None:
        offset = self.next_key
        parents = tree.get("/ParentTree")
        if parents is not None:
            for key, parent in NumberTree(parents).items():
                self.parents[key + offset] = parent
                self.next_key = max(self.next_key, key + offset + 1)
        for holder, name in _holders_of_keys(pages):
            holder[name] = int(holder[name]) + offset


def _declares_access(source: pikepdf.Pdf) -> bool:
    """PDF/UA. The whole may say so of itself where all its parts do."""
    with source.open_metadata(update_docinfo=False) as metadata:
        return metadata.get("pdfuaid:part") == "1"


def _elements(kids: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    """The dictionaries among them; one alone may stand for a list of one."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            yield kid


def _descendants(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += _elements(element.get("/K"))


def _holders_of_keys(pages: list[pikepdf.Page]) -> Iterator[tuple[pikepdf.Object, str]]:
    for page in pages:
        if "/StructParents" in page.obj:
            yield page.obj, "/StructParents"
        for annotation in page.obj.get("/Annots", Array()):
            if "/StructParent" in annotation:
                yield annotation, "/StructParent"
        for drawing in _drawings(page):
            for key in ("/StructParents", "/StructParent"):
                if key in drawing:
                    yield drawing, key


def _drawings(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    resources = page.obj.get("/Resources", Dictionary())
    for _name, drawing in dict(resources.get("/XObject", Dictionary())).items():
        yield drawing


def _forget_keys(pages: list[pikepdf.Page]) -> None:
    """Drops the keys of an untagged annex: they point nowhere, and would point into somebody else's tree."""
    for holder, key in list(_holders_of_keys(pages)):
        del holder[key]
