/* Why an answer is as it is: asked for when its fold-out is first opened. */
(() => {
  "use strict";
  const T = window.Tiaowen;

  async function fill(fold) {
    const body = fold.querySelector(".why-body");
    if (body.dataset.asked) return;
    body.dataset.asked = "yes";
    body.textContent = T.say("正在整理……", "Working it out…");
    const reply = await T.call("explain", { turns: T.turnsUpTo(fold.closest(".turn")) });
    if (reply.html === undefined) {
      body.textContent = reply.notice;
      delete body.dataset.asked; // opened again, it asks again
      return;
    }
    body.innerHTML = reply.html;
  }

  T.parts.push({
    start() {
      // A fold-out does not let this event rise, so it is taken on its way down.
      T.el.addEventListener("toggle", ({ target }) => { if (target.open && target.matches("details.why")) fill(target); }, true);
    },
  });
})();
