/* The frame: language, theme, views, storage, calls to the server. Loaded before Gradio draws the page. */
(() => {
  "use strict";
  const T = (window.Tiaowen = { parts: [] });
  const root = document.documentElement;
  const VIEWS = ["ask", "library", "batch"];
  const PRIVATE = ["talks", "recent"]; // what has been asked

  /* Storage may be forbidden (private windows, policies): the page then simply forgets. */
  T.store = {
    get(key, other) {
      try { return JSON.parse(localStorage.getItem("tiaowen." + key)) ?? other; } catch { return other; }
    },
    set(key, value) {
      if (!T.store.keeping() && PRIVATE.includes(key)) return;
      try { localStorage.setItem("tiaowen." + key, JSON.stringify(value)); } catch { /* not kept */ }
    },
  };

  T.store.keeping = () => T.store.get("keep", true);
  /** Whether conversations are kept in this browser; switching it off deletes what was kept. */
  T.store.keep = (on) => {
    T.store.set("keep", on);
    try {
      if (!on) for (const key of PRIVATE) localStorage.removeItem("tiaowen." + key);
    } catch { /* nothing was kept */ }
  };

  /** What belongs to this tab and outlives a reload of it. */
  T.tab = {
    get(key) {
      try { return sessionStorage.getItem("tiaowen." + key); } catch { return null; }
    },
    set(key, text) {
      try { sessionStorage.setItem("tiaowen." + key, text); } catch { /* not kept */ }
    },
  };

  T.english = () => root.dataset.lang === "en";
  T.say = (zh, en) => (T.english() ? en : zh);
  /** The same as elements in both languages, of which the style sheet shows one: they follow a switch. */
  T.both = (zh, en) =>
    [["zh", "zh-CN", zh], ["en", "en", en]].map(([name, lang, text]) => {
      const span = document.createElement("span");
      span.className = name;
      span.lang = lang;
      span.textContent = text;
      return span;
    });

  function theme(name) {
    root.dataset.theme = name;
    document.body?.classList.toggle("dark", name === "dark");
  }
  function language(name) {
    root.dataset.lang = name;
    root.lang = name === "en" ? "en" : "zh-CN";
    for (const box of T.el?.querySelectorAll("[data-zh]") ?? []) box.placeholder = box.dataset[name];
    for (const part of T.el?.querySelectorAll("[data-label-zh]") ?? []) {
      part.setAttribute("aria-label", name === "en" ? part.dataset.labelEn : part.dataset.labelZh);
    }
    T.parts.forEach((part) => part.language?.());
    if (T.el) T.titled();
  }
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  theme(T.store.get("theme", prefersDark.matches ? "dark" : "light"));
  root.dataset.lang = T.store.get("lang", "zh");

  /** Calls a function of the server; answers its reply or a notice, and never throws. */
  T.call = async (name, data = {}) => {
    let reply;
    try { reply = await T.server[name](data); } catch { reply = undefined; }
    if (reply?.notice && T.english()) reply.notice = reply.english ?? reply.notice;
    return reply ?? { silent: true, notice: T.say("服务没有应答。请确认程序仍在运行，再试一次。", "The server does not answer. Check that it runs and try again.") };
  };

  T.notice = (element, text) => {
    element.textContent = text || "";
    element.hidden = !text;
  };
  let toastTimer;
  T.toast = (text, time = 1800) => {
    const toast = T.$(".toast");
    toast.textContent = text;
    toast.classList.add("on");
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove("on"), time);
  };

  /** Clipboard without the permission API too: over plain http on a local network it is not there. */
  T.copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      T.el.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    T.toast(T.say("已复制", "Copied"));
  };

  /** The bytes of a file or of a part of one, as the server takes them. */
  T.base64 = (blob) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = reject;
      reader.readAsDataURL(blob);
    });

  /** Hands files that are chosen in `input` or dropped on its label to `take`. */
  T.dropzone = (drop, input, take) => {
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = ""; // so that the same file, corrected, can be chosen again
      take(files);
    });
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      take(event.dataTransfer.files);
    });
  };

  T.wide = () => matchMedia("(min-width: 1024px)").matches;

  /* Back and forward lead through the views and, where it covers everything, the source panel. */
  let leaving = false; // a step back that this page itself has asked for has not arrived yet
  let next = null; // the entry to be made after it
  T.entry = (state) => {
    if (leaving) next = state;
    else history.pushState(state, "", state.view === "ask" ? location.pathname + location.search : `#${state.view}`);
  };
  /** Takes back the entry of a panel that was closed. */
  T.entryClosed = () => {
    if (!history.state?.open || leaving) return;
    leaving = true;
    history.back();
  };
  function wentBack({ state }) {
    if (leaving) {
      leaving = false;
      if (next) T.entry(next);
      next = null;
      return;
    }
    T.view(state?.view ?? VIEWS.find((name) => location.hash === `#${name}`) ?? "ask", { entry: false });
    T.parts.forEach((part) => part.back?.(state?.open));
  }

  /** The title of the window: what is open. */
  T.titled = () => {
    const view = T.el.dataset.view;
    const reading = view !== "batch" && T.el.dataset.doc === "open" ? T.$(".reader-title h2").textContent : "";
    const name = reading || (view !== "ask" && T.$(`.bar nav [data-view="${view}"]`).innerText);
    document.title = name ? `${name} · ${T.say("条文", "Tiaowen")}` : "条文 Tiaowen";
  };

  T.view = (name, { entry = true } = {}) => {
    if (entry && name !== T.el.dataset.view) T.entry({ view: name });
    T.el.dataset.view = name;
    for (const button of T.el.querySelectorAll(".bar nav button")) {
      if (button.dataset.view === name) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
    T.parts.forEach((part) => part.view?.(name));
    T.titled();
  };

  function clicked(event) {
    const button = event.target.closest("button, a, summary");
    for (const menu of T.el.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!button || !T.el.contains(button)) return;
    const data = button.dataset;
    if (button.matches(".bar nav button")) T.view(data.view);
    else if ("language" in data) {
      const name = T.english() ? "zh" : "en";
      T.store.set("lang", name);
      language(name);
    } else if ("themeToggle" in data) {
      const name = root.dataset.theme === "dark" ? "light" : "dark";
      T.store.set("theme", name);
      theme(name);
    } else if ("copy" in data) T.copy(data.copy);
    else if ("skip" in data) {
      event.preventDefault();
      T.$("#tw-question").focus();
    } else T.parts.forEach((part) => part.click?.(button, data, event));
  }

  /** Gradio calls this once it has drawn the component. */
  T.start = (element, server, upload) => {
    T.el = element.querySelector("#tw");
    T.$ = (selector) => T.el.querySelector(selector);
    T.server = server;
    T.upload = upload;
    T.el.addEventListener("click", clicked);
    theme(root.dataset.theme);
    T.parts.forEach((part) => part.start?.());
    language(root.dataset.lang);
    const view = VIEWS.find((name) => location.hash === `#${name}`);
    if (view) T.view(view, { entry: false });
    T.parts.forEach((part) => part.back?.(history.state?.open));
    addEventListener("popstate", wentBack);
    T.el.dataset.ready = "";
  };
})();
