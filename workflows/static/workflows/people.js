// Finds people while their name is typed. Without it the search is a button.
(() => {
  const form = document.querySelector("[data-people]");
  if (!form) return;
  const field = form.querySelector("[name=q]");
  const found = form.querySelector("[data-people-found]");
  const chosen = form.querySelector("[data-people-chosen]");
  const status = form.querySelector("[data-people-status]");
  const distribution = document.querySelector("[data-distribute]");
  const stale = distribution.querySelector("[data-distribute-stale]");
  const send = distribution.querySelector("button[type=submit]");
  let timer = 0;
  let latest = 0;

  // the button sends to those who were shown; who was ticked since then is not among them
  const compare = () => {
    const shown = [...distribution.querySelectorAll("[name=chosen]")].map((field) => field.value);
    const ticked = [...form.querySelectorAll("[name=chosen]:checked")].map((field) => field.value);
    const differs = shown.length !== ticked.length || shown.some((value) => !ticked.includes(value));
    stale.hidden = !(differs && send);
    if (send) send.disabled = differs;
  };
  form.addEventListener("change", compare);
  window.addEventListener("pageshow", compare); // going back brings back what was ticked

  // who was ticked stays, whatever is searched for next
  found.addEventListener("change", (event) => {
    const row = event.target.closest("li");
    chosen.append(row);
    event.target.focus();
  });

  const search = async () => {
    const asked = ++latest;
    const parameters = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(`?${parameters}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!response.ok || asked !== latest) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-people-found]");
      if (!fresh || asked !== latest) return;
      found.replaceChildren(...fresh.children);
      status.textContent = page.querySelector("[data-people-status]").textContent;
    } catch {
      // the button still works
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 300);
  });
})();
