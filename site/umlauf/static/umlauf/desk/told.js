// What the desk tells while a screen is open: notices above the page, each under a name, so that it stands there once.
(() => {
  const place = document.createElement("div");
  place.className = "umlauf-told";
  document.body.append(place);

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const link = (label, address, options = {}) => Object.assign(document.createElement("a"), { className: "button button-small button-secondary", textContent: label, href: address, ...options });

  const untell = (name) => place.querySelector(`[data-told="${name}"]`)?.remove();

  const tell = (name, sentence, { details = [], actions = [], urgent = true } = {}) => {
    const text = [sentence, ...details].join("\n");
    const there = place.querySelector(`[data-told="${name}"]`);
    if (there?.dataset.text === text) return there;
    there?.remove();
    const notice = document.createElement("div");
    notice.className = `umlauf-told__notice${urgent ? " umlauf-told__notice--urgent" : ""}`;
    notice.dataset.told = name;
    notice.dataset.text = text;
    notice.setAttribute("role", urgent ? "alert" : "status");
    const first = document.createElement("p");
    first.textContent = sentence;
    notice.append(first);
    if (details.length) {
      const list = document.createElement("ul");
      for (const detail of details) list.append(Object.assign(document.createElement("li"), { textContent: detail }));
      notice.append(list);
    }
    const row = document.createElement("p");
    row.className = "umlauf-told__actions";
    row.append(...actions);
    if (actions.length) notice.append(row);
    place.append(notice);
    return notice;
  };

  const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  const focus = () => place.querySelector("a, button")?.focus();

  window.umlaufTold = { tell, untell, fill, button, link, focus };
})();
