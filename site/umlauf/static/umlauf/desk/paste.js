// Reads what Word, Outlook, LibreOffice, Excel and web pages put on the clipboard: headings, lists, links, raised and
// lowered letters become what the editor of rich text writes itself (raw content of Draft.js), tables become rows of
// cells, and what has no place in a paper is counted. Touches nothing but what it is given.
(() => {
  const HEADING = "header-three"; // the one level below the heading of a section
  const LISTS = { UL: "unordered-list-item", OL: "ordered-list-item" };
  const DROPPED = "head, style, script, meta, link, title, noscript, template, object, iframe, svg, input, button, select, textarea, del";
  const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL".split(" "));
  const NUMBERED = /^\(?(\d+|[a-z]|[ivxlcdm]+)([.)]|\.\))/i;
  const MARK = /^[·•▪●○o§Ø\-–◦‣⁃\u00a7\uf0a7\uf0b7\uf0d8\uf076]\s+/;
  const ADDRESS = /^(https?:|mailto:|tel:)/i;
  const HEADING_CLASS = /^(MsoTitle|MsoSubtitle|MsoHeading\d?|(Mso)?(Heading|berschrift|Überschrift|Titre|Nagwek|Nadpis)\d*)/i;

  const styleOf = (element) => (element.getAttribute("style") || "").toLowerCase().replace(/\s*:\s*/g, ":");
  const textOf = (element) => tidy(element.textContent).trim();

  // lines of the source and runs of spaces are one space; a single one that keeps words together stays
  const tidy = (text) => text.replace(/[ \t\r\n\u00a0]+/g, (run) => (run === "\u00a0" ? run : " "));

  const isHidden = (element) => /mso-hide:all|display:none/.test(styleOf(element));

  const takeOut = (root, selector, count = (found) => found.length) => {
    const found = [...root.querySelectorAll(selector)].filter((element) => root.contains(element));
    const number = count(found);
    for (const element of found) element.remove();
    return number;
  };

  const removeRemarks = (root) => {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    const remarks = [];
    while (walker.nextNode()) remarks.push(walker.currentNode);
    for (const remark of remarks) remark.remove();
  };

  const clear = (root) => {
    removeRemarks(root);
    const left = {};
    left.deleted = takeOut(root, "del");
    takeOut(root, DROPPED);
    takeOut(root, '[style*="mso-element:comment-list"], [style*="mso-element:footnote-list"], [style*="mso-element:endnote-list"]');
    left.comments = takeOut(root, '.MsoCommentReference, [class*=msocom], a[href*="#_msocom"]', (found) => found.filter((element) => element.matches('a[href*="#_msocom"]')).length);
    left.footnotes = takeOut(root, 'a[href*="#_ftn"], a[href*="#_edn"], a[href*="#sdfootnote"], a[href*="#sdendnote"]');
    left.pictures = takeOut(root, "img, picture, video, audio, canvas");
    for (const element of root.querySelectorAll("[style]")) if (isHidden(element)) element.remove();
    return left;
  };

  // --- lists ----------------------------------------------------------------------------------------------------

  const within = (element, root, tags) => {
    let depth = -1;
    for (let up = element; up && up !== root; up = up.parentElement) if (tags.includes(up.tagName)) depth += 1;
    return Math.max(depth, 0);
  };

  // Word writes an item as a paragraph, its sign as hidden text
  const wordItem = (element) => {
    const level = /mso-list:\s*(?:skip|l\d+ level(\d+))/.exec(styleOf(element));
    const isParagraph = /^MsoListParagraph|^MsoListBullet|^MsoListNumber/i.test(element.className);
    if (!level?.[1] && !isParagraph) return null;
    const sign = [...element.querySelectorAll("[style]")].find((one) => /mso-list:ignore/.test(styleOf(one)));
    const shown = textOf(sign || element);
    if (!sign && !level && !MARK.test(shown) && !NUMBERED.test(shown)) return null;
    sign?.remove();
    return { type: LISTS[NUMBERED.test(shown) ? "OL" : "UL"], depth: Number(level?.[1] || 1) - 1, strip: !sign };
  };

  // --- what a stretch of text is --------------------------------------------------------------------------------

  const kindOf = (element, root) => {
    if (element.tagName === "LI") {
      const list = element.closest("ul, ol");
      const told = Number(element.getAttribute("aria-level") || element.dataset?.ariaLevel);
      return { type: LISTS[list?.tagName || "UL"], depth: told ? told - 1 : within(element, root, ["UL", "OL"]) };
    }
    const outline = /mso-outline-level:\s*\d/.test(styleOf(element));
    if (/^H[1-6]$/.test(element.tagName) || HEADING_CLASS.test(element.className) || outline) return { type: HEADING, depth: 0 };
    return (element.tagName === "P" && wordItem(element)) || null;
  };

  const stylesOf = (element, before) => {
    const style = styleOf(element);
    const says = (name, tags, on, off) => {
      if (off.test(style)) return false;
      return tags.includes(element.tagName) || on.test(style) || before.has(name);
    };
    const styles = new Set();
    if (says("BOLD", ["B", "STRONG"], /font-weight:(bold|[6-9]00)/, /font-weight:(normal|[1-4]00)/)) styles.add("BOLD");
    if (says("ITALIC", ["I", "EM", "CITE"], /font-style:(italic|oblique)/, /font-style:normal/)) styles.add("ITALIC");
    if (says("SUPERSCRIPT", ["SUP"], /vertical-align:super/, /vertical-align:(baseline|sub)/)) styles.add("SUPERSCRIPT");
    if (says("SUBSCRIPT", ["SUB"], /vertical-align:sub/, /vertical-align:(baseline|super)/)) styles.add("SUBSCRIPT");
    return styles;
  };

  // --- tables ---------------------------------------------------------------------------------------------------

  const cellText = (cell) => {
    const copy = cell.cloneNode(true);
    for (const gap of copy.querySelectorAll("br, p, div, li, tr, td")) gap.before(" ");
    return textOf(copy);
  };

  // rows of as many cells; one that stretches over several leaves the others empty
  const gridOf = (table) => {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, down) => {
      let across = 0;
      for (const cell of row.cells) {
        while (rows[down][across] !== undefined) across += 1;
        for (let y = 0; y < Math.min(cell.rowSpan || 1, rows.length - down); y += 1) {
          for (let x = 0; x < Math.min(cell.colSpan || 1, 50); x += 1) rows[down + y][across + x] = x || y ? "" : cellText(cell);
        }
        across += cell.colSpan || 1;
      }
    });
    const width = Math.max(0, ...rows.map((row) => row.length));
    const full = rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ""));
    return full.filter((row) => row.some(Boolean));
  };

  // mails are laid out with tables: one cell, or tables within tables
  const isLayout = (table) => Boolean(table.querySelector("table")) || [...table.rows].reduce((count, row) => count + row.cells.length, 0) < 2;

  // --- reading --------------------------------------------------------------------------------------------------

  class Reader {
    constructor(root) {
      this.root = root;
      this.blocks = [];
      this.entities = [];
      this.tables = [];
      this.open(null);
    }

    open(kind) {
      this.close();
      this.kind = kind;
      this.runs = []; // [text, styles, key of a link]
    }

    close() {
      const runs = this.runs || [];
      this.runs = [];
      if (!runs.some(([text]) => text.trim())) return;
      const block = { key: `p${this.blocks.length}`, text: "", type: "unstyled", depth: 0, inlineStyleRanges: [], entityRanges: [], data: {} };
      if (this.kind) Object.assign(block, { type: this.kind.type, depth: this.kind.depth });
      for (const [raw, styles, link] of trimmed(runs, this.kind?.strip)) {
        const [offset, length] = [block.text.length, raw.length];
        block.text += raw;
        if (!length) continue;
        for (const style of styles) if (block.type !== HEADING || style !== "BOLD") block.inlineStyleRanges.push({ offset, length, style });
        if (link !== null) block.entityRanges.push({ offset, length, key: link });
      }
      this.blocks.push(block);
    }

    read(node, styles = new Set(), link = null) {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) this.runs.push([tidy(child.data), styles, link]);
        else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, styles, link);
      }
    }

    element(element, styles, link) {
      const tag = element.tagName;
      if (tag === "BR") this.runs.push(["\n", new Set(), null]);
      else if (tag === "TABLE" && !isLayout(element)) this.table(element);
      else if (BLOCKS.has(tag)) this.block(element, styles, link);
      else this.read(element, stylesOf(element, styles), tag === "A" ? this.link(element, link) : link);
    }

    block(element, styles, link) {
      const outer = this.kind;
      const isList = element.tagName === "UL" || element.tagName === "OL";
      const kind = kindOf(element, this.root) || (isList ? null : outer);
      // the paragraph of an item is the item
      if (element.parentElement?.tagName === "LI" && !isList && element.tagName !== "TABLE") {
        if (this.runs.some(([text]) => text.trim())) this.runs.push(["\n", new Set(), null]);
        this.read(element, stylesOf(element, styles), link);
        return;
      }
      this.open(kind);
      this.read(element, BLOCKS.has(element.tagName) && kind?.type === HEADING ? new Set() : stylesOf(element, styles), link);
      this.open(isList && outer?.type ? null : outer);
    }

    link(element, before) {
      const url = (element.getAttribute("href") || "").trim();
      if (!ADDRESS.test(url)) return before;
      this.entities.push({ type: "LINK", mutability: "MUTABLE", data: { url } });
      return this.entities.length - 1;
    }

    table(element) {
      const grid = gridOf(element);
      this.open(this.kind);
      if (grid.length) this.tables.push({ caption: element.caption ? textOf(element.caption) : "", rows: grid, at: this.blocks.length });
    }
  }

  // no space at the ends, none twice where two runs meet, none around the end of a line
  const trimmed = (runs, strip) => {
    let before = " ";
    const result = [];
    for (const [text, styles, link] of runs) {
      const shown = /[\s]$/.test(before) && text !== "\n" ? text.replace(/^ +/, "") : text;
      if (shown === "\n" && result.length) result[result.length - 1][0] = result[result.length - 1][0].replace(/ +$/, "");
      if (shown) before = shown;
      result.push([shown, styles, link]);
    }
    if (strip && result.length) result[0][0] = result[0][0].replace(MARK, "").replace(NUMBERED, "").trimStart();
    while (result.length && !result.at(-1)[0].trim()) result.pop();
    while (result.length && !result[0][0].trim()) result.shift();
    if (result.length) {
      result[0][0] = result[0][0].trimStart();
      result.at(-1)[0] = result.at(-1)[0].trimEnd();
    }
    return result;
  };

  // {blocks, entityMap}: raw content; tables: [{caption, rows, at}], ``at`` the block before which it stood; left: how
  // many of what was left out
  const read = (html) => {
    const root = new DOMParser().parseFromString(html, "text/html").body;
    const left = clear(root);
    const reader = new Reader(root);
    reader.read(root);
    reader.close();
    return { blocks: reader.blocks, entityMap: Object.fromEntries(reader.entities.entries()), tables: reader.tables, left };
  };

  window.umlaufPaste = { read };
})();
