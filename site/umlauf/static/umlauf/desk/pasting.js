// Pasting into the editor of rich text: hands it what paste.js has read, puts tables below the text as blocks of their
// own, and says what was left out.
(() => {
  const { words } = JSON.parse(document.getElementById("umlauf-left-open").textContent);
  const OURS = "data-draftjs-conductor-fragment"; // copied in such an editor; read by it from there
  const TABLE = "table";
  const streams = [];
  let handing = false;

  // Wagtail keeps the blocks of a page to itself; each list of blocks is noted when it is shown
  const definition = window.wagtailStreamField?.blocks?.StreamBlockDefinition;
  if (definition) {
    const render = definition.prototype.render;
    definition.prototype.render = function remembered(...args) {
      const stream = render.apply(this, args);
      streams.push(stream);
      return stream;
    };
  }

  // the list of blocks around a field that can hold a table, and where in it the field stands
  const placeFor = (field) => {
    for (let child = field.closest("[data-streamfield-child]"); child; child = child.parentElement.closest("[data-streamfield-child]")) {
      for (const stream of streams) {
        const at = stream.children.findIndex((one) => one.element === child);
        if (at !== -1 && stream.blockDef.childBlockDefsByName[TABLE]) return { stream, at };
      }
    }
    return null;
  };

  const valueOfTable = ({ caption, rows: [head, ...rows] }) => ({
    table: {
      caption,
      columns: head.map((heading) => ({ type: "text", heading })),
      rows: rows.map((values) => ({ values })),
    },
  });

  const insertTables = ({ stream, at }, tables) => {
    tables.forEach((table, position) => {
      stream.insert({ type: TABLE, value: valueOfTable(table), id: crypto.randomUUID?.() }, at + 1 + position, { animate: false });
    });
  };

  // where no table can stand, its rows are lines, and a bar stands between cells
  const asLines = (read) => {
    const blocks = [...read.blocks];
    for (const { at, rows } of [...read.tables].reverse()) {
      const lines = rows.map((row, position) => ({ key: `t${at}-${position}`, text: row.join(" | "), type: "unstyled", depth: 0, inlineStyleRanges: [], entityRanges: [], data: {} }));
      blocks.splice(at, 0, ...lines);
    }
    return blocks;
  };

  const empty = (key) => ({ key, text: "", type: "unstyled", depth: 0, inlineStyleRanges: [], entityRanges: [], data: {} });

  // what stands before and after the place it is put to, in the same paragraph
  const around = () => {
    const selection = window.getSelection();
    if (!selection?.rangeCount) return ["", ""];
    const chosen = selection.getRangeAt(0);
    const blockOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-block]");
    const [first, last] = [blockOf(chosen.startContainer), blockOf(chosen.endContainer)];
    if (!first || !last) return ["", ""];
    const [before, after] = [document.createRange(), document.createRange()];
    before.selectNodeContents(first);
    before.setEnd(chosen.startContainer, chosen.startOffset);
    after.selectNodeContents(last);
    after.setStart(chosen.endContainer, chosen.endOffset);
    return [before.toString().trim(), after.toString().trim()];
  };

  // the first and the last block would run into the text around them and take on its kind
  const setApart = (blocks) => {
    const isWords = blocks.length === 1 && blocks[0].type === "unstyled";
    if (isWords) return blocks;
    const [before, after] = around();
    const all = before ? [empty("begin"), ...blocks] : [...blocks];
    return after || all.length === 1 ? [...all, empty("end")] : all;
  };

  const hand = (target, text, blocks, entityMap) => {
    const all = setApart(blocks);
    const holder = document.createElement("div");
    holder.setAttribute(OURS, JSON.stringify({ blocks: all, entityMap }));
    holder.textContent = text;
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    clipboardData.setData("text/html", holder.outerHTML);
    handing = true;
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    handing = false;
  };

  const tell = ({ tables, left }, place) => {
    const sentences = [];
    if (tables.length) sentences.push(`${place ? words.tables_below : words.tables_as_lines} (${tables.length})`);
    const missing = Object.entries(left).filter(([, count]) => count).map(([name, count]) => `${words.left[name]} (${count})`);
    if (missing.length) sentences.push(`${words.left_out} ${missing.join(", ")}`);
    window.umlaufTold.untell("pasted");
    if (!sentences.length) return;
    const close = window.umlaufTold.button(words.close, () => window.umlaufTold.untell("pasted"));
    window.umlaufTold.tell("pasted", words.pasted, { details: sentences, actions: [close], urgent: false });
  };

  document.addEventListener("paste", (event) => {
    const target = event.target.closest?.(".Draftail-Editor [contenteditable=true]");
    const html = event.clipboardData?.getData("text/html");
    if (handing || !target || !html || html.includes(OURS)) return;
    const read = window.umlaufPaste.read(html);
    if (!read.blocks.length && !read.tables.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const place = placeFor(target);
    const blocks = place ? read.blocks : asLines(read);
    if (blocks.length) hand(target, event.clipboardData.getData("text/plain"), blocks, read.entityMap);
    if (place) insertTables(place, read.tables);
    tell(read, place);
  }, { capture: true });
})();
