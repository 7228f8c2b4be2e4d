/* Readers' judgements of answers: right, or wrong with a reason and the clause that should have been cited. */
(() => {
  "use strict";
  const T = window.Tiaowen;

  async function keep(turn, judgement) {
    const reply = await T.call("judge", { turns: T.turnsUpTo(turn), ...judgement });
    if (reply.notice) return T.toast(reply.notice);
    turn.querySelector("form.judgement")?.remove();
    T.keepJudged(turn);
    T.judged(turn);
  }

  /** In place of the buttons: this answer has been judged. */
  T.judged = (turn) => {
    const thanks = document.createElement("span");
    thanks.append(...T.both("评价已保存在本机，谢谢", "Kept on this machine, thank you"));
    turn.querySelector(".judge")?.replaceChildren(thanks);
  };

  function form(turn) {
    if (turn.querySelector("form.judgement")) return;
    const box = T.$("template.judgement").content.firstElementChild.cloneNode(true);
    turn.append(box);
    const pick = () => {
      const here = T.reader.here();
      box.place = here;
      box.querySelector(".clause").textContent = here ? here.label : T.say("未选", "none");
    };
    box.querySelector(".clause").textContent = T.say("未选", "none");
    box.querySelector("[data-pick]").addEventListener("click", pick);
    box.querySelector("[data-judge-cancel]").addEventListener("click", () => box.remove());
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(turn, { good: false, reason: box.elements.reason.value, document: box.place?.document, start: box.place?.start });
    });
    box.elements.reason.focus();
  }

  T.parts.push({
    click(button, data) {
      if (data.judge === "good") keep(button.closest(".turn"), { good: true });
      else if (data.judge === "bad") form(button.closest(".turn"));
    },
  });
})();
