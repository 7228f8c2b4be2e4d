/* Adding and removing documents: files go up in parts, are reported, enter when confirmed; added ones can leave. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const PART = 1024 * 1024;
  const EVERY = 250;
  let $dialog, upload = null, ticket = 0, changing = false;
  const $ = (part) => $dialog.querySelector(part);

  /** Shows these parts of the dialog and no others. */
  function show(...parts) {
    for (const part of ["label.drop", ".progress", ".report", ".entered", "[data-adding-confirm]", "[data-adding-again]"]) {
      $(part).hidden = !parts.includes(part);
    }
  }

  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const STEPS = {
    "等待": "Waiting", "阅读文件": "Reading", "计算向量": "Encoding", "建立词索引": "Indexing",
  };

  function progress(what, done, total) {
    const bar = $(".progress progress");
    if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
    $(".progress .count").textContent = what;
  }

  function restart() {
    ticket++;
    if (upload && !changing) T.call("library_forget", { upload });
    upload = null;
    T.notice($(".notice"), "");
    $("#tw-files").value = "";
    show("label.drop");
  }

  function failed(text) {
    T.notice($(".notice"), text);
    show("label.drop");
    $("#tw-files").value = "";
  }

  /** Waits for a task of the server; `shown(state)` sees every state of it. */
  async function over(task, shown) {
    for (let silent = 0; ; ) {
      const state = await T.call("library_state", { task });
      if (state.silent && silent++ < 30) { // the change goes on without the connection
        await wait(4 * EVERY);
        continue;
      }
      silent = state.silent ? silent : 0;
      if (state.notice || state.over) return state;
      shown(state);
      await wait(EVERY);
    }
  }

  const step = (state) => progress(T.say(state.what, STEPS[state.what] ?? state.what), state.done, state.total);

  async function send(files, mine) {
    const all = files.reduce((sum, file) => sum + file.size, 0);
    let sent = 0;
    for (const [number, file] of files.entries()) {
      for (let at = 0; at < file.size; at += PART) {
        const reply = await T.call("library_part", { upload: mine, file: number, data: await T.base64(file.slice(at, at + PART)) });
        if (reply.notice || upload !== mine) return reply;
        sent += Math.min(PART, file.size - at);
        progress(T.say(`上传 ${file.name}`, `Uploading ${file.name}`), sent, all);
      }
    }
    return {};
  }

  async function take(list) {
    const files = [...list];
    if (!files.length) return;
    restart();
    const mine = ticket;
    const begun = await T.call("library_begin", { files: files.map(({ name, size }) => ({ name, size })) });
    if (mine !== ticket) return;
    if (begun.notice) return failed(begun.notice);
    upload = begun.upload;
    progress(T.say("上传", "Uploading"), 0, 1);
    show(".progress");
    let sent;
    try { sent = await send(files, upload); } catch { sent = { notice: T.say("文件读不出来，请再选一次", "The file could not be read; choose it again") }; }
    if (mine !== ticket) return;
    if (sent.notice) return failed(sent.notice);
    const begunCheck = await T.call("library_check", { upload });
    if (mine !== ticket) return;
    const report = begunCheck.notice ? begunCheck : await over(begunCheck.task, step);
    if (mine !== ticket) return;
    if (report.notice) return failed(report.notice);
    $(".report").innerHTML = report.html;
    show(".report", report.files ? "[data-adding-confirm]" : "", "[data-adding-again]");
    $(".report").focus({ preventScroll: true });
  }

  function entered(documents) {
    const rows = documents.map(({ id, title }) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.entered = id;
      button.textContent = title;
      row.append(button);
      return row;
    });
    $(".entered .said").textContent = T.say("已放入，现在就可以提问：", "Added; ask about it now:");
    $(".entered ul").replaceChildren(...rows);
    show(".entered", "[data-adding-again]");
    $(".entered").focus({ preventScroll: true });
  }

  async function confirm() {
    if (changing) return;
    changing = true;
    show(".progress");
    progress(T.say("等待", "Waiting"), 0, 0);
    const begun = await T.call("library_add", { upload });
    const reply = begun.notice ? begun : await over(begun.task, step);
    changing = false;
    if (reply.notice) {
      T.notice($(".notice"), reply.notice);
      return show(".report", "[data-adding-confirm]", "[data-adding-again]");
    }
    upload = null;
    T.notice($(".notice"), "");
    await T.reader.library();
    entered(reply.documents);
  }

  async function remove(button) {
    const box = button.closest(".added");
    for (const each of box.querySelectorAll("button")) each.disabled = true;
    const said = box.querySelector(".confirm > p");
    said.textContent = T.say("正在移除……", "Removing…");
    const begun = await T.call("library_remove", { file: button.dataset.remove });
    const reply = begun.notice ? begun : await over(begun.task, () => {});
    if (!reply.notice && reply.documents.some(({ id }) => id === T.reader.here()?.document)) T.reader.close();
    await T.reader.library();
    if (reply.notice) T.notice(T.$(".shelf .notice"), reply.notice);
    else T.toast(T.say("已移除", "Removed"));
    T.$(T.$(".shelf .add") ? ".shelf .add" : "#tw-find").focus();
  }

  T.parts.push({
    start() {
      $dialog = T.$("dialog.adding");
      if (!$dialog) return;
      T.dropzone($("label.drop"), $("#tw-files"), take);
      $dialog.addEventListener("cancel", (event) => { if (changing) event.preventDefault(); });
      $dialog.addEventListener("close", () => { if (!changing) restart(); });
    },
    click(button, data) {
      if (!$dialog) return;
      if ("adding" in data) {
        restart();
        $dialog.showModal();
      } else if ("addingClose" in data) { if (!changing) $dialog.close(); }
      else if ("addingAgain" in data) restart();
      else if ("addingConfirm" in data) confirm();
      else if ("entered" in data) {
        $dialog.close();
        T.reader.show({ document: data.entered, marks: "" });
      } else if ("removal" in data || "removalCancel" in data) {
        const box = button.closest(".added");
        const open = "removal" in data && box.querySelector(".confirm").hidden;
        box.querySelector(".confirm").hidden = !open;
        box.querySelector("[data-removal]").setAttribute("aria-expanded", String(open));
        (open ? box.querySelector("[data-remove]") : box.querySelector("[data-removal]")).focus();
      } else if ("remove" in data) remove(button);
    },
  });
})();
