"""A browser without scripts: keeps cookies, reads the forms of a page, and sends what they hold and what was filled
in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests
from lxml import html

TIMEOUT = 120  # seconds
TOKEN = "csrfmiddlewaretoken"
BLOCKS = ".//*[@data-w-block-arguments-value]"


@dataclass
class Page:
    """``done``: what the page says was done; ``said``: what it says else."""

    address: str
    status: int
    tree: Any
    seconds: float
    done: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def links(self, part: str) -> list[str]:
        """Addresses that lead to where ``part`` is in the path."""
        found = (urljoin(self.address, link) for link in self.tree.xpath("//a/@href"))
        return sorted({link for link in found if part in link})

    def form(self, holding: str = "") -> Form:
        """The first that changes something, and has a field of this name. Raises NoForm."""
        for one in self.tree.forms:
            found = Form(urljoin(self.address, one.get("action") or ""), filled(one), one)
            names = found.names()
            if TOKEN in names and "logout" not in found.action and holding in {"", *names}:
                return found
        raise NoForm(self.said)

    @property
    def problems(self) -> list[str]:
        """What stands at the fields of a form that was not taken."""
        path = "//*[contains(@class, 'error-message') or contains(@class, 'w-field__errors') or @role='alert']"
        return [words for one in self.tree.xpath(path) if (words := words_of(one))]


class NoForm(Exception):
    """What the page offered is over; somebody else was there first."""


@dataclass
class Form:
    action: str
    values: list[tuple[str, str]]
    element: Any

    def names(self) -> set[str]:
        return {one.get("name") for one in self.element.xpath(".//*[@name]")} | {name for name, _value in self.values}

    def options(self, name: str) -> list[str]:
        """Values that can be chosen, of a list or of radio buttons."""
        path = f".//select[@name='{name}']//option/@value | .//input[@type='radio' and @name='{name}']/@value"
        return [str(value) for value in self.element.xpath(path) if value]

    def buttons(self) -> set[str]:
        return set(self.element.xpath(".//button/@name"))

    def with_values(self, **values: Any) -> list[tuple[str, str]]:
        """Only what the form has fields or buttons for."""
        known = {name: value for name, value in values.items() if name in self.names()}
        kept = [(name, value) for name, value in self.values if name not in known]
        return kept + [(name, str(value)) for name, value in known.items()]


class Browser:
    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "de"

    def open(self, address: str) -> Page:
        return self._page(self.session.get(urljoin(self.base, address), timeout=TIMEOUT))

    def send(self, form: Form, files: Any = None, **values: Any) -> Page:
        """Of an answer that leads elsewhere, the page it leads to; ``seconds`` are those of the first answer."""
        data = form.with_values(**values)
        headers = {"Referer": form.action, "Origin": form.action[: form.action.index("/", len("https://"))]}
        if files is None and form.element.get("enctype") == "multipart/form-data":
            files = {"no-file": (None, "")}  # what makes requests send it so
        answer = self.session.post(
            form.action, data=data, files=files, headers=headers, allow_redirects=False, timeout=TIMEOUT
        )
        if answer.is_redirect:
            page = self.open(urljoin(form.action, answer.headers["Location"]))
            page.seconds = answer.elapsed.total_seconds()
            return page
        return self._page(answer)

    def sign_in(self, address: str, email: str, password: str) -> None:
        """Raises AssertionError where the log-in is refused."""
        page = self.open(address)
        form = next(one for one in page.tree.forms if one.xpath(".//input[@type='password']"))
        action = urljoin(page.address, form.get("action") or "")
        page = self.send(Form(action, filled(form), form), username=email, password=password)
        assert not page.tree.xpath("//input[@type='password']"), f"{email} could not sign in: {page.problems}"

    @staticmethod
    def _page(answer: requests.Response) -> Page:
        tree = html.fromstring(answer.text or "<html></html>")
        found = Page(answer.url, answer.status_code, tree, answer.elapsed.total_seconds())
        for one in tree.xpath("//*[contains(concat(' ', @class, ' '), ' messages ')]//li[not(ancestor::template)]"):
            if words := words_of(one):
                (found.done if "success" in (one.get("class") or "").split() else found.said).append(words)
        return found


def filled(form: Any) -> list[tuple[str, str]]:
    """What a browser would send, with what scripts would make of blocks."""
    values = [(name, value) for name, value in form.form_values() if name]
    for block in form.xpath(BLOCKS):
        arguments = json.loads(block.get("data-w-block-arguments-value"))
        values += block_fields(block.get("id"), arguments[0])
    return values


def block_fields(name: str, value: Any) -> list[tuple[str, str]]:
    """Fields of a block with this value, as the editor writes them."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in block_fields(f"{name}-{key}", inner)]
    if not isinstance(value, list):
        return [] if value is False else [(name, "on" if value is True else "" if value is None else str(value))]
    rows: list[tuple[str, str]] = [(f"{name}-count", str(len(value)))]
    for place, row in enumerate(value):
        if not isinstance(row, dict):
            return [(name, str(one)) for one in value]
        at = f"{name}-{place}"
        rows += [(f"{at}-deleted", ""), (f"{at}-order", str(place)), (f"{at}-id", row.get("id") or "")]
        rows += [(f"{at}-type", row["type"])] if "type" in row else []
        rows += block_fields(f"{at}-value", row.get("value"))
    return rows


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())
