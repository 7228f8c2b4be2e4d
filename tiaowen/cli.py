"""python -m tiaowen index | add | remove | documents | ask | search | batch | verify | audit.

Parse, call one function, show what it returns.

Exit status: 0 done; 1 a TiaowenError, or a file that did not verify; 2 wrong usage; 3 done but for a part: a batch with
rows in error (the output is there), an index without files that could not be read (that of the others is there); 130
Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tiaowen import __version__
from tiaowen.errors import BatchError, TiaowenError

if TYPE_CHECKING:
    from tiaowen.assistant import Assistant
    from tiaowen.library import Library

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "index"
SOURCES = ROOT / "data" / "sources"
ADDED = ROOT / "data" / "added"

PARTLY = 3
"""The exit status where a part could not be done, and the rest was."""

ALL_VERSIONS = "也查已被取代、已废止和尚未施行的版本（默认只查现行的）"

OVERVIEW = """条文 Tiaowen：就法规文件提问，得到逐字引用的条款和它的地址。全部在本机运行，不联网。

  python -m tiaowen index                     读取 data/sources/ 里的文件，建立索引
  python -m tiaowen add 文件…                 把文件放入文库：先看报告，再建入索引
  python -m tiaowen documents                 列出文库里的文件
  python -m tiaowen remove 文件名             移除一个放入的文件
  python -m tiaowen ask "问题"                提一个问题
  python -m tiaowen search "问题"             列出最相关的条款
  python -m tiaowen batch 问题.xlsx 答案.xlsx  回答整个表格（csv、tsv、xlsx、jsonl、json、txt）
  python -m tiaowen verify 答案.xlsx          逐字核对引文和地址
  python -m tiaowen audit                     检查文件读得是否完整

每个命令加 --help 查看选项。网页版：python run.py
"""


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese, as far as a user meets it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "add_help": False})
        self.add_argument("-h", "--help", action="help", help="显示本说明")
        self._positionals.title = "参数"
        self._optionals.title = "选项"

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法有误：{_in_chinese(message)}\n{self.format_usage().replace('usage: ', '用法：', 1)}")


def _in_chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少"),
        ("unrecognized arguments:", "不认识的参数"),
        ("invalid choice:", "不能选"),
        ("choose from", "可选"),
        ("expected one argument", "后面要写一个值"),
        ("invalid int value:", "应为整数，而不是"),
        ("invalid _count value:", "应为 1 或更大的整数，而不是"),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message


def _count(text: str) -> int:
    """How many; raises ValueError, which argparse tells with the name of this function, for less than one."""
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command's `run` default is the function that does it."""
    whole = _Parser(prog="python -m tiaowen", description="就法规文件提问，得到逐字引用的条款。")
    whole.add_argument("--version", action="version", version=f"条文 Tiaowen {__version__}")
    commands = whole.add_subparsers(metavar="命令", parser_class=_Parser)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str, encodes: bool = False, reads_index: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        if reads_index:
            made.add_argument("--index", type=Path, default=INDEX, metavar="文件夹", help="索引文件夹（默认 index/）")
        if encodes:
            made.add_argument("--encoder", metavar="模型", help="sentence-transformers 模型的文件夹或名称（默认内置）")
        return made

    index = command("index", _index, "读取文件，建立索引", encodes=True)
    index.add_argument("--sources", nargs="+", type=Path, default=[], metavar="文件", help="文件、文件夹或 zip")
    index.add_argument(
        "--added", type=Path, metavar="文件夹", help="放入的文件（默认 data/added/；写了 --sources 则不读）"
    )
    index.add_argument("--if-stale", action="store_true", help="只在文件、程序或编码器变化后才重建")

    add = command("add", _add, "把文件放入文库：txt、md、html、docx、pdf 或 zip；先报告读到了什么", encodes=True)
    add.add_argument("files", nargs="+", type=Path, metavar="文件")
    add.add_argument("--check", action="store_true", help="只看报告，不放入")
    remove = command("remove", _remove, "移除一个放入的文件，连同里面的全部文件；不能撤销", encodes=True)
    remove.add_argument("name", metavar="文件名", help="documents 列出的文件名；里面只有一部文件时也可以写它的标题")
    documents = command("documents", _documents, "列出文库里的文件：种类、日期、条数、在哪个文件里")
    documents.add_argument("--json", action="store_true", help="每行输出一个 JSON 对象")
    for shelf in (add, remove, documents):
        shelf.add_argument("--sources", nargs="+", type=Path, default=[SOURCES], metavar="文件", help="索引的其他来源")
        shelf.add_argument(
            "--added", type=Path, default=ADDED, metavar="文件夹", help="存放放入的文件（默认 data/added/）"
        )

    ask = command("ask", _ask, "提一个问题", encodes=True)
    ask.add_argument("question", metavar="问题")
    ask.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    ask.add_argument("--explain", action="store_true", help="说明为什么这样回答")
    ask.add_argument("--document", action="append", metavar="名称", help="只在这个文件中找（可重复）")
    ask.add_argument("--all-versions", action="store_true", help=ALL_VERSIONS)

    search = command("search", _search, "列出最相关的条款", encodes=True)
    search.add_argument("question", metavar="问题")
    search.add_argument("--limit", type=_count, default=10, metavar="条数", help="最多几条（默认 10）")
    search.add_argument("--document", action="append", metavar="名称", help="只在这个文件中找（可重复）")
    search.add_argument("--all-versions", action="store_true", help=ALL_VERSIONS)
    search.add_argument("--json", action="store_true", help="每行输出一个 JSON 对象")

    batch = command("batch", _batch, "回答整个表格的问题，输出 csv、xlsx、jsonl、json、md、docx 或 html", encodes=True)
    batch.add_argument("source", metavar="问题文件", help="csv、tsv、xlsx、jsonl、json、txt；- 为标准输入")
    batch.add_argument("target", metavar="答案文件", help="格式由后缀决定；- 为标准输出（jsonl）")
    batch.add_argument("--question-column", metavar="列名", help="问题所在的列（默认自动识别）")
    batch.add_argument("--sheet", metavar="工作表", help="xlsx 工作表的名称或序号（默认第一个有内容的）")
    batch.add_argument("--dialogue-column", metavar="列名", help="同值各行为一段对话，按顺序带上下文提问")
    batch.add_argument("--resume", action="store_true", help="接着上次中断的地方做")

    verify = command("verify", _verify, "逐字核对一个答案文件的引文和地址")
    verify.add_argument(
        "file", type=Path, metavar="答案文件", help="jsonl、json、csv、tsv、xlsx、md、docx、html 或 txt"
    )
    verify.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    audit = command("audit", _audit, "检查文件读得是否完整：字数、条号、另一印本的差异", reads_index=False)
    audit.add_argument(
        "files", nargs="*", type=Path, default=[SOURCES, ADDED], metavar="文件", help="默认文库里的全部文件"
    )
    audit.add_argument("--json", type=Path, metavar="文件", help="写出 JSON 报告")
    audit.add_argument("--html", type=Path, metavar="文件", help="写出网页报告")
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Messages for people go to stderr."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    if not hasattr(options, "run"):
        sys.stdout.write(OVERVIEW)
        return 0
    try:
        if threading.current_thread() is threading.main_thread():  # a process asked to end leaves what Ctrl-C leaves
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        return int(options.run(options))
    except TiaowenError as error:
        from tiaowen.batch import BatchStoppedError

        sys.stderr.write(f"{error}\n")
        return 130 if isinstance(error, BatchStoppedError) else 1
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return 130
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _index(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding import bundled_fingerprint, load_encoder
    from tiaowen.index import build_index, is_current, read_manifest

    sources = _index_sources(options)
    if options.if_stale:
        if options.encoder is None:
            made_by = bundled_fingerprint()
        else:
            made_by = load_encoder(options.encoder).fingerprint
        if is_current(sources, options.index, made_by):
            return _unread(read_manifest(options.index))
    with ProgressDisplay() as progress:
        manifest = build_index(sources, options.index, options.encoder, progress=progress)
    made = f"{manifest['documents']} 份文件，{manifest['units']} 条，用时 {manifest['seconds']} 秒"
    sys.stderr.write(f"索引已建立：{made}（{options.index}）\n")
    return _unread(manifest)


def _unread(manifest: Mapping[str, Any]) -> int:
    """Name the files that an index lacks, and the documents that it had of them; returns the exit status."""
    for file, why in manifest["failures"]:
        sys.stderr.write(f"未能读取 {file}：{why}\n")
    left: dict[str, list[str]] = {}
    for title, file in manifest.get("left", ()):
        left.setdefault(file, []).append(f"《{title}》")
    for file, titles in left.items():
        sys.stderr.write(f"注意：{file} 原来读得出，现在读不出，{''.join(titles)}已不在索引里，查不到了\n")
    return PARTLY if manifest["failures"] else 0


def _index_sources(options: argparse.Namespace) -> list[Path]:
    """What the index is made of: what was named, or else everything in the library."""
    from tiaowen.library import Library

    if options.sources and options.added is None:
        return list(options.sources)
    return Library(options.index, options.sources or [SOURCES], options.added or ADDED).paths


def _existing(paths: Sequence[Path]) -> list[Path]:
    """The paths without the folder of added files where nothing was added yet."""
    return [path for path in paths if path != ADDED or path.is_dir()]


def _library(options: argparse.Namespace) -> Library:
    from tiaowen.library import Library

    return Library(options.index, options.sources, options.added)


def _add(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding import load_encoder
    from tiaowen.index import open_index
    from tiaowen.reading.audit_report import to_text
    from tiaowen.staging import examine, stage

    library = _library(options)
    corpus = open_index(options.index).corpus if (options.index / "current").is_file() else None
    with tempfile.TemporaryDirectory(prefix="tiaowen-") as folder:
        files = [(file.name, file) for file in options.files]
        found = examine(stage(files, Path(folder), library.known(corpus), library.names()), corpus)
        if found.files:
            _write(to_text(found.audit, variants=False))
        for title in found.same:
            sys.stderr.write(f"文库里已有《{title}》：文字大体相同时合为一部，记下差异\n")
        for name, why in found.refused:
            sys.stderr.write(f"不能放入 {name}：{why}\n")
        if found.files and not options.check:
            with ProgressDisplay() as progress:
                manifest = library.add(found.files, load_encoder(options.encoder), progress)
            names = "、".join(file.name for file in found.files)
            sys.stderr.write(f"已放入 {names}；文库现有 {manifest['documents']} 份文件\n")
            _unread(manifest)
    return 0 if found.files and not found.refused else 1


def _remove(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding import load_encoder
    from tiaowen.index import open_index

    library = _library(options)
    holding = library.find(options.name, open_index(options.index).corpus)
    with ProgressDisplay() as progress:
        manifest = library.remove(holding.name, load_encoder(options.encoder), progress)
    gone = "".join(f"《{document.title}》" for document in holding.leaving)
    sys.stderr.write(f"已移除 {holding.name}{gone}；文库现有 {manifest['documents']} 份文件\n")
    _unread(manifest)
    return 0


def _documents(options: argparse.Namespace) -> int:
    from tiaowen.index import open_index
    from tiaowen.render_listing import listing_json, listing_text

    corpus = open_index(options.index).corpus
    holdings = _library(options).holdings(corpus)
    if options.json:
        for row in listing_json(holdings, corpus):
            _write(json.dumps(row, ensure_ascii=False))
    else:
        _write(listing_text(holdings, corpus))
    return 0


def _load(options: argparse.Namespace) -> Assistant:
    from tiaowen.assistant import Assistant

    return Assistant.load(options.index, options.encoder)


def _scope(options: argparse.Namespace, assistant: Assistant) -> list[str] | None:
    """The documents to look in: those named, in all their versions where that is wanted; None for those in force."""
    named = options.document
    if not options.all_versions:
        return None if named is None else list(named)
    documents = assistant.corpus.documents if named is None else assistant.named(named)
    return [version.id for document in documents for version in assistant.versions.of(document)]


def _ask(options: argparse.Namespace) -> int:
    from tiaowen.console import width
    from tiaowen.explanation import explanations
    from tiaowen.render import to_json, to_text
    from tiaowen.render_why import why_lines, why_text

    assistant = _load(options)
    answer = assistant.ask(options.question, documents=_scope(options, assistant))
    if options.json:
        record = to_json(answer)
        if options.explain:
            record["explanation"] = why_lines(answer, explanations(assistant.answerer, answer))
        _write(json.dumps(record, ensure_ascii=False))
        return 0
    _write(to_text(answer, width()))
    if options.explain:
        _write("\n" + why_text(answer, explanations(assistant.answerer, answer), width()))
    return 0


def _search(options: argparse.Namespace) -> int:
    from tiaowen.console import width
    from tiaowen.render import hit_json, hit_text

    assistant = _load(options)
    hits = assistant.search(options.question, limit=options.limit, documents=_scope(options, assistant))
    for number, hit in enumerate(hits, 1):
        _write(json.dumps(hit_json(hit), ensure_ascii=False) if options.json else hit_text(number, hit, width()))
    return 0


def _batch(options: argparse.Namespace) -> int:
    from tiaowen.batch import run_batch, stream_batch
    from tiaowen.console import ProgressDisplay
    from tiaowen.pipes import ready_chunks, standard_input, table_rows

    assistant = _load(options)
    if options.target == "-":
        if options.resume:
            raise BatchError("输出到文件", "--resume 用于标准输出", "写一个输出文件名")
        rows, column = table_rows(options.source, options.question_column, options.sheet)
        chunk = ready_chunks() if options.source == "-" else None
        wrong = False
        for line in stream_batch(assistant, rows, column, chunk, options.dialogue_column):
            wrong = wrong or json.loads(line)["status"] == "error"
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        return PARTLY if wrong else 0
    with (
        standard_input(options.source, options.question_column, options.sheet) as source,
        ProgressDisplay() as progress,
    ):
        summary = run_batch(
            assistant,
            source,
            options.target,
            question_column=options.question_column,
            sheet=options.sheet,
            dialogue_column=options.dialogue_column,
            resume=options.resume,
            progress=progress,
        )
    for note in summary.notes:
        sys.stderr.write(f"{note}\n")
    sys.stderr.write("".join(f"{name}：{value}\n" for name, value in summary.figures()))
    sys.stderr.write(f"已写入 {options.target}\n")
    return PARTLY if summary.statuses["error"] else 0


def _verify(options: argparse.Namespace) -> int:
    from tiaowen.index import open_index
    from tiaowen.verification import verify_file

    report = verify_file(options.file, open_index(options.index).corpus)
    if options.json:
        _write(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _write(report.to_text())
    return 0 if report.ok else 1


def _audit(options: argparse.Namespace) -> int:
    from tiaowen.reading import audit_report
    from tiaowen.reading.audit import audit_files

    wanted = ((options.json, audit_report.to_json), (options.html, audit_report.to_html))
    reports = [(path, rendered) for path, rendered in wanted if path is not None]
    for path, _ in reports:  # said before minutes of reading
        if path.is_dir() or not path.parent.is_dir():
            found = f"{path} 是文件夹" if path.is_dir() else f"没有文件夹 {path.parent}"
            raise TiaowenError("报告的文件名，在已有的文件夹里", found, "改写报告的路径，或先建立文件夹")
    report = audit_files(_existing(options.files))
    for path, rendered in reports:
        try:
            path.write_text(rendered(report), encoding="utf-8")
        except OSError as error:
            raise TiaowenError(f"可写的 {path}", error.strerror or str(error), "检查权限，或换一个位置") from error
    _write(audit_report.to_text(report))
    return report.status


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
