"""python -m tiaowen index | add | remove | documents | ask | search | batch | verify | audit.

Parse, run the command (commands.py).

Exit status: 0 done; 1 a TiaowenError, or a file that did not verify; 2 wrong usage; 3 done but for a part: a batch with
rows in error (the output is there), an index without files that could not be read (that of the others is there); 130
Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tiaowen import __version__, commands
from tiaowen.errors import TiaowenError

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
    subcommands = whole.add_subparsers(metavar="命令", parser_class=_Parser)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str, encodes: bool = False, reads_index: bool = True
    ) -> argparse.ArgumentParser:
        made = subcommands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        if reads_index:
            made.add_argument(
                "--index", type=Path, default=commands.INDEX, metavar="文件夹", help="索引文件夹（默认 index/）"
            )
        if encodes:
            made.add_argument("--encoder", metavar="模型", help="sentence-transformers 模型的文件夹或名称（默认内置）")
        return made

    index = command("index", commands.index, "读取文件，建立索引", encodes=True)
    index.add_argument("--sources", nargs="+", type=Path, default=[], metavar="文件", help="文件、文件夹或 zip")
    index.add_argument(
        "--added", type=Path, metavar="文件夹", help="放入的文件（默认 data/added/；写了 --sources 则不读）"
    )
    index.add_argument("--if-stale", action="store_true", help="只在文件、程序或编码器变化后才重建")

    add = command(
        "add", commands.add, "把文件放入文库：txt、md、html、docx、pdf 或 zip；先报告读到了什么", encodes=True
    )
    add.add_argument("files", nargs="+", type=Path, metavar="文件")
    add.add_argument("--check", action="store_true", help="只看报告，不放入")
    remove = command("remove", commands.remove, "移除一个放入的文件，连同里面的全部文件；不能撤销", encodes=True)
    remove.add_argument("name", metavar="文件名", help="documents 列出的文件名；里面只有一部文件时也可以写它的标题")
    documents = command("documents", commands.documents, "列出文库里的文件：种类、日期、条数、在哪个文件里")
    documents.add_argument("--json", action="store_true", help="每行输出一个 JSON 对象")
    for shelf in (add, remove, documents):
        shelf.add_argument(
            "--sources", nargs="+", type=Path, default=[commands.SOURCES], metavar="文件", help="索引的其他来源"
        )
        shelf.add_argument(
            "--added", type=Path, default=commands.ADDED, metavar="文件夹", help="存放放入的文件（默认 data/added/）"
        )

    ask = command("ask", commands.ask, "提一个问题", encodes=True)
    ask.add_argument("question", metavar="问题")
    ask.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    ask.add_argument("--explain", action="store_true", help="说明为什么这样回答")
    ask.add_argument("--document", action="append", metavar="名称", help="只在这个文件中找（可重复）")
    ask.add_argument("--all-versions", action="store_true", help=ALL_VERSIONS)

    search = command("search", commands.search, "列出最相关的条款", encodes=True)
    search.add_argument("question", metavar="问题")
    search.add_argument("--limit", type=_count, default=10, metavar="条数", help="最多几条（默认 10）")
    search.add_argument("--document", action="append", metavar="名称", help="只在这个文件中找（可重复）")
    search.add_argument("--all-versions", action="store_true", help=ALL_VERSIONS)
    search.add_argument("--json", action="store_true", help="每行输出一个 JSON 对象")

    batch = command(
        "batch", commands.batch, "回答整个表格的问题，输出 csv、xlsx、jsonl、json、md、docx 或 html", encodes=True
    )
    batch.add_argument("source", metavar="问题文件", help="csv、tsv、xlsx、jsonl、json、txt；- 为标准输入")
    batch.add_argument("target", metavar="答案文件", help="格式由后缀决定；- 为标准输出（jsonl）")
    batch.add_argument("--question-column", metavar="列名", help="问题所在的列（默认自动识别）")
    batch.add_argument("--sheet", metavar="工作表", help="xlsx 工作表的名称或序号（默认第一个有内容的）")
    batch.add_argument("--dialogue-column", metavar="列名", help="同值各行为一段对话，按顺序带上下文提问")
    batch.add_argument("--resume", action="store_true", help="接着上次中断的地方做")

    verify = command("verify", commands.verify, "逐字核对一个答案文件的引文和地址")
    verify.add_argument(
        "file", type=Path, metavar="答案文件", help="jsonl、json、csv、tsv、xlsx、md、docx、html 或 txt"
    )
    verify.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    audit = command("audit", commands.audit, "检查文件读得是否完整：字数、条号、另一印本的差异", reads_index=False)
    audit.add_argument(
        "files",
        nargs="*",
        type=Path,
        default=[commands.SOURCES, commands.ADDED],
        metavar="文件",
        help="默认文库里的全部文件",
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
        from tiaowen.batch.batch import BatchStoppedError

        sys.stderr.write(f"{error}\n")
        return 130 if isinstance(error, BatchStoppedError) else 1
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return 130
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
