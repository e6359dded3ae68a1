// Adds and moves lines of the routing slip. Without it the form still works: "Add a line" is a submit button, and the order is a number field.
(() => {
  const form = document.querySelector("[data-slip]");
  if (!form) return;
  const rows = form.querySelector("[data-slip-rows]");
  const empty = form.querySelector("[data-slip-empty]");
  const total = form.querySelector("[name$=TOTAL_FORMS]");

  const renumber = () => {
    rows.querySelectorAll("[data-slip-row]").forEach((row, index) => {
      const order = row.querySelector("[name$='-ORDER']");
      if (order) order.value = index + 1;
    });
  };

  const moveButton = (label, sign, move) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary umlauf-move";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => { move(); renumber(); button.focus(); });
    return button;
  };

  const equip = (row) => {
    const order = row.querySelector("[name$='-ORDER']");
    if (!order) return;
    order.hidden = true;
    order.tabIndex = -1;
    const cell = order.parentElement;
    cell.append(
      moveButton(form.dataset.labelUp, "↑", () => row.previousElementSibling?.before(row)),
      moveButton(form.dataset.labelDown, "↓", () => row.nextElementSibling?.after(row)),
    );
  };

  form.querySelector("[data-slip-add]").addEventListener("click", (event) => {
    event.preventDefault();
    const index = Number(total.value);
    const holder = document.createElement("tbody");
    holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", index);
    const row = holder.querySelector("[data-slip-row]");
    const stages = [...rows.querySelectorAll("[name$='-stage']")].map((field) => Number(field.value) || 1);
    const stage = row.querySelector("[name$='-stage']");
    if (stage && stages.length) stage.value = Math.max(...stages);
    rows.append(row);
    total.value = index + 1;
    equip(row);
    renumber();
    const first = row.querySelector("select");
    if (first) first.focus();
  });

  rows.querySelectorAll("[data-slip-row]").forEach(equip);
  renumber();
})();
