"""The web page: load the assistant, ask, render. No logic of its own.

python app.py [--host 127.0.0.1] [--port 7860] [--index index] [--share]
                  [--auth user:password | --auth FILE] [--queue 20] [--mcp] [--no-records]
                  [--read-only] [--added data/added]
python app.py --hash-password NAME
"""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path

# Before gradio is imported: it reads them at import time, and neither may ask another host for anything.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.pop("GRADIO_MCP_SERVER", None)  # tools are offered on --mcp, not because some shell says so

from page.access import AccessError, line_for, read_users
from page.api import speak_json
from page.build import MCP_PATH, build, launch_options
from page.line import LONGEST
from page.origin import changes
from tiaowen import Assistant
from tiaowen.errors import TiaowenError
from tiaowen.library.library import ADDED, SOURCES, Library

ROOT = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    """Start the page and serve until interrupted; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="条文网页：提问，得到逐字引用的条文。", allow_abbrev=False
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认只有本机能访问")
    parser.add_argument("--port", type=int, default=7860, help="端口，默认 7860")
    parser.add_argument("--index", type=Path, default=ROOT / "index", help="索引文件夹，默认 index/")
    parser.add_argument("--share", action="store_true", help="通过 Gradio 的公网隧道分享；默认关闭，打开后会访问外网")
    parser.add_argument("--records", type=Path, default=ROOT / "feedback.sqlite", help="保存读者评价的文件，只在本机")
    parser.add_argument(
        "--auth",
        action="append",
        default=[],
        metavar="用户:口令",
        help="要求登录：用户:口令，或存放散列的文件；可以写多次",
    )
    parser.add_argument(
        "--hash-password", metavar="用户", help="读入口令（不显示），打印一行散列，供 --auth 的文件使用"
    )
    parser.add_argument("--queue", type=int, default=LONGEST, metavar="N", help=f"最多几个问题排队，默认 {LONGEST}")
    parser.add_argument("--mcp", action="store_true", help=f"同时作为 MCP 服务，地址 {MCP_PATH}/")
    parser.add_argument("--no-records", action="store_true", help="不保存读者评价")
    parser.add_argument("--sources", nargs="+", type=Path, default=[SOURCES], help="索引的来源，默认 data/sources/")
    parser.add_argument("--added", type=Path, default=ADDED, help="存放从网页放入的文件，默认 data/added/")
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="网页上不能放入或移除文件；用 --share 或从别的机器能访问而没有 --auth 时总是这样",
    )
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port 是 1 到 65535 的整数，而不是 {options.port}")
    if options.queue < 1:
        parser.error("--queue 是 1 或更大的整数")
    try:
        if options.hash_password is not None:
            print(line_for(options.hash_password, _password()))
            return 0
        users = read_users(options.auth)
        print("正在载入索引……", flush=True)
        assistant = Assistant.load(options.index)
    except TiaowenError as error:
        print(error, file=sys.stderr)
        return 1
    assistant.ask("总则规定了什么？")  # what is loaded with the first question is loaded before somebody waits for it
    print(f"文库：{len(assistant.corpus.documents)} 部文件，{len(assistant.corpus.clauses)} 个条目。", flush=True)
    library = Library(options.index, options.sources, options.added)
    allowed = changes(options.read_only, options.host, options.share, bool(users))
    records = None if options.no_records else options.records
    page = build(assistant, records, options.queue, library=library, allowed=allowed, login=bool(users))
    try:
        page.launch(
            server_name=options.host,
            server_port=options.port,
            share=options.share,
            quiet=True,
            prevent_thread_lock=True,
            **launch_options(users, options.mcp),
        )
        if options.mcp:
            speak_json(page)
    except TiaowenError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError:
        print(f"端口 {options.port} 已被占用或不可用。请换一个：--port 7861", file=sys.stderr)
        return 1
    print(f"网页已启动：http://{options.host}:{options.port} （按 Ctrl+C 停止）", flush=True)
    page.block_thread()
    return 0


def _password() -> str:
    """Typed twice without being shown; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("口令：")
    if getpass("再输入一次：") != first:
        raise AccessError("两次相同的口令", "两次输入不同", "再运行一次")
    return first


if __name__ == "__main__":
    raise SystemExit(main())
