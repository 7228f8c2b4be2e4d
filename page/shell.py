"""The frame of the page: static HTML without a word of any document. The scripts fill it."""

from __future__ import annotations

from collections.abc import Sequence

from page.texts import PLACEHOLDERS, examples, say
from tiaowen.datamodels import Document
from tiaowen.rendering.markup import escape

_SVG = '<svg viewBox="0 0 20 20" aria-hidden="true">'
_SUN = f'{_SVG}<path d="M10 3a7 7 0 1 0 0 14z"/><circle cx="10" cy="10" r="7.2"/></svg>'
_UP = f'{_SVG}<path d="M4.5 12.5 10 7l5.5 5.5"/></svg>'
_DOWN = f'{_SVG}<path d="M4.5 7.5 10 13l5.5-5.5"/></svg>'
_CLOSE = f'{_SVG}<path d="M5 5l10 10M15 5 5 15"/></svg>'


def _hidden(key: str) -> str:
    return f'<span class="sr">{say(key)}</span>'


def _label(zh: str, en: str) -> str:
    """The name of a part for those who hear the page; the scripts put it into the page's language."""
    return f'aria-label="{zh}" data-label-zh="{zh}" data-label-en="{en}"'


def _placeholder(key: str) -> str:
    zh, en = PLACEHOLDERS[key]
    return f'placeholder="{escape(zh)}" data-zh="{escape(zh)}" data-en="{escape(en)}"'


def header(login: bool) -> str:
    leave = f'<a href="logout?all_session=false">{say("logout")}</a>' if login else ""
    views = "".join(
        f'<button type="button" data-view="{view}"{current}>{say(view)}</button>'
        for view, current in (("ask", ' aria-current="page"'), ("library", ""), ("batch", ""))
    )
    return f"""
<a class="skip" href="#tw-question" data-skip>{say("skip")}</a>
<header class="bar">
  <p class="brand"><span class="seal" aria-hidden="true">条</span><span class="word">条文</span></p>
  <nav {_label("主导航", "Main navigation")}>{views}</nav>
  <div class="settings">
    <button type="button" data-language>{say("language")}</button>
    <button type="button" data-theme-toggle class="icon">{_SUN}{_hidden("theme")}</button>{leave}
  </div>
</header>"""


def example_rows(documents: Sequence[Document]) -> str:
    """Questions that these documents answer, as list rows."""
    return "".join(
        f'<li><button type="button" data-example="{escape(question)}">'
        f'<span class="ask" lang="zh-CN">{escape(question)}</span>'
        f'<span class="of" lang="zh-CN">{escape(title)}</span></button></li>'
        for title, question in examples(documents)
    )


def conversation(documents: Sequence[Document]) -> str:
    return f"""
<section class="talk" {_label("问答", "Ask")}>
  <div class="scroller" tabindex="-1">
    <section class="hero">
      <h1>{say("hero")}</h1><p>{say("hero_more")}</p>
      <h2 class="sub">{say("examples")}</h2><ul class="examples">{example_rows(documents)}</ul>
      <div class="recent" hidden>
        <h2 class="sub">{say("recent")}</h2><ul></ul></div>
      <div class="earlier" hidden>
        <h2 class="sub">{say("earlier")}</h2><ul></ul></div>
    </section>
    <div class="turns" aria-live="polite"></div>
  </div>
  <form class="composer" autocomplete="off">
    <p class="notice" role="alert" hidden></p>
    <div class="box">
      <label class="sr" for="tw-question">{say("question")}</label>
      <textarea id="tw-question" rows="1" {_placeholder("question")} enterkeyhint="send"></textarea>
      <button type="submit" class="send">{say("send")}</button>
    </div>
    <div class="tools">
      <details class="menu scope"><summary>{say("scope")}<span class="value">{say("scope_all")}</span></summary>
        <div class="sheet"><div class="choices"></div>
        <button type="button" data-scope-reset>{say("scope_reset")}</button></div></details>
      <span class="gap"></span>
      <details class="menu records"><summary>{say("records")}</summary><div class="sheet">
        <label><input type="checkbox" data-keep checked> {say("records_keep")}</label>
        <button type="button" data-forget>{say("records_delete")}</button></div></details>
      <details class="menu export" hidden><summary>{say("export")}</summary><div class="sheet">
        <button type="button" data-export="html">{say("export_html")}</button>
        <button type="button" data-export="docx">{say("export_docx")}</button>
        <button type="button" data-export="md">{say("export_md")}</button></div></details>
      <button type="button" data-new hidden>{say("new")}</button>
    </div>
  </form>
</section>"""


def pane(changeable: bool) -> str:
    """The list of documents and the reader: beside the conversation, or as the library."""
    add = f'<button type="button" class="add in-library" data-adding>{say("add")}</button>' if changeable else ""
    return f"""
<section class="pane" {_label("文件", "Documents")}>
  <section class="shelf">
    <h2 class="sub">{say("documents")}<span class="total"></span></h2>
    <form class="find"><label class="sr" for="tw-find">{say("find")}</label>
      <input id="tw-find" type="search" {_placeholder("find")}><button type="submit">{say("go")}</button></form>
    {add}<p class="notice" role="alert" hidden></p>
    <p class="unmatched" role="status" hidden>{say("unmatched")}</p>
    <div class="list"></div>
    <p class="hint in-ask">{say("pick_here")}</p>
  </section>
  <p class="nothing in-library">{say("pick")}</p>
  <section class="reader" {_label("原文", "Source")} hidden>
    <header class="reader-head">
      <div class="reader-title"><button type="button" data-close class="icon">{_CLOSE}{_hidden("close")}</button>
        <h2 tabindex="-1" lang="zh-CN"></h2></div>
      <div class="about"></div>
      <div class="toolbar" role="toolbar" {_label("阅读工具", "Reading tools")}>
        <button type="button" data-outline aria-pressed="false">{say("outline")}</button>
        <span class="step"><button type="button" data-step="-1" class="icon">{_UP}{_hidden("previous")}</button>
          <span class="where" aria-live="polite"></span>
          <button type="button" data-step="1" class="icon">{_DOWN}{_hidden("next")}</button></span>
        <button type="button" data-cited hidden>{say("cited")}</button>
        <button type="button" data-raw aria-pressed="false">{say("raw")}</button>
        <button type="button" data-variants aria-pressed="false" hidden>{say("variants")}
          <span class="n"></span></button>
        <button type="button" data-punctuation aria-pressed="false" hidden>{say("punctuation")}</button>
        <span class="search"><label class="sr" for="tw-search">{say("search")}</label>
          <input id="tw-search" type="search" {_placeholder("search")}>
          <span class="found" aria-live="polite"></span></span>
      </div>
    </header>
    <div class="reader-body">
      <nav class="outline-pane" {_label("目录", "Outline")} hidden></nav>
      <div class="text" tabindex="0" lang="zh-CN"></div>
      <div class="raw-pane" tabindex="0" lang="zh-CN" {_label("原文对照", "Source lines")} hidden></div>
    </div>
  </section>
</section>"""


def batch() -> str:
    forms = "".join(
        f'<button type="button" data-batch-get="{form}">{say("batch_get")} {form}</button>'
        for form in ("xlsx", "csv", "jsonl")
    )
    return f"""
<section class="batch" {_label("批量", "Batch")}>
  <h1>{say("batch_title")}</h1><p class="lead">{say("batch_lead")}</p>
  <label class="drop"><b>{say("batch_choose")}</b><span>{say("batch_kinds")}</span>
    <input id="tw-table" class="sr" type="file" accept=".csv,.tsv,.xlsx,.jsonl,.json,.txt,.md"></label>
  <p class="notice" role="alert" hidden></p>
  <section class="recognised" hidden><p class="facts"></p>
    <p class="column"><label for="tw-column">{say("batch_column")}</label> <select id="tw-column"></select></p>
    <div class="preview" tabindex="0"></div>
    <p class="actions"><button type="button" class="send" data-batch-run>{say("batch_run")}</button></p></section>
  <section class="progress" hidden><progress {_label("进度", "Progress")}></progress>
    <p class="actions"><span class="count" aria-live="polite"></span>
    <button type="button" data-batch-cancel>{say("batch_cancel")}</button></p></section>
  <section class="result" hidden><p class="facts"></p><p class="actions">{forms}</p>
    <div class="preview" tabindex="0"></div></section>
</section>"""


def adding() -> str:
    """The dialog in which files arrive, are reported and confirmed."""
    kinds = ".txt,.md,.markdown,.html,.htm,.docx,.pdf,.zip"
    return f"""
<dialog class="adding" aria-labelledby="tw-adding">
  <header><h2 id="tw-adding">{say("add")}</h2>
    <button type="button" data-adding-close class="icon">{_CLOSE}{_hidden("close")}</button></header>
  <div class="body" tabindex="-1">
    <p class="lead">{say("add_lead")}</p>
    <label class="drop"><b>{say("add_choose")}</b><span>{say("add_kinds")}</span>
      <input id="tw-files" class="sr" type="file" multiple accept="{kinds}"></label>
    <p class="notice" role="alert" hidden></p>
    <section class="progress" hidden><progress {_label("进度", "Progress")}></progress>
      <p class="count" aria-live="polite"></p></section>
    <section class="report" tabindex="-1" hidden></section>
    <section class="entered" tabindex="-1" hidden><p class="said"></p><ul></ul></section>
  </div>
  <footer class="actions">
    <button type="button" class="send" data-adding-confirm hidden>{say("add_confirm")}</button>
    <button type="button" data-adding-again hidden>{say("add_again")}</button>
    <button type="button" data-adding-close>{say("close")}</button></footer>
</dialog>"""


def judgement() -> str:
    """The form that opens under an answer said to be wrong."""
    return f"""
<template class="judgement"><form class="judgement">
  <label><span>{say("wrong_why")}</span><textarea name="reason" rows="2" maxlength="2000"></textarea></label>
  <p class="right">{say("wrong_right")}<b class="clause"></b>
    <button type="button" data-pick>{say("wrong_pick")}</button></p>
  <p class="row"><button type="submit" class="send">{say("wrong_send")}</button>
    <button type="button" data-judge-cancel>{say("wrong_cancel")}</button></p>
</form></template>"""


def shell(documents: Sequence[Document], records: bool = False, changeable: bool = False, login: bool = False) -> str:
    """The frame for these documents. The options say whether judgements are kept, files may be added, people log in."""
    toast = '<p class="toast" role="status" aria-live="polite"></p>'
    state = f'data-view="ask" data-doc="none" data-records="{"on" if records else "off"}"'
    stage = f'<div class="stage">{conversation(documents)}{pane(changeable)}{batch()}</div>'
    return f'<div id="tw" {state}>{header(login)}{stage}{judgement()}{adding() if changeable else ""}{toast}</div>'
