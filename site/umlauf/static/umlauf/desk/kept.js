// Keeps what was typed into a form of the desk until it is saved: in the session storage of this one tab, under the
// person and the address. It ends with the tab; signing out, or somebody else signing in, clears it. No passwords, no
// files.
(() => {
  const PREFIX = "umlauf-typed:";
  const LONGEST = 7 * 24 * 60 * 60 * 1000; // milliseconds; a log-in lasts no longer
  const NOT_TYPED = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);
  const COUNTED = "TOTAL_FORMS"; // rows that were added come back first

  const keyOf = (person, path, name) => `${PREFIX}${person}:${path}#${name}`;

  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const write = (key, entry) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(entry));
      return true;
    } catch {
      return false; // switched off, or full
    }
  };

  const forget = (key) => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // switched off
    }
  };

  // what one person typed; whatever is of others, or too old, is not kept any longer
  const entriesOf = (person) => {
    let keys = [];
    try {
      keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
    const entries = [];
    for (const key of keys) {
      const entry = read(key);
      if (!entry || !key.startsWith(`${PREFIX}${person}:`) || Date.now() - entry.at > LONGEST) forget(key);
      else entries.push([key, entry]);
    }
    return entries;
  };

  const isTyped = (field) => Boolean(field.name) && !field.disabled && !field.readOnly && !NOT_TYPED.has(field.type) && "value" in field;

  const labelOf = (field) => {
    const label = field.labels?.[0]?.textContent || field.getAttribute("aria-label") || field.name;
    return label.replace(/\s+/g, " ").replace(/\s*\*\s*$/, "").trim();
  };

  const enteredIn = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.value, field.checked];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
    return field.value;
  };

  const fieldsOf = (form) => [...form.elements].filter(isTyped);

  // [name, value, label, as people read it] of each field, and how many rows there are
  const typedIn = (form) => ({
    rows: form.querySelector(`[name$=${COUNTED}]`)?.value,
    fields: fieldsOf(form).map((field) => [field.name, enteredIn(field), labelOf(field), shownOf(field)]),
  });

  const shownOf = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? "✓" : "";
    if (field.selectedOptions) return [...field.selectedOptions].map((option) => option.textContent.trim()).join(", ");
    return field.value;
  };

  const same = (one, other) => {
    const bare = (typed) => JSON.stringify([typed.rows, typed.fields.map(([name, value]) => [name, value])]);
    return bare(one) === bare(other);
  };

  // whether a form shows all that was typed; it may ask for more than it did
  const shows = (form, typed) => {
    const shown = typedIn(form);
    const asked = new Set(typed.fields.map(([name]) => name));
    return same({ ...shown, fields: shown.fields.filter(([name]) => asked.has(name)) }, typed);
  };

  const addRows = (form, rows) => {
    const add = form.querySelector("[data-slip-add]");
    const count = () => Number(form.querySelector(`[name$=${COUNTED}]`)?.value);
    for (let before = -1; add && count() < Number(rows) && count() !== before; ) {
      before = count();
      add.click();
    }
  };

  const isTicked = (field, of) => {
    const found = of.find(([value]) => value === field.value);
    return found ? found[1] : field.checked;
  };

  const putBack = (form, typed) => {
    addRows(form, typed.rows);
    const left = new Map();
    for (const [name, value] of typed.fields) left.set(name, [...(left.get(name) || []), value]);
    for (const field of fieldsOf(form)) {
      const values = left.get(field.name);
      if (!values?.length) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = isTicked(field, values);
      else if (field.type === "select-multiple") {
        const chosen = values.shift();
        for (const option of field.options) option.selected = chosen.includes(option.value);
      } else field.value = values.shift();
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  };

  // of the editor of a page, whose fields are made by scripts: everything it would send, for the server to show again
  const wholeForm = (form) => {
    const data = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  };

  const sendAgain = (form, body, token) => {
    const again = document.createElement("form");
    again.method = "post";
    again.action = location.pathname;
    again.hidden = true;
    const put = (name, value) => {
      const field = document.createElement("textarea"); // keeps lines as they are
      field.name = name;
      field.value = value;
      again.append(field);
    };
    for (const [name, value] of new URLSearchParams(body)) {
      if (!name.startsWith("action-")) put(name, value);
    }
    put("csrfmiddlewaretoken", token || form.elements.csrfmiddlewaretoken.value);
    put("umlauf-bring-back", "1");
    document.body.append(again);
    again.submit();
  };

  window.umlaufKept = { keyOf, read, write, forget, entriesOf, fieldsOf, typedIn, same, shows, putBack, wholeForm, sendAgain };
})();
