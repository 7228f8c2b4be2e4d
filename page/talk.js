/* The conversation. It is the list of its questions, kept in this browser (talks.js); the answers come from the server. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const RECENT = 8;
  const PART = 8; // turns that are restored with one call
  let turns = [];
  let scope = new Set(JSON.parse(T.tab.get("scope") || "[]"));
  let choices = [];
  let running = null; // { waiting }: the question under way, by the element that stands for it
  let restored = null; // a promise: the earlier turns are there
  let last = ""; // a question that got no answer
  let $box, $turns, $scroller, $notice;

  /** The frame follows the conversation. */
  function framed() {
    const talking = turns.length > 0 || running !== null;
    T.el.classList.toggle("talking", talking);
    T.$("[data-new]").hidden = !talking;
    T.$(".menu.export").hidden = turns.length === 0;
    T.$(".composer .send").disabled = running !== null;
    recent();
  }

  function grow() {
    $box.style.height = "auto";
    $box.style.height = $box.scrollHeight + "px";
  }

  function write(text) {
    $box.value = text;
    grow();
    draft();
  }

  /** What is half written outlives a reload. */
  const draft = () => T.tab.set("draft", T.store.keeping() ? $box.value : "");

  /** A turn without its answer yet. */
  function pending(question, zh, en) {
    const turn = document.createElement("article");
    turn.className = "turn waiting";
    const head = document.createElement("h2");
    head.className = "question";
    head.textContent = question;
    const line = document.createElement("p");
    line.className = "pending";
    line.append(...T.both(zh, en));
    turn.append(head, line);
    return turn;
  }

  async function ask(question) {
    if (running) return;
    const turn = { id: T.talks.name(), q: question, scope: [...scope] };
    const waiting = pending(question, "正在查找……", "Looking it up…");
    const mine = (running = { waiting });
    T.notice($notice, "");
    if (question.trim() !== "") {
      $turns.append(waiting);
      framed();
      waiting.scrollIntoView({ block: "start" });
    }
    if ($box.value === question) write("");
    if (T.store.keeping()) T.tab.set("asking", question);
    await restored; // the history comes first
    const before = turns;
    const reply = running === mine ? await T.call("ask", { turns: [...before, turn] }) : null;
    if (running !== mine) return; // the conversation that asked is not shown any more
    stop();
    if (reply.html === undefined) {
      waiting.remove();
      T.notice($notice, reply.notice);
      last = question;
      if ($box.value === "") write(question);
      framed();
      $box.focus();
      return;
    }
    const alone = turns === before && T.talks.keep(turns).length === before.length;
    turns = T.talks.keep([...turns, alone ? { ...turn, said: reply.said } : turn]);
    last = "";
    remember(question);
    if (!alone) return restore(); // another tab has asked meanwhile: all of it, in the order kept
    waiting.outerHTML = reply.html;
    $turns.lastElementChild.dataset.id = turn.id;
    $turns.lastElementChild.scrollIntoView({ block: "start" });
    framed();
    const first = $turns.lastElementChild.querySelector(".ref, .citation [data-open]");
    if (!T.wide()) return;
    if (first) T.reader.from(first, { focus: false });
    else T.reader.close({ focus: false }); // what it showed belongs to another question
  }

  /** No question is under way, or none whose answer is wanted. */
  function stop() {
    running = null;
    T.tab.set("asking", "");
  }

  /** Shows the questions of the conversation at once and their answers as they come. */
  function restore() {
    const mine = turns;
    $turns.replaceChildren(...mine.map(({ q }) => pending(q, "正在恢复……", "Restoring…")));
    if (running) $turns.append(running.waiting);
    framed();
    $scroller.scrollTop = $turns.childElementCount ? $scroller.scrollHeight : 0; // without turns the first page, from its top
    const answers = async () => {
      for (let from = 0; from < mine.length; from += PART) {
        const reply = await T.call("restore", { turns: mine.slice(0, from + PART), from });
        if (mine !== turns) return;
        if (reply.html === undefined) {
          for (const line of $turns.querySelectorAll(".turn.waiting .pending")) {
            if (!running?.waiting.contains(line)) line.replaceChildren(...T.both("暂时没有恢复；刷新页面再试。", "Not restored; reload to try again."));
          }
          return T.notice($notice, reply.notice); // kept: a later reload may restore it
        }
        const shown = document.createElement("template");
        shown.innerHTML = reply.html;
        for (const answer of [...shown.content.children]) {
          const number = Number(answer.dataset.turn);
          answer.dataset.id = mine[number - 1].id;
          $turns.children[number - 1].replaceWith(answer);
          if (mine[number - 1].judged) T.judged(answer);
        }
        $scroller.scrollTop = $scroller.scrollHeight;
      }
    };
    restored = answers();
  }

  /** Leaves this conversation for another one. */
  function leave(next) {
    stop();
    turns = next;
    T.notice($notice, "");
    T.reader.close({ focus: false });
    restore();
  }

  function remember(question) {
    if (question.length > 200) return;
    const list = [question, ...T.store.get("recent", []).filter((old) => old !== question)];
    T.store.set("recent", list.slice(0, RECENT));
  }

  function rows(list, name, of) {
    const buttons = list.map((item) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      of(button, item);
      row.append(button);
      return row;
    });
    T.$(`.${name} ul`).replaceChildren(...buttons);
    T.$(`.${name}`).hidden = list.length === 0;
  }

  /** What was asked before, below the examples. */
  function recent() {
    rows(T.store.get("recent", []), "recent", (button, question) => {
      button.dataset.example = button.textContent = question;
      button.lang = "zh-CN";
    });
    rows(T.talks.others(), "earlier", (button, { id, turns: kept }) => {
      button.dataset.talk = id;
      const count = document.createElement("span");
      count.className = "of";
      count.append(...T.both(`${kept.length} 问`, `${kept.length} asked`));
      const first = document.createElement("span");
      first.className = "ask";
      first.lang = "zh-CN";
      first.textContent = kept[0].q.slice(0, 80);
      button.append(first, count);
    });
  }

  function scopeShown() {
    const titles = choices.filter((choice) => scope.has(choice.id)).map((choice) => choice.title);
    let text = T.say("全部文件", "All documents");
    if (titles.length === 1) text = titles[0].length > 18 ? titles[0].slice(0, 17) + "…" : titles[0];
    else if (titles.length) text = T.say(`${titles.length} 部文件`, `${titles.length} documents`);
    T.$(".scope .value").textContent = text;
    T.$(".scope .value").lang = titles.length === 1 || !T.english() ? "zh-CN" : "en";
    for (const box of T.el.querySelectorAll(".choices input")) box.checked = scope.has(box.value);
    T.$(".scope").classList.toggle("limited", scope.size > 0);
    T.tab.set("scope", JSON.stringify([...scope])); // a reload searches where this tab searched
  }

  /** The list of documents has been read: the filter offers them. */
  T.scopeChoices = (list) => {
    choices = list;
    const rows = list.map((choice) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = choice.id;
      const title = document.createElement("span");
      title.textContent = choice.title;
      title.lang = "zh-CN";
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = choice.count;
      label.append(box, title, count);
      return label;
    });
    T.$(".choices").replaceChildren(...rows);
    const there = [...scope].filter((id) => list.some((choice) => choice.id === id));
    if (there.length < scope.size && !there.length) {
      T.toast(T.say("检索范围里的文件已不在文库：现在检索全部文件", "What was searched in has left the library: all documents are searched now"), 5000);
    }
    scope = new Set(there);
    scopeShown();
  };

  /** The examples of the documents that are there now; untouched where they are those on the page already. */
  T.examples = (html) => {
    const fresh = document.createElement("ul");
    fresh.innerHTML = html;
    const list = T.$(".examples");
    if (fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.children);
  };

  async function exported(form) {
    T.$(".menu.export").open = false;
    const file = await T.call("export", { turns, form });
    if (file.notice) return T.notice($notice, file.notice);
    T.save(file);
  }

  const place = (element) => turns.findIndex(({ id }) => id === element.dataset.id);
  /** The turns of the conversation up to the one that this element shows. */
  T.turnsUpTo = (element) => turns.slice(0, place(element) + 1);
  /** The answer that this element shows has been judged. */
  T.keepJudged = (element) => {
    const turn = turns[place(element)];
    if (turn) turn.judged = true;
    T.talks.keep(turns);
  };

  /** Saves a file as the server sends it: { name, mime, data in base64 }. */
  T.save = (file) => {
    const bytes = Uint8Array.from(atob(file.data), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.mime }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  T.parts.push({
    start() {
      $box = T.$("#tw-question");
      $turns = T.$(".turns");
      $scroller = T.$(".scroller");
      $notice = T.$(".composer .notice");
      T.$(".composer").addEventListener("submit", (event) => {
        event.preventDefault();
        ask($box.value);
      });
      $box.addEventListener("input", () => {
        grow();
        draft();
      });
      $box.addEventListener("keydown", (event) => {
        // Enter while an input method is composing chooses a candidate; it must not ask.
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
          event.preventDefault();
          ask($box.value);
        } else if (event.key === "ArrowUp" && $box.value === "" && (last || turns.length)) {
          event.preventDefault();
          write(last || turns[turns.length - 1].q);
        }
      });
      T.$(".choices").addEventListener("change", (event) => {
        if (event.target.checked) scope.add(event.target.value);
        else scope.delete(event.target.value);
        scopeShown();
      });
      // The question box lines up with the text above it, whatever the width of this system's scroll bars.
      T.el.style.setProperty("--gutter", `${$scroller.offsetWidth - $scroller.clientWidth}px`);
      T.$("[data-keep]").checked = T.store.keeping();
      T.$("[data-keep]").addEventListener("change", (event) => {
        T.store.keep(event.target.checked);
        T.talks.keep(turns);
        draft();
        recent();
      });
      // Paper has no fold-outs: every source is printed.
      const folded = "details.more-sources:not([open]), details.places:not([open])";
      let unfolded = [];
      addEventListener("beforeprint", () => {
        unfolded = [...$turns.querySelectorAll(folded)];
        for (const fold of unfolded) fold.open = true;
      });
      addEventListener("afterprint", () => {
        for (const fold of unfolded) fold.open = false;
      });
      turns = T.talks.start();
      T.talks.watch((kept) => {
        if (kept === null) return recent();
        if (!kept.length) return leave([]);
        const known = new Set(kept.map(({ id }) => id));
        const all = turns.every(({ id }) => known.has(id)) ? kept : T.talks.keep(turns); // both tabs kept at one moment
        const same = JSON.stringify(all.map(({ id }) => id)) === JSON.stringify(turns.map(({ id }) => id));
        if (!same) {
          turns = all;
          return restore();
        }
        turns.forEach((turn, at) => {
          if (turn.judged || !all[at].judged) return;
          turn.judged = true; // in another tab
          const shown = [...$turns.children].find(({ dataset }) => dataset.id === turn.id);
          if (shown) T.judged(shown);
        });
        recent();
      });
      restore();
      write(T.tab.get("draft") || T.tab.get("asking") || ""); // what was written or asked when the page was left
      if (T.wide()) $box.focus({ preventScroll: true });
    },
    language: () => choices.length && scopeShown(),
    click(button, data) {
      if ("example" in data) ask(data.example);
      else if ("new" in data) {
        leave(T.talks.fresh());
        $box.focus();
      } else if ("talk" in data) leave(T.talks.open(data.talk));
      else if ("forget" in data) {
        T.store.set("recent", []);
        last = "";
        T.$(".menu.records").open = false;
        leave(T.talks.forget());
      } else if ("scopeReset" in data) {
        scope.clear();
        scopeShown();
        T.$(".menu.scope").open = false;
      } else if ("export" in data) exported(data.export);
      else if ("unfoldQuestion" in data || "unfold" in data) {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        if ("unfold" in data) button.closest(".quote").classList.toggle("open", open);
        else button.previousElementSibling.classList.toggle("long", !open);
      }
    },
  });
})();
