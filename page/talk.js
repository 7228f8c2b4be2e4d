/* The conversation. It is the list of its questions, kept in this browser; the answers come from the server. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const RECENT = 8;
  let turns = [];
  let scope = new Set();
  let choices = [];
  let running = false;
  let $box, $turns, $scroller, $notice;

  function keep() {
    T.store.set("turns", turns);
    T.el.classList.toggle("talking", turns.length > 0 || running);
    T.$("[data-new]").hidden = T.$(".menu.export").hidden = turns.length === 0;
  }

  function grow() {
    $box.style.height = "auto";
    $box.style.height = $box.scrollHeight + "px";
  }

  function pending(question) {
    const turn = document.createElement("article");
    turn.className = "turn waiting";
    const head = document.createElement("h2");
    head.className = "question";
    head.textContent = question;
    const line = document.createElement("p");
    line.className = "pending";
    line.textContent = T.say("正在查找……", "Looking it up…");
    turn.append(head, line);
    return turn;
  }

  async function ask(question) {
    if (running) return;
    running = true;
    T.notice($notice, "");
    const turn = { q: question, scope: [...scope] };
    const waiting = pending(question);
    const usable = question.trim() !== "";
    if (usable) {
      T.el.classList.add("talking");
      $turns.append(waiting);
      waiting.scrollIntoView({ block: "start" });
    }
    T.$(".composer .send").disabled = true;
    const reply = await T.call("ask", { turns: [...turns, turn] });
    running = false;
    T.$(".composer .send").disabled = false;
    if (reply.html === undefined) {
      waiting.remove();
      T.notice($notice, reply.notice);
      keep();
      $box.focus();
      return;
    }
    turns.push(turn);
    waiting.outerHTML = reply.html;
    $turns.lastElementChild.scrollIntoView({ block: "start" });
    $box.value = "";
    grow();
    remember(question);
    keep();
    const first = $turns.lastElementChild.querySelector(".ref, .citation [data-open]");
    if (first && T.wide()) T.reader.from(first, { focus: false });
  }

  function remember(question) {
    if (question.length > 200) return;
    const list = [question, ...T.store.get("recent", []).filter((old) => old !== question)];
    T.store.set("recent", list.slice(0, RECENT));
    recent();
  }

  function recent() {
    const list = T.store.get("recent", []);
    const rows = list.map((question) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.example = button.textContent = question;
      row.append(button);
      return row;
    });
    T.$(".recent ul").replaceChildren(...rows);
    T.$(".recent").hidden = list.length === 0;
  }

  function scopeShown() {
    const titles = choices.filter((choice) => scope.has(choice.id)).map((choice) => choice.title);
    let text = T.say("全部文件", "All documents");
    if (titles.length === 1) text = titles[0].length > 18 ? titles[0].slice(0, 17) + "…" : titles[0];
    else if (titles.length) text = T.say(`${titles.length} 部文件`, `${titles.length} documents`);
    T.$(".scope .value").textContent = text;
    for (const box of T.el.querySelectorAll(".choices input")) box.checked = scope.has(box.value);
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
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = choice.count;
      label.append(box, title, count);
      return label;
    });
    T.$(".choices").replaceChildren(...rows);
    scope = new Set([...scope].filter((id) => list.some((choice) => choice.id === id)));
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

  /** The turns of the conversation up to number `n`, counted from 1. */
  T.turnsUpTo = (n) => turns.slice(0, n);

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
    async start() {
      $box = T.$("#tw-question");
      $turns = T.$(".turns");
      $scroller = T.$(".scroller");
      $notice = T.$(".composer .notice");
      T.$(".composer").addEventListener("submit", (event) => {
        event.preventDefault();
        ask($box.value);
      });
      $box.addEventListener("input", grow);
      $box.addEventListener("keydown", (event) => {
        // Enter while an input method is composing chooses a candidate; it must not ask.
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
          event.preventDefault();
          ask($box.value);
        } else if (event.key === "ArrowUp" && $box.value === "" && turns.length) {
          event.preventDefault();
          $box.value = turns[turns.length - 1].q;
          grow();
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
        keep();
        recent();
      });
      recent();
      turns = T.store.get("turns", []);
      keep();
      if (turns.length) {
        const reply = await T.call("restore", { turns });
        if (reply.html !== undefined) {
          $turns.innerHTML = reply.html;
          $scroller.scrollTop = $scroller.scrollHeight;
        } else T.notice($notice, reply.notice); // kept: a later reload may restore it
      }
      if (T.wide()) $box.focus({ preventScroll: true });
    },
    language: scopeShown,
    click(button, data) {
      if ("example" in data) ask(data.example);
      else if ("new" in data) {
        turns = [];
        $turns.replaceChildren();
        T.notice($notice, "");
        T.reader.close();
        keep();
        $box.focus();
      } else if ("forget" in data) {
        turns = [];
        $turns.replaceChildren();
        T.store.set("recent", []);
        T.$(".menu.records").open = false;
        recent();
        keep();
      } else if ("scopeReset" in data) {
        scope.clear();
        scopeShown();
        T.$(".menu.scope").open = false;
      } else if ("export" in data) exported(data.export);
      else if ("unfold" in data) button.closest(".quote").classList.add("open");
    },
  });
})();
