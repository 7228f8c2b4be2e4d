/* Batch: a table of questions goes in, is looked at, is answered with a progress bar, and comes out in three forms. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const LIMIT = 20 * 1024 * 1024;
  let job = null;
  let timer;
  const $ = (part) => T.$(`.batch .${part}`);

  function show(step) {
    for (const name of ["recognised", "progress", "result"]) $(name).hidden = true;
    if (step) for (const name of step) $(name).hidden = false;
  }

  async function take(file) {
    if (!file) return;
    clearInterval(timer);
    if (job) T.call("batch_cancel", { job });
    job = null;
    show();
    T.notice($("notice"), "");
    if (file.size > LIMIT) return T.notice($("notice"), T.say("文件超过 20 MB，请拆分后再上传", "The file is larger than 20 MB"));
    const reply = await T.call("batch_open", { name: file.name, data: await T.base64(file) });
    if (reply.notice) return T.notice($("notice"), reply.notice);
    job = reply.job;
    $("recognised .facts").innerHTML = reply.facts;
    $("recognised .preview").innerHTML = reply.preview;
    show(["recognised"]);
  }

  async function run() {
    const reply = await T.call("batch_run", { job });
    if (reply.notice) return T.notice($("notice"), reply.notice);
    show(["progress"]);
    clearInterval(timer);
    timer = setInterval(state, 300);
    state();
  }

  async function state() {
    const asked = job;
    const reply = await T.call("batch_state", { job });
    if (asked !== job) return;
    if (reply.notice) {
      clearInterval(timer);
      show();
      return T.notice($("notice"), reply.notice);
    }
    const bar = $("progress progress");
    bar.max = reply.total || 1;
    bar.value = reply.done;
    $("progress .count").textContent = `${reply.done} / ${reply.total}`;
    if (!reply.over) return;
    clearInterval(timer);
    $("result .facts").innerHTML = reply.facts;
    $("result .preview").innerHTML = reply.preview;
    show(["result"]);
  }

  async function download(form) {
    const reply = await T.call("batch_result", { job, form });
    if (reply.notice) return T.notice($("notice"), reply.notice);
    T.save(reply);
  }

  T.parts.push({
    start() {
      T.dropzone($("drop"), T.$("#tw-table"), (files) => take(files[0]));
    },
    click(button, data) {
      if ("batchRun" in data) run();
      else if ("batchCancel" in data) T.call("batch_cancel", { job });
      else if ("batchGet" in data) download(data.batchGet);
    },
  });
})();
