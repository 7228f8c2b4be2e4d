/* The login page: theme and language as the page itself has them, and one request. */
(() => {
  "use strict";
  const root = document.documentElement;
  const stored = (key, other) => {
    try { return JSON.parse(localStorage.getItem("tiaowen." + key)) ?? other; } catch { return other; }
  };
  const language = (name) => {
    root.dataset.lang = name;
    root.lang = name === "en" ? "en" : "zh-CN";
    try { localStorage.setItem("tiaowen.lang", JSON.stringify(name)); } catch { /* not kept */ }
  };
  root.dataset.theme = stored("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  language(stored("lang", "zh"));

  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form");
    const notice = form.querySelector(".notice");
    form.elements.username.focus();
    form.querySelector("[data-language]").addEventListener("click", () => language(root.dataset.lang === "en" ? "zh" : "en"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector(".send");
      button.disabled = true;
      notice.hidden = true;
      const reply = await fetch("login", { method: "POST", body: new FormData(form) }).catch(() => null);
      button.disabled = false;
      if (reply?.ok) return location.reload();
      notice.classList.toggle("silent", reply?.status !== 400);
      notice.hidden = false;
      form.elements.password.select();
    });
  });
})();
