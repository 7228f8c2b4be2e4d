/* The source panel: a document with its outline, the quotation in its place, the raw lines beside it. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const WHERE = 64; // pixels below the top of the text at which the current article is read off
  let $reader, $text, $outline, $raw, $where, $search, $found;
  let open = null; // { document, start, end, marks } as shown now
  let opener = null;
  let here = null; // { document, start, label } of the clause at the top; on a phone it outlives the panel
  let found = [];
  let at = -1;
  let asked = 0;
  let folds = {}; // how characters of the open document fold, where they are not themselves
  let pinned = null; // the paragraph that was gone to, which a short text cannot scroll to the top; until the next scroll by hand

  const number = (text) => (text === undefined || text === "" ? undefined : Number(text));
  const units = () => [...$text.querySelectorAll("[data-unit]")];
  const press = (name, on) => T.$(`[data-${name}]`).setAttribute("aria-pressed", String(on));
  const pressed = (name) => T.$(`[data-${name}]`).getAttribute("aria-pressed") === "true";

  async function show(target, { focus = true, entry = true } = {}) {
    const ticket = ++asked;
    const reply = await T.call("read", target);
    if (ticket !== asked) return; // a later click has overtaken this one
    if (reply.notice) return T.toast(reply.notice);
    const changed = open?.document !== reply.document;
    if (!open && entry && !T.wide()) T.entry({ view: T.el.dataset.view, open: target });
    open = { ...target, document: reply.document };
    T.el.dataset.doc = "open";
    $reader.hidden = false;
    cover();
    T.$(".reader-title h2").textContent = reply.title;
    T.$(".about").innerHTML = reply.about;
    $text.innerHTML = reply.text;
    pinned = null;
    folds = reply.folds;
    T.titled();
    if (changed) {
      $outline.innerHTML = reply.outline;
      $text.scrollTo({ top: 0, behavior: "instant" });
      $search.value = "";
    }
    find();
    T.$("[data-variants]").hidden = reply.variants + reply.punctuation === 0;
    T.$("[data-variants] .n").textContent = reply.variants;
    variants();
    T.$("[data-cited]").hidden = target.start === undefined;
    chosen();
    toCited();
    if (changed) outline(T.el.dataset.view === "library" && $reader.clientWidth >= 860);
    if (!$raw.hidden) raw();
    if (focus) T.$(".reader-title h2").focus({ preventScroll: true });
  }

  /** Where the panel lies over everything else, the keyboard must not wander off to what cannot be seen. */
  function cover() {
    const on = open !== null && !T.wide();
    for (const part of T.el.querySelectorAll(".skip, .bar, .talk, .shelf")) part.inert = on;
  }

  function scrollTo(element, { flash = false, smooth = false } = {}) {
    if (!element) return;
    const top = element.getBoundingClientRect().top - $text.getBoundingClientRect().top + $text.scrollTop;
    $text.scrollTo({ top: Math.max(top - 28, 0), behavior: smooth ? "auto" : "instant" });
    if (flash) {
      element.classList.remove("at");
      void element.offsetWidth; // restarts the animation
      element.classList.add("at");
    }
    pinned = element.closest("[data-s]");
    where();
  }

  function toCited() {
    const cited = $text.querySelector(".cited-block, .cited");
    if (!cited) return where();
    const mark = $text.querySelector("mark");
    const far = mark && mark.getBoundingClientRect().bottom - cited.getBoundingClientRect().top > $text.clientHeight * 0.8;
    scrollTo(far ? mark : cited);
  }

  function paragraph(offset) {
    return [...$text.querySelectorAll("[data-s]")].find((p) => Number(p.dataset.s) <= offset && offset < Number(p.dataset.e));
  }

  function current() {
    if (pinned) {
      const after = units().findIndex((unit) => Number(unit.dataset.s) > Number(pinned.dataset.s));
      return (after < 0 ? units().length : after) - 1;
    }
    const line = $text.getBoundingClientRect().top + WHERE;
    let last = -1;
    units().forEach((unit, index) => { if (unit.getBoundingClientRect().top <= line) last = index; });
    return last;
  }

  function where() {
    const list = units();
    const unit = list[current()];
    if (open && unit) {
      const label = `《${T.$(".reader-title h2").textContent}》${unit.dataset.unit}`;
      here = { document: open.document, start: Number(unit.dataset.s), label };
    }
    $where.textContent = unit ? unit.dataset.unit : "";
    $where.title = $where.textContent;
    const start = unit && Number(unit.dataset.s);
    let link = null;
    for (const a of $outline.querySelectorAll("a")) {
      if (a.getAttribute("aria-current")) a.removeAttribute("aria-current");
      if (unit && Number(a.dataset.goto) <= start) link = a;
    }
    link?.setAttribute("aria-current", "true");
  }

  function step(by) {
    const list = units();
    const next = list[Math.min(Math.max(current() + by, 0), list.length - 1)];
    scrollTo(next, { flash: true });
  }

  function outline(on) {
    $outline.hidden = !on;
    press("outline", on);
    if (on) $outline.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  function variants() {
    const on = pressed("variants") && !T.$("[data-variants]").hidden;
    T.$("[data-punctuation]").hidden = !on;
    $text.classList.toggle("show-variants", on);
    $text.classList.toggle("show-punctuation", on && pressed("punctuation"));
  }

  async function raw() {
    let { document: id, start, end } = open;
    if (start === undefined) {
      const list = units();
      const unit = list[Math.max(current(), 0)];
      const after = list[Math.max(current(), 0) + 1];
      start = Number(unit.dataset.s);
      end = after ? Number(after.dataset.s) - 1 : Number($text.lastElementChild.dataset.e);
    }
    const reply = await T.call("raw", { document: id, start, end });
    if (reply.notice) return T.toast(reply.notice);
    $raw.innerHTML = reply.html;
    const mark = $raw.querySelector("mark");
    if (mark) $raw.scrollTop = mark.getBoundingClientRect().top - $raw.getBoundingClientRect().top + $raw.scrollTop - 60;
  }

  /* Search inside: ranges over the text, painted by the highlight API, so the text itself is never changed. Written
     forms (width, case, 繁体, blanks, kinds of quotation marks) do not matter: the server folds the words and says how
     each character of the document folds. */
  const find = () => folded($search, search);

  function search(word) {
    found = [];
    at = -1;
    if (word) {
      const nodes = [];
      const walker = document.createTreeWalker($text, NodeFilter.SHOW_TEXT, {
        acceptNode: (node) => (node.parentElement.closest(".other") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
      });
      let text = ""; // folded
      const places = []; // of each of its characters: the offset in all the nodes
      let length = 0;
      let block = null;
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const here = node.parentElement.closest("td, [data-s]");
        if (here !== block) { // words do not run on into another paragraph
          block = here;
          text += "\n";
          places.push(length);
        }
        nodes.push([length, node]);
        for (let i = 0; i < node.data.length; i++) {
          const as = folds[node.data[i]] ?? node.data[i];
          text += as;
          for (let n = 0; n < as.length; n++) places.push(length + i);
        }
        length += node.data.length;
      }
      const place = (offset) => {
        let low = 0, high = nodes.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (nodes[middle][0] <= offset) low = middle;
          else high = middle - 1;
        }
        return [nodes[low][1], offset - nodes[low][0]];
      };
      for (let i = text.indexOf(word); i >= 0 && found.length < 500; i = text.indexOf(word, i + word.length)) {
        const range = document.createRange();
        range.setStart(...place(places[i]));
        const [node, offset] = place(places[i + word.length - 1]);
        range.setEnd(node, offset + 1);
        found.push(range);
      }
    }
    paint();
  }

  /** Gives what is typed in a field, folded, to `use`: at once as far as this browser can, then as the server does. */
  async function folded(field, use) {
    const words = field.value;
    const here = words.normalize("NFKC").toLowerCase().replace(/\s/g, "");
    use(here);
    const there = here && (await T.call("folded", { words })).folded;
    if (there && there !== here && words === field.value) use(there);
  }

  function paint() {
    const some = found.length ? `${at < 0 ? "" : at + 1 + "/"}${found.length}` : "0";
    $found.textContent = $search.value.trim() ? some : "";
    if (!window.CSS?.highlights) return;
    CSS.highlights.set("tw-found", new Highlight(...found));
    CSS.highlights.set("tw-here", at < 0 ? new Highlight() : new Highlight(found[at]));
  }

  function nextFound(by) {
    if (!found.length) return;
    at = (at + by + found.length) % found.length;
    paint();
    const top = found[at].getBoundingClientRect().top - $text.getBoundingClientRect().top + $text.scrollTop;
    $text.scrollTop = top - $text.clientHeight / 3;
  }

  let shelf = ""; // the list as it was read last
  /** Reads the list of documents. `again`: somebody else may have changed it, in another tab or on the terminal. */
  async function library({ again = false } = {}) {
    const reply = await T.call("library");
    if (reply.notice) return again || T.notice(T.$(".shelf .notice"), reply.notice);
    const now = JSON.stringify([reply.html, reply.choices]);
    if (now === shelf) return;
    shelf = now;
    T.$(".shelf .list").innerHTML = reply.html;
    T.$(".shelf .total").textContent = reply.choices.length;
    T.scopeChoices(reply.choices);
    T.examples(reply.examples);
    chosen();
    folded(T.$("#tw-find"), filter);
  }

  /** The row of the document that is open. */
  function chosen() {
    for (const row of T.el.querySelectorAll(".library [data-open]")) {
      if (row.dataset.document === open?.document) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  /** Shows the documents whose name has the words of the filter. */
  function filter(word) {
    const rows = [...T.el.querySelectorAll(".library li")];
    const hits = rows.filter((row) => (row.querySelector("[data-name]")?.dataset.name ?? "").includes(word));
    // An address matches no title: then the list stays whole, and it is said.
    T.$(".unmatched").hidden = hits.length > 0 || !word;
    rows.forEach((row) => { row.hidden = hits.length > 0 && !hits.includes(row); });
  }

  async function address(text) {
    const reply = await T.call("find", { text });
    T.notice(T.$(".shelf .notice"), reply.notice);
    if (!reply.notice) show({ ...reply, marks: "" });
  }

  T.reader = {
    show,
    /** Reads the list of documents again: some have come or gone, which other tabs are told. */
    async library() {
      T.store.set("shelf", Date.now());
      shelf = "";
      await library();
    },
    /** Opens what a button with data-open names. */
    from(button, options) {
      opener = button;
      const { document: id, start, end, marks } = button.dataset;
      for (const item of T.el.querySelectorAll(".citation.current")) item.classList.remove("current");
      button.closest(".citation")?.classList.add("current");
      return show({ document: id, start: number(start), end: number(end), marks }, options);
    },
    /** The clause at the top of the document that is open, or was last: where it is and how it is called. */
    here: () => here,
    close({ focus = true } = {}) {
      asked++; // what is still on its way does not open again what was closed
      T.el.dataset.doc = "none";
      $reader.hidden = true;
      open = null;
      cover();
      T.entryClosed();
      chosen();
      T.titled();
      if (focus) (opener?.isConnected && opener.checkVisibility() ? opener : T.$(T.el.dataset.view === "library" ? "#tw-find" : ".scroller")).focus();
      opener = null;
    },
  };

  T.parts.push({
    start() {
      $reader = T.$(".reader");
      $text = T.$(".text");
      $outline = T.$(".outline-pane");
      $raw = T.$(".raw-pane");
      $where = T.$(".where");
      $search = T.$("#tw-search");
      $found = T.$(".found");
      matchMedia("(min-width: 1024px)").addEventListener("change", cover);
      let ticking = false;
      $text.addEventListener("scroll", () => {
        if (ticking) return;
        ticking = true;
        requestAnimationFrame(() => { ticking = false; where(); });
      });
      for (const byHand of ["wheel", "touchmove", "pointerdown", "keydown"]) {
        $text.addEventListener(byHand, () => { pinned = null; }, { passive: true });
      }
      $text.addEventListener("click", () => {
        if (!$outline.hidden && getComputedStyle($outline).position === "absolute") outline(false);
      });
      $search.addEventListener("input", find);
      $search.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) nextFound(event.shiftKey ? -1 : 1);
      });
      const $find = T.$("#tw-find");
      $find.addEventListener("input", () => {
        T.notice(T.$(".shelf .notice"), "");
        folded($find, filter);
      });
      T.$(".find").addEventListener("submit", (event) => {
        event.preventDefault();
        if ($find.value.trim()) address($find.value);
      });
      T.el.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        const menu = T.el.querySelector("details.menu[open]");
        if (menu) {
          menu.open = false;
          menu.querySelector("summary").focus();
        } else if (open && !event.target.value && !event.target.closest(".composer, dialog")) T.reader.close(); // a field with words has its own Escape
      });
      library();
      // What another tab or the terminal has changed meanwhile.
      addEventListener("focus", () => library({ again: true }));
      document.addEventListener("visibilitychange", () => { if (!document.hidden) library({ again: true }); });
      addEventListener("storage", ({ key }) => { if (key === "tiaowen.shelf") library({ again: true }); });
    },
    /** The panel as it was at this step of the history: open at `target`, or closed. */
    back(target) {
      if (T.wide()) return;
      if (target) show(target, { entry: false });
      else if (open) T.reader.close();
    },
    view(name) {
      if (open) outline(name === "library" && $reader.clientWidth >= 860);
    },
    click(button, data, event) {
      if ("open" in data) {
        if (button.matches("a")) event.preventDefault();
        const reading = $reader.contains(button) && opener; // a link in the text: back leads to where the reading began
        T.reader.from(button);
        opener = reading || button;
      } else if ("goto" in data) {
        event.preventDefault();
        scrollTo(paragraph(Number(data.goto)), { flash: true });
        if ($outline.contains(button) && getComputedStyle($outline).position === "absolute") outline(false);
      } else if ("close" in data) T.reader.close();
      else if ("step" in data) step(Number(data.step));
      else if ("cited" in data) toCited();
      else if ("outline" in data) outline($outline.hidden);
      else if ("raw" in data) {
        $raw.hidden = !$raw.hidden;
        press("raw", !$raw.hidden);
        if (!$raw.hidden) raw();
        toCited();
      } else if ("variants" in data || "punctuation" in data) {
        const name = "variants" in data ? "variants" : "punctuation";
        press(name, !pressed(name));
        variants();
      }
    },
  });
})();
