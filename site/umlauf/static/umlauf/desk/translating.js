// The same for the editor of translations, which saves text by text and forgets what could not be saved: each text is
// kept in the tab until the server has it, is sent with the token of today, and replaces nothing newer unasked.
(() => {
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;
  const settings = JSON.parse(document.getElementById("umlauf-left-open").textContent);
  const { words, since, person } = settings;
  const kept = window.umlaufKept;
  const told = window.umlaufTold;
  const { segments = [], initialStringTranslations = [] } = JSON.parse(editor.dataset.props);
  const key = kept.keyOf(person, location.pathname, "translation");
  const NEWER = 409; // status
  const known = {}; // address of a text: since when it is known here
  const sendTo = window.fetch.bind(window);

  const keptTexts = () => Object.fromEntries((kept.read(key)?.fields || []).map(([address, value]) => [address, value]));

  const keepTexts = (texts) => {
    const fields = Object.entries(texts).map(([address, value]) => [address, value, segments.find((one) => one.editUrl === address)?.source || "", value]);
    if (fields.length) kept.write(key, { at: Date.now(), path: location.pathname, title: document.title, fields });
    else kept.forget(key);
  };
  const keepText = (address, value) => keepTexts({ ...keptTexts(), [address]: value });
  const isSaved = (address) => {
    const { [address]: _saved, ...others } = keptTexts();
    keepTexts(others);
    told.untell(address);
  };

  const headersFor = (address, headers) => ({ ...headers, "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN, [since.header]: known[address] || since.time });

  const putMine = async (address, value) => {
    const body = new FormData();
    body.append("value", value);
    const response = await window.fetch(address, { method: "PUT", credentials: "same-origin", body, headers: {} }).catch(() => null);
    return Boolean(response?.ok && !response.redirected);
  };

  const putAndShow = async (texts) => {
    let all = true;
    for (const [address, value] of Object.entries(texts)) all = (await putMine(address, value)) && all;
    if (all) location.reload(); // the editor shows what the server has
  };

  const tellNewer = async (address, response, value) => {
    const { told: sentence } = await response.clone().json();
    const mine = told.button(words.put_mine, () => putAndShow({ [address]: value }));
    const theirs = told.button(words.discard, () => { isSaved(address); location.reload(); });
    told.tell(address, sentence, { details: [value], actions: [mine, theirs] });
  };

  const tellUnsaved = (address, value) => {
    const again = told.button(words.save_kept, () => putAndShow({ [address]: value }));
    told.tell(address, words.text_not_saved, { details: [value], actions: [again] });
    told.look();
  };

  // wagtail-localize asks by fetch, with the token the page was opened with
  window.fetch = async (resource, options = {}) => {
    const address = String(resource);
    const isText = segments.some((one) => one.editUrl === address);
    if (!isText || !["PUT", "DELETE"].includes(options.method)) return sendTo(resource, options);
    const value = options.body?.get("value") ?? "";
    keepText(address, value);
    try {
      const response = await sendTo(resource, { ...options, headers: headersFor(address, options.headers) });
      const saved = !response.redirected && (response.ok || (options.method === "DELETE" && response.status === 404));
      if (saved) isSaved(address);
      else if (response.status === NEWER) await tellNewer(address, response, value);
      else tellUnsaved(address, value);
      if (saved || response.status === NEWER) known[address] = response.headers.get(since.header) || since.time;
      return response;
    } catch (error) {
      tellUnsaved(address, value);
      throw error;
    }
  };

  // while it is typed; a text is known by the original that stands above it
  const segmentOf = (field) => {
    const shown = field.closest("li")?.textContent || "";
    const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
    return segments.filter((one) => one.source && shown.includes(plain(one.source))).sort((one, other) => other.source.length - one.source.length)[0];
  };
  let timer = 0;
  editor.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    const segment = segmentOf(event.target);
    if (!segment) return;
    const { value } = event.target;
    clearTimeout(timer);
    timer = setTimeout(keepText, 300, segment.editUrl, value);
  });

  window.addEventListener("load", () => {
    const there = Object.fromEntries(initialStringTranslations.map((one) => [segments.find(({ id, type }) => type === "string" && id === one.segment_id)?.editUrl, one.data]));
    const texts = Object.fromEntries(Object.entries(keptTexts()).filter(([address, value]) => there[address] !== value && (value || there[address])));
    keepTexts(texts);
    const count = Object.keys(texts).length;
    if (!count) return;
    const save = told.button(words.save_kept, () => putAndShow(texts));
    const discard = told.button(words.discard, () => { kept.forget(key); told.untell("kept"); });
    told.tell("kept", told.fill(words.translations_kept, { count }), { details: Object.values(texts), actions: [save, discard], urgent: false });
  });
})();
