// Looks after a distribution while it leaves. Without it, "Look again" is a button that does the same.
(() => {
  const root = document.querySelector("[data-progress]");
  if (!root) return;
  const form = root.querySelector("[data-progress-form]");
  const live = root.querySelector("[data-progress-live]");
  const part = (where, name) => where.querySelector(`[data-part="${name}"]`);
  const PAUSE = 10000; // milliseconds, when the server does not answer
  let told = part(root, "progress").dataset.tenth;

  const announce = (progress) => {
    if (progress.dataset.tenth === told) return;
    told = progress.dataset.tenth;
    const sentence = progress.querySelector("[data-sentence]");
    if (sentence) live.textContent = sentence.textContent;
  };

  const show = (fresh) => {
    for (const name of ["progress", "problems"]) {
      const old = part(root, name);
      const now = part(fresh, name);
      // nothing is taken away under somebody's fingers
      if (old.outerHTML !== now.outerHTML && !old.contains(document.activeElement)) old.replaceWith(now);
    }
  };

  const look = async () => {
    let pause = PAUSE;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.redirected || response.status === 403 || response.status === 404) {
        form.hidden = false; // signed out: the button leads to the log-in
        return;
      }
      if (response.ok) {
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
        const progress = part(fresh, "progress");
        const finished = progress.dataset.finished === "yes";
        pause = Number(progress.dataset.next) || PAUSE;
        show(fresh);
        announce(progress);
        if (finished) return;
      }
    } catch {
      // the network is away; try again later
    }
    setTimeout(look, pause);
  };

  if (part(root, "progress").dataset.finished === "yes") return;
  form.hidden = true;
  setTimeout(look, 500);
})();
