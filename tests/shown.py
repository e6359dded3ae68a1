"""Forms as a person meets them: what the page shows can be filled in, what it does not show cannot.

``shown_form(client, address)`` opens a page and reads its form. Fields are named by the words on the screen; a word
that stands at no field that could be filled fails the test. ``send`` posts what a browser would: what was there, what
was filled in, and nothing else.
"""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

NOT_SHOWN = ("hidden", "submit", "button", "image", "reset")
SWITCHES = ("checkbox", "radio")


def shown_form(client, address, **found_by):
    """The page's form that is sent by POST and is not the log-out. ``found_by``: an attribute, if there are several."""
    response = client.get(address)
    whereto = response.headers.get("Location", "")
    assert response.status_code == 200, f"{address} answers {response.status_code} {whereto}"
    return ShownForm(client, address, response, found_by)


class ShownForm:
    def __init__(self, client, address, response, found_by):
        self.client, self.address, self.found_by = client, address, found_by
        self.read(response)

    def read(self, response):
        self.response = response
        self.page = html.fromstring(response.content.decode())
        forms = [form for form in self.page.iter("form") if self._is_meant(form)]
        assert len(forms) == 1, f"{self.address} shows {len(forms)} forms to send"
        self.form = forms[0]
        for template in list(self.form.iter("template")):  # what a script would make of it is not shown yet
            template.tag = "kept-template"

    def _is_meant(self, form):
        if (form.get("method") or "get").lower() != "post":
            return False
        if self.found_by:
            return all(form.get(name) == value for name, value in self.found_by.items())
        return "logout" not in (form.get("action") or "") and bool(self._controls(form))

    # --- what is shown

    def _controls(self, form=None):
        form = self.form if form is None else form
        return [one for one in form.iter("input", "select", "textarea") if self._is_shown(one)]

    @staticmethod
    def _is_shown(control):
        if not control.get("name") or control.get("disabled") is not None:
            return False
        if control.tag == "input" and (control.get("type") or "text").lower() in NOT_SHOWN:
            return False
        around = list(control.iterancestors())
        if any(one.tag == "kept-template" for one in around):
            return False
        if any(one.tag == "fieldset" and one.get("disabled") is not None for one in around):
            return False
        # the panel of a tab is hidden until its tab is chosen; anything else that is hidden stays so
        return all(one.get("hidden") is None or one.get("role") == "tabpanel" for one in [control, *around])

    @property
    def labels(self):
        """Words on the screen, in their order, with the controls they stand at."""
        found: dict[str, list] = {}
        for control in self._controls():
            found.setdefault(self._label_of(control), []).append(control)
        return found

    @property
    def unlabelled(self):
        return [control.get("name") for control in self.labels.get("", [])]

    def _label_of(self, control):
        """Of a group of ticks or of radio buttons, what stands at the group."""
        if self._type(control) in SWITCHES and self._is_one_of_several(control):
            return self._group_label(control)
        return self._own_label(control)

    def _own_label(self, control):
        if control.get("id"):
            for label in self.page.xpath("//label[@for=$id]", id=control.get("id")):
                if words := words_of(label):
                    return words
        for around in control.iterancestors("label"):
            return words_of(around)
        for named in (control.get("aria-labelledby") or "").split():
            if elements := self.page.xpath("//*[@id=$id]", id=named):
                return words_of(elements[0])
        return (control.get("aria-label") or "").strip()

    def _group_label(self, control):
        for around in control.iterancestors():
            if around.tag == "fieldset" and (legend := around.find("legend")) is not None:
                return words_of(legend)
            if around.get("data-field-wrapper") is not None or around.get("role") in ("group", "radiogroup"):
                labels = [label for label in around.iter("label") if not self._is_of_a_switch(label)]
                if labels:
                    return words_of(labels[0])
            if "w-panel" in (around.get("class") or "").split():
                return words_of(around.xpath(".//*[contains(@class, 'w-panel__heading')]")[0])
        return ""

    def _is_of_a_switch(self, label):
        own = label.xpath(".//input")
        named = self.page.xpath("//input[@id=$id]", id=label.get("for") or "-")
        return any(self._type(one) in SWITCHES for one in [*own, *named])

    def _is_one_of_several(self, control):
        if self._type(control) == "radio":
            return True
        alike = self.form.xpath(".//input[@name=$name]", name=control.get("name"))
        return len(alike) > 1 or control.get("id", "").rpartition("_")[2].isdigit()

    @staticmethod
    def _type(control):
        return (control.get("type") or "text").lower() if control.tag == "input" else control.tag

    @property
    def errors(self):
        found = self.page.xpath("//*[contains(@class, 'error-message') or contains(@class, 'w-field__errors')]")
        return [words for words in map(words_of, found) if words]

    # --- filling in

    def fill(self, values):
        for label, value in values.items():
            self._fill(label, value)
        return self

    def _fill(self, label, value):
        controls = self.labels.get(label)
        if controls is None:
            pytest.fail(f"“{label}” stands at no field of {self.address}; there are {list(self.labels)}")
        kind = self._type(controls[0])
        if kind in SWITCHES and self._is_one_of_several(controls[0]):
            self._tick(label, controls, value if isinstance(value, (list, tuple)) else [value])
        elif kind == "checkbox":
            self._set(controls[0], "checked", bool(value))
        elif kind == "select":
            self._select(label, controls[0], value if isinstance(value, (list, tuple)) else [value])
        elif kind == "textarea":
            controls[0].text = value
        elif kind == "file":
            self.files = {**getattr(self, "files", {}), controls[0].get("name"): value}
        else:
            controls[0].set("value", str(value))

    def _tick(self, label, controls, wanted):
        options = {self._own_label(control): control for control in controls}
        if missing := [one for one in wanted if one not in options]:
            pytest.fail(f"“{label}” of {self.address} does not offer {missing}; it offers {list(options)}")
        for words, control in options.items():
            self._set(control, "checked", words in wanted)

    def _select(self, label, control, wanted):
        options = {words_of(option): option for option in control.iter("option")}
        if missing := [one for one in wanted if one not in options]:
            pytest.fail(f"“{label}” of {self.address} does not offer {missing}; it offers {list(options)}")
        for words, option in options.items():
            self._set(option, "selected", words in wanted)

    @staticmethod
    def _set(element, attribute, on):
        if on:
            element.set(attribute, attribute)
        else:
            element.attrib.pop(attribute, None)

    def add_row(self, prefix):
        """One more of an inline form, as the button below it does."""
        total = self.form.xpath(".//input[@name=$name]", name=f"{prefix}-TOTAL_FORMS")[0]
        template = self.page.xpath("//*[@id=$id]", id=f"id_{prefix}-EMPTY_FORM_TEMPLATE")[0]
        source = (template.text or "") + "".join(html.tostring(child, encoding="unicode") for child in template)
        row = html.fragment_fromstring(source.replace("__prefix__", total.get("value")), create_parent="div")
        total.addprevious(row)
        total.set("value", str(int(total.get("value")) + 1))
        return self

    # --- sending

    def send(self, button=None, **tampered):
        """``button``: words on it, where there are several. ``tampered``: what no browser would send."""
        data = {}
        for control in self.form.iter("input", "select", "textarea"):
            self._put(data, control)
        if button is not None:
            pressed = [one for one in self.form.iter("button") if button in words_of(one)]
            assert pressed, f"no button “{button}” on {self.address}"
            if pressed[0].get("name"):
                data[pressed[0].get("name")] = [pressed[0].get("value") or ""]
        data |= {name: value if isinstance(value, list) else [value] for name, value in tampered.items()}
        data |= {name: [file] for name, file in getattr(self, "files", {}).items()}
        return self.client.post(urljoin(self.address, self.form.get("action") or self.address), data)

    def _put(self, data, control):
        name, kind = control.get("name"), self._type(control)
        if not name or control.get("disabled") is not None or kind in ("submit", "button", "image", "reset", "file"):
            return
        if any(one.tag == "kept-template" for one in control.iterancestors()):
            return
        if kind in SWITCHES:
            if control.get("checked") is not None:
                data.setdefault(name, []).append(control.get("value") or "on")
        elif kind == "select":
            options = list(control.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None]
            if not chosen and options and control.get("multiple") is None:
                chosen = options[:1]
            data.setdefault(name, []).extend(one.get("value", words_of(one)) for one in chosen)
        elif kind == "textarea":
            text = (control.text or "").removeprefix("\n")
            data.setdefault(name, []).append("\r\n".join(text.splitlines()))
        else:
            data.setdefault(name, []).append(control.get("value") or "")

    def saved(self, button=None, **tampered):
        """Sends, and fails with what the page says if that was refused."""
        response = self.send(button, **tampered)
        if response.status_code != 302:
            self.read(response)
            pytest.fail(f"{self.address} was refused ({response.status_code}): {self.errors}")
        return response


def words_of(element):
    """Without the star of a required field and without what only a machine reads."""
    copy = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    marks = ".//*[contains(@class, 'required-mark')] | .//*[@class='w-sr-only']"
    for unwanted in copy.xpath(f".//svg | .//script | .//template | {marks}"):
        unwanted.drop_tree()
    return " ".join(copy.text_content().split())


def upload(name, content=b"%PDF-1.7", media_type="application/pdf"):
    return SimpleUploadedFile(name, content, media_type)
