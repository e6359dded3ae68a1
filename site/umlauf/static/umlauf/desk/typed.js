// Nothing typed is lost. While a screen of the desk is open it asks whether one is still signed in, and whether what it
// shows still stands, and says so before anybody presses a button. Nothing is sent while it could not arrive. What was
// typed and not saved is offered again (kept.js).
(() => {
  const settings = JSON.parse(document.getElementById("umlauf-left-open").textContent);
  const kept = window.umlaufKept;
  const main = document.getElementById("main");
  const { words, person } = settings;
  const LONGEST_ANSWER = 10000; // milliseconds
  const PAUSE = 300; // milliseconds after the last key, before what was typed is kept
  const PAUSE_IN_EDITOR = 1200; // milliseconds; rich text is handed to its form with a delay
  let typedSince = false;
  let token = "";
  let sending = null;
  let leaving = false;
  let asking = false; // before something is sent

  const { tell, untell, fill, button, link } = window.umlaufTold;
  const translating = main?.querySelector(".js-translation-editor");

  // --- what is asked --------------------------------------------------------------------------------------------

  const fetchJson = async (address, byItself) => {
    const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
    if (byItself) headers[settings.header] = "1";
    const response = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(LONGEST_ANSWER) });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, data: response.ok && isJson ? await response.json() : null };
  };

  // a log-in changes the token that forms are sent with
  const renew = (fresh) => {
    token = fresh;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh;
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = fresh;
  };

  const whoIsHere = async () => {
    const byItself = !typedSince;
    typedSince = false;
    try {
      const { data } = await fetchJson(settings.address, byItself);
      if (!data) return { who: "offline" };
      if (data.person === null) return { who: "nobody" };
      if (data.person !== person) return { who: "somebody_else" };
      renew(data.token);
      return { who: "me", seconds: data.seconds, lasts: data.lasts };
    } catch {
      return { who: "offline" };
    }
  };

  const stay = async () => {
    typedSince = true;
    await whoIsHere(); // it counts from the next answer on
    look();
  };

  const TOLD = { offline: "offline", nobody: "signed_out", somebody_else: "somebody_else" };

  const tellWho = ({ who, seconds, lasts }) => {
    for (const [state, name] of Object.entries(TOLD)) if (state !== who) untell(name);
    if (who === "me") {
      if (seconds > settings.told_before) untell("ending");
      else tell("ending", words.ending, { actions: lasts ? [button(words.stay, stay)] : [] });
      return;
    }
    untell("ending");
    const signIn = () => link(words.log_in, settings.log_in, { target: "_blank", rel: "noopener" });
    const again = () => button(words.again, look);
    tell(TOLD[who], words[TOLD[who]], { actions: who === "offline" ? [again()] : [signIn(), again()] });
  };

  const lookWhetherItStands = async () => {
    const field = main?.querySelector("form [data-stands]");
    if (!field) return;
    try {
      const { status, data } = await fetchJson(`${location.pathname}?seen=${encodeURIComponent(field.value)}`, true);
      const closed = status === 403 || status === 404;
      const changed = data?.changed || [];
      if (!closed && !changed.length) return untell("changed");
      const actions = [button(words.load, () => location.reload())];
      tell("changed", closed ? words.closed : words.changed, { details: changed, actions });
    } catch {
      // told already that there is no connection
    }
  };

  const look = async () => {
    const answer = await whoIsHere();
    tellWho(answer);
    if (answer.who === "me") await lookWhetherItStands();
    return answer.who;
  };

  window.umlaufTold.look = look;

  // --- what is kept ---------------------------------------------------------------------------------------------

  const EDITOR = "page-edit-form";
  const forms = [...(main?.querySelectorAll("form[method=post]") || [])].filter((form) => form.id === EDITOR || (!form.matches(".w-editing-sessions") && (kept.fieldsOf(form).length || form.querySelector("[data-stands]"))));
  const nameOf = (form) => (form.id === EDITOR ? EDITOR : String(forms.indexOf(form)));
  const keyOf = (form) => kept.keyOf(person, location.pathname, nameOf(form));
  const entryOf = (form, submitted) => ({
    at: Date.now(),
    path: location.pathname,
    title: main.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim() || document.title,
    submitted,
    ...(form.id === EDITOR ? { body: kept.wholeForm(form), fields: [] } : kept.typedIn(form)),
  });

  const waiting = new Map();
  const keep = (form, submitted = false) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const entry = entryOf(form, submitted);
    if (form.id !== EDITOR && form.umlaufBefore && kept.same(entry, form.umlaufBefore)) kept.forget(keyOf(form));
    else kept.write(keyOf(form), entry);
  };
  const keepSoon = (form) => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, form.id === EDITOR ? PAUSE_IN_EDITOR : PAUSE, form));
  };

  const formTyped = (target) => forms.find((form) => form.contains(target));

  const isSaved = (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    kept.forget(keyOf(form));
  };

  // the editor of a page saves by itself while it can; what it saved is the version it goes on from, and pressing a
  // button waits for it
  let savedByItself = Promise.resolve();
  const watch = (form) => {
    if (form.id !== EDITOR) return;
    form.addEventListener("w-autosave:save", (event) => {
      if (leaving) return event.preventDefault();
      savedByItself = new Promise((done) => {
        for (const end of ["w-autosave:success", "w-autosave:error"]) form.addEventListener(end, done, { once: true });
        setTimeout(done, LONGEST_ANSWER);
      });
    });
    form.addEventListener("w-autosave:success", ({ detail: { response } }) => {
      isSaved(form);
      for (const [name, value] of [["loaded_revision_id", response?.revision_id], ["loaded_revision_created_at", response?.revision_created_at]]) {
        const field = form.querySelector(`input[name=${name}]`);
        if (field && value) field.value = value;
      }
    });
    form.addEventListener("w-autosave:error", look);
  };

  const types = ({ type, key, ctrlKey, metaKey }) => type !== "keydown" || (!ctrlKey && !metaKey && key.length === 1) || ["Backspace", "Delete", "Enter"].includes(key);

  // rich text is changed by scripts, so its keys count as well
  for (const type of ["input", "change", "keydown", "paste", "drop"]) {
    document.addEventListener(type, (event) => {
      if (!types(event)) return;
      typedSince = true;
      const form = formTyped(event.target);
      if (form) keepSoon(form);
    });
  }
  window.addEventListener("pagehide", () => { for (const form of [...waiting.keys()]) keep(form); });

  // --- what is offered again ------------------------------------------------------------------------------------

  const when = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(at);
  const discard = (key, name) => button(words.discard, () => { kept.forget(key); untell(name); });

  const offer = (form, key, entry) => {
    const restore = button(words.restore, () => {
      untell("kept");
      if (form.id === EDITOR) kept.sendAgain(form, entry.body, token);
      else kept.putBack(form, entry);
    });
    tell("kept", fill(words.kept, { time: when(entry.at) }), { actions: [restore, discard(key, "kept")], urgent: false });
  };

  const tellUnsaved = (key, entry) => {
    const details = entry.fields.filter(([, , , shown]) => shown).map(([, , label, shown]) => `${label}: ${shown}`);
    const actions = [link(words.back, entry.path), discard(key, key)];
    tell(key, fill(words.not_saved, { page: entry.title }), { details, actions });
    kept.write(key, { ...entry, submitted: false });
  };

  const said = (level) => Boolean(main?.querySelector(`.messages li.${level}`));

  // what was sent and led elsewhere without a complaint was taken
  const wasTaken = (entry, isHere) => {
    const refused = said("warning") || said("error");
    return entry.submitted && (said("success") || (!isHere && entry.path !== location.pathname && !refused));
  };

  const lookBack = () => {
    const here = new Map(forms.map((form) => [keyOf(form), form]));
    for (const [key, entry] of kept.entriesOf(person)) {
      const form = here.get(key);
      if (wasTaken(entry, Boolean(form))) kept.forget(key);
      else if (!form) {
        if (entry.submitted) tellUnsaved(key, entry);
      } else {
        kept.write(key, { ...entry, submitted: false });
        const shownAgain = form.id === EDITOR ? form.dataset.wUnsavedForceValue === "true" : kept.shows(form, entry);
        if (!shownAgain) offer(form, key, entry);
        else form.umlaufBefore = null; // with what is wrong; it is not saved yet
      }
    }
  };

  // --- what is sent ---------------------------------------------------------------------------------------------

  const wakeUp = (pressed) => {
    if (!pressed) return;
    pressed.disabled = false; // Wagtail's buttons go to sleep when they are pressed
    if (pressed.dataset.wProgressLoadingValue) pressed.dataset.wProgressLoadingValue = "false";
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!forms.includes(form) || sending === form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    leaving = true;
    keep(form);
    asking = true;
    const [answer] = await Promise.all([whoIsHere(), savedByItself]);
    asking = false;
    tellWho(answer);
    wakeUp(pressed);
    if (answer.who !== "me") {
      leaving = false;
      window.umlaufTold.focus();
      return;
    }
    if (kept.read(keyOf(form)) || form.id === EDITOR) keep(form, true);
    sending = form;
    form.requestSubmit(pressed);
    sending = null;
  }, { capture: true });

  // whoever presses a button and then a link at once wants what the button does
  document.addEventListener("click", (event) => {
    if (!asking || !event.target.closest("a[href]:not([target=_blank])")) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the menu follows its links by itself
  }, { capture: true });

  // --- begin ----------------------------------------------------------------------------------------------------

  forms.forEach(watch); // at once: the editor may save by itself before everything is loaded
  const begin = () => {
    for (const form of forms) if (form.id !== EDITOR) form.umlaufBefore = kept.typedIn(form);
    lookBack();
    if (!forms.length && !translating) return;
    setInterval(() => { if (!document.hidden) look(); }, settings.interval * 1000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    for (const type of ["focus", "online", "offline"]) window.addEventListener(type, look);
  };
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();
