"""The words of the page in Chinese and English, and the questions it offers as examples."""

from __future__ import annotations

from collections.abc import Sequence

from tiaowen.datamodels import Document
from tiaowen.rendering.markup import both

TITLE = "条文 Tiaowen"

TEXTS = {
    "ask": ("问答", "Ask"),
    "library": ("文库", "Library"),
    "batch": ("批量", "Batch"),
    "language": ("English", "中文"),
    "theme": ("深色 / 浅色", "Dark / light"),
    "skip": ("跳到提问框", "Skip to the question box"),
    "hero": ("问一句，得原文。", "Ask, and read the very clause."),
    "hero_more": (
        "回答逐字引自文库里的文件，每一处都能点开，回到原文所在的那一条；文件里没有的，会直说没有。",
        "Every answer is quoted word for word from the documents and opens at its clause. "
        "What they do not say is said plainly.",
    ),
    "examples": ("可以这样问", "Try asking"),
    "recent": ("最近问过", "Recent questions"),
    "earlier": ("此前的对话", "Earlier conversations"),
    "question": ("问题", "Question"),
    "send": ("提问", "Ask"),
    "scope": ("检索范围", "Search in"),
    "scope_all": ("全部文件", "All documents"),
    "scope_reset": ("不限定", "No limit"),
    "new": ("新对话", "New"),
    "export": ("导出", "Export"),
    "export_md": ("Markdown", "Markdown"),
    "export_docx": ("Word 文档", "Word document"),
    "export_html": ("打印版网页", "Page for print"),
    "records": ("记录", "Records"),
    "records_keep": ("在这个浏览器里保留对话（最近 50 个）", "Keep conversations in this browser (the last 50)"),
    "records_delete": ("删除全部对话和最近的问题", "Delete all conversations and recent questions"),
    "looking": ("正在查找……", "Looking it up…"),
    "documents": ("文件", "Documents"),
    "find": ("筛选文件，或输入地址", "Filter, or type an address"),
    "unmatched": (
        "没有名称相符的文件，以下是全部。按“前往”查地址或原文里的字。",
        "No document of that name; all are listed. “Go” looks for an address or for words of the text.",
    ),
    "go": ("前往", "Go"),
    "pick": ("从左边选一部文件阅读，或输入地址直达某一条。", "Pick a document on the left, or type an address."),
    "pick_here": ("点回答中的 〔1〕 会在这里打开原文。", "Click 〔1〕 in an answer to open its source here."),
    "back": ("返回", "Back"),
    "outline": ("目录", "Outline"),
    "previous": ("上一条", "Previous"),
    "next": ("下一条", "Next"),
    "search": ("在文内查找", "Find in document"),
    "raw": ("原文对照", "Source lines"),
    "variants": ("版本差异", "Variants"),
    "punctuation": ("含标点", "Punctuation too"),
    "cited": ("回到引文", "Back to quotation"),
    "close": ("关闭", "Close"),
    "source": ("来源文件", "Source file"),
    "add": ("放入文件", "Add files"),
    "add_lead": (
        "上传的文件先读一遍，给出报告；确认之后才进入文库，随即可以提问。文件只存在本机，以后可以移除。",
        "Files are read first and reported; they enter the library when you confirm, and can be asked about at once. "
        "They stay on this machine and can be removed again.",
    ),
    "add_choose": ("选择文件，或拖到这里", "Choose files, or drop them here"),
    "add_kinds": (
        "txt、md、html、docx、有文字层的 pdf，或它们的 zip；每个不超过 64 MB",
        "txt, md, html, docx, pdf with text, or a zip of these; up to 64 MB each",
    ),
    "add_confirm": ("放入文库", "Add to the library"),
    "add_again": ("再放入一些", "Add more"),
    "batch_title": ("批量提问", "Many questions at once"),
    "batch_lead": (
        "上传一张问题表，得到一张答案表：每行一问，顺序不变，出错的行单独注明，不影响其他行。文件只在本机处理。",
        "A table of questions in, a table of answers out, in the same order. The file stays on this machine.",
    ),
    "batch_choose": ("选择文件，或拖到这里", "Choose a file, or drop it here"),
    "batch_kinds": (
        "csv、xlsx、jsonl、txt，或含表格的 md，不超过 20 MB",
        "csv, xlsx, jsonl, txt, or md with a table, up to 20 MB",
    ),
    "batch_column": ("问题列", "Column of the questions"),
    "batch_run": ("开始作答", "Start"),
    "batch_cancel": ("停止", "Stop"),
    "batch_get": ("下载", "Download"),
    "wrong_why": ("哪里不对（可不填）", "What is wrong (optional)"),
    "wrong_right": ("应当引用的条文：", "Clause that should be cited: "),
    "wrong_pick": ("选用原文面板里的当前条文", "Take the current clause of the source panel"),
    "wrong_send": ("保存", "Save"),
    "wrong_cancel": ("取消", "Cancel"),
    "logout": ("退出", "Log out"),
    "login_welcome": ("登录条文", "Log in to Tiaowen"),
    "login_name": ("名字", "Name"),
    "login_password": ("口令", "Password"),
    "login_enter": ("登录", "Log in"),
    "login_wrong": (
        "名字或口令不对。一分钟内错十次，这个名字要等一分钟再试。",
        "Name or password is wrong. After ten wrong ones within a minute, the name has to wait for a minute.",
    ),
    "login_silent": (
        "服务没有应答。请确认程序仍在运行，再试一次。",
        "The server does not answer. Check that it runs and try again.",
    ),
}

PLACEHOLDERS = {
    "question": ("输入问题", "Ask in Chinese"),
    "find": ("筛选文件，或输入地址：考核办法 44条3项", "Filter, or an address: 考核办法 44条3项"),
    "search": ("在文内查找", "Find in document"),
}

EXAMPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("党史学习教育工作条例", ("基层党组织每年至少要组织几次党史学习？",)),
    (
        "事业单位工作人员考核办法",
        ("哪些情形年度考核应当确定为不合格？", "受党内警告处分的，当年能评优秀吗？", "考核办法第44条第3项怎么规定？"),
    ),
    ("全国党员教育培训工作规划", ("基层党组织书记5年内集中学习培训累计不少于多少天？",)),
    ("加强社区工作者队伍建设的意见", ("社区工作者每万城镇常住人口配备多少人？",)),
)
"""Questions by a part of the title of the document that answers them; shown only where that document is there."""


def say(key: str) -> str:
    """A text of the page as HTML in both languages."""
    return both(*TEXTS[key])


MOST_EXAMPLES = 8


def examples(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """(document title, question) for the documents at hand; of other regulations, the first article is asked for."""
    known = [
        (document.title, question)
        for part, questions in EXAMPLES
        for document in documents
        if part in document.title and document.kind not in ("notice", "qa")
        for question in questions
    ]
    named = {title for title, _ in known}
    others = [(d.title, f"《{d.title}》第一条") for d in documents if d.kind == "regulation" and d.title not in named]
    return (known + others)[:MOST_EXAMPLES]
