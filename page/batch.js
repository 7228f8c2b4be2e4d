/* Batch: a table of questions goes in, is looked at, is answered with a progress bar, and comes out in three forms.
   The server knows it by its job; the job is kept for this tab, so that a reload finds the table again, and in this
   browser, so that a new tab finds the one begun last. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const LIMIT = 20 * 1024 * 1024;
  const EVERY = 300;
  let job = null;
  let ticket = 0; // a later file overtakes an earlier one
  const $ = (part) => T.$(`.batch .${part}`);
  const say = (text) => T.notice($("notice"), text);
  const wait = (time) => new Promise((done) => setTimeout(done, time));

  function show(step) {
    for (const name of ["recognised", "progress", "result"]) $(name).hidden = name !== step;
  }

  function hold(name) {
    job = name;
    T.tab.set("job", name ?? "");
    T.store.set("job", name);
  }

  async function take(file) {
    if (!file) return;
    const mine = ++ticket;
    const before = job && (await T.call("batch_state", { job }));
    if (mine !== ticket) return;
    if (before && (before.phase === "running" || before.phase === "stopping" || before.silent)) {
      // Another tab may watch it too: what runs ends by being stopped, never by a file being chosen.
      if (before.silent) return say(before.notice);
      if ($("progress").hidden) watch();
      return T.toast(T.say("上一张表还在作答。先停止它，或等它做完，再选别的文件。", "The last table is still being answered. Stop it, or wait for it, before choosing another."), 5000);
    }
    hold(null);
    show();
    say("");
    if (file.size > LIMIT) return say(T.say("文件超过 20 MB，请拆分后再上传", "The file is larger than 20 MB"));
    let data;
    try { data = await T.base64(file); } catch { return say(T.say("文件读不出来，请再选一次", "The file could not be read; choose it again")); }
    const reply = await T.call("batch_open", { name: file.name, data });
    if (mine !== ticket) return;
    if (reply.notice) return say(reply.notice);
    hold(reply.job);
    recognised(reply);
  }

  /** What the table is: its rows and columns, and which of them holds the questions. */
  function recognised(reply) {
    $("recognised .facts").innerHTML = reply.facts;
    $("recognised .preview").innerHTML = reply.preview;
    const select = T.$("#tw-column");
    const names = reply.question === null ? ["", ...reply.columns] : reply.columns;
    select.replaceChildren(...names.map((name) => new Option(name || "—", name, false, name === (reply.question ?? ""))));
    $("column").hidden = reply.columns.length < 2 && reply.question !== null;
    T.$("[data-batch-run]").disabled = reply.question === null;
    show("recognised");
  }

  async function choose(column) {
    if (!column) return;
    const reply = await T.call("batch_column", { job, column });
    say(reply.notice);
    if (!reply.notice) recognised(reply);
  }

  async function run() {
    const reply = await T.call("batch_run", { job });
    say(reply.notice);
    if (!reply.notice) watch();
  }

  /** Shows what becomes of the job, until it is over. A server that is silent for a while is asked again. */
  async function watch() {
    const asked = job;
    for (;;) {
      const reply = await T.call("batch_state", { job: asked });
      if (asked !== job) return;
      say(reply.notice);
      if (reply.silent) {
        await wait(EVERY * 3);
        continue;
      }
      if (reply.notice) {
        hold(null);
        return show();
      }
      if (reply.phase === "ready") return recognised(reply);
      if (reply.phase === "over") {
        $("result .facts").innerHTML = reply.facts;
        $("result .preview").innerHTML = reply.preview;
        return show("result");
      }
      const bar = $("progress progress");
      bar.max = reply.total || 1;
      bar.value = reply.done;
      stopping(reply.phase === "stopping");
      if (reply.phase === "running") $("progress .count").textContent = `${reply.done} / ${reply.total}`;
      show("progress");
      await wait(EVERY);
    }
  }

  /** That the press was taken is seen at once; the questions under way are finished first. */
  function stopping(on) {
    T.$("[data-batch-cancel]").disabled = on;
    if (on) $("progress .count").replaceChildren(...T.both("正在停止……", "Stopping…"));
  }

  async function cancel() {
    stopping(true);
    const reply = await T.call("batch_cancel", { job });
    if (!reply.notice) return;
    say(reply.notice);
    stopping(false);
  }

  async function download(form) {
    const reply = await T.call("batch_result", { job, form });
    say(reply.notice);
    if (!reply.notice) T.save(reply);
  }

  T.parts.push({
    async start() {
      T.dropzone($("drop"), T.$("#tw-table"), (files) => take(files[0]));
      T.$("#tw-column").addEventListener("change", (event) => choose(event.target.value));
      const kept = T.tab.get("job") || T.store.get("job", null);
      if (!kept) return;
      const mine = ticket;
      const reply = await T.call("batch_state", { job: kept });
      if (mine !== ticket) return;
      if (reply.notice && !reply.silent) return hold(null); // the server has forgotten it
      job = kept;
      watch();
    },
    click(button, data) {
      if ("batchRun" in data) run();
      else if ("batchCancel" in data) cancel();
      else if ("batchGet" in data) download(data.batchGet);
    },
  });
})();
